// The functions need nothing beyond the backend's operations, and cost what they are said to cost where it matters
// most.
#include <doctest/doctest.h>

#include "compiler/math/functions.h"
#include "tests/unit/math/list.h"

using namespace tactus::math;

TEST_CASE("what runs per sample stays short, and a trace repeats") {
    TraceArithmetic once;
    (void)sine_of_phase(once, 1u);
    CHECK(once.operations <= 18);
    CHECK(once.divisions == 0);
    TraceArithmetic again;
    (void)sine_of_phase(again, 1u);
    CHECK(again.trace == once.trace);
    TraceArithmetic other;
    (void)cosine_of_phase(other, 1u);
    CHECK(other.trace != once.trace);
    for (const UnaryFunction &f : unary_functions()) {
        TraceArithmetic a;
        f.trace(a);
        CAPTURE(f.name);
        CHECK(a.operations <= 50);
        CHECK(a.divisions <= 1);
    }
}
