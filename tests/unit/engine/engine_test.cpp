// The engine with a kernel written by hand: cutting of blocks, controllers at ticks, memory, counters, the guard.
#include "runtime/engine/engine.h"
#include "tests/support/busy_script.h"
#include "tests/support/fake_kernel.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace tactus;
using engine::Engine;
using engine::Event;
using test::FakeKernel;

namespace {

using test::busy_script;
using test::play;
using test::play_sizes;
using test::Random;
using test::Samples;

} // namespace

TEST_CASE("every size of blocks gives the same bytes") {
    constexpr std::uint32_t frames = 24000;
    for (const std::uint32_t seed : {1u, 2u, 3u}) {
        CAPTURE(seed);
        for (const std::uint32_t mode : {TACTUS_MODE_POLY, TACTUS_MODE_MONO, TACTUS_MODE_LEGATO}) {
            test::FakeKernelOptions options;
            options.mode = mode;
            options.voices = mode == TACTUS_MODE_POLY ? 6 : 1;
            options.outputs = 2;
            options.inputs = 1;
            options.steal = seed % 2 == 0 ? TACTUS_STEAL_QUIETEST : TACTUS_STEAL_OLDEST;
            const std::vector<Event> events = busy_script(seed, frames);
            FakeKernel reference_kernel(options);
            auto reference_engine = Engine::create(reference_kernel.kernel());
            const auto reference = play(*reference_engine, frames, events, 4096);
            CHECK(reference_kernel.violations() == 0);
            CHECK(*std::max_element(reference[0].begin(), reference[0].end()) > 0.15f);
            for (const std::uint32_t block : {1u, 7u, 16u, 64u, 480u, 1024u, 0u}) {
                CAPTURE(block);
                FakeKernel kernel(options);
                auto e = Engine::create(kernel.kernel());
                Random random(seed + 100);
                const auto made = play_sizes(*e, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
                CHECK(made == reference);
                CHECK(kernel.violations() == 0);
                CHECK(e->counters().onsets == reference_engine->counters().onsets);
                CHECK(e->counters().steals == reference_engine->counters().steals);
            }
        }
    }
}

TEST_CASE("a patch's own notes come exactly one tick later, at every size of blocks") {
    test::FakeKernelOptions options;
    options.generated = true;
    options.voices = 2;
    constexpr std::uint32_t frames = 12000;
    std::vector<Samples> reference;
    for (const std::uint32_t block : {4096u, 1u, 7u, 64u, 480u}) {
        CAPTURE(block);
        std::vector<engine::OnsetReport> onsets;
        engine::EngineOptions engine_options;
        engine_options.onset_context = &onsets;
        engine_options.on_onset = [](void *context, const engine::OnsetReport &report) {
            static_cast<std::vector<engine::OnsetReport> *>(context)->push_back(report);
        };
        FakeKernel kernel(options);
        auto e = Engine::create(kernel.kernel(), engine_options);
        const auto made = play(*e, frames, {}, block);
        CHECK(kernel.violations() == 0);
        REQUIRE(onsets.size() == 12);
        for (std::size_t i = 0; i < onsets.size(); ++i) {
            CHECK(onsets[i].frame == 1000 * i + 7 + 16);
            CHECK(onsets[i].freq == 200.0f + static_cast<float>(i % 5) * 50.0f + 7.0f * 0.01f);
        }
        reference = reference.empty() ? made : reference;
        CHECK(made == reference);
        // Held notes follow the line at ticks, one tick late: the gate falls at 11620, in the tick that begins at
        // 11616.
        CHECK(e->voices(0).field[TACTUS_FREQ][onsets.back().slot] == doctest::Approx(250.0 + 6.16).epsilon(1e-6));
        CHECK(e->voices(0).gate[onsets.back().slot] == 0);
    }
}

TEST_CASE("a note begins on its own sample, wherever in a tick and a block it lies") {
    for (std::uint32_t offset = 0; offset < 80; ++offset) {
        FakeKernel kernel;
        auto e = Engine::create(kernel.kernel());
        const std::vector<Event> events{engine::note_on(offset, 0, 69, 127)};
        const auto made = play(*e, 160, events, 48);
        CAPTURE(offset);
        for (std::uint32_t i = 0; i < 160; ++i) {
            CHECK((made[0][i] != 0.0f) == (i >= offset));
        }
        CHECK(kernel.violations() == 0);
    }
}

TEST_CASE("controllers and smooth parameters wait for the tick, step parameters do not") {
    FakeKernel kernel;
    auto e = Engine::create(kernel.kernel());
    const std::vector<Event> events{engine::controller(35, 0, 80, 127), engine::controller(101, 0, 7, 127),
                                    engine::parameter(211, test::fake_step, 0.0f)};
    const auto made = play(*e, 400, events, 400);
    for (std::uint32_t i = 0; i < 400; ++i) {
        CHECK((made[0][i] != 0.0f) == (i >= 35 && i < 211));
    }
    // 25 ticks, of which two are cut by the two changes of the step parameter and none by the gain.
    CHECK(kernel.tiles() == 23);
    CHECK(kernel.parts() == 27);
}

TEST_CASE("a flood of controllers cuts nothing") {
    FakeKernel kernel;
    auto e = Engine::create(kernel.kernel());
    std::vector<Event> events;
    for (std::uint32_t i = 0; i < 1600; ++i) {
        events.push_back(engine::controller(i, 0, 7, i % 128));
        events.push_back(engine::pitch_bend(i, 0, i % 16384));
        events.push_back(engine::channel_pressure(i, 0, i % 128));
    }
    play(*e, 1600, events, 1600);
    CHECK(kernel.tiles() == 100);
    CHECK(kernel.parts() == 100);
}

TEST_CASE("bend is heard by sounding notes at the next tick and by new notes at once") {
    FakeKernel kernel;
    auto e = Engine::create(kernel.kernel());
    const std::vector<Event> events{engine::note_on(0, 0, 69, 100), engine::pitch_bend(20, 0, 16383),
                                    engine::note_on(25, 0, 57, 100)};
    play(*e, 30, events, 30);
    const tactus_voices &v = e->voices(0);
    CHECK(v.field[TACTUS_FREQ][0] == 440.0f);
    CHECK(v.field[TACTUS_FREQ][1] == doctest::Approx(220.0 * std::pow(2.0, 2.0 / 12.0)).epsilon(1e-7));
    play(*e, 3, {}, 3);
    CHECK(v.field[TACTUS_FREQ][0] == doctest::Approx(440.0 * std::pow(2.0, 2.0 / 12.0)).epsilon(1e-7));
    CHECK(v.field[TACTUS_BEND][0] == 1.0f);
}

TEST_CASE("frames beyond 2^32 are frames like others") {
    constexpr std::uint64_t first = (std::uint64_t{1} << 32) - 320;
    const std::vector<Event> near_zero = busy_script(9, 3000);
    std::vector<Event> shifted = near_zero;
    for (Event &event : shifted) {
        event.frame += first;
    }
    FakeKernel a, b;
    auto low = Engine::create(a.kernel());
    engine::EngineOptions options;
    options.first_frame = first;
    auto high = Engine::create(b.kernel(), options);
    CHECK(play(*low, 3000, near_zero, 100) == play(*high, 3000, shifted, 64));
    CHECK(high->frame() == first + 3000);
    CHECK(b.violations() == 0);
}

TEST_CASE("events of the past act on the first frame, those of the future are left to the caller") {
    FakeKernel kernel;
    auto e = Engine::create(kernel.kernel());
    play(*e, 50, {}, 50);
    Samples out(20);
    float *const channels[]{out.data()};
    const std::vector<Event> events{engine::note_on(3, 0, 69, 127), engine::note_on(69, 0, 50, 127),
                                    engine::note_on(70, 0, 51, 127)};
    CHECK(e->process(nullptr, channels, 20, events) == 2);
    CHECK(out[0] != 0.0f);
    CHECK(e->awake_voices() == 2);
}

TEST_CASE("reset gives the same sound again and takes the parameters along") {
    FakeKernel kernel;
    auto e = Engine::create(kernel.kernel());
    const std::vector<Event> events = busy_script(4, 5000);
    const auto first = play(*e, 5000, events, 64);
    FakeKernel other;
    auto loud = Engine::create(other.kernel());
    play(*loud, 77, events, 7);
    loud->parameters().set(test::fake_gain, e->kernel().params[test::fake_gain].init);
    loud->parameters().set(test::fake_step, 0.0f);
    loud->reset();
    CHECK(play(*loud, 5000, events, 64) == first);
    loud->parameters().set(test::fake_gain, 0.0f);
    loud->parameters().set(test::fake_step, 0.0f);
    loud->reset();
    const std::vector<Event> note{engine::note_on(0, 0, 60, 127)};
    const auto silent = play(*loud, 500, note, 64);
    CHECK(*std::max_element(silent[0].begin(), silent[0].end()) == 0.0f);
}

TEST_CASE("the guard: what leaves is finite and within one, and is counted") {
    for (const float poison :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 3.0f, -7.0f}) {
        CAPTURE(poison);
        test::FakeKernelOptions options;
        options.poison = poison;
        FakeKernel kernel(options);
        auto e = Engine::create(kernel.kernel());
        const auto made = play(*e, 200, {}, 64);
        const float expected = std::isfinite(poison) ? std::copysign(1.0f, poison) : 0.0f;
        CHECK(made[0] == Samples(200, expected));
        CHECK(e->counters().guard.nonfinite == (std::isfinite(poison) ? 0u : 200u));
        CHECK(e->counters().guard.limited == (std::isfinite(poison) ? 200u : 0u));
        engine::EngineOptions raw;
        raw.guard = engine::Guard::off;
        auto open = Engine::create(kernel.kernel(), raw);
        const auto unguarded = play(*open, 200, {}, 64);
        CHECK(std::isnan(unguarded[0][0]) == std::isnan(poison));
        CHECK((std::isnan(poison) || unguarded[0][0] == poison));
        raw.guard = engine::Guard::finite;
        auto loud = Engine::create(kernel.kernel(), raw);
        CHECK(play(*loud, 200, {}, 64)[0] == Samples(200, std::isfinite(poison) ? poison : 0.0f));
        CHECK(loud->counters().guard.nonfinite == (std::isfinite(poison) ? 0u : 200u));
        CHECK(loud->counters().guard.limited == 0);
    }
}

