// Arbitrary bytes as the lines of a controller whose first control a patch follows: a graph, or mistakes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"

using namespace tactus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string lines{reinterpret_cast<const char *>(data), size};
    const std::string text =
        "controller box {\n" + lines +
        "\n}\npatch p {\n    param one = 0 in 0..1 from box.one\n    param all[3] = 0 in 0..1 from box.all\n    out = "
        "one * sum(all) * sine(1Hz)\n}\n";
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("fuzz.tac", text, report);
    const auto graph = file ? emit_stage(sources, *file, Stage::Graph, {}, report) : std::nullopt;
    if (graph.has_value() == report.has_errors()) {
        std::abort();
    }
    report.finish();
    (void)diag::render_text(report, sources);
    return 0;
}
