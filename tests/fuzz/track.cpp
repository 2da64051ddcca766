// Arbitrary bytes as the text of a track that a sequence plays: it becomes a graph, or mistakes that lie within the
// text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"

using namespace tactus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string before = "track t = \"";
    std::string text = before;
    for (std::size_t i = 0; i < size; ++i) { // what ends a text in quotes is not the track's to read
        const auto c = static_cast<char>(data[i]);
        text += c == '"' || c == '\\' || c == '\n' || c == '\r' ? ' ' : c;
    }
    const std::size_t end = text.size();
    text += "\"\nnode v(note: Note) = note.gate * note.freq / 1Hz\nout = poly(4, v, notes: sequence(t, 1/4 beat))\n";
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("fuzz.tac", text, report);
    const auto graph = file ? emit_stage(sources, *file, Stage::Graph, {}, report) : std::nullopt;
    if (graph.has_value() == report.has_errors()) {
        std::abort();
    }
    for (const diag::Diagnostic &diagnostic : report.diagnostics()) {
        const bool inside = diagnostic.span.begin + 1 >= before.size() && diagnostic.span.end <= end + 1;
        if (diag::info(diagnostic.kind).code.starts_with("T052") && !inside) {
            std::abort();
        }
    }
    report.finish();
    (void)diag::render_text(report, sources);
    return 0;
}
