#include "compiler/graph/reach.h"

#include <utility>

namespace tactus::graph {

std::vector<bool> find_live(const Graph &graph) {
    std::vector<bool> live(graph.nodes.size(), false);
    std::vector<NodeId> open;
    const auto reach = [&](NodeId id) {
        if (id.valid() && !live[id.index]) {
            live[id.index] = true;
            open.push_back(id);
        }
    };
    for_each_root(graph, reach);
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        for (const NodeId operand : graph.inputs_of(id))
            reach(operand);
        reach(graph[id].clock);
    }
    return live;
}

bool drop_dead(Graph &graph) {
    const std::vector<bool> live = find_live(graph);
    std::vector<NodeId> now(graph.nodes.size());
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (live[i]) {
            now[i] = NodeId{nodes.size()};
            nodes.push_back(graph.nodes[i]);
        }
    const auto renumber = [&](NodeId &id) { id = id.valid() ? now[id.index] : id; };
    std::vector<NodeId> inputs;
    for (Node &node : nodes) {
        const auto first = std::exchange(node.first_input, static_cast<std::uint32_t>(inputs.size()));
        for (std::uint32_t i = 0; i < node.input_count; ++i) {
            inputs.push_back(graph.inputs[first + i]);
            renumber(inputs.back());
        }
        renumber(node.clock);
    }
    const bool dropped = nodes.size() != graph.nodes.size();
    graph.nodes = std::move(nodes);
    graph.inputs = std::move(inputs);
    for_each_root(graph, renumber);
    return dropped;
}

} // namespace tactus::graph
