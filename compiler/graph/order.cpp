#include "compiler/graph/order.h"

#include <algorithm>

namespace tactus::graph {

namespace {

enum class Mark : std::uint8_t { fresh, open, done };

struct Visit {
    NodeId node;
    std::uint32_t next = 0; // edges looked at so far: the operands, then the clock
};

// The next node that `visit` needs in the same sample and that has not been looked at, or an invalid id.
NodeId next_needed(const Graph &graph, Visit &visit) {
    const Node &node = graph[visit.node];
    while (visit.next <= node.input_count) {
        const std::uint32_t edge = visit.next++;
        if (edge == node.input_count)
            return node.clock;
        const NodeId operand = graph.input(visit.node, edge);
        if (operand.valid() && !is_delayed_edge(graph, visit.node, edge))
            return operand;
    }
    return {};
}

std::vector<NodeId> cycle_from(const std::vector<Visit> &path, NodeId back) {
    const auto first = std::find_if(path.begin(), path.end(), [&](const Visit &v) { return v.node == back; });
    std::vector<NodeId> cycle;
    for (auto v = first; v != path.end(); ++v)
        cycle.push_back(v->node);
    return cycle;
}

} // namespace

Order frame_order(const Graph &graph) {
    Order order;
    order.nodes.reserve(graph.nodes.size());
    std::vector<Mark> marks(graph.nodes.size(), Mark::fresh);
    std::vector<Visit> path;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (marks[i] != Mark::fresh)
            continue;
        path.push_back({NodeId{i}});
        marks[i] = Mark::open;
        while (!path.empty()) {
            const NodeId needed = next_needed(graph, path.back());
            if (!needed.valid()) {
                const Visit &top = path.back();
                if (top.next <= graph[top.node].input_count)
                    continue;
                marks[top.node.index] = Mark::done;
                order.nodes.push_back(top.node);
                path.pop_back();
            } else if (marks[needed.index] == Mark::fresh) {
                marks[needed.index] = Mark::open;
                path.push_back({needed});
            } else if (marks[needed.index] == Mark::open) {
                return {{}, cycle_from(path, needed)};
            }
        }
    }
    return order;
}

} // namespace tactus::graph
