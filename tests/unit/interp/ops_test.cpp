// Every operation without memory against a formula of the standard library, on a grid with the awkward numbers in it.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "compiler/graph/rules.h"
#include "compiler/interp/evaluate.h"

using namespace tactus::graph;
using namespace tactus::interp;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float no_number = std::numeric_limits<float>::quiet_NaN();

const std::vector<float> numbers{0.0f,   -0.0f,    1.0f,      -1.0f,      0.5f,       -0.5f,  1.5f,
                                 2.5f,   -2.5f,    0.1f,      3.75f,      -7.3f,      1e-40f, -1e-40f,
                                 1e-20f, 123.456f, -98765.4f, 8388607.5f, 8388609.0f, 1e10f,  -1e30f,
                                 3e38f,  infinity, -infinity, no_number};

bool same(float x, float y) { return word_of(x) == word_of(y) || (std::isnan(x) && std::isnan(y)); }

Graph &tables() {
    static Graph graph = [] {
        Graph g;
        g.tables.push_back({"t", {10, 20, 30}});
        return g;
    }();
    return graph;
}

Word run(Op op, std::vector<Word> operands, std::uint32_t a = 0, float value = 0.0f) {
    Node node;
    node.op = op;
    node.a = a;
    node.value = value;
    return evaluate(tables(), node, operands);
}
float real(Op op, float x) { return real_of(run(op, {word_of(x)})); }
float real(Op op, float x, float y) { return real_of(run(op, {word_of(x), word_of(y)})); }

std::set<Op> covered;

void unary(Op op, float (*formula)(float)) {
    covered.insert(op);
    for (const float x : numbers) {
        CAPTURE(info(op).name);
        CAPTURE(x);
        CHECK(same(real(op, x), formula(x)));
    }
}
void binary(Op op, float (*formula)(float, float)) {
    covered.insert(op);
    for (const float x : numbers)
        for (const float y : numbers) {
            CAPTURE(info(op).name);
            CAPTURE(x);
            CAPTURE(y);
            CHECK(same(real(op, x, y), formula(x, y)));
        }
}
void compare(Op op, bool (*formula)(float, float)) {
    covered.insert(op);
    for (const float x : numbers)
        for (const float y : numbers)
            CHECK((run(op, {word_of(x), word_of(y)}) != 0) == formula(x, y));
}
// Within a few units in the last place of the double function, and of its kind (NaN, infinite) where that is.
void close(Op op, double (*formula)(double), float low, float high) {
    covered.insert(op);
    for (int i = 0; i <= 1000; ++i) {
        const float x = low + (high - low) * static_cast<float>(i) / 1000.0f;
        const double exact = formula(static_cast<double>(x));
        CAPTURE(info(op).name);
        CAPTURE(x);
        CHECK(std::abs(static_cast<double>(real(op, x)) - exact) <= 4e-7 * std::max(std::abs(exact), 0.05));
    }
    CHECK(std::isnan(real(op, no_number)));
}

// Whole parts: a zero is +0 below 2^23, whatever the sign.
float plus_zero(float x) { return x == 0.0f ? 0.0f : x; }

} // namespace

void arithmetic() {
    binary(Op::add, [](float x, float y) { return x + y; });
    binary(Op::subtract, [](float x, float y) { return x - y; });
    binary(Op::multiply, [](float x, float y) { return x * y; });
    binary(Op::divide, [](float x, float y) { return x / y; });
    unary(Op::negate, [](float x) { return -x; });
    unary(Op::absolute, [](float x) { return std::fabs(x); });
    binary(Op::minimum, [](float x, float y) { return x < y ? x : y; });
    binary(Op::maximum, [](float x, float y) { return y < x ? x : y; });
    unary(Op::square_root, [](float x) { return std::sqrt(x); });
    unary(Op::calm, [](float x) { return std::fabs(x) >= 0x1p-60f && std::fabs(x) < 0x1p60f ? x : 0.0f; });
}

