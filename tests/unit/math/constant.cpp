// The functions of constants against the standard library in long double, and their exact values.
#include <doctest/doctest.h>

#include "compiler/math/constant.h"

#include <cmath>
#include <limits>
#include <random>

using namespace tactus::math;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

// In units of the last place of a double; 0 for two NaNs.
double error_in_ulp(double got, long double expected) {
    if (std::isnan(got) || std::isnan(expected)) {
        return std::isnan(got) == std::isnan(expected) ? 0 : inf;
    }
    if (std::isinf(got) || std::isinf(static_cast<double>(expected))) {
        return got == static_cast<double>(expected) ? 0 : inf;
    }
    int exponent = -1021;
    if (std::fabs(expected) >= 0x1p-1022L) {
        (void)std::frexp(expected, &exponent);
    }
    return static_cast<double>(std::ldexp(std::fabs(got - expected), 53 - exponent));
}

struct Range {
    double low;
    double high;
    bool both_signs;
};

// The largest error over arguments whose logarithms are evenly spread.
template <class Function, class Expected> double largest_error(Range range, Function function, Expected expected) {
    constexpr unsigned seed = 11;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> exponent(std::log(range.low), std::log(range.high));
    double largest = 0;
    for (int k = 0; k < 20'000; ++k) {
        const double size = std::exp(exponent(random));
        const double x = range.both_signs && k % 2 == 0 ? -size : size;
        const double error = error_in_ulp(function(x), expected(static_cast<long double>(x)));
        largest = error <= largest ? largest : error;
    }
    return largest;
}

#define CHECK_FUNCTION(name, standard, bound, ...)                                                                     \
    CHECK(largest_error(Range{__VA_ARGS__}, binary64::name, [](long double x) { return std::standard(x); }) <= (bound))

} // namespace

TEST_CASE("constants: at most 0.6 ulp of a double for normal results") {
    if (std::numeric_limits<long double>::digits < 64) {
        MESSAGE("SKIPPED: long double is no wider than double here");
        return;
    }
    MESSAGE("seed 11");
    CHECK_FUNCTION(exponential, exp, 0.6, 1e-20, 708, true);
    CHECK_FUNCTION(exponential2, exp2, 0.6, 1e-20, 1020, true);
    CHECK_FUNCTION(logarithm, log, 0.6, 1e-300, 1e300, false);
    CHECK_FUNCTION(logarithm, log, 0.6, 0.7, 1.4, false);
    CHECK_FUNCTION(logarithm2, log2, 0.6, 1e-3, 1e3, false);
    CHECK_FUNCTION(logarithm10, log10, 0.6, 1e-3, 1e3, false);
    CHECK_FUNCTION(sine, sin, 0.6, 1e-300, 4.19e6, true);
    CHECK_FUNCTION(cosine, cos, 0.6, 1e-20, 4.19e6, true);
    CHECK_FUNCTION(tangent, tan, 0.6, 1e-20, 4.19e6, true);
    CHECK_FUNCTION(arcsine, asin, 0.6, 1e-300, 1, true);
    CHECK_FUNCTION(arcsine, asin, 0.6, 0.3, 1, true);
    CHECK_FUNCTION(arccosine, acos, 0.6, 1e-10, 1, true);
    CHECK_FUNCTION(arctangent, atan, 0.6, 1e-300, 1e300, true);
    CHECK_FUNCTION(hyperbolic_sine, sinh, 0.6, 1e-300, 710, true);
    CHECK_FUNCTION(hyperbolic_cosine, cosh, 0.6, 1e-20, 710, true);
    CHECK_FUNCTION(hyperbolic_tangent, tanh, 0.63, 1e-300, 30, true);
    for (const double y : {-3.7, -0.5, 1.0 / 3, 2.0, 17.25, 100.0}) {
        CAPTURE(y);
        CHECK(largest_error(
                  Range{1e-3, 1e3, false}, [y](double x) { return binary64::power(x, y); },
                  [y](long double x) { return std::pow(x, static_cast<long double>(y)); }) <= 0.6);
        CHECK(largest_error(
                  Range{1e-6, 1e6, true}, [y](double x) { return binary64::arctangent2(y, x); },
                  [y](long double x) { return std::atan2(static_cast<long double>(y), x); }) <= 0.6);
    }
}

