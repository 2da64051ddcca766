// The driver: songs, lengths, tails, inputs, the note of a patch that is given none; and the bench.
#include "runtime/engine/bench.h"
#include "runtime/engine/render.h"
#include "tests/support/fake_kernel.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace tactus;
using engine::Engine;
using test::FakeKernel;

namespace {

engine::SongEvents short_song() {
    engine::SongEvents song;
    song.events = {engine::note_on(1000, 0, 60, 100), engine::note_on(5001, 0, 64, 100), engine::note_off(9003, 0, 60),
                   engine::note_off(9003, 0, 64)};
    song.end_frame = 12000;
    return song;
}

engine::Recording record(const FakeKernel &kernel, const engine::RenderOptions &options) {
    auto e = Engine::create(kernel.kernel());
    return engine::record(*e, options);
}

} // namespace

TEST_CASE("without a song a patch that takes notes plays C4 for two seconds, five in all") {
    FakeKernel kernel;
    const auto made = record(kernel, {});
    CHECK(made.result.played_default_note);
    CHECK(made.result.frames == 5 * 48000);
    REQUIRE(made.channels[0].size() == 5 * 48000);
    const auto crossings = [&](std::size_t from, std::size_t to) {
        int count = 0;
        for (std::size_t i = from; i + 1 < to; ++i) {
            count += made.channels[0][i] < 0 && made.channels[0][i + 1] >= 0 ? 1 : 0;
        }
        return count;
    };
    CHECK(std::abs(crossings(48000, 96000) - 262) <= 1); // 261.63 Hz
    CHECK(crossings(4 * 48000, 5 * 48000) == 0);
}

TEST_CASE("a patch without notes, or with its own, plays none") {
    test::FakeKernelOptions options;
    options.generated = true;
    FakeKernel kernel(options);
    CHECK_FALSE(record(kernel, {}).result.played_default_note);
}

TEST_CASE("a song is rendered to the end of its tail, the same at every size of blocks") {
    const engine::SongEvents song = short_song();
    engine::RenderOptions options;
    options.song = &song;
    FakeKernel first_kernel;
    const auto reference = record(first_kernel, options);
    CHECK_FALSE(reference.result.played_default_note);
    CHECK_FALSE(reference.result.tail_cut);
    CHECK(reference.result.most_voices == 2);
    const auto &y = reference.channels[0];
    REQUIRE(y.size() > 24000);
    // The last half second is below -90 dB, the sample before it is not; nothing sounds before the first note.
    const float quiet = std::pow(10.0f, -4.5f);
    for (std::size_t i = y.size() - 24000; i < y.size(); ++i) {
        CHECK(std::fabs(y[i]) < quiet);
    }
    CHECK(std::fabs(y[y.size() - 24001]) >= quiet);
    CHECK(y[1000] != 0.0f);
    CHECK(y[999] == 0.0f);
    for (const std::uint32_t block : {1u, 7u, 480u, 4096u}) {
        FakeKernel kernel;
        options.block_frames = block;
        const auto made = record(kernel, options);
        CHECK(made.channels == reference.channels);
    }
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        CAPTURE(seed);
        FakeKernel kernel;
        options.block_frames = 300;
        options.random_cuts_seed = seed;
        CHECK(record(kernel, options).channels == reference.channels);
        CHECK(kernel.violations() == 0);
    }
}

TEST_CASE("silence before the end of a song is part of it") {
    FakeKernel kernel;
    engine::SongEvents song = short_song();
    song.end_frame = 200000;
    engine::RenderOptions options;
    options.song = &song;
    CHECK(record(kernel, options).result.frames == 200000 + 24000);
}

TEST_CASE("a patch that never falls silent ends 20 s after the song") {
    test::FakeKernelOptions fake;
    fake.poison = 0.1f;
    FakeKernel kernel(fake);
    engine::SongEvents song;
    song.end_frame = 4800;
    engine::RenderOptions options;
    options.song = &song;
    options.block_frames = 1000;
    const auto made = record(kernel, options);
    CHECK(made.result.tail_cut);
    CHECK(made.result.frames == 4800 + 20 * 48000);
}

TEST_CASE("a given length is kept to the frame, with input and silence after it") {
    test::FakeKernelOptions fake;
    fake.inputs = 1;
    FakeKernel kernel(fake);
    const engine::SongEvents song{};
    const std::vector<std::vector<float>> input{std::vector<float>(100, 0.25f)};
    engine::RenderOptions options;
    options.song = &song;
    options.frames = 777;
    options.input = input;
    const auto made = record(kernel, options);
    REQUIRE(made.channels[0].size() == 777);
    for (std::size_t i = 0; i < 777; ++i) {
        CHECK(made.channels[0][i] == (i < 100 ? 0.25f : 0.0f));
    }
}

TEST_CASE("songs become events at their exact frames, in order") {
    midi::Song song;
    song.tempo = midi::TempoMap(midi::TickLength{96, 0, 1});
    const auto add = [&song](std::uint32_t tick, midi::Type type, std::uint8_t channel, std::uint8_t number,
                             std::uint32_t value) { song.events.push_back({tick, 0, {type, channel, number, value}}); };
    add(0, midi::Type::tempo, 0, 0, 600'000);
    add(1, midi::Type::note_on, 3, 60, 127);
    add(1, midi::Type::pitch_bend, 3, 0, 0);
    add(96, midi::Type::note_off, 3, 60, 10);
    add(96, midi::Type::clock, 0, 0, 0);
    song.tempo.append(0, 600'000);
    song.end_tick = 192;
    const engine::SongEvents events = engine::events_of(song, 48000);
    REQUIRE(events.events.size() == 4);
    CHECK(events.events[0] == engine::tempo(0, 600'000));
    CHECK(events.events[1] == engine::note_on(300, 3, 60, 127)); // 0.6 s / 96 = 300 frames
    CHECK(events.events[1].amount == 1.0f);
    CHECK(events.events[2].amount == -1.0f);
    CHECK(events.events[3].frame == 28800);
    CHECK(events.events[3].amount == doctest::Approx(10.0 / 127));
    CHECK(events.end_frame == 57600);
}

TEST_CASE("the bench has every voice sounding") {
    for (const std::uint32_t voices : {1u, 8u, 16u}) {
        test::FakeKernelOptions fake;
        fake.voices = voices;
        fake.low_key = 50;
        fake.high_key = 55; // fewer keys than voices: more channels are used
        FakeKernel kernel(fake);
        auto e = Engine::create(kernel.kernel());
        const engine::BenchResult result =
            engine::bench(*e, {.block_frames = 64, .rounds = 3, .frames_per_round = 640});
        CHECK(result.rounds == 15);
        CHECK(result.frames == 640);
        CHECK(result.voices == voices);
        CHECK(result.lanes == 4);
        CHECK(result.nanoseconds_per_frame > 0.0);
        CHECK(result.median_nanoseconds_per_frame >= result.nanoseconds_per_frame);
    }
}