void whole_parts() {
    unary(Op::floor, [](float x) { return plus_zero(std::floor(x)); });
    unary(Op::ceiling, [](float x) { return plus_zero(std::ceil(x)); });
    unary(Op::round, [](float x) { return plus_zero(std::nearbyint(x)); });
    unary(Op::truncate, [](float x) { return plus_zero(std::trunc(x)); });
    covered.insert(Op::modulo);
    CHECK(real(Op::modulo, 7.5f, 2.0f) == 1.5f);
    CHECK(real(Op::modulo, -1.0f, 3.0f) == 2.0f);
    CHECK(real(Op::modulo, -7.0f, -3.0f) == -1.0f);
    CHECK(std::isnan(real(Op::modulo, 1.0f, 0.0f)));
    CHECK(std::isnan(real(Op::modulo, infinity, 2.0f)));
}

void elementary_functions() {
    close(Op::exponential, std::exp, -20, 20);
    close(Op::exponential2, std::exp2, -20, 20);
    close(Op::logarithm, std::log, 0.01f, 100);
    close(Op::logarithm2, std::log2, 0.01f, 100);
    close(Op::logarithm10, std::log10, 0.01f, 100);
    close(Op::sine, std::sin, -20, 20);
    close(Op::cosine, std::cos, -20, 20);
    close(Op::tangent, std::tan, -1.4f, 1.4f);
    close(Op::arcsine, std::asin, -1, 1);
    close(Op::arccosine, std::acos, -1, 1);
    close(Op::arctangent, std::atan, -20, 20);
    close(Op::hyperbolic_sine, std::sinh, -8, 8);
    close(Op::hyperbolic_cosine, std::cosh, -8, 8);
    close(Op::hyperbolic_tangent, std::tanh, -8, 8);
    covered.insert({Op::power, Op::arctangent2});
    CHECK(real(Op::power, 2.0f, 10.0f) == doctest::Approx(1024.0f));
    CHECK(real(Op::power, 10.0f, -2.0f) == doctest::Approx(0.01f));
    CHECK(real(Op::arctangent2, 1.0f, -1.0f) == doctest::Approx(2.3561945f)); // y first
    CHECK(real(Op::arctangent2, -2.0f, 1.0f) == doctest::Approx(-1.1071487f));
}

void comparison_and_choice() {
    compare(Op::less, [](float x, float y) { return x < y; });
    compare(Op::less_equal, [](float x, float y) { return x <= y; });
    compare(Op::greater, [](float x, float y) { return x > y; });
    compare(Op::greater_equal, [](float x, float y) { return x >= y; });
    compare(Op::equal, [](float x, float y) { return x == y; });
    compare(Op::not_equal, [](float x, float y) { return !std::isnan(x) && !std::isnan(y) && x != y; });
    covered.insert({Op::logical_and, Op::logical_or, Op::logical_not, Op::select, Op::number, Op::truth});
    for (const Word x : {0u, 1u}) {
        for (const Word y : {0u, 1u}) {
            CHECK(run(Op::logical_and, {x, y}) == x * y);
            CHECK(run(Op::logical_or, {x, y}) == (x + y > 0 ? 1u : 0u));
        }
        CHECK(run(Op::logical_not, {x}) == 1 - x);
        CHECK(run(Op::select, {x, 111, 222}) == (x != 0 ? 111u : 222u));
        CHECK(real_of(run(Op::number, {x})) == static_cast<float>(x));
    }
    for (const float x : numbers)
        CHECK((run(Op::truth, {word_of(x)}) != 0) == (!std::isnan(x) && x != 0.0f));
}