TEST_CASE("constants: values that are exact") {
    CHECK(binary64::power(3, 2) == 9);
    CHECK(binary64::power(10, 15) == 1e15);
    CHECK(binary64::power(-2, 3) == -8);
    CHECK(binary64::power(-2, 2) == 4);
    CHECK(binary64::power(2, 0.5) == 1.4142135623730951);
    CHECK(std::isnan(binary64::power(-2, 0.5)));
    CHECK(binary64::power(0, 0) == 1);
    CHECK(binary64::power(0, 3) == 0);
    CHECK(binary64::power(0, -1) == inf);
    CHECK(binary64::power(inf, -1) == 0);
    CHECK(binary64::power(0.5, inf) == 0);
    CHECK(binary64::exponential(1) == 2.718281828459045);
    CHECK(binary64::exponential(0) == 1);
    CHECK(binary64::exponential(710) == inf);
    CHECK(binary64::exponential(-inf) == 0);
    CHECK(binary64::exponential2(10) == 1024);
    CHECK(binary64::exponential2(0.5) == 1.4142135623730951);
    CHECK(binary64::logarithm(1) == 0);
    CHECK(binary64::logarithm(0) == -inf);
    CHECK(std::isnan(binary64::logarithm(-1)));
    CHECK(binary64::logarithm2(1024) == 10);
    CHECK(binary64::logarithm10(1e15) == 15);
    CHECK(binary64::logarithm10(inf) == inf);
    CHECK(binary64::sine(0) == 0);
    CHECK(binary64::cosine(0) == 1);
    CHECK(binary64::sine(3.141592653589793) == 1.2246467991473532e-16);
    CHECK(binary64::sine(1e10) == 0);
    CHECK(std::isnan(binary64::sine(inf)));
    CHECK(binary64::arccosine(-1) == 3.141592653589793);
    CHECK(binary64::arccosine(1) == 0);
    CHECK(binary64::arcsine(-1) == -1.5707963267948966);
    CHECK(std::isnan(binary64::arcsine(2)));
    CHECK(binary64::arctangent(inf) == 1.5707963267948966);
    CHECK(binary64::arctangent2(0, -1) == 3.141592653589793);
    CHECK(binary64::arctangent2(0, 0) == 0);
    CHECK(binary64::arctangent2(1e-300, 1e-300) == 0.7853981633974483);
    CHECK(binary64::hyperbolic_sine(1000) == inf);
    CHECK(binary64::hyperbolic_tangent(-50) == -1);
    for (const double x : {std::nan("")}) {
        CHECK(std::isnan(binary64::exponential(x)));
        CHECK(std::isnan(binary64::exponential2(x)));
        CHECK(std::isnan(binary64::logarithm(x)));
        CHECK(std::isnan(binary64::power(x, 2)));
        CHECK(std::isnan(binary64::sine(x)));
        CHECK(std::isnan(binary64::tangent(x)));
        CHECK(std::isnan(binary64::arctangent(x)));
        CHECK(std::isnan(binary64::arcsine(x)));
        CHECK(std::isnan(binary64::hyperbolic_sine(x)));
        CHECK(std::isnan(binary64::hyperbolic_cosine(x)));
        CHECK(std::isnan(binary64::hyperbolic_tangent(x)));
    }
}

TEST_CASE("constants: whole parts, remainders and phases") {
    CHECK(binary64::round(2.5) == 2);
    CHECK(binary64::round(-3.5) == -4);
    CHECK(binary64::round(4503599627370497.0) == 4503599627370497.0);
    CHECK(binary64::floor(-0.5) == -1);
    CHECK(binary64::ceiling(0.5) == 1);
    CHECK(binary64::truncate(-1.5) == -1);
    CHECK(binary64::fraction(-0.25) == 0.75);
    CHECK(binary64::fraction(-1e-300) < 1);
    CHECK(binary64::modulo(-1, 3) == 2);
    CHECK(std::isnan(binary64::modulo(1, 0)));
    CHECK(binary64::clamp(5, 0, 1) == 1);
    CHECK(binary64::clamp(std::nan(""), 0, 1) == 1);
    CHECK(binary64::phase_of(0.25) == 1 << 30);
    CHECK(binary64::phase_of(0.5) == std::numeric_limits<std::int32_t>::min());
    CHECK(binary64::phase_of(-0.5) == std::numeric_limits<std::int32_t>::min());
    CHECK(binary64::phase_of(3.75) == -(1 << 30));
    CHECK(binary64::phase_of(std::nan("")) == 0);
    CHECK(binary64::phase_of(inf) == 0);
}
