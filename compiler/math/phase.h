// Phases: 32-bit fractions of a turn that wrap, as signed integers (-1/2 .. 1/2 turn) or unsigned (0 .. 1). Sums and
// differences of phases are the integer ones. Coefficients: coefficients/fit.py.
#pragma once

#include "compiler/math/rounding.h"

namespace tactus::math {

// x modulo 1 turn, towards zero within half a turn; a half is -2^31. 0 for NaN and infinity. From 2^22 on x counts as
// whole.
template <Arithmetic A> Integer<A> phase_of(Real<A> x) {
    const Real<A> nearest = (x + nearest_magic) - nearest_magic;
    const Real<A> whole = select(absolute(x) < 0x1p22f, nearest, x);
    const Real<A> rest = x - whole;
    const Real<A> steps = rest * 0x1p32f;
    const Real<A> wrapped = select(steps < 0x1p31f, steps, -0x1p31f);
    return truncate_to_integer(select(steps <= 0x1p31f, wrapped, 0.0f));
}

// The phase as 0 <= y < 1: its upper 24 bits.
template <Arithmetic A> Real<A> turns_of(Integer<A> phase) { return to_real(shift_right_logical(phase, 8)) * 0x1p-24f; }

// sin(2 pi p 2^-32) for a phase within a quarter turn, -2^30 <= p <= 2^30.
template <Arithmetic A> Real<A> sine_of_quarter(Integer<A> phase) {
    constexpr std::array<float, 5> coefficients{0x1.243f6ap-1f, -0x1.4abbbcp-1f, 0x1.4667fep-4f, -0x1.323d16p-8f,
                                                0x1.3cc88cp-13f};
    const Real<A> y = to_real(phase) * 0x1p-30f;
    return y + y * polynomial(y * y, coefficients);
}

// How far a phase is from 0 in either direction, 0 .. 2^31 (which is -2^31).
template <Arithmetic A> Integer<A> distance_from_zero(Integer<A> phase) {
    const Integer<A> sign = shift_right_arithmetic(phase, 31);
    return (phase ^ sign) - sign;
}

// Sine of a phase; folded to a quarter turn as an integer, so that all 32 bits count.
template <Arithmetic A> Real<A> sine_of_phase(Integer<A> phase) {
    return sine_of_quarter((1 << 30) - distance_from_zero(phase - (1 << 30)));
}

// Cosine of a phase.
template <Arithmetic A> Real<A> cosine_of_phase(Integer<A> phase) {
    return sine_of_quarter((1 << 30) - distance_from_zero(phase));
}

// floor(p n / 2^32): which of n equal parts of a turn the phase is in, 0 .. n - 1. 1 <= n <= 2^24.
template <Arithmetic A> Integer<A> phase_part(Integer<A> phase, std::int32_t parts) {
    return unsigned_multiply_high(phase, parts);
}
template <Arithmetic A> Real<A> phase_index(Integer<A> phase, std::int32_t parts) {
    return to_real(phase_part(phase, parts));
}

// How far into that part the phase is, 0 <= y < 1: the upper 24 bits.
template <Arithmetic A> Real<A> phase_fraction(Integer<A> phase, std::int32_t parts) { return turns_of(phase * parts); }

} // namespace tactus::math
