// Graph → Graph with fewer operations and the same meaning, bit by bit (which NaN it is does not count). In: a graph
// that verify() finds right. Out: one that it finds right too; nodes keep their names and source ranges. The table of
// contents of the passes is here.
#pragma once

#include "compiler/graph/graph.h"

namespace tactus::simplify {

struct Pass {
    graph::Graph graph;
    bool changed = false;
};

// Values of constants become constants (fold.cpp).
[[nodiscard]] Pass fold_constants(graph::Graph graph);
// Identities: x * 1, select by a constant, hold without a clock … (identities.cpp).
[[nodiscard]] Pass apply_identities(graph::Graph graph);
// Equal operations on equal operands become one; memories never (share.cpp).
[[nodiscard]] Pass share_equals(graph::Graph graph);
// What nothing outside sees goes, and lines forget what no tap asks for (dead.cpp).
[[nodiscard]] Pass remove_dead(graph::Graph graph);

// All passes, again and again until nothing changes (at most a few rounds).
[[nodiscard]] graph::Graph simplify(graph::Graph graph);

} // namespace tactus::simplify
