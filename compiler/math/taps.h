// The interpolating taps of a delay line, written once over an arithmetic backend: the interpreter runs them with
// numbers, lowering with values of its code. In: the distance d as a signal, its limits (the node's `a` and `b`) and
// `sample`, which gives the line's sample so many activations ago for a whole distance within the limits. Out: the
// tap's value. Every step is rounded as written.
#pragma once

#include <cstdint>

#include "compiler/math/rounding.h"
#include "compiler/math/value.h"

namespace tactus::math {

// What a tap is limited to; both are exact as floats (line lengths end at 2^24).
struct TapLimits {
    std::uint32_t least;   // `a`
    std::uint32_t longest; // `b`
};

// Not beyond the limits; a NaN becomes the longest.
template <Arithmetic A> Real<A> limit_distance(Real<A> d, TapLimits limits) {
    const Real<A> longest = constant(d, static_cast<float>(limits.longest));
    const Real<A> least = constant(d, static_cast<float>(limits.least));
    return maximum(minimum(d, longest), least);
}

// The sample at a whole distance, which is brought within the limits first.
template <Arithmetic A, typename Sample> Real<A> sample_at(Real<A> whole, TapLimits limits, Sample &&sample) {
    return sample(truncate_to_integer(limit_distance(whole, limits)));
}

template <Arithmetic A, typename Sample> Real<A> tap_nearest(Real<A> d, TapLimits limits, Sample &&sample) {
    const Real<A> whole = floor(limit_distance(d, limits) + 0.5f);
    return sample_at(whole, limits, sample);
}

template <Arithmetic A, typename Sample> Real<A> tap_linear(Real<A> d, TapLimits limits, Sample &&sample) {
    const Real<A> within = limit_distance(d, limits);
    const Real<A> whole = floor(within);
    const Real<A> f = within - whole;
    const Real<A> s0 = sample_at(whole, limits, sample);
    const Real<A> s1 = sample_at(whole + 1.0f, limits, sample);
    const Real<A> slope = s1 - s0;
    const Real<A> part = f * slope;
    return s0 + part;
}

// Third-order Lagrange through the samples at -1, 0, 1, 2 (Laakso et al., Splitting the unit delay, 1996), as the line
// through the middle two and a correction of its curve: with c = f (f - 1) / 6,
//   y = s0 + f (s1 - s0) + c ((2 - f) (sm - 2 s0 + s1) + (f + 1) (s0 - 2 s1 + s2)).
template <Arithmetic A, typename Sample> Real<A> tap_cubic(Real<A> d, TapLimits limits, Sample &&sample) {
    const Real<A> within = limit_distance(d, limits);
    const Real<A> whole = floor(within);
    const Real<A> f = within - whole;
    const Real<A> sm = sample_at(whole - 1.0f, limits, sample);
    const Real<A> s0 = sample_at(whole, limits, sample);
    const Real<A> s1 = sample_at(whole + 1.0f, limits, sample);
    const Real<A> s2 = sample_at(whole + 2.0f, limits, sample);
    const Real<A> slope = s1 - s0;
    const Real<A> line = s0 + f * slope;
    const Real<A> left = sm - s0;
    const Real<A> left_curve = left + slope; // sm - 2 s0 + s1
    const Real<A> right = s2 - s1;
    const Real<A> right_curve = right - slope; // s0 - 2 s1 + s2
    const Real<A> below = f - 1.0f;
    const Real<A> product = f * below;
    const Real<A> c = product * 0x1.555556p-3f;
    const Real<A> left_weight = 2.0f - f;
    const Real<A> right_weight = f + 1.0f;
    const Real<A> left_part = left_weight * left_curve;
    const Real<A> right_part = right_weight * right_curve;
    const Real<A> curve = left_part + right_part;
    return line + c * curve;
}

// First-order allpass (Jaffe and Smith, Extensions of the Karplus-Strong algorithm, 1983): y = s(i + 1) + g (s(i) -
// last), i = floor(d - 1/2), so that the fractional delay e = d - i lies in 1/2 <= e < 3/2, g = (1 - e) / (1 + e).
// `last` is the tap's memory: its y on the last activation, the line's `value` before the first.
template <Arithmetic A, typename Sample>
Real<A> tap_allpass(Real<A> d, TapLimits limits, Real<A> last, Sample &&sample) {
    const Real<A> within = limit_distance(d, limits);
    const Real<A> whole = floor(within - 0.5f);
    const Real<A> e = within - whole;
    const Real<A> above = 1.0f - e;
    const Real<A> below = 1.0f + e;
    const Real<A> g = above / below;
    const Real<A> s0 = sample_at(whole, limits, sample);
    const Real<A> s1 = sample_at(whole + 1.0f, limits, sample);
    const Real<A> difference = s0 - last;
    const Real<A> part = g * difference;
    return s1 + part;
}

} // namespace tactus::math
