// The same samples from every width of vector and every level of code generation, and what voices have in common: the
// figures that stand for speed without a clock.
#include "compiler/traced.h"
#include "runtime/engine/render.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cstring>

#include <fmt/format.h>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

const std::string family = "Machines";

// Twelve voices: a sawtooth, two resonant filters, an envelope, noise, elementary functions.
const std::string instrument = R"(
node tone(note: Note) -> y {
    e = adsr(note.gate, a: 5ms, r: 200ms)
    x = saw(note.freq, quality: fine) + 0.1 * noise() + sin(2 * pi * phasor(3 * note.freq)) ^ 3
    y = tanh(ladder(svf(x, 300Hz + 5kHz * e, 0.7).low, 2kHz, 0.6)) * e * exp(-e)
}
out = poly(12, tone) * 0.1
)";

// Twelve keys, one after the other.
std::vector<engine::Event> keys() {
    std::vector<engine::Event> events;
    for (std::uint8_t i = 0; i < 12; ++i)
        events.push_back(engine::note_on(i * 331u, 0, static_cast<std::uint8_t>(40 + 3 * i), 100));
    for (std::uint8_t i = 0; i < 12; ++i)
        events.push_back(engine::note_off(20000u + i * 17u, 0, static_cast<std::uint8_t>(40 + 3 * i)));
    return events;
}

Sound chord(std::uint32_t lanes, std::uint32_t level, std::uint32_t block_frames = 64) {
    PlayOptions options;
    options.events = keys();
    options.lanes = lanes;
    options.level = level;
    options.block_frames = block_frames;
    return play(instrument, 48000, options);
}

// The same, of code that is profiled.
Sound traced_chord() {
    tactus::source::SourceSet sources;
    tactus::diag::Report report;
    const auto file = sources.add("test.tac", instrument, report);
    REQUIRE(file);
    const auto traced = tactus::compile_traced(sources, *file, {}, report);
    REQUIRE(traced);
    engine::EngineOptions setting;
    setting.guard = engine::Guard::off;
    const auto engine = engine::Engine::create(traced->instrument.kernel(), setting);
    REQUIRE(engine != nullptr);
    engine::SongEvents song;
    song.events = keys();
    song.end_frame = 48000;
    engine::RenderOptions options;
    options.frames = song.end_frame;
    options.song = &song;
    return Sound{engine::record(*engine, options).channels, {}};
}

double differing(const Sound &a, const Sound &b) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < a[0].size(); ++i)
        count += std::memcmp(&a[0][i], &b[0][i], sizeof(float)) != 0 ? 1u : 0u;
    return static_cast<double>(count);
}

} // namespace

TEST_CASE("figures of machines: lanes and levels and blocks") {
    const Sound one = chord(1, 1);
    CHECK(rms(one[0]) > 0.01);
    for (const std::uint32_t lanes : {4u, 8u, 16u})
        figure(family, fmt::format("samples of twelve voices in {} lanes that are not those of one lane", lanes),
               differing(one, chord(lanes, 1)), within(0.0), "");
    for (const std::uint32_t level : {0u, 2u})
        figure(family, fmt::format("samples at code level {} that are not those of level 1", level),
               differing(one, chord(0, level)), within(0.0), "");
    for (const std::uint32_t frames : {1u, 37u, 4096u})
        figure(family, fmt::format("samples in blocks of {} that are not those of 64", frames),
               differing(one, chord(0, 1, frames)), within(0.0), "");
    figure(family, "samples of code that is profiled that are not those of other code", differing(one, traced_chord()),
           within(0.0), "");
}
