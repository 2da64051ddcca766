// Functions of an angle in radians and their inverses. Coefficients: coefficients/fit.py.
// An angle is reduced in two steps without rounding error: by multiples of 355, which is 113 half turns and 3e-5 (Zu
// Chongzhi's ratio), then by half turns, with both constants in summands short enough for exact products (after W. J.
// Cody and W. Waite, "Software Manual for the Elementary Functions", 1980). Angles from 2^22 on count as whole turns;
// an infinite one gives NaN.
#pragma once

#include "compiler/math/exponential.h"

namespace tactus::math {

inline constexpr float largest_angle = 0x1p22f;

// x = 355 count + near, |near| < 178.
template <Arithmetic A> struct NearAngle {
    Real<A> count;
    Real<A> near;
    Real<A> excess;      // count (355 - 113 pi), its upper bits, exact
    Integer<A> odd_sign; // the sign bit set where count is odd
};

template <Arithmetic A> NearAngle<A> near_angle(Real<A> x) {
    const Real<A> zero = x - x; // NaN for infinity and NaN
    const Real<A> angle = select(absolute(x) < largest_angle, x, zero);
    const Real<A> magic_sum = angle * 0x1.7135cep-9f + nearest_magic;
    const Real<A> count = magic_sum - nearest_magic;
    const Real<A> near = angle - count * 355.0f;
    const Real<A> excess = count * 0x1.fap-16f;
    return {count, near, excess, real_to_bits(magic_sum) << 31};
}

// The angle less `half_turns` half turns (a multiple of 1/2, at most 58): |result| <= 1.571 when half_turns is the
// nearest.
template <Arithmetic A> Real<A> less_half_turns(const NearAngle<A> &angle, Real<A> half_turns) {
    const Real<A> without_turns = angle.near - half_turns * 0x1.922p+1f;
    const Real<A> first = without_turns + angle.excess; // exact up to here
    const Real<A> turns_middle = half_turns * -0x1.2aefp-17f;
    const Real<A> middle = turns_middle - angle.count * -0x1.0cp-26f;
    const Real<A> second = first - middle;
    const Real<A> lost = (first - second) - middle;
    const Real<A> turns_lower = half_turns * 0x1.68c234p-38f;
    const Real<A> lower = turns_lower - angle.count * 0x1.848d6ap-39f;
    return second + (lost - lower);
}

// sin r for |r| <= 1.571.
template <Arithmetic A> Real<A> sine_of_rest(Real<A> r) {
    constexpr std::array<float, 4> coefficients{-0x1.55554cp-3f, 0x1.110edap-7f, -0x1.9f70eep-13f, 0x1.5dc8c4p-19f};
    const Real<A> square = r * r;
    const Real<A> curved = r * polynomial(square, coefficients);
    return r + square * curved;
}

// Sine of x radians.
template <Arithmetic A> Real<A> sine(Real<A> x) {
    const NearAngle<A> angle = near_angle(x);
    const Real<A> magic_sum = (angle.near + angle.excess) * 0x1.45f306p-2f + nearest_magic;
    const Real<A> rest = less_half_turns(angle, magic_sum - nearest_magic);
    const Integer<A> sign = angle.odd_sign ^ (real_to_bits(magic_sum) << 31);
    return bits_to_real(sign ^ real_to_bits(sine_of_rest(rest)));
}

// Cosine of x radians: minus the sine of what is left of x after a whole number of half turns and a quarter.
template <Arithmetic A> Real<A> cosine(Real<A> x) {
    const NearAngle<A> angle = near_angle(x);
    const Real<A> magic_sum = ((angle.near + angle.excess) * 0x1.45f306p-2f - 0.5f) + nearest_magic;
    const Real<A> rest = less_half_turns(angle, (magic_sum - nearest_magic) + 0.5f);
    const Integer<A> sign = angle.odd_sign ^ (real_to_bits(magic_sum) << 31);
    return -bits_to_real(sign ^ real_to_bits(sine_of_rest(rest)));
}

// Tangent of x radians; finite for every float below 2^22, since none is an odd number of quarter turns.
template <Arithmetic A> Real<A> tangent(Real<A> x) {
    constexpr std::array<float, 6> coefficients{0x1.5554dep-2f, 0x1.112deap-3f, 0x1.b5851ep-5f,
                                                0x1.9072a0p-6f, 0x1.96847ap-9f, 0x1.33e7c6p-7f};
    const NearAngle<A> angle = near_angle(x);
    const Real<A> magic_sum = (angle.near + angle.excess) * 0x1.45f306p-1f + nearest_magic;
    const Real<A> rest = less_half_turns(angle, (magic_sum - nearest_magic) * 0.5f);
    const Real<A> square = rest * rest;
    const Real<A> cube = rest * square;
    const Real<A> near_zero = rest + cube * polynomial(square, coefficients);
    const Boolean<A> even = (real_to_bits(magic_sum) & 1) == 0;
    const Real<A> numerator = select(even, near_zero, -1.0f);
    return numerator / select(even, 1.0f, near_zero);
}

inline constexpr float half_pi = 0x1.921fb6p+0f;
inline constexpr float pi = 0x1.921fb6p+1f;

// arctan t for 0 <= t <= 1.
template <Arithmetic A> Real<A> arctangent_of_rest(Real<A> t) {
    constexpr std::array<float, 8> coefficients{-0x1.5554dcp-2f, 0x1.9978ecp-3f, -0x1.230a92p-3f, 0x1.b4de8ep-4f,
                                                -0x1.35506cp-4f, 0x1.61ed5ap-5f, -0x1.0c15d0p-6f, 0x1.7ea1d2p-9f};
    const Real<A> square = t * t;
    const Real<A> cube = t * square;
    return t + cube * polynomial(square, coefficients);
}

// The angle between -pi/2 and pi/2 whose tangent is x.
template <Arithmetic A> Real<A> arctangent(Real<A> x) {
    const Real<A> size = absolute(x);
    const Boolean<A> steep = 1.0f < size;
    const Real<A> shorter = select(steep, 1.0f, size);
    const Real<A> angle = arctangent_of_rest(shorter / select(steep, size, 1.0f));
    const Real<A> positive = select(steep, half_pi - angle, angle);
    return signed_like(x, positive);
}

// The angle of the point (x, y), between -pi and pi. 0 for the origin; a zero counts as positive whatever its sign. NaN
// where both are infinite.
template <Arithmetic A> Real<A> arctangent2(Real<A> y, Real<A> x) {
    const Real<A> height = absolute(y);
    const Real<A> width = absolute(x);
    const Boolean<A> steep = width < height;
    const Real<A> longer = select(steep, height, width);
    const Real<A> shorter = select(steep, width, height);
    const Real<A> angle = arctangent_of_rest(shorter / select(longer == 0.0f, 1.0f, longer));
    const Real<A> right = select(steep, half_pi - angle, angle);
    const Real<A> left = pi - right;
    const Real<A> upper = select(x < 0.0f, left, right);
    return signed_like(y, upper);
}

// For |x| <= 1/2: arcsin |x|; above: arcsin sqrt((1 - |x|) / 2), half of the arc cosine. NaN where |x| > 1.
template <Arithmetic A> Real<A> arcsine_part(Real<A> size, Boolean<A> far) {
    constexpr std::array<float, 5> coefficients{0x1.5555c8p-3f, 0x1.330204p-4f, 0x1.747bbap-5f, 0x1.8c3e2ap-6f,
                                                0x1.595c8cp-5f};
    const Real<A> half_left = (1.0f - size) * 0.5f;
    const Real<A> square = select(far, half_left, size * size);
    const Real<A> root = square_root(half_left);
    const Real<A> s = select(far, root, size);
    const Real<A> cube = s * square;
    return s + cube * polynomial(square, coefficients);
}

// The angle between -pi/2 and pi/2 whose sine is x; NaN where |x| > 1.
template <Arithmetic A> Real<A> arcsine(Real<A> x) {
    const Real<A> size = absolute(x);
    const Boolean<A> far = 0.5f < size;
    const Real<A> part = arcsine_part(size, far);
    const Real<A> positive = select(far, half_pi - (part + part), part);
    return signed_like(x, positive);
}

// The angle between 0 and pi whose cosine is x; NaN where |x| > 1.
template <Arithmetic A> Real<A> arccosine(Real<A> x) {
    const Real<A> size = absolute(x);
    const Boolean<A> far = 0.5f < size;
    const Real<A> part = arcsine_part(size, far);
    const Real<A> twice = part + part;
    const Boolean<A> negative = x < 0.0f;
    const Real<A> far_angle = select(negative, pi - twice, twice);
    const Real<A> side_angle = half_pi - select(negative, -part, part);
    return select(far, far_angle, side_angle);
}

} // namespace tactus::math
