// The playing of play.h: text to kernel to an engine. The kernel is compiled; with TACTUS_RUNNER=interpreter in the
// environment the interpreter plays.
#include "tests/audio/play.h"

#include "runtime/engine/render.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string_view>

namespace tactus::measure {

Instrument instrument_of(const std::string &text, const PlayOptions &options, const std::string &name) {
    Options how;
    how.language.sample_rate = static_cast<std::uint32_t>(options.rate);
    how.language.seed = options.seed;
    how.language.patch = options.patch;
    how.lanes = options.lanes;
    how.level = static_cast<emit::Level>(options.level);
    const char *const runner = std::getenv("TACTUS_RUNNER");
    how.runner =
        runner != nullptr && std::string_view(runner) == "interpreter" ? Runner::Interpreted : Runner::Compiled;

    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(name, text, report);
    auto instrument = file ? compile(sources, *file, how, report) : std::nullopt;
    std::string messages;
    for (const auto &d : report.diagnostics())
        messages += d.message + " at \"" + std::string(sources.text(d.span)) + "\"\n";
    REQUIRE_MESSAGE(instrument.has_value(), name << " does not compile: " << messages << "\n" << text);
    return std::move(*instrument);
}

Sound play(const std::string &text, std::size_t frames, const PlayOptions &options, const std::string &name) {
    const Instrument instrument = instrument_of(text, options, name);
    engine::EngineOptions setting;
    setting.guard = options.guard ? engine::Guard::full : engine::Guard::off;
    const auto engine = engine::Engine::create(instrument.kernel(), setting);
    REQUIRE(engine != nullptr);
    engine::SongEvents song;
    song.events = options.events;
    song.end_frame = frames;
    engine::RenderOptions rendering;
    rendering.block_frames = options.block_frames;
    rendering.frames = frames;
    rendering.song = &song;
    rendering.input = options.input;
    auto recording = engine::record(*engine, rendering);
    return Sound{std::move(recording.channels), recording.result.counters};
}

} // namespace tactus::measure
