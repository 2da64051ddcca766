// Values of a backend with the operators of the language, so that the functions read as formulas. In: a backend and its
// raw values; out: the backend's operations in the written order. In every expression at most one operand of an
// operator does work of its own, so the order of the generated operations does not depend on the host's compiler.
#pragma once

#include <array>
#include <cstddef>

#include "compiler/math/arithmetic.h"

namespace tactus::math {

template <Arithmetic A> struct Boolean {
    A *arithmetic;
    typename A::Boolean value;
};

template <Arithmetic A> struct Integer {
    A *arithmetic;
    typename A::Integer value;
};

template <Arithmetic A> struct Real {
    A *arithmetic;
    typename A::Real value;
};

template <Arithmetic A> Real<A> constant(Real<A> like, float number) {
    return {like.arithmetic, like.arithmetic->real_constant(number)};
}
template <Arithmetic A> Integer<A> constant(Integer<A> like, std::int32_t whole) {
    return {like.arithmetic, like.arithmetic->integer_constant(whole)};
}

template <Arithmetic A> Real<A> operator+(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->add(x.value, y.value)};
}
template <Arithmetic A> Real<A> operator-(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->subtract(x.value, y.value)};
}
template <Arithmetic A> Real<A> operator*(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->multiply(x.value, y.value)};
}
template <Arithmetic A> Real<A> operator/(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->divide(x.value, y.value)};
}
template <Arithmetic A> Real<A> operator-(Real<A> x) { return {x.arithmetic, x.arithmetic->negate(x.value)}; }
template <Arithmetic A> Real<A> operator+(Real<A> x, float y) { return x + constant(x, y); }
template <Arithmetic A> Real<A> operator-(Real<A> x, float y) { return x - constant(x, y); }
template <Arithmetic A> Real<A> operator*(Real<A> x, float y) { return x * constant(x, y); }
template <Arithmetic A> Real<A> operator+(float x, Real<A> y) { return constant(y, x) + y; }
template <Arithmetic A> Real<A> operator-(float x, Real<A> y) { return constant(y, x) - y; }
template <Arithmetic A> Real<A> operator*(float x, Real<A> y) { return constant(y, x) * y; }
template <Arithmetic A> Real<A> operator/(float x, Real<A> y) { return constant(y, x) / y; }

template <Arithmetic A> Boolean<A> operator<(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->less(x.value, y.value)};
}
template <Arithmetic A> Boolean<A> operator<=(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->less_equal(x.value, y.value)};
}
template <Arithmetic A> Boolean<A> operator==(Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->equal(x.value, y.value)};
}
template <Arithmetic A> Boolean<A> operator<(Real<A> x, float y) { return x < constant(x, y); }
template <Arithmetic A> Boolean<A> operator<=(Real<A> x, float y) { return x <= constant(x, y); }
template <Arithmetic A> Boolean<A> operator==(Real<A> x, float y) { return x == constant(x, y); }
template <Arithmetic A> Boolean<A> operator<(float x, Real<A> y) { return constant(y, x) < y; }
template <Arithmetic A> Boolean<A> operator<=(float x, Real<A> y) { return constant(y, x) <= y; }

template <Arithmetic A> Boolean<A> operator&(Boolean<A> b, Boolean<A> c) {
    return {b.arithmetic, b.arithmetic->boolean_and(b.value, c.value)};
}
template <Arithmetic A> Boolean<A> operator|(Boolean<A> b, Boolean<A> c) {
    return {b.arithmetic, b.arithmetic->boolean_or(b.value, c.value)};
}
template <Arithmetic A> Boolean<A> operator!(Boolean<A> b) {
    return {b.arithmetic, b.arithmetic->boolean_not(b.value)};
}

template <Arithmetic A> Real<A> select(Boolean<A> b, Real<A> x, Real<A> y) {
    return {x.arithmetic, x.arithmetic->select(b.value, x.value, y.value)};
}
template <Arithmetic A> Real<A> select(Boolean<A> b, Real<A> x, float y) { return select(b, x, constant(x, y)); }
template <Arithmetic A> Real<A> select(Boolean<A> b, float x, Real<A> y) { return select(b, constant(y, x), y); }
template <Arithmetic A> Real<A> select(Boolean<A> b, float x, float y) {
    A &a = *b.arithmetic;
    return {&a, a.select(b.value, a.real_constant(x), a.real_constant(y))};
}