TEST_CASE("subnormal samples become 0 and peaks are kept until asked for") {
    engine::OutputGuard guard(1, engine::Guard::full);
    Samples samples{1e-40f, -1e-40f, 0.25f, -0.5f, 0x1p-126f};
    guard.apply(0, samples.data(), 5);
    CHECK(samples == Samples{0.0f, 0.0f, 0.25f, -0.5f, 0x1p-126f});
    CHECK(guard.take_peak(0) == 0.5f);
    CHECK(guard.take_peak(0) == 0.0f);
}

TEST_CASE("a kernel of another version is refused with a reason") {
    FakeKernel kernel;
    tactus_kernel other = *kernel.kernel();
    other.abi = TACTUS_KERNEL_ABI + 1;
    engine::EngineProblem problem = engine::EngineProblem::none;
    CHECK(Engine::create(&other, {}, &problem) == nullptr);
    CHECK(problem == engine::EngineProblem::kernel_unknown);
    CHECK(Engine::create(nullptr, {}, &problem) == nullptr);
    other = *kernel.kernel();
    tactus_line huge{};
    huge.frames = 1u << 31;
    huge.voices = 1u << 31;
    huge.lanes = 1;
    other.lines = &huge;
    CHECK(Engine::create(&other, {}, &problem) == nullptr);
    CHECK(problem == engine::EngineProblem::no_memory);
}

