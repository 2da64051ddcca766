// The playing of play.h: text to graph to the interpreter to an engine.
#include "tests/audio/play.h"

#include "compiler/diag/render.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/interp/interpreter.h"
#include "compiler/syntax/parse.h"
#include "runtime/engine/render.h"

#include <doctest/doctest.h>

namespace tactus::measure {

Sound play(const std::string &text, std::size_t frames, const PlayOptions &options, const std::string &name) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(name, text, report);
    std::optional<graph::Graph> graph;
    if (file) {
        if (const auto tree = syntax::parse(sources, *file, report)) {
            elaborate::Options how;
            how.sample_rate = static_cast<std::uint32_t>(options.rate);
            how.seed = options.seed;
            how.patch = options.patch;
            graph = elaborate::elaborate(sources, *tree, how, report);
        }
    }
    std::string messages;
    for (const auto &d : report.diagnostics()) messages += d.message + " at \"" + std::string(sources.text(d.span)) + "\"\n";
    REQUIRE_MESSAGE(graph.has_value(), name << " does not compile: " << messages << "\n" << text);
    const interp::Interpreter interpreter(std::move(*graph));
    engine::EngineOptions setting;
    setting.guard = options.guard;
    auto engine = engine::Engine::create(interpreter.kernel(), setting);
    REQUIRE(engine != nullptr);
    engine::SongEvents song;
    song.events = options.events;
    song.end_frame = frames;
    engine::RenderOptions how;
    how.block_frames = options.block_frames;
    how.frames = frames;
    how.song = &song;
    how.input = options.input;
    return Sound{engine::record(*engine, how).channels};
}

} // namespace tactus::measure
