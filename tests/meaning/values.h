// A builder with dice: values of a wanted type and rate for the random graphs, from what is there or made fresh. In: a
// graph being built. Out: nodes that may be used at the builder's place.
#pragma once

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "compiler/graph/builder.h"
#include "compiler/graph/rules.h"
#include "tests/meaning/random.h"

namespace tactus::meaning {

using graph::NodeId;
using graph::Op;
using graph::Rate;
using graph::ScopeId;
using graph::Type;

inline constexpr std::array constants{0.0f,
                                      -0.0f,
                                      1.0f,
                                      -1.0f,
                                      0.5f,
                                      2.0f,
                                      3.0f,
                                      0.1f,
                                      -2.5f,
                                      0.999f,
                                      16.0f,
                                      7.25f,
                                      1e-20f,
                                      1e-40f,
                                      1e20f,
                                      -3e38f,
                                      0x1p-60f,
                                      440.0f,
                                      std::numeric_limits<float>::infinity()};

class RandomValues {
  protected:
    RandomValues(Random &random, graph::Builder builder) : r_(random), b_(std::move(builder)) {}

    Type any_type() { return r_.percent(60) ? Type::Real : r_.percent(50) ? Type::Phase : Type::Boolean; }
    Rate any_rate() {
        return r_.percent(55)   ? Rate::Audio
               : r_.percent(60) ? Rate::Tick
               : r_.percent(60) ? Rate::Initial
                                : Rate::Constant;
    }

    bool is_used(std::size_t i) const { return i < used_.size() && used_[i]; }

    // A value of this type, at most of this rate, that may be used here; values that nothing uses yet and late ones are
    // preferred.
    NodeId any(Type type, Rate most) {
        std::vector<NodeId> fresh, all;
        for (std::size_t i = 0; i < b_.graph.nodes.size(); ++i) {
            const graph::Node &node = b_.graph.nodes[i];
            if (node.type != type || node.rate > most || !graph::visible_from(b_.place.scope, node.scope))
                continue;
            all.push_back(NodeId{i});
            if (!is_used(i))
                fresh.push_back(NodeId{i});
        }
        if (all.empty() || r_.percent(all.size() < 3 ? 40 : 8))
            return fresh_value(type, most);
        if (!fresh.empty() && r_.percent(60))
            return r_.pick(fresh);
        return r_.pick(all);
    }
    // A parameter that is stepped or not, or else whatever is at hand.
    NodeId tick_value(bool stepped) {
        for (std::uint32_t i = 0; i < b_.graph.parameters.size(); ++i)
            if (b_.graph.parameters[i].stepped == stepped)
                return add(Op::parameter, {}, {.a = i});
        return real(Rate::Tick);
    }
    NodeId real(Rate most) { return any(Type::Real, most); }
    NodeId ready(Type type) { return audio(any(type, Rate::Audio)); }

    // An audio value that changes from frame to frame.
    NodeId lively() {
        if (r_.percent(50))
            return add(Op::voice_input, {}, {.a = r_.below(b_.graph.input_ports.size())});
        return r_.percent(50) ? add(Op::random, {}) : make(Op::turns, {add(Op::beat_phase, {})});
    }

    NodeId latest(Type type) {
        for (std::size_t i = b_.graph.nodes.size(); i-- > 0;) {
            const graph::Node &node = b_.graph.nodes[i];
            if (node.type == type && node.rate == Rate::Audio && graph::visible_from(b_.place.scope, node.scope) &&
                r_.percent(30))
                return NodeId{i};
        }
        return any(type, Rate::Audio);
    }

    NodeId fresh_value(Type type, Rate most) {
        if (type == Type::Phase)
            return most >= Rate::Tick && r_.percent(70) ? make(Op::phase, {real(most)})
                                                        : fresh_constant(Op::phase_constant);
        if (type == Type::Boolean)
            return most >= Rate::Initial && r_.percent(80) ? make(Op::less, {real(most), real(most)})
                                                           : fresh_constant(Op::truth_constant);
        if (most == Rate::Audio && r_.percent(40))
            return add(Op::voice_input, {}, {.a = r_.below(b_.graph.input_ports.size())});
        if (most >= Rate::Tick && r_.percent(40))
            return add(Op::parameter, {}, {.a = r_.below(b_.graph.parameters.size())});
        if (most >= Rate::Initial && r_.percent(40))
            return add(Op::random_start, {});
        return fresh_constant(Op::constant);
    }
    NodeId fresh_constant(Op op) {
        NodeId id;
        if (op == Op::constant)
            id = b_.constant(r_.percent(60) ? r_.pick(constants) : r_.unit() * 4.0f - 2.0f);
        else
            id = op == Op::truth_constant ? b_.truth(r_.percent(50)) : b_.phase(static_cast<std::uint32_t>(r_.next()));
        return id;
    }

    // Values of a scope that nothing uses.
    std::vector<NodeId> unused(ScopeId scope) {
        std::vector<NodeId> ends;
        for (std::size_t i = 0; i < b_.graph.nodes.size(); ++i)
            if (!is_used(i) && b_.graph.nodes[i].scope == scope && b_.graph.nodes[i].rate != Rate::Constant &&
                b_.graph.nodes[i].type != Type::Line && b_.graph.nodes[i].type != Type::Buffer)
                ends.push_back(NodeId{i});
        return ends;
    }
    NodeId audible(NodeId id) {
        if (b_[id].type == Type::Boolean)
            id = make(Op::number, {id});
        else if (b_[id].type == Type::Phase)
            id = make(Op::turns, {id});
        return audio(id);
    }

    NodeId audio(NodeId id) {
        const NodeId value = b_.to_audio(id);
        if (value != id)
            mark_used(id);
        return value;
    }
    void mark_used(NodeId id) {
        used_.resize(b_.graph.nodes.size());
        used_[id.index] = true;
    }

    // A node whose tick operands are ramped where it turns out to be audio.
    NodeId make(Op op, std::vector<NodeId> operands, graph::Attributes attributes = {}) {
        if (graph::result_rate(b_.graph, op, operands) == Rate::Audio)
            for (NodeId &operand : operands)
                operand = audio(operand);
        return add(op, operands, attributes);
    }
    NodeId add(Op op, std::initializer_list<NodeId> operands, graph::Attributes attributes = {}) {
        return add(op, std::vector<NodeId>(operands), attributes);
    }
    NodeId add(Op op, const std::vector<NodeId> &operands, graph::Attributes attributes = {}) {
        b_.place.name = b_.name("n" + std::to_string(b_.graph.nodes.size()));
        const NodeId id = b_.add(op, operands, attributes);
        for (const NodeId operand : operands)
            if (operand.valid())
                mark_used(operand);
        return id;
    }

    Random &r_;
    graph::Builder b_;

  private:
    std::vector<bool> used_; // by node: something uses it
};

} // namespace tactus::meaning
