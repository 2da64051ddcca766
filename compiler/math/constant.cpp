// Rounding, exponentials, logarithms, powers and phases of constants: in and out are doubles. Series of Taylor on small
// arguments and Newton's iteration, in Twofold numbers, rounded to double at the end.
#include "compiler/math/constant.h"

#include <cmath>
#include <limits>

#include "compiler/math/factorials.h"
#include "compiler/math/twofold.h"

namespace tactus::math {

namespace {

constexpr double infinity64 = std::numeric_limits<double>::infinity();
constexpr double nan64 = std::numeric_limits<double>::quiet_NaN();
constexpr Twofold ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
constexpr Twofold ln10{0x1.26bb1bbb55516p+1, -0x1.f48ad494ea3e9p-53};

// e^x = (1 + less_one) 2^exponent.
struct ScaledExponential {
    Twofold less_one;
    int exponent;
};

// For |x| <= 800. With the argument cut to r / 256 the series ends early; (1 + s)^2 - 1 = 2 s + s^2 takes the cut back.
ScaledExponential exponential_less_one_of_rest(Twofold x) {
    const double whole = binary64::round(x.upper * (1 / ln2.upper));
    const Twofold rest = (x - ln2 * whole) * 0x1p-8;
    const auto &reciprocal = reciprocal_factorials();
    Twofold sum = reciprocal[9] * rest;
    for (std::size_t k = 8; k >= 1; --k) {
        sum = (reciprocal[k] + sum) * rest;
    }
    for (int k = 0; k < 8; ++k) {
        sum = sum * 2.0 + sum * sum;
    }
    return {sum, static_cast<int>(whole)};
}

// e^x - 1 for |x| <= 40.
Twofold exponential_less_one(Twofold x) {
    const ScaledExponential e = exponential_less_one_of_rest(x);
    return scaled(e.less_one, e.exponent) + exact_sum(std::ldexp(1.0, e.exponent), -1);
}

// In doubles, for a number near 1: ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.1716.
double near_logarithm(double m) {
    const double s = (m - 1) / (m + 1);
    double sum = 0;
    for (int k = 23; k >= 1; k -= 2) {
        sum = sum * (s * s) + 1.0 / k;
    }
    return 2 * s * sum;
}

// A step of Halley's iteration for e^y = m cubes the error of the double before.
Twofold logarithm_pair(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < 0x1.6a09e667f3bcdp-1) {
        mantissa *= 2;
        --exponent;
    }
    const Twofold f{mantissa - 1, 0};
    const double near = near_logarithm(mantissa);
    const Twofold e_less_one = exponential_less_one({near, 0});
    const Twofold y = (f - e_less_one) * 2.0 / (f + e_less_one + 2.0) + near;
    return ln2 * static_cast<double>(exponent) + y;
}

} // namespace

namespace binary64 {

double floor(double x) { return std::floor(x); }
double ceiling(double x) { return std::ceil(x); }
double truncate(double x) { return std::trunc(x); }

double round(double x) {
    const double magic = x < 0 ? -0x1p52 : 0x1p52;
    return std::fabs(x) < 0x1p52 ? (x + magic) - magic : x;
}

double fraction(double x) {
    const double part = x - std::floor(x);
    return part >= 1 ? 1 - 0x1p-53 : part;
}

double modulo(double x, double y) { return x - std::floor(x / y) * y; }
double minimum(double x, double y) { return x < y ? x : y; }
double maximum(double x, double y) { return y < x ? x : y; }
double clamp(double x, double low, double high) { return maximum(minimum(x, high), low); }

double square_root(double x) { return std::sqrt(x); }

namespace {

// e^x for a pair; at the ends of the range the limits.
double exponential_of_pair(Twofold x) {
    if (!(x.upper < 710)) {
        return x.upper >= 710 ? infinity64 : nan64;
    }
    if (x.upper < -746) {
        return 0;
    }
    const ScaledExponential e = exponential_less_one_of_rest(x);
    return std::ldexp(to_double(e.less_one + 1.0), e.exponent);
}

// A logarithm's value where it is no series: NaN below zero, -infinity at zero, x itself for infinity and NaN.
bool logarithm_limit(double x, double &limit) {
    if (x > 0 && x < infinity64) {
        return false;
    }
    limit = x < 0 ? nan64 : x == 0 ? -infinity64 : x;
    return true;
}

// |x|^y, |x| neither 0 nor infinite.
double positive_power(double x, double y) {
    // Beyond 2^80 every x but 1 is far out; the bound keeps products finite.
    const double bounded = clamp(y, -0x1p80, 0x1p80);
    return exponential_of_pair(logarithm_pair(x) * bounded);
}

} // namespace

double exponential(double x) { return exponential_of_pair({x, 0}); }
double exponential2(double x) { return x == x ? exponential_of_pair(ln2 * clamp(x, -2000, 2000)) : x; }

double logarithm(double x) {
    double limit = 0;
    return logarithm_limit(x, limit) ? limit : to_double(logarithm_pair(x));
}

double logarithm2(double x) {
    double limit = 0;
    return logarithm_limit(x, limit) ? limit : to_double(logarithm_pair(x) / ln2);
}

double logarithm10(double x) {
    double limit = 0;
    return logarithm_limit(x, limit) ? limit : to_double(logarithm_pair(x) / ln10);
}

double power(double x, double y) {
    if (!(x == x) || !(y == y)) {
        return nan64;
    }
    if (y == 0) {
        return 1;
    }
    const double size = std::fabs(x);
    const double magnitude = size == 0            ? (y < 0 ? infinity64 : 0)
                             : size == infinity64 ? (y < 0 ? 0 : infinity64)
                                                  : positive_power(size, y);
    if (!(x < 0)) {
        return magnitude;
    }
    if (std::floor(y) != y) {
        return nan64;
    }
    const bool odd = std::fabs(y) < 0x1p53 && std::floor(y / 2) * 2 != y;
    return odd ? -magnitude : magnitude;
}

namespace {

// e^x / 2 for x > 40, where e^-x no longer counts.
double half_exponential(double x) {
    if (!(x < 711)) {
        return x == x ? infinity64 : x;
    }
    const ScaledExponential e = exponential_less_one_of_rest({x, 0});
    return std::ldexp(to_double(e.less_one + 1.0), e.exponent - 1);
}

} // namespace

double hyperbolic_sine(double x) {
    const double size = std::fabs(x);
    if (!(size <= 40)) {
        return x < 0 ? -half_exponential(size) : half_exponential(size);
    }
    const Twofold t = exponential_less_one({size, 0});
    const double y = to_double((t + t / (t + 1.0)) * 0.5);
    return x < 0 ? -y : y;
}

double hyperbolic_cosine(double x) {
    const double size = std::fabs(x);
    if (!(size <= 40)) {
        return half_exponential(size);
    }
    const Twofold e = exponential_less_one({size, 0}) + 1.0;
    return to_double((e + Twofold{1, 0} / e) * 0.5);
}

double hyperbolic_tangent(double x) {
    if (!(std::fabs(x) < 20)) {
        return x < 0 ? -1 : x > 0 ? 1 : x;
    }
    const Twofold t = exponential_less_one({2 * x, 0});
    return to_double(t / (t + 2.0));
}

std::int32_t phase_of(double x) {
    const double rest = std::fabs(x) < 0x1p52 ? x - round(x) : 0;
    return rest < 0.5 ? static_cast<std::int32_t>(rest * 0x1p32) : std::numeric_limits<std::int32_t>::min();
}

} // namespace binary64
} // namespace tactus::math
