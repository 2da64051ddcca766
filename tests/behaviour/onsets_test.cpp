// The chorale through a patch that gives 1 on the sample of a note-on: every note of the file stands on its own sample,
// at the frame that exact arithmetic over the file's tempo events gives, at any block size.
#include <map>

#include <doctest/doctest.h>

#include "compiler/tactus.h"
#include "runtime/engine/render.h"
#include "runtime/midi/smf.h"

namespace {

using namespace tactus;

constexpr std::uint32_t sample_rate = 48000;

// Whole numbers only: microseconds × ticks summed over the stretches of one tempo, rounded once; 100 s stay below 2^53.
std::uint64_t exact_frame(const midi::Song &song, std::uint32_t division, std::uint32_t tick) {
    std::uint64_t microsecond_ticks = 0;
    std::uint64_t tempo = 500'000;
    std::uint32_t from = 0;
    for (const auto &event : song.events) {
        if (event.message.type != midi::Type::tempo || event.tick >= tick) {
            continue;
        }
        microsecond_ticks += static_cast<std::uint64_t>(event.tick - from) * tempo;
        tempo = event.message.value;
        from = event.tick;
    }
    microsecond_ticks += static_cast<std::uint64_t>(tick - from) * tempo;
    const std::uint64_t divisor = static_cast<std::uint64_t>(division) * 1'000'000;
    return (microsecond_ticks * sample_rate * 2 + divisor) / (2 * divisor);
}

} // namespace

TEST_CASE("every note of the chorale begins on the sample of its tick") {
    const auto read = midi::read_smf_file("examples/chorale.mid");
    REQUIRE(std::holds_alternative<midi::Song>(read));
    const auto &song = std::get<midi::Song>(read);
    const std::uint32_t division = song.tempo.tick_length().ticks_per_quarter;
    std::map<std::uint64_t, int> wanted;
    for (const auto &event : song.events) {
        if (event.message.type == midi::Type::note_on) {
            ++wanted[exact_frame(song, division, event.tick)];
        }
    }
    REQUIRE(wanted.size() > 50);

    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(
        "on.tac", "patch on {\n    node voice(note: Note) -> y { y = note.on }\n    out = poly(32, voice)\n}\n",
        report);
    const auto instrument = compile(sources, *file, {}, report);
    REQUIRE(instrument.has_value());
    const auto events = engine::events_of(song, sample_rate);
    for (const std::uint32_t block : {64u, 480u, 1000u}) {
        engine::EngineOptions unguarded;
        unguarded.guard = engine::Guard::off; // four notes at once are 4
        const auto engine = engine::Engine::create(instrument->kernel(), unguarded);
        engine::RenderOptions options;
        options.block_frames = block;
        options.song = &events;
        const auto recording = engine::record(*engine, options);
        std::map<std::uint64_t, int> heard;
        for (std::size_t i = 0; i < recording.channels[0].size(); ++i) {
            if (recording.channels[0][i] != 0.0f) {
                heard[i] = static_cast<int>(recording.channels[0][i]);
            }
        }
        CHECK(heard == wanted);
    }
}
