// Drops every node that no output, note line or poly reaches and gives the rest new numbers in their old order. A line
// keeps only as many samples as its taps ask for.
#include <algorithm>

#include "compiler/graph/rules.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::simplify {

namespace {

using graph::Node;
using graph::NodeId;

std::vector<bool> reached(graph::Graph &graph) {
    std::vector<bool> alive(graph.nodes.size(), false);
    std::vector<NodeId> open;
    const auto reach = [&](NodeId id) {
        if (!id.valid() || alive[id.index])
            return;
        alive[id.index] = true;
        open.push_back(id);
    };
    for_each_root(graph, reach);
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        for (const NodeId operand : graph.inputs_of(id))
            reach(operand);
        reach(graph[id].clock);
    }
    return alive;
}

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
    const std::vector<bool> alive = reached(graph);
    std::vector<NodeId> now(graph.nodes.size());
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (alive[i]) {
            now[i] = NodeId{nodes.size()};
            nodes.push_back(graph.nodes[i]);
        }
    std::vector<NodeId> inputs;
    for (Node &node : nodes) {
        const auto first = static_cast<std::uint32_t>(inputs.size());
        for (std::uint32_t i = 0; i < node.input_count; ++i)
            inputs.push_back(now[graph.inputs[node.first_input + i].index]);
        node.first_input = first;
        if (node.clock.valid())
            node.clock = now[node.clock.index];
    }
    bool changed = nodes.size() != graph.nodes.size();
    graph.nodes = std::move(nodes);
    graph.inputs = std::move(inputs);
    for_each_root(graph, [&](NodeId &id) { id = now[id.index]; });
    changed = shorten_lines(graph) || changed;
    return {std::move(graph), changed};
}

} // namespace tactus::simplify
