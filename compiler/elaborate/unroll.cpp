#include "compiler/elaborate/unroll.h"

#include <algorithm>

#include "compiler/graph/rules.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

Unroll::Unroll(graph::Builder &builder, const Part &part) : builder_(builder), part_(part) {
    // Operands come before what uses them, except through stand-ins, which are taken to differ always.
    const graph::Graph &g = builder.graph;
    varies_.resize(g.nodes.size(), false);
    for (std::uint32_t i = 0; i < g.nodes.size(); ++i) {
        const NodeId id{i};
        if (!part_.contains(id)) {
            continue;
        }
        const auto operands = g.inputs_of(id);
        varies_[i] = id == part_.x || part_.stands_for(id) || graph::info(g[id].op).state == graph::StateRule::memory ||
                     varies(g[id].clock) ||
                     std::any_of(operands.begin(), operands.end(), [&](NodeId operand) { return varies(operand); });
    }
}

std::optional<NodeId> Unroll::refuse(NodeId id, std::string_view what) {
    if (refused_.empty()) {
        refused_ = what;
        refused_span_ = builder_[id].span;
    }
    return std::nullopt;
}

std::optional<NodeId> Unroll::at(NodeId id, std::uint32_t step) {
    if (!id.valid() || !varies(id)) {
        return id;
    }
    if (id == part_.x) {
        return part_.inputs[step];
    }
    const Key key{id.index, step};
    if (const auto found = made_.find(key); found != made_.end()) {
        return found->second;
    }
    if (!refused_.empty() || !open_.insert(key).second) {
        return std::nullopt; // asked for while it is being made: a cycle without a delay
    }
    const auto made = make(id, step);
    open_.erase(key);
    if (made) {
        made_.emplace(key, *made);
    }
    return made;
}

std::optional<NodeId> Unroll::make(NodeId id, std::uint32_t step) {
    if (const auto target = part_.stands_for(id)) {
        return at(*target, step);
    }
    switch (builder_[id].op) {
    case Op::delay1:
        return before(id, step);
    case Op::hold:
    case Op::random:
    case Op::tap_allpass:
        return after(id, step);
    case Op::line:
        return refuse(id, "this");
    case Op::buffer:
        return refuse(id, "a buffer");
    case Op::tap:
        return make_tap(id, step);
    case Op::tap_nearest:
    case Op::tap_linear:
    case Op::tap_cubic:
        return make_moving_tap(id, step, NodeId{});
    default:
        return make_plain(id, step);
    }
}

std::optional<NodeId> Unroll::make_plain(NodeId id, std::uint32_t step) {
    std::vector<NodeId> operands;
    for (std::uint32_t i = 0; i < builder_[id].input_count; ++i) {
        const auto operand = at(builder_.graph.input(id, i), step);
        if (!operand) {
            return std::nullopt;
        }
        operands.push_back(*operand);
    }
    const graph::Node &node = builder_[id];
    return add(id, node.op, operands, step, {node.a, node.b, node.value});
}

std::optional<NodeId> Unroll::before(NodeId id, std::uint32_t step) {
    if (step > 0) {
        return after(id, step - 1);
    }
    const auto [state, fresh] = states_.try_emplace(id.index);
    if (fresh) {
        const Op op = builder_[id].op;
        const NodeId start = op == Op::random        ? builder_.constant(0.0f)
                             : op == Op::tap_allpass ? builder_.constant(builder_[builder_.graph.input(id, 0)].value)
                                                     : builder_.graph.input(id, 1);
        const NodeId operands[] = {NodeId{}, start};
        state->second = add(id, Op::delay1, operands, 0);
        registers_.push_back({state->second, id, steps() - 1});
    }
    return state->second;
}

// What a memory takes at a step where its clock is true.
std::optional<NodeId> Unroll::fresh_value(NodeId id, std::uint32_t step) {
    if (builder_[id].op == Op::random) {
        return add(id, Op::random, {}, step);
    }
    if (builder_[id].op != Op::tap_allpass) {
        return at(builder_.graph.input(id, 0), step);
    }
    const auto last = before(id, step);
    return last ? make_moving_tap(id, step, *last) : std::nullopt;
}

