// Where instances begin: what the machine is made of, the patch's init and a voice's start.
#include <algorithm>
#include <bit>

#include "compiler/graph/order.h"
#include "compiler/graph/rules.h"
#include "compiler/interp/machine.h"
#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"

namespace tactus::interp {

using graph::Op;

Machine::Machine(graph::Graph graph) : graph_(std::move(graph)), descriptors_(graph::describe(graph_, 1)) {
    scopes_.resize(graph_.polys.size() + 1);
    states_.resize(graph_.nodes.size());
    parameters_.resize(graph_.parameters.size());
    awake_.resize(graph_.polys.size());
    active_.resize(graph_.polys.size());
    for (const graph::Poly &poly : graph_.polys)
        voices_.emplace_back(poly.slots());
    for (const NodeId id : graph::frame_order(graph_).nodes) {
        const graph::Node &node = graph_[id];
        const std::uint32_t slots = slots_of(node.scope);
        State &state = states_[id.index];
        state.value.assign(slots, 0);
        ScopeNodes &scope = scopes_[node.scope.index];
        switch (node.rate) {
        case graph::Rate::Constant:
            compute_pure(id, 0);
            break;
        case graph::Rate::Initial:
            scope.initial.push_back(id);
            break;
        case graph::Rate::Tick:
            scope.tick.push_back(id);
            break;
        case graph::Rate::Audio:
            audio_.push_back(id);
            break;
        }
        if (node.op == Op::ramp) {
            scope.ramps.push_back(id);
            state.v0.assign(slots, 0.0f);
            state.v1.assign(slots, 0.0f);
        }
        if (graph::info(node.op).state == graph::StateRule::memory) {
            scope.memories.push_back(id);
            state.memory.assign(slots, 0);
        }
        if (node.op == Op::convolve)
            state.convolution.emplace(math::partitions_of(graph_.tables[node.a].values, node.b));
        if (node.op == Op::transform)
            state.transform.emplace(math::transform_shape(node.a, node.b));
        if (node.op == Op::line)
            state.rings.assign(slots, {std::vector<float>(std::bit_ceil(node.b + 1u)), 0});
        if (node.op == Op::buffer)
            state.entries.assign(slots, std::vector<float>(node.b));
    }
}

std::uint32_t Machine::slots_of(graph::ScopeId scope) const {
    return scope == graph::patch_scope ? 1 : graph_.polys[scope.index - 1].slots();
}

bool Machine::awake(const tactus_memory &memory, graph::ScopeId scope, std::uint32_t slot) const {
    return scope == graph::patch_scope || memory.voices[scope.index - 1].awake[slot] != 0;
}

Word Machine::value(NodeId node, std::uint32_t slot) const {
    const std::vector<Word> &values = states_[node.index].value;
    return values[graph_[node].scope == graph::patch_scope ? 0 : slot];
}

bool Machine::clock(NodeId node, std::uint32_t slot) const {
    const NodeId c = graph_[node].clock;
    return !c.valid() || value(c, slot) != 0;
}

void Machine::compute_pure(NodeId id, std::uint32_t slot) {
    std::vector<Word> operands;
    for (const NodeId operand : graph_.inputs_of(id))
        operands.push_back(value(operand, slot));
    states_[id.index].value[slot] = evaluate(graph_, graph_[id], operands);
}

void Machine::init(tactus_memory &memory, const tactus_call &call) {
    for (std::size_t p = 0; p < parameters_.size(); ++p)
        parameters_[p] = {memory.params[p], memory.params[p], 0.0f, 0};
    for (std::size_t poly = 0; poly < graph_.polys.size(); ++poly) {
        awake_[poly] = {};
        active_[poly] = 0;
    }
    start_instance(graph::patch_scope, 0);
    refresh_scope(memory, call, graph::patch_scope);
    for (const NodeId id : scopes_[0].ramps)
        states_[id.index].v0 = states_[id.index].v1;
}

void Machine::start(tactus_memory &, std::uint32_t poly, std::uint32_t slot) {
    voices_[poly][slot] = {.remaining = graph::fade_frames(graph_)};
    start_instance(graph::ScopeId{poly + 1}, slot);
}

void Machine::start_instance(graph::ScopeId scope, std::uint32_t slot) {
    math::ScalarArithmetic a;
    for (const NodeId id : scopes_[scope.index].initial) {
        if (graph_[id].op != Op::random_start) {
            compute_pure(id, slot);
            continue;
        }
        const auto seed = static_cast<std::int32_t>(random_seed(graph_, graph_[id], slot));
        states_[id.index].value[slot] = word_of(math::random_value(a, math::random_step(a, seed)));
    }
    for (const NodeId id : scopes_[scope.index].memories)
        start_memory(id, slot);
}

void Machine::start_memory(NodeId id, std::uint32_t slot) {
    const graph::Node &node = graph_[id];
    State &state = states_[id.index];
    switch (node.op) {
    case Op::delay1:
    case Op::hold:
        state.memory[slot] = value(graph_.input(id, 1), slot);
        break;
    case Op::random:
        state.memory[slot] = random_seed(graph_, node, slot);
        break;
    case Op::tap_allpass:
        state.memory[slot] = word_of(graph_[graph_.input(id, 0)].value);
        break;
    case Op::buffer:
        std::fill(state.entries[slot].begin(), state.entries[slot].end(), 0.0f);
        break;
    case Op::convolve:
        state.convolution->clear();
        break;
    case Op::transform:
        state.transform->clear();
        break;
    default:
        state.rings[slot].count = 0;
        break; // a line: what it held cannot be reached any more
    }
}

} // namespace tactus::interp
