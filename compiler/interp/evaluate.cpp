#include "compiler/interp/evaluate.h"

#include <algorithm>
#include <array>

#include "compiler/graph/hash.h"
#include "compiler/graph/rules.h"
#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"
#include "compiler/math/taps.h"

namespace tactus::interp {

namespace {

using graph::Op;
using math::ScalarArithmetic;

// The operands of one node, read as what the op takes them for.
struct Operands {
    std::span<const Word> words;

    [[nodiscard]] float real(std::size_t i) const { return real_of(words[i]); }
    [[nodiscard]] bool truth(std::size_t i) const { return words[i] != 0; }
    [[nodiscard]] std::int32_t phase(std::size_t i) const { return static_cast<std::int32_t>(words[i]); }
};

float arithmetic(Op op, Operands in) {
    ScalarArithmetic a;
    const float x = in.real(0), y = in.words.size() > 1 ? in.real(1) : 0.0f;
    switch (op) {
    case Op::add:
        return x + y;
    case Op::subtract:
        return x - y;
    case Op::multiply:
        return x * y;
    case Op::divide:
        return x / y;
    case Op::negate:
        return -x;
    case Op::absolute:
        return ScalarArithmetic::absolute(x);
    case Op::minimum:
        return math::minimum(a, x, y);
    case Op::maximum:
        return math::maximum(a, x, y);
    case Op::floor:
        return math::floor(a, x);
    case Op::ceiling:
        return math::ceiling(a, x);
    case Op::round:
        return math::round(a, x);
    case Op::truncate:
        return math::truncate(a, x);
    case Op::modulo:
        return math::modulo(a, x, y);
    case Op::square_root:
        return math::square_root(a, x);
    case Op::exponential:
        return math::exponential(a, x);
    case Op::exponential2:
        return math::exponential2(a, x);
    case Op::logarithm:
        return math::logarithm(a, x);
    case Op::logarithm2:
        return math::logarithm2(a, x);
    case Op::logarithm10:
        return math::logarithm10(a, x);
    case Op::power:
        return math::power(a, x, y);
    case Op::sine:
        return math::sine(a, x);
    case Op::cosine:
        return math::cosine(a, x);
    case Op::tangent:
        return math::tangent(a, x);
    case Op::arcsine:
        return math::arcsine(a, x);
    case Op::arccosine:
        return math::arccosine(a, x);
    case Op::arctangent:
        return math::arctangent(a, x);
    case Op::arctangent2:
        return math::arctangent2(a, x, y);
    case Op::hyperbolic_sine:
        return math::hyperbolic_sine(a, x);
    case Op::hyperbolic_cosine:
        return math::hyperbolic_cosine(a, x);
    case Op::hyperbolic_tangent:
        return math::hyperbolic_tangent(a, x);
    default:
        return math::calm(a, x);
    }
}

bool comparison(Op op, float x, float y) {
    switch (op) {
    case Op::less:
        return x < y;
    case Op::less_equal:
        return x <= y;
    case Op::greater:
        return x > y;
    case Op::greater_equal:
        return x >= y;
    case Op::equal:
        return x == y;
    default:
        return x < y || x > y;
    }
}

float entry_of(const graph::Table &table, float x) { return table.values[entry_index(x, table.values.size())]; }

Word phase_operation(const graph::Node &node, Operands in) {
    ScalarArithmetic a;
    const auto parts = static_cast<std::int32_t>(node.a);
    switch (node.op) {
    case Op::phase:
        return static_cast<Word>(math::phase_of(a, in.real(0)));
    case Op::turns:
        return word_of(math::turns_of(a, in.phase(0)));
    case Op::phase_add:
        return in.words[0] + in.words[1];
    case Op::phase_subtract:
        return in.words[0] - in.words[1];
    case Op::phase_negate:
        return 0u - in.words[0];
    case Op::sine_turn:
        return word_of(math::sine_of_phase(a, in.phase(0)));
    case Op::cosine_turn:
        return word_of(math::cosine_of_phase(a, in.phase(0)));
    case Op::phase_index:
        return word_of(math::phase_index(a, in.phase(0), parts));
    default:
        return word_of(math::phase_fraction(a, in.phase(0), parts));
    }
}

} // namespace

bool is_pure(Op op) {
    return graph::info(op).state == graph::StateRule::none && !graph::is_tap(op) && !graph::reads_transform(op) &&
           op != Op::entry;
}

float sum_of(std::span<const Word> terms) {
    std::array<float, 16> partials{};
    const std::size_t present = std::min<std::size_t>(terms.size(), 16);
    for (std::size_t i = 0; i < terms.size(); ++i)
        partials[i % 16] = i < 16 ? real_of(terms[i]) : partials[i % 16] + real_of(terms[i]);
    for (std::size_t half = 8; half > 0; half /= 2)
        for (std::size_t k = 0; k < half && k + half < present; ++k)
            partials[k] += partials[k + half];
    return partials[0];
}

Word evaluate(const graph::Graph &graph, const graph::Node &node, std::span<const Word> operands) {
    const Operands in{operands};
    switch (node.op) {
    case Op::constant:
        return word_of(node.value);
    case Op::truth_constant:
    case Op::phase_constant:
        return node.a;
    case Op::sum:
        return word_of(sum_of(operands));
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
        return comparison(node.op, in.real(0), in.real(1));
    case Op::logical_and:
        return in.truth(0) && in.truth(1);
    case Op::logical_or:
        return in.truth(0) || in.truth(1);
    case Op::logical_not:
        return !in.truth(0);
    case Op::select:
        return in.truth(0) ? operands[1] : operands[2];
    case Op::number:
        return word_of(in.truth(0) ? 1.0f : 0.0f);
    case Op::truth:
        return in.real(0) < 0.0f || in.real(0) > 0.0f;
    case Op::phase:
    case Op::turns:
    case Op::phase_add:
    case Op::phase_subtract:
    case Op::phase_negate:
    case Op::sine_turn:
    case Op::cosine_turn:
    case Op::phase_index:
    case Op::phase_fraction:
        return phase_operation(node, in);
    case Op::table:
        return word_of(entry_of(graph.tables[node.a], in.real(0)));
    default:
        return word_of(arithmetic(node.op, in));
    }
}

std::size_t entry_index(float x, std::size_t entries) {
    ScalarArithmetic a;
    const math::TapLimits limits{0, static_cast<std::uint32_t>(entries - 1)};
    const auto within = math::limit_distance(math::Real<ScalarArithmetic>{&a, x}, limits);
    return static_cast<std::size_t>(math::truncate_to_integer(within).value);
}

Word random_seed(const graph::Graph &graph, const graph::Node &node, std::uint32_t slot) {
    ScalarArithmetic a;
    const std::uint64_t key =
        graph::fnv1a(node.name.valid() ? std::string_view(graph.names[node.name.index]) : std::string_view());
    const auto word = [](std::uint64_t w) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(w)); };
    return static_cast<Word>(math::hash3(a, word(key), word(key >> 32), word(std::uint64_t{graph.seed} + slot)));
}

} // namespace tactus::interp