std::optional<NodeId> Unroll::after(NodeId id, std::uint32_t step) {
    const Key key{id.index, step};
    if (const auto found = after_.find(key); found != after_.end()) {
        return found->second;
    }
    const auto next = fresh_value(id, step);
    const NodeId clock = builder_[id].clock;
    std::optional<NodeId> made = next;
    if (next && clock != part_.clock) {
        const auto runs = at(clock, step), last = before(id, step);
        if (!runs || !last) {
            return std::nullopt;
        }
        const NodeId operands[] = {*runs, *next, *last};
        made = add(id, Op::select, operands, step);
    } else if (next && builder_[id].op == Op::hold) { // outside any `when` of the part: on the clock of the whole part
        const NodeId operands[] = {*next, builder_.graph.input(id, 1)};
        made = add(id, Op::hold, operands, step);
    }
    if (made) {
        after_.emplace(key, *made);
    }
    return made;
}

// A line of the part becomes one line for each step: step r of each sample. d steps before step j lie in the line of
// step (j - d) mod n.
std::optional<NodeId> Unroll::make_tap(NodeId id, std::uint32_t step) {
    const NodeId line = builder_.graph.input(id, 0);
    if (builder_[line].clock != part_.clock) {
        return refuse(id, "a delay of more than four samples in a `when`");
    }
    const auto distance = builder_[id].a;
    if (distance <= step) {
        return at(builder_.graph.input(line, 0), step - distance);
    }
    const std::uint32_t frames = (distance - step + steps() - 1) / steps();
    const NodeId from = line_at(line, step + frames * steps() - distance, frames);
    return add(id, Op::tap, {&from, 1}, step, {.a = frames});
}

NodeId Unroll::line_at(NodeId id, std::uint32_t step, std::uint32_t longest) {
    const auto [line, fresh] = lines_.try_emplace(Key{id.index, step});
    if (fresh) {
        const NodeId operands[] = {NodeId{}};
        line->second = add(id, Op::line, operands, step, {.b = longest, .value = builder_[id].value});
        pending_lines_.push_back({line->second, builder_.graph.input(id, 0), step});
    }
    builder_.graph[line->second].b = std::max(builder_.graph[line->second].b, longest);
    return line->second;
}

bool Unroll::finish() {
    for (bool again = true; again;) { // what is connected may make more of them
        again = false;
        for (std::size_t i = 0; i < registers_.size(); ++i) {
            const Memory memory = registers_[i];
            if (builder_.graph.input(memory.made, 0).valid()) {
                continue;
            }
            const auto value = after(memory.of, memory.step);
            if (!value) {
                return false;
            }
            builder_.connect(memory.made, 0, *value);
            again = true;
        }
        for (std::size_t i = 0; i < pending_lines_.size(); ++i) {
            const Memory memory = pending_lines_[i];
            if (builder_.graph.input(memory.made, 0).valid()) {
                continue;
            }
            const auto value = at(memory.of, memory.step);
            if (!value) {
                return false;
            }
            builder_.connect(memory.made, 0, *value);
            again = true;
        }
    }
    return true;
}

NodeId Unroll::add(NodeId like, Op op, std::span<const NodeId> operands, std::uint32_t step,
                   graph::Attributes attributes) {
    const graph::Node node = builder_[like];
    const bool memory = graph::info(op).state == graph::StateRule::memory;
    builder_.place.scope = node.scope;
    builder_.place.clock = memory ? part_.clock : NodeId{};
    builder_.place.span = node.span;
    builder_.place.name = node.name;
    if (memory && step > 0 && node.name.valid()) {
        builder_.place.name = builder_.name(part_.unique(builder_.graph.names[node.name.index] + "/step"));
    }
    return builder_.add(op, operands, attributes);
}

} // namespace tactus::elaborate
