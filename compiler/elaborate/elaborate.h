// Tree to graph: names, the compile-time stack, units, rates, shapes and expansion are settled here, and every mistake
// of meaning is reported here. In: the tree of a file (what it uses is read and parsed on the way). Out: the graph of
// the patch that a command plays, or diagnostics.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/graph/graph.h"
#include "compiler/source/source.h"
#include "compiler/syntax/tree.h"

namespace tactus::elaborate {

struct Options {
    std::uint32_t sample_rate = 48000;
    std::uint32_t automatic_voices = 16; // what `poly(auto, …)` takes
    std::uint32_t seed = 0;
    std::string patch; // "": the file's last rack or patch
};

// The graph of one patch; nothing when the report has errors.
[[nodiscard]] std::optional<graph::Graph> elaborate(source::SourceSet &sources, const syntax::Tree &tree,
                                                    const Options &options, diag::Report &report);

// Everything the file says, also nodes that no patch calls (with one signal per input); true when there is no error.
[[nodiscard]] bool check(source::SourceSet &sources, const syntax::Tree &tree, const Options &options,
                         diag::Report &report);

// An item of the stack that `out = stack { … }` of a file leaves, however many there are.
struct StackItem {
    std::string type;  // "audio signal", "a frequency (Hz)", "a note"
    std::string value; // "440Hz", empty when it is not constant
    Span from;         // the word that left it
};

// The last on top; nothing when the report has errors.
[[nodiscard]] std::optional<std::vector<StackItem>> list_stack(source::SourceSet &sources, const syntax::Tree &tree,
                                                               const Options &options, diag::Report &report);

// What the standard library defines: nodes, words, tables, constants.
[[nodiscard]] std::set<std::string, std::less<>> library_names();

} // namespace tactus::elaborate
