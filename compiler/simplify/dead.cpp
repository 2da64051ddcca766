// Drops every node that no output, note line or poly reaches and gives the rest new numbers in their old order. A line
// keeps only as many samples as its taps ask for.
#include <algorithm>

#include "compiler/graph/reach.h"
#include "compiler/graph/rules.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::simplify {

namespace {

using graph::Node;

bool shorten_lines(graph::Graph &graph) {
    std::vector<std::uint32_t> asked(graph.nodes.size(), 0);
    for (const Node &node : graph.nodes)
        if (graph::is_tap(node.op)) {
            std::uint32_t &longest = asked[graph.inputs[node.first_input].index];
            longest = std::max(longest, graph::is_moving_tap(node.op) ? node.b : node.a);
        }
    bool changed = false;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (graph.nodes[i].op == graph::Op::line && graph.nodes[i].b != asked[i]) {
            graph.nodes[i].b = asked[i];
            changed = true;
        }
    return changed;
}

} // namespace

Pass remove_dead(graph::Graph graph) {
    const bool dropped = graph::drop_dead(graph);
    const bool shortened = shorten_lines(graph);
    return {std::move(graph), dropped || shortened};
}

} // namespace tactus::simplify
