// What passes change a graph with: values stand in for others, then types, rates, scopes and clocks follow from the op
// table again. In: a right graph. Out: a right graph in which nothing uses a replaced node any more; replaced nodes
// stay until remove_dead. A value that an audio op may use must be replaced by such a value; then every node's
// readiness stays, and so do the ramps.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "compiler/graph/graph.h"
#include "compiler/simplify/simplify.h"

namespace tactus::simplify {

class Rewrite {
  public:
    explicit Rewrite(graph::Graph graph);

    // The node that stands for this one now.
    [[nodiscard]] graph::NodeId resolve(graph::NodeId id) const;
    [[nodiscard]] const graph::Node &node(graph::NodeId id) const { return graph_[resolve(id)]; }
    // An operand of a node, as it stands now.
    [[nodiscard]] graph::NodeId input(graph::NodeId id, std::uint32_t i) const {
        return resolve(graph_.input(resolve(id), i));
    }
    [[nodiscard]] const graph::Graph &graph() const { return graph_; }

    void replace(graph::NodeId from, graph::NodeId to);
    // The node becomes a constant of its type with these bits.
    void make_constant(graph::NodeId id, std::uint32_t bits);
    // The node becomes another operation on at most as many operands as it has.
    void become(graph::NodeId id, graph::Op op, std::initializer_list<graph::NodeId> operands);
    // A constant that is new to the graph, or the one made for the same bits before.
    [[nodiscard]] graph::NodeId constant(graph::Type type, std::uint32_t bits);

    [[nodiscard]] Pass finish() &&;

  private:
    void derive(graph::NodeId id);

    graph::Graph graph_;
    std::vector<graph::NodeId> stand_in_;
    std::map<std::pair<graph::Type, std::uint32_t>, graph::NodeId> constants_;
    bool changed_ = false;
};

} // namespace tactus::simplify
