// Arbitrary bytes as a patch file: reading, checking, parsing, printing and rendering end with a tree or with
// diagnostics.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/syntax/parse.h"

using namespace tactus;

namespace {

void expect(bool holds) {
    if (!holds) {
        std::abort();
    }
}

// Ranges lie in their file and on code points; children come before their parents.
void check_tree(const syntax::Tree &tree, std::size_t bytes) {
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const syntax::Node &node = tree.nodes[i];
        expect(node.span.begin <= node.span.end && node.span.end <= bytes);
        expect(node.text < tree.texts.size() && node.doc < tree.texts.size());
        for (const syntax::TreeId child : tree.children_of(syntax::TreeId{i})) {
            expect(!child.valid() || child.index < i);
        }
    }
}

void check_edits(const diag::Report &report, std::size_t bytes) {
    for (const diag::Diagnostic &d : report.diagnostics()) {
        expect(d.span.begin <= d.span.end && d.span.end <= bytes && d.helps.size() <= 2 && !d.message.empty());
        for (const diag::Help &help : d.helps) {
            expect(!help.edit || (help.edit->span.begin <= help.edit->span.end && help.edit->span.end <= bytes));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("fuzz.tac", std::string{reinterpret_cast<const char *>(data), size}, report);
    if (file) {
        const std::size_t bytes = sources.file(*file).text.size();
        const auto tree = syntax::parse(sources, *file, report);
        expect(tree.has_value() == report.empty() && report.diagnostics().size() <= 1);
        if (tree) {
            check_tree(*tree, bytes);
            expect(!syntax::print_tree(sources, *tree).empty());
        }
        check_edits(report, bytes);
        diag::Report unused;
        (void)syntax::print_tokens(sources, *file, unused);
    }
    (void)diag::render_text(report, sources);
    (void)diag::render_json(report, sources);
    return 0;
}
