// What the elementary functions are written over: a backend that does single operations of the kernel's allow-list. The
// interpreter's backend is ScalarArithmetic (scalar.h: numbers); code generation brings one whose types are values of
// the code it builds, any number of lanes wide. The functions are straight lines of these operations, the same for
// every backend, so they give the same bits everywhere.
//
// A backend is asked for nothing beyond IEEE binary32, round to nearest even, with subnormals and without contraction,
// and two's complement 32-bit integers that wrap. The three types may be one type. The bits of a NaN are free: no
// result that is not a NaN depends on them.
#pragma once

#include <concepts>
#include <cstdint>

namespace tactus::math {

template <class A>
concept Arithmetic = requires(A &a, const typename A::Real x, const typename A::Integer i, const typename A::Boolean b,
                              float number, std::int32_t whole, unsigned count) {
    // The same number in all lanes (also infinity and NaN).
    { a.real_constant(number) } -> std::convertible_to<typename A::Real>;
    { a.integer_constant(whole) } -> std::convertible_to<typename A::Integer>;

    { a.add(x, x) } -> std::convertible_to<typename A::Real>;
    { a.subtract(x, x) } -> std::convertible_to<typename A::Real>;
    { a.multiply(x, x) } -> std::convertible_to<typename A::Real>;
    { a.divide(x, x) } -> std::convertible_to<typename A::Real>;
    { a.negate(x) } -> std::convertible_to<typename A::Real>;      // fneg: the sign bit flips
    { a.absolute(x) } -> std::convertible_to<typename A::Real>;    // llvm.fabs: the sign bit is cleared
    { a.square_root(x) } -> std::convertible_to<typename A::Real>; // IEEE; NaN below zero

    // Ordered comparisons (fcmp olt, ole, oeq): false when either side is a NaN.
    { a.less(x, x) } -> std::convertible_to<typename A::Boolean>;
    { a.less_equal(x, x) } -> std::convertible_to<typename A::Boolean>;
    { a.equal(x, x) } -> std::convertible_to<typename A::Boolean>;

    { a.boolean_and(b, b) } -> std::convertible_to<typename A::Boolean>;
    { a.boolean_or(b, b) } -> std::convertible_to<typename A::Boolean>;
    { a.boolean_not(b) } -> std::convertible_to<typename A::Boolean>;
    // The second operand where the first is true, else the third; both are computed.
    { a.select(b, x, x) } -> std::convertible_to<typename A::Real>;

    // 32 bits, wrapping; shifts by a constant 0 <= count < 32.
    { a.integer_add(i, i) } -> std::convertible_to<typename A::Integer>;
    { a.integer_subtract(i, i) } -> std::convertible_to<typename A::Integer>;
    { a.integer_multiply(i, i) } -> std::convertible_to<typename A::Integer>;
    // The upper 32 bits of the 64-bit product, both factors unsigned.
    { a.unsigned_multiply_high(i, i) } -> std::convertible_to<typename A::Integer>;
    { a.integer_and(i, i) } -> std::convertible_to<typename A::Integer>;
    { a.integer_xor(i, i) } -> std::convertible_to<typename A::Integer>;
    { a.integer_equal(i, i) } -> std::convertible_to<typename A::Boolean>;
    { a.shift_left(i, count) } -> std::convertible_to<typename A::Integer>;
    { a.shift_right_logical(i, count) } -> std::convertible_to<typename A::Integer>;
    { a.shift_right_arithmetic(i, count) } -> std::convertible_to<typename A::Integer>;

    // sitofp, rounded to nearest even.
    { a.to_real(i) } -> std::convertible_to<typename A::Real>;
    // fptosi, towards zero; the functions call it only with -2^31 <= x < 2^31 (a select before it sees to that).
    { a.truncate_to_integer(x) } -> std::convertible_to<typename A::Integer>;
    // The 32 bits as they are, in both directions.
    { a.bits_to_real(i) } -> std::convertible_to<typename A::Real>;
    { a.real_to_bits(x) } -> std::convertible_to<typename A::Integer>;
};

} // namespace tactus::math
