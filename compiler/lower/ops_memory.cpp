// Operations with memory. A memory's value before the frame is in place.memory, the one after it goes to place.next;
// what is known only at the end of the frame is made by committed_value.
#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"
#include "compiler/math/taps.h"

namespace tactus::lower {

using graph::Op;

namespace {

// The next value of a memory: the new one on its clock, else what it was.
llvm::Value *clocked(Code &code, NodeId id, llvm::Value *fresh, llvm::Value *old) {
    llvm::Value *clock = code.clock(id);
    return clock == nullptr ? fresh : code.builder.CreateSelect(clock, fresh, old);
}

} // namespace

llvm::Value *lower_delay1(Code &code, NodeId id) { return code.here->memory[id.index]; }

llvm::Value *lower_hold(Code &code, NodeId id) {
    llvm::Value *y = clocked(code, id, code.operand(id, 0), code.here->memory[id.index]);
    return code.here->next[id.index] = y;
}

llvm::Value *lower_random(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    llvm::Value *old = code.here->memory[id.index];
    llvm::Value *state = clocked(code, id, math::random_step(arithmetic, old), old);
    code.here->next[id.index] = state;
    return math::random_value(arithmetic, state);
}

llvm::Value *committed_value(Code &code, NodeId id) {
    llvm::Value *old = code.here->memory[id.index];
    if (code.node(id).op == Op::delay1)
        return clocked(code, id, code.operand(id, 0), old);
    if (code.node(id).op != Op::line)
        return code.here->next[id.index];
    // A count of activations that stays far above every delay once it is, and keeps its low bits.
    llvm::IRBuilder<> &builder = code.builder;
    IrArithmetic arithmetic = code.arithmetic();
    llvm::Value *count = builder.CreateAdd(old, builder.CreateZExt(code.clock(id), code.integer()));
    llvm::Value *large = builder.CreateICmpSLT(count, arithmetic.integer_constant(0));
    return builder.CreateSelect(large, builder.CreateSub(count, arithmetic.integer_constant(1 << 30)), count);
}

llvm::Value *start_value(Code &code, NodeId id) {
    const graph::Node &node = code.node(id);
    switch (node.op) {
    case Op::delay1:
    case Op::hold:
        return code.operand(id, 1);
    case Op::random:
        return seed_of(code, id);
    case Op::tap_allpass:
        return code.arithmetic().real_constant(code.node(code.graph.input(id, 0)).value);
    default:
        return code.arithmetic().integer_constant(0);
    }
}

llvm::Value *lower_tap(Code &code, NodeId id) {
    const auto distance = [&](NodeId tap) { return code.builder.getInt32(code.node(tap).a); };
    if (!code.here->packed)
        return line_sample(code, id, code.spread(distance(id)));
    return line_sample(code, id, code.lane_by_lane(id, [&](NodeId tap, unsigned) { return distance(tap); }));
}

namespace {

// A moving tap: the template of compiler/math, with the line's samples.
template <typename Formula> llvm::Value *moving_tap(Code &code, NodeId id, Formula formula) {
    IrArithmetic arithmetic = code.arithmetic();
    const math::TapLimits limits{code.node(id).a, code.node(id).b};
    const math::Real<IrArithmetic> distance{&arithmetic, code.operand(id, 1)};
    const auto sample = [&](math::Integer<IrArithmetic> k) {
        return math::Real<IrArithmetic>{&arithmetic, line_sample(code, id, k.value)};
    };
    return formula(distance, limits, sample).value;
}

} // namespace

llvm::Value *lower_tap_nearest(Code &code, NodeId id) {
    return moving_tap(code, id,
                      [](auto d, math::TapLimits limits, auto sample) { return math::tap_nearest(d, limits, sample); });
}

llvm::Value *lower_tap_linear(Code &code, NodeId id) {
    return moving_tap(code, id,
                      [](auto d, math::TapLimits limits, auto sample) { return math::tap_linear(d, limits, sample); });
}

llvm::Value *lower_tap_cubic(Code &code, NodeId id) {
    return moving_tap(code, id,
                      [](auto d, math::TapLimits limits, auto sample) { return math::tap_cubic(d, limits, sample); });
}

llvm::Value *lower_tap_allpass(Code &code, NodeId id) {
    llvm::Value *old = code.here->memory[id.index];
    llvm::Value *y = moving_tap(code, id, [&](auto d, math::TapLimits limits, auto sample) {
        return math::tap_allpass(d, limits, decltype(d){d.arithmetic, old}, sample);
    });
    code.here->next[id.index] = clocked(code, id, y, old);
    return y;
}

} // namespace tactus::lower
