// Logarithms and powers. x = 2^e m with sqrt(1/2) <= m < sqrt(2); log(x) = e log(2) + log(1 + f), f = m - 1 without
// error. Subnormal arguments count as zero. Coefficients: coefficients/fit.py. Products and quotients without rounding
// error by halves of 12 bits: T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
#pragma once

#include "compiler/math/exponential.h"

namespace tactus::math {

template <Arithmetic A> struct BinarySplit {
    Real<A> exponent;
    Real<A> mantissa;
};

// For a normal positive x.
template <Arithmetic A> BinarySplit<A> split_by_two(Real<A> x) {
    constexpr std::int32_t root_half = 0x3f3504f3; // the bits of sqrt(1/2)
    const Integer<A> above = real_to_bits(x) - root_half;
    const Real<A> exponent = to_real(shift_right_arithmetic(above, 23));
    const Integer<A> fraction_bits = above & 0x007fffff;
    return {exponent, bits_to_real(fraction_bits + root_half)};
}

// What a logarithm is outside its range: -infinity for 0 and subnormals, NaN below, x itself for infinity and NaN.
template <Arithmetic A> Real<A> logarithm_or_limit(Real<A> x, Real<A> logarithm) {
    const Real<A> below = select(x <= -0x1p-126f, not_a_number, -infinity);
    const Real<A> finite = select(x < infinity, logarithm, x);
    return select(x < 0x1p-126f, below, finite);
}

template <Arithmetic A> Real<A> normal_or_one(Real<A> x) { return select(0x1p-126f <= x, x, 1.0f); }

// Natural logarithm of x.
template <Arithmetic A> Real<A> logarithm(Real<A> x) {
    constexpr std::array<float, 8> coefficients{-0x1.fffffap-2f, 0x1.5556f6p-2f, -0x1.0004cap-2f, 0x1.98d22cp-3f,
                                                -0x1.53524ap-3f, 0x1.317f82p-3f, -0x1.255b2ep-3f, 0x1.66d294p-4f};
    const BinarySplit<A> split = split_by_two(normal_or_one(x));
    const Real<A> f = split.mantissa - 1.0f;
    const Real<A> square = f * f;
    const Real<A> curved = square * polynomial(f, coefficients);
    const Real<A> small = curved + split.exponent * 0x1.7f7d1cp-20f;
    const Real<A> middle = f + small;
    return logarithm_or_limit(x, middle + split.exponent * 0x1.62e4p-1f); // the last product is exact
}

// Binary logarithm of x; exact for powers of two.
template <Arithmetic A> Real<A> logarithm2(Real<A> x) {
    constexpr std::array<float, 9> coefficients{0x1.c551d6p-2f,  -0x1.71547cp-1f, 0x1.ec74a6p-2f,
                                                -0x1.7153d4p-2f, 0x1.26af38p-2f,  -0x1.ead880p-3f,
                                                0x1.be57e0p-3f,  -0x1.9f22d8p-3f, 0x1.d16096p-4f};
    const BinarySplit<A> split = split_by_two(normal_or_one(x));
    const Real<A> f = split.mantissa - 1.0f;
    const Real<A> fractional = f + f * polynomial(f, coefficients);
    return logarithm_or_limit(x, split.exponent + fractional);
}

// Decimal logarithm of x.
template <Arithmetic A> Real<A> logarithm10(Real<A> x) {
    constexpr std::array<float, 9> coefficients{-0x1.0d213ep-4f, -0x1.bcb7aap-3f, 0x1.287c8ap-3f,
                                                -0x1.bcc17cp-4f, 0x1.62f7dcp-4f,  -0x1.269342p-4f,
                                                0x1.0a5800p-4f,  -0x1.0004f8p-4f, 0x1.35393ep-5f};
    const BinarySplit<A> split = split_by_two(normal_or_one(x));
    const Real<A> f = split.mantissa - 1.0f;
    const Real<A> curved = f * polynomial(f, coefficients);
    const Real<A> small = curved + split.exponent * 0x1.3509f8p-18f;
    const Real<A> middle = 0.5f * f + small;
    return logarithm_or_limit(x, middle + split.exponent * 0x1.344p-2f); // the last product is exact
}

// The upper 12 bits of a number: two such multiply without error.
template <Arithmetic A> Real<A> upper_half(Real<A> x) { return bits_to_real(real_to_bits(x) & ~0xfff); }

// A number as the sum of two, the first with 12 bits.
template <Arithmetic A> struct Pair {
    Real<A> upper;
    Real<A> lower;
};

// log2 of a normal positive x to about 2^-31 of itself: 2 / ln 2 atanh(s) = s (2 / ln 2 + s^2 P(s^2)), s = (m - 1) / (m
// + 1) as a pair.
template <Arithmetic A> Pair<A> logarithm2_pair(Real<A> x) {
    constexpr std::array<float, 3> coefficients{0x1.ec70d2p-1f, 0x1.274ca0p-1f, 0x1.b93ea2p-2f};
    const BinarySplit<A> split = split_by_two(x);
    const Real<A> f = split.mantissa - 1.0f;
    const Real<A> divisor = split.mantissa + 1.0f;
    const Real<A> reciprocal = 1.0f / divisor;
    const Real<A> divisor_upper = upper_half(divisor);
    const Real<A> divisor_less_one = divisor_upper - 1.0f;
    const Real<A> divisor_lower = split.mantissa - divisor_less_one;
    const Real<A> s_upper = upper_half(f * reciprocal);
    const Real<A> rest = f - s_upper * divisor_upper;
    const Real<A> s_lower = (rest - s_upper * divisor_lower) * reciprocal;
    const Real<A> s = s_upper + s_lower;
    const Real<A> square_lower = s_lower * (s + s_upper);
    const Real<A> square = s_upper * s_upper + square_lower;
    const Real<A> curved = square * polynomial(square, coefficients);
    const Real<A> lower_of_upper = s_upper * (curved - 0x1.7135a8p-12f);
    const Real<A> lower = lower_of_upper + s_lower * (curved + 0x1.715476p+1f);
    const Real<A> linear_upper = s_upper * 0x1.716p+1f; // exact
    const Real<A> sum = split.exponent + linear_upper;
    const Real<A> lost = linear_upper - (sum - split.exponent);
    const Real<A> rounded = lower + lost;
    const Real<A> upper = upper_half(sum + rounded);
    return {upper, (sum - upper) + rounded};
}

// 2^(x y) for a pair x; +0 below 2^-126, infinity above the largest float.
template <Arithmetic A> Real<A> exponential2_of_product(Pair<A> x, Real<A> y) {
    const Real<A> y_upper = upper_half(y);
    const Real<A> y_lower = y - y_upper;
    const Real<A> upper = x.upper * y_upper; // exact
    const Real<A> cross = x.upper * y_lower;
    const Real<A> lower = cross + x.lower * y;
    const Real<A> product = upper + lower;
    const Boolean<A> at_low = product <= -126.0f;
    const Boolean<A> at_high = 128.0f <= product;
    const Real<A> magic_sum = select(at_high, 128.0f, select(at_low, -126.0f, product)) + nearest_magic;
    const Real<A> rest = (upper - (magic_sum - nearest_magic)) + lower;
    const Real<A> inside = scale(exponential2_of_rest(rest), magic_sum);
    // At the ends the rest decides, which the rounded product does not show.
    const Boolean<A> over = at_high & (0.0f <= rest);
    const Boolean<A> under = at_low & (rest < 0.0f);
    return select(over, infinity, select(under, 0.0f, inside));
}

// x^y. For x < 0: |x|^y with the sign of x where y is an odd whole number, without it where y is even, else NaN. x^0 is
// 1 and x^1 is x for every number, x^2 is x x rounded once. 0^y is +0 or, for y < 0, infinity (a subnormal x counts as
// +0). NaN where x or y is.
template <Arithmetic A> Real<A> power(Real<A> x, Real<A> y) {
    const Real<A> size = absolute(x);
    const Boolean<A> is_not_zero = 0x1p-126f <= size;
    const Boolean<A> is_normal = is_not_zero & (size < infinity);
    Pair<A> base = logarithm2_pair(select(is_normal, size, 1.0f));
    // For 0 and infinity a logarithm far out, so that every y but 0 (down to 2^-100) overflows or vanishes.
    base.upper = select(is_normal, base.upper, select(is_not_zero, 0x1p+120f, -0x1p+120f));
    const Real<A> not_above = select(0x1p+100f < y, 0x1p+100f, y);
    const Real<A> magnitude = exponential2_of_product(base, select(not_above < -0x1p+100f, -0x1p+100f, not_above));

    const Boolean<A> has_low_bits = absolute(y) < 0x1p24f; // beyond it every number is whole and even
    const Integer<A> whole = truncate_to_integer(select(has_low_bits, y, 0.0f));
    const Boolean<A> has_none = !has_low_bits;
    const Boolean<A> is_whole = has_none | (to_real(whole) == y);
    const Integer<A> sign = whole << 31;
    const Real<A> with_sign = bits_to_real(sign ^ real_to_bits(magnitude));
    const Real<A> of_negative = select(is_whole, with_sign, not_a_number);
    const Real<A> signed_power = select(x <= -0x1p-126f, of_negative, magnitude);

    const Real<A> square = x * x;
    const Real<A> square_or_other = select(y == 2.0f, square, signed_power);
    const Real<A> exact = select(y == 1.0f, x, square_or_other);
    const Boolean<A> is_number = x == x;
    return select(is_number & (y == y), exact, not_a_number);
}

} // namespace tactus::math
