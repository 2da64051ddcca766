#include "compiler/graph/stability.h"

#include <algorithm>

#include "compiler/graph/growth.h"

namespace tactus::graph {

namespace {

// The rings: sets of nodes each of which needs all others, now or later (Tarjan, Depth-first search and linear graph
// algorithms, 1972), without recursion.
class Rings {
  public:
    explicit Rings(const Graph &graph)
        : graph_(graph), number_(graph.nodes.size(), 0), lowest_(graph.nodes.size(), 0),
          ring_of(graph.nodes.size(), 0) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            if (number_[i] == 0)
                walk(NodeId{i});
    }

  private:
    struct Visit {
        NodeId node;
        std::uint32_t next = 0;
    };

    void open(NodeId id) {
        number_[id.index] = lowest_[id.index] = ++count_;
        path_.push_back({id});
        waiting_.push_back(id);
    }

    void walk(NodeId root) {
        open(root);
        while (!path_.empty()) {
            Visit &top = path_.back();
            const NodeId id = top.node;
            if (top.next < graph_[id].input_count) {
                const NodeId operand = graph_.input(id, top.next++);
                if (!operand.valid())
                    continue;
                if (number_[operand.index] == 0)
                    open(operand);
                else if (ring_of[operand.index] == 0)
                    lowest_[id.index] = std::min(lowest_[id.index], number_[operand.index]);
                continue;
            }
            path_.pop_back();
            if (!path_.empty()) {
                std::uint32_t &below = lowest_[path_.back().node.index];
                below = std::min(below, lowest_[id.index]);
            }
            if (lowest_[id.index] == number_[id.index])
                close(id);
        }
    }

    void close(NodeId first) {
        rings.emplace_back();
        NodeId id;
        do {
            id = waiting_.back();
            waiting_.pop_back();
            ring_of[id.index] = static_cast<std::uint32_t>(rings.size());
            rings.back().push_back(id);
        } while (id != first);
    }

    const Graph &graph_;
    std::vector<std::uint32_t> number_, lowest_;
    std::vector<Visit> path_;
    std::vector<NodeId> waiting_;
    std::uint32_t count_ = 0;

  public:
    std::vector<std::vector<NodeId>> rings;
    std::vector<std::uint32_t> ring_of; // by node: the number of its ring, from 1
};

} // namespace

std::vector<Unstable> find_unstable(const Graph &graph, const std::function<Span(NodeId)> &place_of) {
    std::vector<Unstable> found;
    const Rings rings(graph);
    for (const std::vector<NodeId> &ring : rings.rings) {
        auto loop = ring.size() > 1 ? Loop::read(graph, ring) : std::nullopt;
        const auto same_place = [&](const Unstable &other) {
            return place_of(other.memories.front()) == place_of(loop->memories.front());
        };
        if (loop && place_of && std::any_of(found.begin(), found.end(), same_place))
            continue;
        if (const auto pole = loop ? growing_pole(*loop) : std::nullopt)
            found.push_back({std::move(loop->memories), *pole});
    }
    return found;
}

} // namespace tactus::graph
