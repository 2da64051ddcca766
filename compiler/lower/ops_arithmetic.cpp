// Operations without memory: arithmetic, elementary functions, comparisons, phases. Each is one expression over
// IrArithmetic; whatever is more is in compiler/math.
#include <array>

#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"

namespace tactus::lower {

llvm::Value *lower_op(Code &code, NodeId id) {
    switch (code.node(id).op) {
#define OP(name, text, operands, result, rate, state, meaning)                                                         \
    case graph::Op::name:                                                                                              \
        return lower_##name(code, id);
#include "compiler/graph/ops.def"
#undef OP
    }
    return nullptr;
}

llvm::Value *lower_constant(Code &code, NodeId id) { return code.value(id); }
llvm::Value *lower_truth_constant(Code &code, NodeId id) { return code.value(id); }
llvm::Value *lower_phase_constant(Code &code, NodeId id) { return code.value(id); }

namespace {

// What one function of the arithmetic gives for the operands of a node.
template <typename Function> llvm::Value *apply(Code &code, NodeId id, Function function) {
    IrArithmetic arithmetic = code.arithmetic();
    if constexpr (std::is_invocable_v<Function, IrArithmetic &, llvm::Value *>) {
        return function(arithmetic, code.operand(id, 0));
    } else {
        llvm::Value *x = code.operand(id, 0);
        return function(arithmetic, x, code.operand(id, 1));
    }
}

using V = llvm::Value *;
using A = IrArithmetic;

} // namespace

llvm::Value *lower_add(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.add(x, y); });
}
llvm::Value *lower_subtract(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.subtract(x, y); });
}
llvm::Value *lower_multiply(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.multiply(x, y); });
}
llvm::Value *lower_divide(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.divide(x, y); });
}
llvm::Value *lower_negate(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return a.negate(x); });
}
llvm::Value *lower_absolute(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return a.absolute(x); });
}
llvm::Value *lower_minimum(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return math::minimum(a, x, y); });
}
llvm::Value *lower_maximum(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return math::maximum(a, x, y); });
}
llvm::Value *lower_floor(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::floor(a, x); });
}
llvm::Value *lower_ceiling(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::ceiling(a, x); });
}
llvm::Value *lower_round(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::round(a, x); });
}
llvm::Value *lower_truncate(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::truncate(a, x); });
}
llvm::Value *lower_modulo(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return math::modulo(a, x, y); });
}

namespace {

// The packs that the terms of a sum make in their order, all of one width; none when there are other terms.
std::vector<std::uint32_t> packs_of_terms(const Code &code, NodeId id) {
    const auto terms = code.graph.inputs_of(id);
    std::vector<std::uint32_t> packs;
    for (std::size_t at = 0; at < terms.size();) {
        const std::uint32_t pack = code.schedule.pack_of[terms[at].index];
        if (pack == none)
            return {};
        const std::vector<NodeId> &nodes = code.schedule.packs[pack].nodes;
        const bool whole = at + nodes.size() <= terms.size() &&
                           std::equal(nodes.begin(), nodes.end(), terms.begin() + static_cast<std::ptrdiff_t>(at));
        if (!whole || (!packs.empty() && code.schedule.packs[packs.front()].nodes.size() != nodes.size()))
            return {};
        packs.push_back(pack);
        at += nodes.size();
    }
    return packs;
}

// The same sum with 16 partials as 16 / width vectors.
llvm::Value *sum_of_packs(Code &code, const std::vector<std::uint32_t> &packs) {
    const std::size_t width = code.schedule.packs[packs.front()].nodes.size();
    std::vector<llvm::Value *> partials(16 / width, nullptr);
    for (std::size_t i = 0; i < packs.size(); ++i) {
        llvm::Value *&partial = partials[i % partials.size()];
        llvm::Value *terms = code.pack_value(packs[i]);
        partial = partial == nullptr ? terms : code.builder.CreateFAdd(partial, terms);
    }
    for (std::size_t half = partials.size() / 2; half > 0; half /= 2)
        for (std::size_t k = 0; k < half; ++k)
            if (partials[k + half] != nullptr)
                partials[k] = code.builder.CreateFAdd(partials[k], partials[k + half]);
    return add_halves(code, partials[0]);
}

} // namespace

