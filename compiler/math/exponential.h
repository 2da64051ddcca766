// e^x, 2^x and their relatives. Each splits its argument into a whole power of two and a rest r, |r| <= 1/2 (or half of
// ln 2), takes a polynomial of r and adds the whole part to the exponent bits. Results below 2^-126 are +0: no
// subnormal comes out. Coefficients: coefficients/fit.py. Splitting ln 2 in two summands: W. J. Cody and W. Waite,
// "Software Manual for the Elementary Functions", 1980.
#pragma once

#include "compiler/math/rounding.h"

namespace tactus::math {

inline constexpr float infinity = __builtin_inff();
inline constexpr float not_a_number = __builtin_nanf("");

// y >= 0 with the sign of x.
template <Arithmetic A> Real<A> signed_like(Real<A> x, Real<A> y) {
    const Real<A> negative = -y;
    return select(x < 0.0f, negative, y);
}

// p 2^n, where n is what was rounded by adding nearest_magic to it; p and the result are normal numbers.
template <Arithmetic A> Real<A> scale(Real<A> p, Real<A> magic_sum) {
    const Integer<A> exponent = real_to_bits(magic_sum) << 23;
    return bits_to_real(exponent + real_to_bits(p));
}

// 2^r for |r| <= 1/2.
template <Arithmetic A> Real<A> exponential2_of_rest(Real<A> r) {
    constexpr std::array<float, 6> coefficients{0x1.62e430p-1f, 0x1.ebfb94p-3f,  0x1.c6af9ep-5f,
                                                0x1.3b6816p-7f, 0x1.5ef4dep-10f, 0x1.179a3ap-13f};
    return 1.0f + r * polynomial(r, coefficients);
}

// 2^x. +0 below -126, infinity from 128; exact for whole x.
template <Arithmetic A> Real<A> exponential2(Real<A> x) {
    const Boolean<A> low = x < -126.0f;
    const Boolean<A> high = 128.0f < x;
    const Real<A> inside = select(high, 128.0f, select(low, -127.0f, x));
    const Real<A> magic_sum = inside + nearest_magic;
    const Real<A> whole = magic_sum - nearest_magic;
    const Real<A> y =
        scale(exponential2_of_rest(inside - whole), magic_sum); // -127 has the bits of +0, 128 those of infinity
    return select(x == x, y, x);
}

// x = n ln 2 + rest.
template <Arithmetic A> struct NaturalSplit {
    Real<A> magic_sum; // n + nearest_magic
    Real<A> rest;
};

template <Arithmetic A> NaturalSplit<A> split_by_ln2(Real<A> x) {
    const Real<A> magic_sum = x * 0x1.715476p+0f + nearest_magic;
    const Real<A> whole = magic_sum - nearest_magic;
    const Real<A> upper = x - whole * 0x1.62e4p-1f; // exact: 15 bits times 8
    return {magic_sum, upper - whole * 0x1.7f7d1cp-20f};
}

// e^r for |r| <= 0.35.
template <Arithmetic A> Real<A> exponential_of_rest(Real<A> r) {
    constexpr std::array<float, 5> coefficients{0x1.fffffcp-2f, 0x1.55548cp-3f, 0x1.555858p-5f, 0x1.123de0p-7f,
                                                0x1.6ac74ep-10f};
    const Real<A> square = r * r;
    const Real<A> above_one = r + square * polynomial(r, coefficients);
    return 1.0f + above_one;
}

// e^x. +0 where the result is below 2^-126, infinity where it is above the largest float.
template <Arithmetic A> Real<A> exponential(Real<A> x) {
    const Boolean<A> low = x < -0x1.5d589ep+6f;
    const Boolean<A> high = 0x1.62e42ep+6f < x;
    const Real<A> inside = select(high, 0.0f, select(low, 0.0f, x));
    const NaturalSplit<A> split = split_by_ln2(inside);
    const Real<A> y = scale(exponential_of_rest(split.rest), split.magic_sum);
    return select(high, infinity, select(low, 0.0f, select(x == x, y, x)));
}

// e^x / 2 for x >= 0; infinity where it is above the largest float.
template <Arithmetic A> Real<A> half_exponential(Real<A> x) {
    const Boolean<A> high = 0x1.65a9f8p+6f < x;
    const Real<A> inside = select(high, 0.0f, x);
    const NaturalSplit<A> split = split_by_ln2(inside);
    const Integer<A> exponent = real_to_bits(split.magic_sum) << 23;
    const Integer<A> less_one = exponent - (1 << 23);
    const Real<A> y = bits_to_real(less_one + real_to_bits(exponential_of_rest(split.rest)));
    return select(high, infinity, select(x == x, y, x));
}

// (e^x - e^-x) / 2.
template <Arithmetic A> Real<A> hyperbolic_sine(Real<A> x) {
    constexpr std::array<float, 3> coefficients{0x1.555598p-3f, 0x1.10f760p-7f, 0x1.ab428ap-13f};
    const Real<A> size = absolute(x);
    const Real<A> half = half_exponential(size);
    const Real<A> far = half - 0.25f / half;
    const Real<A> square = size * size;
    const Real<A> cube = size * square;
    const Real<A> near = size + cube * polynomial(square, coefficients);
    const Real<A> y = select(size < 1.0f, near, far);
    return signed_like(x, y);
}

// (e^x + e^-x) / 2.
template <Arithmetic A> Real<A> hyperbolic_cosine(Real<A> x) {
    const Real<A> half = half_exponential(absolute(x));
    return half + 0.25f / half;
}

// t / (t + 2) with t = e^2x - 1. Exactly -1 and 1 far out.
template <Arithmetic A> Real<A> hyperbolic_tangent(Real<A> x) {
    constexpr std::array<float, 6> coefficients{0x1.000000p-1f, 0x1.555554p-3f,  0x1.5554b2p-5f,
                                                0x1.11118ap-7f, 0x1.6d71e6p-10f, 0x1.a032bcp-13f};
    const Real<A> twice = x + x;
    const Real<A> not_below = select(twice < -20.0f, -20.0f, twice);
    const NaturalSplit<A> split = split_by_ln2(select(20.0f < not_below, 20.0f, not_below));
    const Real<A> r = split.rest;
    const Real<A> square = r * r;
    const Real<A> rest_less_one = r + square * polynomial(r, coefficients);
    const Integer<A> exponent = real_to_bits(split.magic_sum) << 23;
    const Real<A> power = bits_to_real(exponent + 0x3f800000); // 2^n
    const Real<A> power_less_one = power - 1.0f;
    const Real<A> t = power * rest_less_one + power_less_one;
    return t / (t + 2.0f);
}

} // namespace tactus::math
