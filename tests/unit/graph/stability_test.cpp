// Which rings of memories are found unstable, against the roots of their polynomials by formula.
#include <doctest/doctest.h>

#include <cmath>
#include <complex>

#include "compiler/graph/builder.h"
#include "compiler/graph/stability.h"

using namespace tactus::graph;

namespace {

// y = x - a1 y@1 - a2 y@2, with `b`'s place for the memories.
void second_order(Builder &b, float a1, float a2) {
    const NodeId x = b.add(Op::random, {}), zero = b.constant(0.0f);
    const NodeId y1 = b.add(Op::delay1, {NodeId{}, zero}), y2 = b.add(Op::delay1, {y1, zero});
    const NodeId back =
        b.add(Op::add, {b.add(Op::multiply, {b.constant(a1), y1}), b.add(Op::multiply, {y2, b.constant(a2)})});
    b.connect(y1, 0, b.add(Op::subtract, {x, back}));
}

double largest_root(double a1, double a2) {
    const std::complex<double> root = std::sqrt(std::complex<double>(a1 * a1 / 4.0 - a2));
    return std::max(std::abs(-a1 / 2.0 + root), std::abs(-a1 / 2.0 - root));
}

} // namespace

TEST_CASE("find_unstable: second order inside of, on and outside of the unit circle") {
    for (const float a1 : {-2.1f, -1.0f, 0.0f, 0.5f, 1.9f}) {
        for (const float a2 : {-0.95f, -0.2f, 0.0f, 0.6f, 0.99f, 1.01f}) {
            CAPTURE(a1);
            CAPTURE(a2);
            Builder b("p");
            b.place.name = b.name("y");
            second_order(b, a1, a2);
            const auto found = find_unstable(b.graph);
            const double expected = largest_root(static_cast<double>(a1), static_cast<double>(a2));
            REQUIRE(found.size() == (expected > 1.0 ? 1u : 0u));
            if (!found.empty())
                CHECK(found[0].pole == doctest::Approx(expected).epsilon(1e-6));
        }
    }
}

TEST_CASE(
    "find_unstable: integrators and oscillators stand on the circle; what is not linear or not constant is let be") {
    Builder b("p");
    b.place.name = b.name("y");
    second_order(b, -2.0f, 1.0f); // a counter of counters
    second_order(b, -1.99f, 1.0f);
    CHECK(find_unstable(b.graph).empty());
    const NodeId zero = b.constant(0.0f), two = b.constant(2.0f);
    const NodeId limited = b.add(Op::delay1, {NodeId{}, zero});
    b.connect(limited, 0, b.add(Op::minimum, {b.add(Op::multiply, {limited, two}), two}));
    const NodeId moved = b.add(Op::delay1, {NodeId{}, zero});
    b.connect(moved, 0, b.add(Op::multiply, {moved, b.add(Op::random, {})}));
    const NodeId squared = b.add(Op::delay1, {NodeId{}, zero});
    b.connect(squared, 0, b.add(Op::multiply, {squared, squared}));
    CHECK(find_unstable(b.graph).empty());
    second_order(b, 0.0f, -1.5f);
    CHECK(find_unstable(b.graph).size() == 1);
}
