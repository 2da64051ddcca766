// Random numbers: a 32-bit linear congruential generator per source of noise, and the hash that seeds it.
#pragma once

#include "compiler/math/value.h"

namespace tactus::math {

// The next state. Constants: W. H. Press et al., "Numerical Recipes", 2nd edition, 1992, section 7.1 (full period).
template <Arithmetic A> Integer<A> random_step(Integer<A> state) { return state * 1664525 + 1013904223; }

// 0 <= y < 1: the upper 24 bits of a state, which are its good ones.
template <Arithmetic A> Real<A> random_value(Integer<A> state) {
    return to_real(shift_right_logical(state, 8)) * 0x1p-24f;
}

// A bijection of 32 bits in which every bit depends on every other: shifts and multipliers of C. Wellons, "Prospecting
// for Hash Functions", 2018 (public domain).
template <Arithmetic A> Integer<A> hash(Integer<A> i) {
    const Integer<A> first = (i ^ shift_right_logical(i, 16)) * 0x7feb352d;
    const Integer<A> second = (first ^ shift_right_logical(first, 15)) * static_cast<std::int32_t>(0x846ca68bu);
    return second ^ shift_right_logical(second, 16);
}

// One number from three; no symmetry between them.
template <Arithmetic A> Integer<A> hash3(Integer<A> i, Integer<A> j, Integer<A> k) {
    const Integer<A> ij = hash(i) + j;
    return hash(hash(ij) + k);
}

} // namespace tactus::math
