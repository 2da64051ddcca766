// Every round begins with a stroke of every note (the slots retrigger), which is not timed: so voices that die away
// sound in every round.
#include "runtime/engine/bench.h"

#include "runtime/engine/render.h"

#include <algorithm>
#include <ctime>
#include <vector>

namespace tactus::engine {

namespace {

constexpr std::uint32_t least_rounds = 15;
constexpr std::uint8_t middle_key = 60;

double thread_nanoseconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1.0e9 + static_cast<double>(time.tv_nsec);
}

// One note-on for each voice: keys outward from the middle of the poly's range, then the next channel.
void add_strokes(const tactus_poly &poly, std::vector<Event> &events) {
    if (poly.generated != 0 || poly.high_key < poly.low_key) {
        return;
    }
    const auto keys = static_cast<std::uint32_t>(poly.high_key - poly.low_key + 1);
    const std::uint32_t wanted = poly.mode == TACTUS_MODE_POLY ? poly.voices : 1;
    const std::uint32_t count = std::min(wanted, keys * (poly.channel == 0 ? 16u : 1u));
    // A multiple of `keys` is added to keep the difference above 0.
    const std::uint32_t first = middle_key + 128 * keys - static_cast<std::uint32_t>(poly.low_key);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::uint8_t>(static_cast<std::uint32_t>(poly.low_key) + (first + i) % keys);
        const auto channel =
            static_cast<std::uint8_t>(poly.channel == 0 ? i / keys : static_cast<std::uint32_t>(poly.channel - 1));
        events.push_back(note_on(0, channel, key, 100));
    }
}

} // namespace

EveryVoice::EveryVoice(Engine &engine, std::uint32_t block_frames, std::uint32_t frames_per_round)
    : engine_(engine), block_(std::clamp(block_frames, 1u, most_block_frames)),
      blocks_(std::max(frames_per_round / block_, 1u)), in_(engine.kernel().in_count, std::vector<float>(block_)),
      out_(engine.kernel().out_count, std::vector<float>(block_)) {
    const tactus_kernel &kernel = engine.kernel();
    for (std::uint32_t i = 0; i < kernel.poly_count; ++i) {
        add_strokes(kernel.polys[i], strokes_);
    }
    std::uint32_t state = 1;
    for (std::vector<float> &channel : in_) {
        for (float &sample : channel) {
            state = state * 1664525u + 1013904223u;
            sample = (static_cast<float>(state >> 8) * 0x1p-24f - 0.5f) * 0.5f;
        }
        in_pointers_.push_back(channel.data());
    }
    for (std::vector<float> &channel : out_) {
        out_pointers_.push_back(channel.data());
    }
}

void EveryVoice::strike() { engine_.process(in_pointers_.data(), out_pointers_.data(), block_, strokes_); }

double EveryVoice::play() {
    const double begin = thread_nanoseconds();
    for (std::uint32_t i = 0; i < blocks_; ++i) {
        engine_.process(in_pointers_.data(), out_pointers_.data(), block_, {});
    }
    return thread_nanoseconds() - begin;
}

BenchResult bench(Engine &engine, const BenchOptions &options) {
    EveryVoice player(engine, options.block_frames, options.frames_per_round);
    BenchResult result;
    result.rounds = std::max(options.rounds, least_rounds);
    result.frames = player.round_frames();
    result.lanes = engine.kernel().lanes;
    result.voices = 0;
    std::vector<double> costs;
    // One round more, not counted: caches warm up, and what the strokes of several polys stole from each other fades
    // out.
    for (std::uint32_t round = 0; round <= result.rounds; ++round) {
        player.strike();
        const double cost = player.play() / static_cast<double>(result.frames);
        if (round > 0) {
            costs.push_back(cost);
            result.voices = round == 1 ? engine.awake_voices() : std::min(result.voices, engine.awake_voices());
        }
    }
    std::sort(costs.begin(), costs.end());
    result.nanoseconds_per_frame = costs.front();
    result.median_nanoseconds_per_frame = costs[costs.size() / 2];
    return result;
}

} // namespace tactus::engine
