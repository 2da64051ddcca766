// Numbers as unevaluated sums of two doubles, about 100 bits: what the constant functions compute with. Assumes strict
// IEEE doubles
// (-ffp-contract=off). Sums and products without error: T. J. Dekker, "A floating-point technique for extending the
// available precision", 1971; D. E. Knuth, "The Art of Computer Programming", volume 2, section 4.2.2.
#pragma once

#include <cmath>

namespace tactus::math {

struct Twofold {
    double upper = 0;
    double lower = 0;
};

// a + b without error, for |a| >= |b| or a = 0.
inline Twofold ordered_sum(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

// a + b without error.
inline Twofold exact_sum(double a, double b) {
    const double sum = a + b;
    const double b_part = sum - a;
    const double a_part = sum - b_part;
    return {sum, (a - a_part) + (b - b_part)};
}

// a b without error; |a| and |b| below 2^990.
inline Twofold exact_product(double a, double b) {
    constexpr double splitter = 0x1p27 + 1;
    const double a_scaled = splitter * a;
    const double b_scaled = splitter * b;
    const double a_upper = a_scaled - (a_scaled - a);
    const double b_upper = b_scaled - (b_scaled - b);
    const double a_lower = a - a_upper;
    const double b_lower = b - b_upper;
    const double product = a * b;
    const double lost = ((a_upper * b_upper - product) + a_upper * b_lower + a_lower * b_upper) + a_lower * b_lower;
    return {product, lost};
}

inline Twofold operator-(Twofold x) { return {-x.upper, -x.lower}; }

inline Twofold operator+(Twofold x, Twofold y) {
    const Twofold upper = exact_sum(x.upper, y.upper);
    const Twofold lower = exact_sum(x.lower, y.lower);
    const Twofold first = ordered_sum(upper.upper, upper.lower + lower.upper);
    return ordered_sum(first.upper, first.lower + lower.lower);
}
inline Twofold operator+(Twofold x, double y) { return x + Twofold{y, 0}; }
inline Twofold operator-(Twofold x, Twofold y) { return x + -y; }

inline Twofold operator*(Twofold x, Twofold y) {
    const Twofold product = exact_product(x.upper, y.upper);
    return ordered_sum(product.upper, product.lower + (x.upper * y.lower + x.lower * y.upper));
}
inline Twofold operator*(Twofold x, double y) { return x * Twofold{y, 0}; }

inline Twofold operator/(Twofold x, Twofold y) {
    const double first = x.upper / y.upper;
    const Twofold left = x - y * first;
    const double second = left.upper / y.upper;
    const Twofold rest = left - y * second;
    return ordered_sum(first, second) + rest.upper / y.upper;
}
inline Twofold operator/(Twofold x, double y) { return x / Twofold{y, 0}; }

inline Twofold square_root(Twofold x) {
    if (x.upper <= 0) {
        return {};
    }
    const double root = std::sqrt(x.upper);
    const Twofold left = x - exact_product(root, root);
    return ordered_sum(root, left.upper / (2 * root));
}

// x 2^exponent; exact unless the result is subnormal.
inline Twofold scaled(Twofold x, int exponent) {
    return {std::ldexp(x.upper, exponent), std::ldexp(x.lower, exponent)};
}

// Rounded once.
inline double to_double(Twofold x) { return x.upper + x.lower; }

} // namespace tactus::math
