// A backend that computes nothing: it counts operations and folds them, with their operands, in their order into one
// number. All of its types are one type, as in code generation. Constants and bit casts cost nothing.
#pragma once

#include <bit>
#include <cstdint>

#include "compiler/math/arithmetic.h"

namespace tactus::math {

class TraceArithmetic {
  public:
    using Real = std::uint32_t;
    using Integer = std::uint32_t;
    using Boolean = std::uint32_t;

    unsigned operations = 0;
    unsigned divisions = 0; // of the operations: divisions and square roots
    std::uint64_t trace = 14695981039346656037u;

    // When a constant is made leaves no mark, only where it is used.
    static Real real_constant(float number) { return std::bit_cast<std::uint32_t>(number) * 2654435761u; }
    static Integer integer_constant(std::int32_t whole) { return static_cast<std::uint32_t>(whole) * 2246822519u; }
    Real add(Real x, Real y) { return record(3, x, y, 0); }
    Real subtract(Real x, Real y) { return record(4, x, y, 0); }
    Real multiply(Real x, Real y) { return record(5, x, y, 0); }
    Real divide(Real x, Real y) { return ++divisions, record(6, x, y, 0); }
    Real negate(Real x) { return record(7, x, 0, 0); }
    Real absolute(Real x) { return record(8, x, 0, 0); }
    Real square_root(Real x) { return ++divisions, record(9, x, 0, 0); }
    Boolean less(Real x, Real y) { return record(10, x, y, 0); }
    Boolean less_equal(Real x, Real y) { return record(11, x, y, 0); }
    Boolean equal(Real x, Real y) { return record(12, x, y, 0); }
    Boolean boolean_and(Boolean b, Boolean c) { return record(13, b, c, 0); }
    Boolean boolean_or(Boolean b, Boolean c) { return record(14, b, c, 0); }
    Boolean boolean_not(Boolean b) { return record(15, b, 0, 0); }
    Real select(Boolean b, Real x, Real y) { return record(16, b, x, y); }
    Integer integer_add(Integer i, Integer j) { return record(17, i, j, 0); }
    Integer integer_subtract(Integer i, Integer j) { return record(18, i, j, 0); }
    Integer integer_multiply(Integer i, Integer j) { return record(19, i, j, 0); }
    Integer unsigned_multiply_high(Integer i, Integer j) { return record(20, i, j, 0); }
    Integer integer_and(Integer i, Integer j) { return record(21, i, j, 0); }
    Integer integer_xor(Integer i, Integer j) { return record(22, i, j, 0); }
    Boolean integer_equal(Integer i, Integer j) { return record(23, i, j, 0); }
    Integer shift_left(Integer i, unsigned count) { return record(24, i, count, 0); }
    Integer shift_right_logical(Integer i, unsigned count) { return record(25, i, count, 0); }
    Integer shift_right_arithmetic(Integer i, unsigned count) { return record(26, i, count, 0); }
    Real to_real(Integer i) { return record(27, i, 0, 0); }
    Integer truncate_to_integer(Real x) { return record(28, x, 0, 0); }
    Real bits_to_real(Integer i) { return record(29, i, 0, 0, 0); }
    Integer real_to_bits(Real x) { return record(30, x, 0, 0, 0); }

  private:
    std::uint32_t record(std::uint32_t operation, std::uint32_t x, std::uint32_t y, std::uint32_t z,
                         unsigned cost = 1) {
        for (const std::uint32_t word : {operation, x, y, z}) {
            trace = (trace ^ word) * 1099511628211u;
        }
        operations += cost;
        return static_cast<std::uint32_t>(trace >> 32);
    }
};

static_assert(Arithmetic<TraceArithmetic>);

} // namespace tactus::math
