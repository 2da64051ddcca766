// Operations that give one of their operands, or that a cheaper one can stand for, with the same bits for every
// operand: x + 0 is not among them (-0 + 0 is +0), x - 0 and x * 1 are.
#include <bit>
#include <cmath>
#include <optional>

#include "compiler/graph/order.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::simplify {

namespace {

using graph::Node;
using graph::NodeId;
using graph::Op;

// Looks at one node; operands have been looked at before.
class Identities {
  public:
    explicit Identities(Rewrite &rewrite) : rewrite_(rewrite) {}

    void look_at(NodeId id) {
        id_ = id;
        if (const NodeId same = operand_that_it_is(); same.valid())
            rewrite_.replace(id_, same);
        else
            cheaper();
    }

  private:
    [[nodiscard]] NodeId in(std::uint32_t i) const { return rewrite_.input(id_, i); }
    [[nodiscard]] const Node &node_of(NodeId id) const { return rewrite_.graph()[id]; }
    [[nodiscard]] bool is_real(NodeId id, float value) const {
        const Node &n = node_of(id);
        return n.op == Op::constant && std::bit_cast<std::uint32_t>(n.value) == std::bit_cast<std::uint32_t>(value);
    }
    [[nodiscard]] bool is_truth(NodeId id, bool value) const {
        const Node &n = node_of(id);
        return n.op == Op::truth_constant && (n.a != 0) == value;
    }
    [[nodiscard]] bool is_phase_zero(NodeId id) const {
        return node_of(id).op == Op::phase_constant && node_of(id).a == 0;
    }
    // The operand of an operand that is `op`.
    [[nodiscard]] NodeId inside(Op op) const { return node_of(in(0)).op == op ? rewrite_.input(in(0), 0) : NodeId{}; }

    [[nodiscard]] NodeId operand_that_it_is() const {
        const Node &node = node_of(id_);
        switch (node.op) {
        case Op::multiply:
            return is_real(in(1), 1.0f) ? in(0) : is_real(in(0), 1.0f) ? in(1) : NodeId{};
        case Op::divide:
            return is_real(in(1), 1.0f) ? in(0) : NodeId{};
        case Op::subtract:
            return is_real(in(1), 0.0f) ? in(0) : NodeId{};
        case Op::add:
            return is_real(in(1), -0.0f) ? in(0) : is_real(in(0), -0.0f) ? in(1) : NodeId{};
        case Op::sum:
            return node.input_count == 1 ? in(0) : NodeId{};
        case Op::minimum:
        case Op::maximum:
            return in(0) == in(1) ? in(0) : NodeId{};
        case Op::negate:
            return inside(Op::negate);
        case Op::logical_not:
            return inside(Op::logical_not);
        case Op::phase_negate:
            return inside(Op::phase_negate);
        case Op::absolute:
        case Op::floor:
        case Op::ceiling:
        case Op::round:
        case Op::truncate:
            return node_of(in(0)).op == node.op ? in(0) : NodeId{};
        case Op::calm:
            return node_of(in(0)).op == Op::calm || node_of(in(0)).op == Op::voice_input ? in(0) : NodeId{};
        case Op::truth:
            return inside(Op::number);
        case Op::phase_add:
            return is_phase_zero(in(1)) ? in(0) : is_phase_zero(in(0)) ? in(1) : NodeId{};
        case Op::phase_subtract:
            return is_phase_zero(in(1)) ? in(0) : NodeId{};
        case Op::logical_and:
        case Op::logical_or:
            return logical(node.op == Op::logical_and);
        case Op::select:
            return chosen();
        case Op::hold:
            return node.clock.valid() ? NodeId{} : in(0);
        case Op::ramp:
            return constant_ramp();
        default:
            return {};
        }
    }

    // `neutral` is what the operation leaves as it is: true for and, false for or; the other constant decides.
    [[nodiscard]] NodeId logical(bool neutral) const {
        for (std::uint32_t i = 0; i < 2; ++i) {
            if (is_truth(in(i), neutral))
                return in(1 - i);
            if (is_truth(in(i), !neutral))
                return in(i);
        }
        return in(0) == in(1) ? in(0) : NodeId{};
    }

    [[nodiscard]] NodeId chosen() const {
        if (is_truth(in(0), true) || in(1) == in(2))
            return in(1);
        return is_truth(in(0), false) ? in(2) : NodeId{};
    }

    // v + (v - v) * t is v for every finite v but -0.
    [[nodiscard]] NodeId constant_ramp() const {
        const Node &x = node_of(in(0));
        return x.op == Op::constant && std::isfinite(x.value) && !is_real(in(0), -0.0f) ? in(0) : NodeId{};
    }

    void cheaper() {
        const Node &node = node_of(id_);
        if (node.op == Op::select && node_of(in(0)).op == Op::logical_not)
            rewrite_.become(id_, Op::select, {rewrite_.input(in(0), 0), in(2), in(1)});
        else if (node.op == Op::absolute && node_of(in(0)).op == Op::negate)
            rewrite_.become(id_, Op::absolute, {rewrite_.input(in(0), 0)});
        else if (node.op == Op::divide)
            divide();
        else if (node.op == Op::phase_add || node.op == Op::phase_subtract)
            move_phase();
    }

    // Phases wrap, so constant ones add up exactly: (p - c) + d is p + (d - c).
    void move_phase() {
        const auto constant = [&](NodeId id) { return node_of(id).op == Op::phase_constant; };
        const bool adds = node_of(id_).op == Op::phase_add;
        const std::uint32_t side = adds && constant(in(0)) ? 0 : 1;
        if (!constant(in(side)))
            return;
        std::uint32_t shift = adds ? node_of(in(side)).a : 0u - node_of(in(side)).a;
        NodeId from = in(1 - side);
        const bool moved_before = node_of(from).op == Op::phase_add && constant(rewrite_.input(from, 1));
        if (moved_before) { // an earlier look has put its constant second
            shift += node_of(rewrite_.input(from, 1)).a;
            from = rewrite_.input(from, 0);
        }
        if (moved_before || !adds || side == 0)
            rewrite_.become(id_, Op::phase_add, {from, rewrite_.constant(graph::Type::Phase, shift)});
    }

    // A quotient by a power of two is the product by its reciprocal: both are exact before the one rounding.
    void divide() {
        const Node &divisor = node_of(in(1));
        int exponent = 0;
        if (divisor.op != Op::constant || std::fabs(std::frexp(divisor.value, &exponent)) != 0.5f || exponent < -120 ||
            exponent > 120)
            return;
        const NodeId numerator = in(0);
        const std::uint32_t reciprocal = std::bit_cast<std::uint32_t>(1.0f / divisor.value);
        rewrite_.become(id_, Op::multiply, {numerator, rewrite_.constant(graph::Type::Real, reciprocal)});
    }

    Rewrite &rewrite_;
    NodeId id_;
};

} // namespace

Pass apply_identities(graph::Graph graph) {
    const graph::Order order = graph::frame_order(graph);
    Rewrite rewrite(std::move(graph));
    Identities identities(rewrite);
    for (const NodeId id : order.nodes)
        identities.look_at(id);
    return std::move(rewrite).finish();
}

} // namespace tactus::simplify