void phases() {
    covered.insert({Op::phase, Op::turns, Op::phase_add, Op::phase_subtract, Op::phase_negate, Op::sine_turn,
                    Op::cosine_turn, Op::phase_index, Op::phase_fraction});
    const auto phase = [](float x) { return run(Op::phase, {word_of(x)}); };
    CHECK(phase(0.25f) == 0x40000000u);
    CHECK(phase(-0.25f) == 0xc0000000u);
    CHECK(phase(0.5f) == 0x80000000u);
    CHECK(phase(17.75f) == 0xc0000000u);
    CHECK(phase(no_number) == 0u);
    CHECK(phase(infinity) == 0u);
    CHECK(phase(1e20f) == 0u);
    CHECK(phase(0x1p-32f) == 1u);
    CHECK(run(Op::phase_add, {0xffffffffu, 2u}) == 1u);
    CHECK(run(Op::phase_subtract, {1u, 2u}) == 0xffffffffu);
    CHECK(run(Op::phase_negate, {1u}) == 0xffffffffu);
    CHECK(real_of(run(Op::turns, {0xffffffffu})) == 16777215.0f / 16777216.0f);
    CHECK(real_of(run(Op::turns, {0x40000000u})) == 0.25f);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const Word p = i * 4294967u;
        const double turn = static_cast<double>(p) / 4294967296.0 * 2.0 * 3.14159265358979323846;
        CHECK(std::abs(static_cast<double>(real_of(run(Op::sine_turn, {p}))) - std::sin(turn)) < 3e-7);
        CHECK(std::abs(static_cast<double>(real_of(run(Op::cosine_turn, {p}))) - std::cos(turn)) < 3e-7);
        const std::uint64_t scaled = std::uint64_t{p} * 12u;
        CHECK(real_of(run(Op::phase_index, {p}, 12)) == static_cast<float>(scaled >> 32));
        CHECK(real_of(run(Op::phase_fraction, {p}, 12)) ==
              static_cast<float>((scaled & 0xffffffffu) >> 8) / 16777216.0f);
    }
}

void tables_read_the_entry_at_floor_x_limited_to_the_entries() {
    covered.insert(Op::table);
    for (const auto &[x, entry] : std::vector<std::pair<float, float>>{{-5, 10},
                                                                       {0, 10},
                                                                       {0.99f, 10},
                                                                       {1, 20},
                                                                       {2, 30},
                                                                       {2.9f, 30},
                                                                       {100, 30},
                                                                       {infinity, 30},
                                                                       {-infinity, 10},
                                                                       {no_number, 30}})
        CHECK(real(Op::table, x) == entry);
}

void sums_16_partials_then_halves() {
    covered.insert(Op::sum);
    for (std::size_t count = 1; count <= 40; ++count) {
        std::vector<Word> terms;
        std::vector<std::vector<float>> partials(16);
        for (std::size_t i = 0; i < count; ++i) {
            const float term = 1.0f / static_cast<float>(3 * i + 1);
            terms.push_back(word_of(term));
            partials[i % 16].push_back(term);
        }
        const auto partial = [&](std::size_t k) {
            float total = partials[k][0];
            for (std::size_t i = 1; i < partials[k].size(); ++i)
                total = total + partials[k][i];
            return total;
        };
        // Written as a tree: node (k, size) is the sum of (k, 2 size) and (k + size, 2 size).
        const auto tree = [&](auto &&self, std::size_t k, std::size_t size) -> float {
            if (size == 16)
                return partial(k);
            const float left = self(self, k, size * 2);
            return k + size < count ? left + self(self, k + size, size * 2) : left;
        };
        CHECK(sum_of(terms) == tree(tree, 0, 1));
    }
    CHECK(std::signbit(sum_of(std::vector<Word>{word_of(-0.0f)})));
}

// One case: what is covered is known only when all have run in this process.
TEST_CASE("every op by its formula, and no op without a test") {
    arithmetic();
    whole_parts();
    elementary_functions();
    comparison_and_choice();
    phases();
    tables_read_the_entry_at_floor_x_limited_to_the_entries();
    sums_16_partials_then_halves();
    covered.insert({Op::constant, Op::truth_constant, Op::phase_constant});
    CHECK(real_of(run(Op::constant, {}, 0, 2.5f)) == 2.5f);
    CHECK(run(Op::truth_constant, {}, 1) == 1);
    CHECK(run(Op::phase_constant, {}, 77) == 77);
    for (std::size_t i = 0; i < all_ops().size(); ++i) {
        const auto op = static_cast<Op>(i);
        CAPTURE(info(op).name);
        CHECK(is_pure(op) == covered.contains(op));
    }
}
