// Taps that move, written out: the sample so many steps ago lies in the line of one of the steps, which is found by the
// remainder. The formulas are those of compiler/math/taps.h; the distance is at least one whole sample.
#include "compiler/elaborate/unroll.h"

#include <algorithm>

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

namespace {

// What the taps of one kind read: the first sample against the whole part of the distance, and how many.
struct Reach {
    int first;
    std::uint32_t count;
    float shift; // added to the distance before its whole part is taken
};

Reach reach_of(Op op) {
    switch (op) {
    case Op::tap_nearest:
        return {0, 1, 0.5f};
    case Op::tap_cubic:
        return {-1, 4, 0.0f};
    case Op::tap_allpass:
        return {0, 2, -0.5f};
    default:
        return {0, 2, 0.0f};
    }
}

} // namespace

std::optional<NodeId> Unroll::make_moving_tap(NodeId id, std::uint32_t step, NodeId last) {
    const NodeId line = builder_.graph.input(id, 0);
    const graph::Node node = builder_[id];
    if (builder_[line].clock != part_.clock) {
        return refuse(id, "a delay that moves in a `when`");
    }
    const auto asked = at(builder_.graph.input(id, 1), step);
    if (!asked) {
        return std::nullopt;
    }
    const auto op = [&](Op o, NodeId x, NodeId y) {
        const NodeId operands[] = {x, y};
        return add(id, o, operands, step);
    };
    const auto number = [&](float x) { return builder_.constant(x); };
    const auto floor = [&](NodeId x) { return add(id, Op::floor, {&x, 1}, step); };
    const Reach reach = reach_of(node.op);
    const NodeId longest = number(static_cast<float>(std::max(node.b, 2 * steps())));
    const NodeId least = number(static_cast<float>(std::max(node.a, steps())));
    const auto limited = [&](NodeId d) { return op(Op::maximum, op(Op::minimum, d, longest), least); };
    const NodeId within = limited(*asked);
    const NodeId whole = floor(op(Op::add, within, number(reach.shift)));
    std::vector<NodeId> s;
    for (std::uint32_t i = 0; i < reach.count; ++i) {
        const float offset = static_cast<float>(reach.first) + static_cast<float>(i);
        const NodeId ago = limited(op(Op::add, whole, number(offset)));
        s.push_back(sample_of(id, step, op(Op::subtract, ago, number(static_cast<float>(step)))));
    }
    if (node.op == Op::tap_nearest) {
        return s[0];
    }
    const NodeId f = op(Op::subtract, within, whole);
    if (node.op == Op::tap_linear) {
        return op(Op::add, s[0], op(Op::multiply, f, op(Op::subtract, s[1], s[0])));
    }
    if (node.op == Op::tap_allpass) {
        const NodeId one = number(1.0f);
        const NodeId g = op(Op::divide, op(Op::subtract, one, f), op(Op::add, one, f));
        return op(Op::add, s[1], op(Op::multiply, g, op(Op::subtract, s[0], last)));
    }
    const NodeId slope = op(Op::subtract, s[2], s[1]);
    const NodeId straight = op(Op::add, s[1], op(Op::multiply, f, slope));
    const NodeId left = op(Op::add, op(Op::subtract, s[0], s[1]), slope);
    const NodeId right = op(Op::subtract, op(Op::subtract, s[3], s[2]), slope);
    const NodeId c = op(Op::multiply, op(Op::multiply, f, op(Op::subtract, f, number(1.0f))), number(0x1.555556p-3f));
    const NodeId curve = op(Op::add, op(Op::multiply, op(Op::subtract, number(2.0f), f), left),
                            op(Op::multiply, op(Op::add, f, number(1.0f)), right));
    return op(Op::add, straight, op(Op::multiply, c, curve));
}

// The sample a whole number of steps, at least 1, before the first step of this sample.
NodeId Unroll::sample_of(NodeId id, std::uint32_t step, NodeId steps_ago) {
    const NodeId line = builder_.graph.input(id, 0);
    const NodeId count = builder_.constant(static_cast<float>(steps()));
    const std::uint32_t frames = std::max(builder_[id].b, 2 * steps()) / steps() + 2;
    const auto op = [&](Op o, NodeId x, NodeId y) {
        const NodeId operands[] = {x, y};
        return add(id, o, operands, step);
    };
    NodeId found = builder_.constant(0.0f);
    for (std::uint32_t r = 0; r < steps(); ++r) {
        const NodeId from_r = op(Op::add, steps_ago, builder_.constant(static_cast<float>(r)));
        const NodeId quotient = op(Op::divide, from_r, count);
        const NodeId whole = add(id, Op::floor, {&quotient, 1}, step);
        const NodeId here = op(Op::equal, op(Op::multiply, whole, count), from_r);
        const NodeId operands[] = {line_at(line, r, frames), whole};
        const NodeId sample = add(id, Op::tap_nearest, operands, step, {.a = 1, .b = frames});
        const NodeId choice[] = {here, sample, found};
        found = add(id, Op::select, choice, step);
    }
    return found;
}

} // namespace tactus::elaborate
