// Whole parts, remainders, choice of two numbers, and the guard of memories. Every function takes any float; a NaN
// gives a NaN except where it says otherwise. A zero result is +0 where the argument lies below 2^23.
#pragma once

#include "compiler/math/value.h"

namespace tactus::math {

// Adding and subtracting it rounds |x| <= 2^22 to the nearest whole number, halves to even; the low bits of the sum are
// that number.
inline constexpr float nearest_magic = 0x1.8p23f;

// The nearest whole number, halves to even.
template <Arithmetic A> Real<A> round(Real<A> x) {
    const Real<A> magic = select(x < 0.0f, -0x1p23f, 0x1p23f);
    const Real<A> sum = x + magic;
    const Real<A> nearest = sum - magic;
    return select(absolute(x) < 0x1p23f, nearest, x);
}

// x without its fraction.
template <Arithmetic A> Real<A> truncate(Real<A> x) {
    const Boolean<A> has_fraction = absolute(x) < 0x1p23f;
    const Real<A> whole = to_real(truncate_to_integer(select(has_fraction, x, 0.0f)));
    return select(has_fraction, whole, x);
}

// The greatest whole number not above x.
template <Arithmetic A> Real<A> floor(Real<A> x) {
    const Real<A> whole = truncate(x);
    const Real<A> below = whole - 1.0f;
    return select(x < whole, below, whole);
}

// The least whole number not below x.
template <Arithmetic A> Real<A> ceiling(Real<A> x) {
    const Real<A> whole = truncate(x);
    const Real<A> above = whole + 1.0f;
    return select(whole < x, above, whole);
}

// x - floor(x), held below 1: 0 <= y <= 1 - 2^-24. NaN for an infinity.
template <Arithmetic A> Real<A> fraction(Real<A> x) {
    const Real<A> part = x - floor(x);
    return select(1.0f <= part, 0x1.fffffep-1f, part);
}

// x - floor(x / y) y, each operation rounded. Exact for whole numbers with |x| < 2^24 and |x| + |y| <= 2^24; otherwise
// it may leave 0 <= m < y by a rounding error. NaN where y is 0 or x infinite.
template <Arithmetic A> Real<A> modulo(Real<A> x, Real<A> y) {
    const Real<A> whole = floor(x / y);
    return x - whole * y;
}

// x < y ? x : y. The second where either is a NaN.
template <Arithmetic A> Real<A> minimum(Real<A> x, Real<A> y) { return select(x < y, x, y); }

// y < x ? x : y. The second where either is a NaN.
template <Arithmetic A> Real<A> maximum(Real<A> x, Real<A> y) { return select(y < x, x, y); }

// maximum(minimum(x, high), low): a NaN becomes high.
template <Arithmetic A> Real<A> clamp(Real<A> x, Real<A> low, Real<A> high) { return maximum(minimum(x, high), low); }

// x where 2^-60 <= |x| < 2^60, else +0 (also for a NaN): keeps memories off subnormals and lets feedback heal.
template <Arithmetic A> Real<A> calm(Real<A> x) {
    const Real<A> size = absolute(x);
    const Boolean<A> large = 0x1p-60f <= size;
    const Boolean<A> small = size < 0x1p60f;
    return select(large & small, x, 0.0f);
}

} // namespace tactus::math