TEST_CASE("the transport counts beats in fixed point and changes its tempo at a tick") {
    test::FakeKernelOptions options;
    options.outputs = 2; // the second is the phase of the beat
    FakeKernel kernel(options);
    auto e = Engine::create(kernel.kernel());
    const std::vector<Event> events{engine::tempo(24001, 250'000)};
    const auto made = play(*e, 48000, events, 480);
    // 120 beats a minute: one beat is 24000 frames; from the tick 24016 on twice as fast.
    CHECK(made[1][12000] == doctest::Approx(0.5).epsilon(1e-5));
    CHECK(made[1][23999] > 0.999f);
    CHECK(made[1][24010] == doctest::Approx(10.0 / 24000).epsilon(0.02));
    CHECK(made[1][24016 + 6000] == doctest::Approx(16.0 / 24000 + 0.5).epsilon(1e-4));
}

TEST_CASE("the guard judges every sample alone, wherever it stands") {
    Random random(5);
    const std::vector<float> kinds{0.0f,
                                   -0.0f,
                                   0.5f,
                                   1.0f,
                                   -1.0f,
                                   std::nextafter(1.0f, 2.0f),
                                   -8.0f,
                                   std::numeric_limits<float>::infinity(),
                                   -std::numeric_limits<float>::quiet_NaN(),
                                   std::numeric_limits<float>::min(),
                                   -1e-39f,
                                   std::numeric_limits<float>::denorm_min()};
    for (std::uint32_t length = 0; length < 70; ++length) {
        CAPTURE(length);
        Samples samples(length), expected(length);
        engine::GuardCounts counts;
        float peak = 0.0f;
        for (std::uint32_t i = 0; i < length; ++i) {
            // Mostly harmless, so that vectors without a fault are met too.
            samples[i] = random(16) == 0 ? kinds[random(static_cast<std::uint32_t>(kinds.size()))] : 0.25f;
            const float magnitude = std::fabs(samples[i]);
            counts.nonfinite += std::isfinite(samples[i]) ? 0u : 1u;
            counts.limited += std::isfinite(samples[i]) && magnitude > 1.0f ? 1u : 0u;
            peak = std::isfinite(samples[i]) ? std::max(peak, magnitude) : peak;
            expected[i] =
                !std::isfinite(samples[i]) || !std::isnormal(samples[i]) ? 0.0f : std::clamp(samples[i], -1.0f, 1.0f);
        }
        engine::OutputGuard guard(1, engine::Guard::full);
        guard.apply(0, samples.data(), length);
        CHECK(samples == expected);
        CHECK(guard.counts() == counts);
        CHECK(guard.take_peak(0) == peak);
    }
}

TEST_CASE("the guard gives the same bits to a sample wherever it lies in a block") {
    const float samples[] = {-0.0f, 0.0f, 0.5f, -1.0f, 1e-40f, -1e-40f, std::numeric_limits<float>::quiet_NaN(), -7.0f};
    for (const float sample : samples) {
        CAPTURE(sample);
        std::vector<std::uint32_t> bits;
        for (const std::size_t frames : {1u, 3u, 4u, 7u, 16u}) {
            for (const float other : samples) {
                engine::OutputGuard guard(1, engine::Guard::full);
                std::vector<float> block(frames, other);
                block[frames / 2] = sample;
                guard.apply(0, block.data(), static_cast<std::uint32_t>(frames));
                bits.push_back(std::bit_cast<std::uint32_t>(block[frames / 2]));
            }
        }
        CHECK(bits == std::vector<std::uint32_t>(bits.size(), bits[0]));
    }
}