// Term i into partial i mod 16, then halves; a partial begins with its first term, an absent one is passed over.
llvm::Value *lower_sum(Code &code, NodeId id) {
    if (!code.here->packed && code.here->lanes == 1)
        if (const std::vector<std::uint32_t> packs = packs_of_terms(code, id); !packs.empty())
            return sum_of_packs(code, packs);
    std::array<llvm::Value *, 16> partials{};
    for (std::uint32_t i = 0; i < code.node(id).input_count; ++i) {
        llvm::Value *&partial = partials[i % partials.size()];
        llvm::Value *term = code.operand(id, i);
        partial = partial == nullptr ? term : code.builder.CreateFAdd(partial, term);
    }
    for (std::size_t half = partials.size() / 2; half > 0; half /= 2)
        for (std::size_t k = 0; k < half; ++k)
            if (partials[k + half] != nullptr)
                partials[k] = code.builder.CreateFAdd(partials[k], partials[k + half]);
    return partials[0];
}

llvm::Value *lower_square_root(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::square_root(a, x); });
}
llvm::Value *lower_exponential(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::exponential(a, x); });
}
llvm::Value *lower_exponential2(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::exponential2(a, x); });
}
llvm::Value *lower_logarithm(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::logarithm(a, x); });
}
llvm::Value *lower_logarithm2(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::logarithm2(a, x); });
}
llvm::Value *lower_logarithm10(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::logarithm10(a, x); });
}
llvm::Value *lower_power(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return math::power(a, x, y); });
}
llvm::Value *lower_sine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::sine(a, x); });
}
llvm::Value *lower_cosine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::cosine(a, x); });
}
llvm::Value *lower_tangent(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::tangent(a, x); });
}
llvm::Value *lower_arcsine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::arcsine(a, x); });
}
llvm::Value *lower_arccosine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::arccosine(a, x); });
}
llvm::Value *lower_arctangent(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::arctangent(a, x); });
}
llvm::Value *lower_arctangent2(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return math::arctangent2(a, x, y); });
}
llvm::Value *lower_hyperbolic_sine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::hyperbolic_sine(a, x); });
}
llvm::Value *lower_hyperbolic_cosine(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::hyperbolic_cosine(a, x); });
}
llvm::Value *lower_hyperbolic_tangent(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::hyperbolic_tangent(a, x); });
}

llvm::Value *lower_less(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.less(x, y); });
}
llvm::Value *lower_less_equal(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.less_equal(x, y); });
}
llvm::Value *lower_greater(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.less(y, x); });
}
llvm::Value *lower_greater_equal(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.less_equal(y, x); });
}
llvm::Value *lower_equal(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.equal(x, y); });
}
// True when one is less than the other: false for a NaN.
llvm::Value *lower_not_equal(Code &code, NodeId id) {
    llvm::Value *x = code.operand(id, 0);
    return code.builder.CreateFCmpONE(x, code.operand(id, 1));
}
llvm::Value *lower_logical_and(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.boolean_and(x, y); });
}
llvm::Value *lower_logical_or(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.boolean_or(x, y); });
}
llvm::Value *lower_logical_not(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return a.boolean_not(x); });
}
llvm::Value *lower_select(Code &code, NodeId id) {
    llvm::Value *condition = code.operand(id, 0);
    llvm::Value *x = code.operand(id, 1);
    return code.builder.CreateSelect(condition, x, code.operand(id, 2));
}
llvm::Value *lower_number(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return a.select(x, a.real_constant(1.0f), a.real_constant(0.0f)); });
}
llvm::Value *lower_truth(Code &code, NodeId id) {
    return code.builder.CreateFCmpONE(code.operand(id, 0), code.arithmetic().real_constant(0.0f));
}

llvm::Value *lower_phase(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::phase_of(a, x); });
}
llvm::Value *lower_turns(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::turns_of(a, x); });
}
llvm::Value *lower_phase_add(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.integer_add(x, y); });
}
llvm::Value *lower_phase_subtract(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x, V y) { return a.integer_subtract(x, y); });
}
llvm::Value *lower_phase_negate(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return a.integer_subtract(a.integer_constant(0), x); });
}
llvm::Value *lower_sine_turn(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::sine_of_phase(a, x); });
}
llvm::Value *lower_cosine_turn(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::cosine_of_phase(a, x); });
}
llvm::Value *lower_phase_index(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    return math::phase_index(arithmetic, code.operand(id, 0), static_cast<std::int32_t>(code.node(id).a));
}
llvm::Value *lower_phase_fraction(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    return math::phase_fraction(arithmetic, code.operand(id, 0), static_cast<std::int32_t>(code.node(id).a));
}

llvm::Value *lower_calm(Code &code, NodeId id) {
    return apply(code, id, [](A &a, V x) { return math::calm(a, x); });
}

} // namespace tactus::lower
