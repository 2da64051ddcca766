#include "compiler/graph/order.h"

#include <algorithm>
#include <utility>

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

class Walk {
  public:
    explicit Walk(const Graph &graph) : graph_(graph), marks_(graph.nodes.size(), Mark::fresh) {
        order.nodes.reserve(graph.nodes.size());
    }

    // The node and all it needs; false when that is a cycle.
    bool visit(NodeId root) {
        if (marks_[root.index] == Mark::fresh)
            open(root);
        while (!path_.empty()) {
            const NodeId needed = next_needed(graph_, path_.back());
            if (!needed.valid()) {
                const Visit &top = path_.back();
                if (top.next <= graph_[top.node].input_count)
                    continue;
                marks_[top.node.index] = Mark::done;
                order.nodes.push_back(top.node);
                path_.pop_back();
            } else if (marks_[needed.index] == Mark::fresh) {
                open(needed);
            } else if (marks_[needed.index] == Mark::open) {
                order = {{}, cycle_from(path_, needed)};
                return false;
            }
        }
        return true;
    }

  private:
    void open(NodeId id) {
        marks_[id.index] = Mark::open;
        path_.push_back({id});
    }

    const Graph &graph_;
    std::vector<Mark> marks_;
    std::vector<Visit> path_;

  public:
    Order order;
};

} // namespace

Order frame_order(const Graph &graph) {
    Walk walk(graph);
    for (const bool buffers : {false, true}) // nothing needs a buffer in the same sample: they can all be last
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            if ((graph.nodes[i].op == Op::buffer) == buffers && !walk.visit(NodeId{i}))
                return std::move(walk.order);
    return std::move(walk.order);
}

} // namespace tactus::graph
