// The backend of plain numbers: what the interpreter, constant folding and the tests run the elementary functions with.
// Assumes that the including file is compiled with -ffp-contract=off.
#pragma once

#include <bit>
#include <cmath>

#include "compiler/math/arithmetic.h"

namespace tactus::math {

struct ScalarArithmetic {
    using Real = float;
    using Integer = std::int32_t;
    using Boolean = bool;

    static constexpr Real real_constant(float number) { return number; }
    static constexpr Integer integer_constant(std::int32_t whole) { return whole; }

    static constexpr Real add(Real x, Real y) { return x + y; }
    static constexpr Real subtract(Real x, Real y) { return x - y; }
    static constexpr Real multiply(Real x, Real y) { return x * y; }
    static constexpr Real divide(Real x, Real y) { return x / y; }
    static constexpr Real negate(Real x) { return -x; }
    static Real absolute(Real x) { return std::fabs(x); }
    static Real square_root(Real x) { return std::sqrt(x); }

    static constexpr Boolean less(Real x, Real y) { return x < y; }
    static constexpr Boolean less_equal(Real x, Real y) { return x <= y; }
    static constexpr Boolean equal(Real x, Real y) { return x == y; }

    static constexpr Boolean boolean_and(Boolean b, Boolean c) { return b && c; }
    static constexpr Boolean boolean_or(Boolean b, Boolean c) { return b || c; }
    static constexpr Boolean boolean_not(Boolean b) { return !b; }
    static constexpr Real select(Boolean b, Real x, Real y) { return b ? x : y; }

    static constexpr Integer integer_add(Integer i, Integer j) { return wrapped(word(i) + word(j)); }
    static constexpr Integer integer_subtract(Integer i, Integer j) { return wrapped(word(i) - word(j)); }
    static constexpr Integer integer_multiply(Integer i, Integer j) { return wrapped(word(i) * word(j)); }
    static constexpr Integer unsigned_multiply_high(Integer i, Integer j) {
        return wrapped(static_cast<std::uint32_t>((std::uint64_t{word(i)} * word(j)) >> 32));
    }
    static constexpr Integer integer_and(Integer i, Integer j) { return i & j; }
    static constexpr Integer integer_xor(Integer i, Integer j) { return i ^ j; }
    static constexpr Boolean integer_equal(Integer i, Integer j) { return i == j; }
    static constexpr Integer shift_left(Integer i, unsigned count) { return wrapped(word(i) << count); }
    static constexpr Integer shift_right_logical(Integer i, unsigned count) { return wrapped(word(i) >> count); }
    static constexpr Integer shift_right_arithmetic(Integer i, unsigned count) { return i >> count; }

    static constexpr Real to_real(Integer i) { return static_cast<float>(i); }
    static constexpr Integer truncate_to_integer(Real x) { return static_cast<std::int32_t>(x); }
    static constexpr Real bits_to_real(Integer i) { return std::bit_cast<float>(i); }
    static constexpr Integer real_to_bits(Real x) { return std::bit_cast<std::int32_t>(x); }

  private:
    static constexpr std::uint32_t word(Integer i) { return static_cast<std::uint32_t>(i); }
    static constexpr Integer wrapped(std::uint32_t word) { return static_cast<Integer>(word); }
};

static_assert(Arithmetic<ScalarArithmetic>);

} // namespace tactus::math
