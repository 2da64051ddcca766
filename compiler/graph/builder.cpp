#include "compiler/graph/builder.h"

#include <bit>

#include "compiler/graph/rules.h"

namespace tactus::graph {

Builder::Builder(std::string patch, std::uint32_t sample_rate) {
    graph.patch = std::move(patch);
    graph.sample_rate = sample_rate;
}

NameId Builder::name(std::string_view text) {
    const auto [found, is_new] = names_.try_emplace(std::string(text), NameId{graph.names.size()});
    if (is_new)
        graph.names.emplace_back(text);
    return found->second;
}

NodeId Builder::shared_constant(Op op, std::uint32_t bits, float value) {
    const std::uint64_t key = (static_cast<std::uint64_t>(op) << 32) | bits;
    const auto [found, is_new] = constants_.try_emplace(key, NodeId{});
    if (is_new) {
        const Place outside = place;
        place = Place{};
        place.span = outside.span;
        found->second = add(op, {}, {.a = op == Op::constant ? 0 : bits, .value = value});
        place = outside;
    }
    return found->second;
}

NodeId Builder::constant(float value) {
    return shared_constant(Op::constant, std::bit_cast<std::uint32_t>(value), value);
}
NodeId Builder::truth(bool value) { return shared_constant(Op::truth_constant, value ? 1 : 0, 0.0f); }
NodeId Builder::phase(std::uint32_t value) { return shared_constant(Op::phase_constant, value, 0.0f); }

NodeId Builder::add(Op op, std::initializer_list<NodeId> operands, Attributes attributes) {
    return add(op, std::span<const NodeId>(operands.begin(), operands.size()), attributes);
}

NodeId Builder::add(Op op, std::span<const NodeId> operands, Attributes attributes) {
    Node node;
    node.op = op;
    node.type = result_type(graph, op, operands);
    node.rate = result_rate(graph, op, operands);
    node.stepped = result_stepped(graph, op, operands, attributes.a);
    node.a = attributes.a;
    node.b = attributes.b;
    node.value = attributes.value;
    node.name = place.name;
    node.span = place.span;
    switch (scope_rule(op)) {
    case ScopeRule::patch:
        node.scope = patch_scope;
        break;
    case ScopeRule::voice:
        node.scope = place.scope;
        break;
    case ScopeRule::place:
        node.scope = place.scope != patch_scope ? place.scope : operand_scope(graph, operands);
        break;
    case ScopeRule::operands:
        node.scope = operand_scope(graph, operands);
        break;
    }
    if (op == Op::tap_allpass && !operands.empty() && operands[0].valid())
        node.clock = graph[operands[0]].clock;
    else if (runs_on_clock(op))
        node.clock = place.clock;
    node.first_input = static_cast<std::uint32_t>(graph.inputs.size());
    node.input_count = static_cast<std::uint32_t>(operands.size());
    graph.inputs.insert(graph.inputs.end(), operands.begin(), operands.end());
    graph.nodes.push_back(node);
    return NodeId{graph.nodes.size() - 1};
}

void Builder::connect(NodeId node, std::uint32_t operand, NodeId value) {
    graph.inputs[graph[node].first_input + operand] = value;
}

NodeId Builder::to_audio(NodeId value) {
    if (ready_for_audio(graph[value]))
        return value;
    if (const auto found = ramps_.find(value); found != ramps_.end())
        return found->second;
    const Place outside = place;
    place = Place{.scope = graph[value].scope, .clock = {}, .name = graph[value].name, .span = graph[value].span};
    const NodeId ramp = add(Op::ramp, {value});
    place = outside;
    ramps_.emplace(value, ramp);
    return ramp;
}

} // namespace tactus::graph
