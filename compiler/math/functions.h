// Every function for the raw values of a backend: math::sine(arithmetic, x). Names and order of operands are those of
// compiler/graph/ops.def. What a function gives for every argument is said where it is written; the errors are in
// docs/reference/math.md.
#pragma once

#include "compiler/math/exponential.h"
#include "compiler/math/logarithm.h"
#include "compiler/math/phase.h"
#include "compiler/math/random.h"
#include "compiler/math/rounding.h"
#include "compiler/math/trigonometric.h"

namespace tactus::math {

template <Arithmetic A> typename A::Real floor(A &a, typename A::Real x) { return floor(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real ceiling(A &a, typename A::Real x) { return ceiling(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real round(A &a, typename A::Real x) { return round(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real truncate(A &a, typename A::Real x) { return truncate(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real fraction(A &a, typename A::Real x) { return fraction(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real modulo(A &a, typename A::Real x, typename A::Real y) {
    return modulo(Real<A>{&a, x}, Real<A>{&a, y}).value;
}
template <Arithmetic A> typename A::Real minimum(A &a, typename A::Real x, typename A::Real y) {
    return minimum(Real<A>{&a, x}, Real<A>{&a, y}).value;
}
template <Arithmetic A> typename A::Real maximum(A &a, typename A::Real x, typename A::Real y) {
    return maximum(Real<A>{&a, x}, Real<A>{&a, y}).value;
}
template <Arithmetic A> typename A::Real clamp(A &a, typename A::Real x, typename A::Real low, typename A::Real high) {
    return clamp(Real<A>{&a, x}, Real<A>{&a, low}, Real<A>{&a, high}).value;
}
template <Arithmetic A> typename A::Real calm(A &a, typename A::Real x) { return calm(Real<A>{&a, x}).value; }

template <Arithmetic A> typename A::Real square_root(A &a, typename A::Real x) { return a.square_root(x); }
template <Arithmetic A> typename A::Real exponential(A &a, typename A::Real x) {
    return exponential(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real exponential2(A &a, typename A::Real x) {
    return exponential2(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real logarithm(A &a, typename A::Real x) { return logarithm(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real logarithm2(A &a, typename A::Real x) {
    return logarithm2(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real logarithm10(A &a, typename A::Real x) {
    return logarithm10(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real power(A &a, typename A::Real x, typename A::Real y) {
    return power(Real<A>{&a, x}, Real<A>{&a, y}).value;
}

template <Arithmetic A> typename A::Real sine(A &a, typename A::Real x) { return sine(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real cosine(A &a, typename A::Real x) { return cosine(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real tangent(A &a, typename A::Real x) { return tangent(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real arcsine(A &a, typename A::Real x) { return arcsine(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real arccosine(A &a, typename A::Real x) { return arccosine(Real<A>{&a, x}).value; }
template <Arithmetic A> typename A::Real arctangent(A &a, typename A::Real x) {
    return arctangent(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real arctangent2(A &a, typename A::Real y, typename A::Real x) {
    return arctangent2(Real<A>{&a, y}, Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real hyperbolic_sine(A &a, typename A::Real x) {
    return hyperbolic_sine(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real hyperbolic_cosine(A &a, typename A::Real x) {
    return hyperbolic_cosine(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real hyperbolic_tangent(A &a, typename A::Real x) {
    return hyperbolic_tangent(Real<A>{&a, x}).value;
}

template <Arithmetic A> typename A::Integer phase_of(A &a, typename A::Real x) {
    return phase_of(Real<A>{&a, x}).value;
}
template <Arithmetic A> typename A::Real turns_of(A &a, typename A::Integer i) {
    return turns_of(Integer<A>{&a, i}).value;
}
template <Arithmetic A> typename A::Real sine_of_phase(A &a, typename A::Integer i) {
    return sine_of_phase(Integer<A>{&a, i}).value;
}
template <Arithmetic A> typename A::Real cosine_of_phase(A &a, typename A::Integer i) {
    return cosine_of_phase(Integer<A>{&a, i}).value;
}
template <Arithmetic A> typename A::Integer phase_part(A &a, typename A::Integer i, std::int32_t parts) {
    return phase_part(Integer<A>{&a, i}, parts).value;
}
template <Arithmetic A> typename A::Real phase_index(A &a, typename A::Integer i, std::int32_t parts) {
    return phase_index(Integer<A>{&a, i}, parts).value;
}
template <Arithmetic A> typename A::Real phase_fraction(A &a, typename A::Integer i, std::int32_t parts) {
    return phase_fraction(Integer<A>{&a, i}, parts).value;
}

template <Arithmetic A> typename A::Integer random_step(A &a, typename A::Integer i) {
    return random_step(Integer<A>{&a, i}).value;
}
template <Arithmetic A> typename A::Real random_value(A &a, typename A::Integer i) {
    return random_value(Integer<A>{&a, i}).value;
}
template <Arithmetic A> typename A::Integer hash(A &a, typename A::Integer i) { return hash(Integer<A>{&a, i}).value; }
template <Arithmetic A>
typename A::Integer hash3(A &a, typename A::Integer i, typename A::Integer j, typename A::Integer k) {
    return hash3(Integer<A>{&a, i}, Integer<A>{&a, j}, Integer<A>{&a, k}).value;
}

} // namespace tactus::math
