// The whole of it: the engine plays random graphs from random events, once with the interpreter and once with compiled
// code, cut into different blocks. Slots, thefts, pedals, controllers and notes that the patch makes itself are all the
// engine's here.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "runtime/engine/engine.h"
#include "tests/meaning/kernels.h"
#include "tests/meaning/random.h"

using namespace tactus;
using engine::Event;

namespace {

constexpr std::uint32_t frames = 512;

std::vector<Event> random_events(meaning::Random &r, std::uint32_t parameters) {
    std::vector<Event> events;
    const std::uint32_t count = r.between(3, 40);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t frame = !events.empty() && r.percent(40) ? r.pick(events).frame : r.below(frames);
        const auto channel = static_cast<std::uint8_t>(r.percent(80) ? 0 : r.below(16));
        const auto key = static_cast<std::uint8_t>(r.percent(70) ? 60 + r.below(6) : r.below(128));
        switch (r.below(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            events.push_back(engine::note_on(frame, channel, key, r.below(128)));
            break;
        case 4:
        case 5:
        case 6:
            events.push_back(engine::note_off(frame, channel, key, r.below(128)));
            break;
        case 7: {
            constexpr std::array<std::uint8_t, 7> special{64, 74, 120, 121, 123, 98, 6};
            const auto number = r.percent(50) ? r.pick(special) : static_cast<std::uint8_t>(r.between(1, 20));
            events.push_back(engine::controller(frame, channel, number, r.below(128)));
            break;
        }
        case 8:
            events.push_back(engine::pitch_bend(frame, channel, r.below(16384)));
            break;
        case 9:
            events.push_back(r.percent(50) ? engine::poly_pressure(frame, channel, key, r.below(128))
                                           : engine::channel_pressure(frame, channel, r.below(128)));
            break;
        case 10:
            events.push_back(engine::parameter(frame, r.below(parameters), r.unit() * 3.0f));
            break;
        default:
            events.push_back(r.percent(80) ? engine::tempo(frame, r.between(1000, 900000)) : engine::reset(frame));
            break;
        }
    }
    std::stable_sort(events.begin(), events.end(), [](const Event &a, const Event &b) { return a.frame < b.frame; });
    return events;
}

struct Take {
    std::vector<std::vector<float>> outputs;
    std::vector<engine::OnsetReport> onsets;
    std::uint32_t awake = 0; // at the end
};

// Plays all frames in blocks of the sizes given, in turn.
Take play(const tactus_kernel *kernel, const std::vector<Event> &events, const std::vector<std::vector<float>> &inputs,
          const std::vector<std::uint32_t> &blocks) {
    Take take;
    engine::EngineOptions options;
    options.guard = engine::Guard::off;
    options.onset_context = &take.onsets;
    options.on_onset = [](void *context, const engine::OnsetReport &report) {
        static_cast<std::vector<engine::OnsetReport> *>(context)->push_back(report);
    };
    const auto player = engine::Engine::create(kernel, options);
    REQUIRE(player != nullptr);
    take.outputs.assign(kernel->out_count, std::vector<float>(frames));
    std::size_t taken = 0, block = 0;
    for (std::uint32_t at = 0; at < frames;) {
        const std::uint32_t length = std::min(blocks[block++ % blocks.size()], frames - at);
        std::vector<const float *> in;
        std::vector<float *> out;
        for (std::uint32_t c = 0; c < kernel->in_count; ++c)
            in.push_back(inputs[c].data() + at);
        for (auto &channel : take.outputs)
            out.push_back(channel.data() + at);
        taken += player->process(in.data(), out.data(), length, std::span(events).subspan(taken));
        at += length;
    }
    take.awake = player->awake_voices();
    return take;
}

std::string difference(const Take &a, const Take &b) {
    meaning::Recording x, y;
    x.outputs = a.outputs;
    y.outputs = b.outputs;
    if (const std::string found = meaning::difference(x, y); !found.empty())
        return found;
    if (a.awake != b.awake)
        return "other numbers of awake voices";
    const auto same = [](const engine::OnsetReport &l, const engine::OnsetReport &r) {
        return l.frame == r.frame && l.poly == r.poly && l.slot == r.slot && l.fresh == r.fresh;
    };
    return std::equal(a.onsets.begin(), a.onsets.end(), b.onsets.begin(), b.onsets.end(), same) ? "" : "other onsets";
}

} // namespace

TEST_CASE("the engine plays interpreter and compiled code alike, in any blocks") {
    std::size_t onsets = 0;
    const std::string seeds = meaning::for_each_seed(1, 300, [&](std::uint64_t seed) {
        meaning::Random r(seed * 77 + 5);
        const meaning::Case c = meaning::generate(seed);
        const meaning::Build build = meaning::build_of(seed);
        const auto events = random_events(r, static_cast<std::uint32_t>(c.graph.parameters.size()));
        std::vector<std::vector<float>> inputs(c.graph.input_ports.size(), std::vector<float>(frames));
        for (auto &channel : inputs)
            for (float &sample : channel)
                sample = r.unit() * 2.0f - 1.0f;
        const meaning::Side left = meaning::interpreted(c.graph), again = meaning::interpreted(c.graph);
        const meaning::Side right = meaning::compiled(c.graph, build);
        const std::vector<std::uint32_t> odd{r.between(1, 40), r.between(1, 40), 16 * r.between(1, 3)};
        const Take whole = play(left.kernel, events, inputs, {frames});
        CAPTURE(seed);
        CAPTURE(meaning::text_of(build));
        CHECK(difference(whole, play(again.kernel, events, inputs, {1 + r.below(17), 64})) == "");
        CHECK(difference(whole, play(right.kernel, events, inputs, odd)) == "");
        onsets += whole.onsets.size();
    });
    CHECK((onsets > 0 || seeds.starts_with("seed ")));
    MESSAGE(seeds << ": " << onsets << " notes began");
}