template <Arithmetic A> Integer<A> operator+(Integer<A> i, Integer<A> j) {
    return {i.arithmetic, i.arithmetic->integer_add(i.value, j.value)};
}
template <Arithmetic A> Integer<A> operator-(Integer<A> i, Integer<A> j) {
    return {i.arithmetic, i.arithmetic->integer_subtract(i.value, j.value)};
}
template <Arithmetic A> Integer<A> operator*(Integer<A> i, Integer<A> j) {
    return {i.arithmetic, i.arithmetic->integer_multiply(i.value, j.value)};
}
template <Arithmetic A> Integer<A> operator&(Integer<A> i, Integer<A> j) {
    return {i.arithmetic, i.arithmetic->integer_and(i.value, j.value)};
}
template <Arithmetic A> Integer<A> operator^(Integer<A> i, Integer<A> j) {
    return {i.arithmetic, i.arithmetic->integer_xor(i.value, j.value)};
}
template <Arithmetic A> Integer<A> operator+(Integer<A> i, std::int32_t j) { return i + constant(i, j); }
template <Arithmetic A> Integer<A> operator-(Integer<A> i, std::int32_t j) { return i - constant(i, j); }
template <Arithmetic A> Integer<A> operator-(std::int32_t i, Integer<A> j) { return constant(j, i) - j; }
template <Arithmetic A> Integer<A> operator*(Integer<A> i, std::int32_t j) { return i * constant(i, j); }
template <Arithmetic A> Integer<A> operator&(Integer<A> i, std::int32_t j) { return i & constant(i, j); }
template <Arithmetic A> Integer<A> operator<<(Integer<A> i, unsigned count) {
    return {i.arithmetic, i.arithmetic->shift_left(i.value, count)};
}
template <Arithmetic A> Integer<A> shift_right_logical(Integer<A> i, unsigned count) {
    return {i.arithmetic, i.arithmetic->shift_right_logical(i.value, count)};
}
template <Arithmetic A> Integer<A> shift_right_arithmetic(Integer<A> i, unsigned count) {
    return {i.arithmetic, i.arithmetic->shift_right_arithmetic(i.value, count)};
}
template <Arithmetic A> Integer<A> unsigned_multiply_high(Integer<A> i, std::int32_t j) {
    return {i.arithmetic, i.arithmetic->unsigned_multiply_high(i.value, constant(i, j).value)};
}
template <Arithmetic A> Boolean<A> operator==(Integer<A> i, std::int32_t j) {
    return {i.arithmetic, i.arithmetic->integer_equal(i.value, constant(i, j).value)};
}

template <Arithmetic A> Real<A> absolute(Real<A> x) { return {x.arithmetic, x.arithmetic->absolute(x.value)}; }
template <Arithmetic A> Real<A> square_root(Real<A> x) { return {x.arithmetic, x.arithmetic->square_root(x.value)}; }
template <Arithmetic A> Real<A> to_real(Integer<A> i) { return {i.arithmetic, i.arithmetic->to_real(i.value)}; }
template <Arithmetic A> Integer<A> truncate_to_integer(Real<A> x) {
    return {x.arithmetic, x.arithmetic->truncate_to_integer(x.value)};
}
template <Arithmetic A> Real<A> bits_to_real(Integer<A> i) {
    return {i.arithmetic, i.arithmetic->bits_to_real(i.value)};
}
template <Arithmetic A> Integer<A> real_to_bits(Real<A> x) {
    return {x.arithmetic, x.arithmetic->real_to_bits(x.value)};
}

// c[0] + x (c[1] + x (c[2] + …)), Horner's rule.
template <Arithmetic A, std::size_t count> Real<A> polynomial(Real<A> x, const std::array<float, count> &coefficients) {
    static_assert(count >= 2);
    Real<A> sum = coefficients[count - 2] + x * coefficients[count - 1];
    for (std::size_t k = count - 2; k > 0; --k) {
        sum = coefficients[k - 1] + x * sum;
    }
    return sum;
}

} // namespace tactus::math
