#include "compiler/simplify/rewrite.h"

#include <bit>

#include "compiler/graph/order.h"
#include "compiler/graph/reach.h"
#include "compiler/graph/rules.h"

namespace tactus::simplify {

using graph::Node;
using graph::NodeId;
using graph::Op;

Rewrite::Rewrite(graph::Graph graph) : graph_(std::move(graph)), stand_in_(graph_.nodes.size()) {}

NodeId Rewrite::resolve(NodeId id) const {
    while (stand_in_[id.index].valid())
        id = stand_in_[id.index];
    return id;
}

void Rewrite::replace(NodeId from, NodeId to) {
    stand_in_[from.index] = resolve(to);
    changed_ = true;
}

void Rewrite::make_constant(NodeId id, std::uint32_t bits) {
    Node &node = graph_[id];
    become(id,
           node.type == graph::Type::Real    ? Op::constant
           : node.type == graph::Type::Phase ? Op::phase_constant
                                             : Op::truth_constant,
           {});
    if (node.op == Op::constant)
        node.value = std::bit_cast<float>(bits);
    else
        node.a = bits;
}

void Rewrite::become(NodeId id, Op op, std::initializer_list<NodeId> operands) {
    Node &node = graph_[id];
    node.op = op;
    node.a = node.b = 0;
    node.value = 0.0f;
    node.clock = {};
    node.input_count = 0;
    for (const NodeId operand : operands)
        graph_.inputs[node.first_input + node.input_count++] = operand;
    derive(id);
    changed_ = true;
}

NodeId Rewrite::constant(graph::Type type, std::uint32_t bits) {
    const auto [found, is_new] = constants_.try_emplace({type, bits}, NodeId{graph_.nodes.size()});
    if (is_new) {
        Node node;
        node.type = type;
        node.first_input = static_cast<std::uint32_t>(graph_.inputs.size());
        graph_.nodes.push_back(node);
        stand_in_.emplace_back();
        make_constant(found->second, bits);
    }
    return found->second;
}

// What the op table says of a node whose operands are right.
void Rewrite::derive(NodeId id) {
    Node &node = graph_[id];
    const auto operands = graph_.inputs_of(id);
    node.type = graph::result_type(graph_, node.op, operands);
    node.rate = graph::result_rate(graph_, node.op, operands);
    node.stepped = graph::result_stepped(graph_, node.op, operands, node.a);
    const graph::ScopeRule rule = graph::scope_rule(node.op);
    if (rule == graph::ScopeRule::operands)
        node.scope = graph::operand_scope(graph_, operands);
    else if (rule == graph::ScopeRule::patch)
        node.scope = graph::patch_scope;
}

Pass Rewrite::finish() && {
    if (!changed_)
        return {std::move(graph_), false};
    for (NodeId &input : graph_.inputs)
        input = resolve(input);
    for (Node &node : graph_.nodes) {
        if (!node.clock.valid())
            continue;
        node.clock = resolve(node.clock);
        const Node &clock = graph_[node.clock];
        if (clock.op == Op::truth_constant && clock.a == 1)
            node.clock = {}; // every sample
    }
    graph::for_each_root(graph_, [&](NodeId &id) { id = resolve(id); });
    for (const NodeId id : graph::frame_order(graph_).nodes)
        derive(id);
    return {std::move(graph_), true};
}

} // namespace tactus::simplify
