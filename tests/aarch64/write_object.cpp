// write_object PATCH TARGET LANES OUT.o: a kernel as an object file. PATCH is a file, or `instrument` or `sequencer`:
// the graph of the block tests, played from outside or by its own note line. LANES 0: what the target likes.
#include "compiler/diag/render.h"
#include "compiler/lower/lower.h"
#include "compiler/schedule/schedule.h"
#include "compiler/tactus.h"
#include "tests/behaviour/instrument_graph.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>

using namespace tactus;

namespace {

std::optional<std::string> object_of_graph(const graph::Graph &graph, const Options &options) {
    const auto target = emit::find_target(options.target);
    const auto *machine = std::get_if<lower::Target>(&target);
    if (machine == nullptr) {
        return std::nullopt;
    }
    const auto plan = schedule::schedule(graph, {.lanes = options.lanes != 0 ? options.lanes : machine->lanes});
    auto lowered = lower::lower(graph, plan, *machine);
    if (!lowered.module) {
        return std::nullopt;
    }
    const auto result = emit::object(std::move(*lowered.module));
    const auto *bytes = std::get_if<std::vector<std::uint8_t>>(&result);
    return bytes != nullptr ? std::optional(std::string(bytes->begin(), bytes->end())) : std::nullopt;
}

std::optional<std::string> object_of_file(const char *path, const Options &options) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.read(path, report);
    auto object = file ? emit_stage(sources, *file, Stage::Object, options, report) : std::nullopt;
    if (!object) {
        std::fputs(diag::render_text(report, sources).c_str(), stderr);
    }
    return object;
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 5) {
        std::fprintf(stderr, "write_object PATCH TARGET LANES OUT.o\n");
        return 2;
    }
    const std::string patch = argv[1];
    Options options;
    options.target = argv[2];
    options.lanes = static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10));
    options.level = emit::Level::Best;
    const bool built_in = patch == "instrument" || patch == "sequencer";
    const auto object = built_in ? object_of_graph(behaviour::InstrumentGraph(patch == "sequencer").take(), options)
                                 : object_of_file(argv[1], options);
    if (!object) {
        std::fprintf(stderr, "no object for %s on %s\n", argv[1], argv[2]);
        return 1;
    }
    std::FILE *const file = std::fopen(argv[4], "wb");
    if (file == nullptr) {
        return 1;
    }
    const bool ok = std::fwrite(object->data(), 1, object->size(), file) == object->size();
    return std::fclose(file) == 0 && ok ? 0 : 1;
}
