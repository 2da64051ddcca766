// Values that must come out exactly, and the rules for arguments outside a function's range.
#include <doctest/doctest.h>

#include <initializer_list>
#include <limits>
#include <random>

#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"

using namespace tactus::math;

namespace {

ScalarArithmetic a;
constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float nan32 = std::numeric_limits<float>::quiet_NaN();
constexpr float subnormal = 1e-40f;
constexpr float largest = std::numeric_limits<float>::max();

} // namespace

TEST_CASE("whole parts of halves, of large numbers and of what is no number") {
    CHECK(floor(a, -0.5f) == -1);
    CHECK(floor(a, -1e-30f) == -1);
    CHECK(floor(a, 4194304.5f) == 4194304);
    CHECK(floor(a, -4194304.5f) == -4194305);
    CHECK(ceiling(a, 4194304.5f) == 4194305);
    CHECK(ceiling(a, -0.5f) == 0);
    CHECK(truncate(a, -1.75f) == -1);
    CHECK(round(a, 0.5f) == 0);
    CHECK(round(a, 1.5f) == 2);
    CHECK(round(a, 2.5f) == 2);
    CHECK(round(a, -2.5f) == -2);
    CHECK(round(a, 4194304.5f) == 4194304);
    CHECK(round(a, 4194305.5f) == 4194306);
    for (const float x : {8388609.0f, 1e30f, -1e30f, inf, -inf}) {
        CAPTURE(x);
        CHECK(floor(a, x) == x);
        CHECK(ceiling(a, x) == x);
        CHECK(truncate(a, x) == x);
        CHECK(round(a, x) == x);
    }
    for (const float zero : {floor(a, -0.0f), round(a, -0.3f), truncate(a, -0.9f), ceiling(a, -0.9f)}) {
        CHECK(zero == 0);
        CHECK_FALSE(std::signbit(zero));
    }
}

TEST_CASE("a fraction stays below 1") {
    CHECK(fraction(a, 2.75f) == 0.75f);
    CHECK(fraction(a, -0.25f) == 0.75f);
    CHECK(fraction(a, -1e-30f) == 0x1.fffffep-1f);
    CHECK(fraction(a, 1e30f) == 0);
    CHECK(std::isnan(fraction(a, inf)));
    CHECK(std::isnan(fraction(a, nan32)));
}

TEST_CASE("modulo is exact for whole numbers of 24 bits") {
    constexpr unsigned seed = 7;
    MESSAGE("seed ", seed);
    std::mt19937 random(seed);
    for (int k = 0; k < 1'000'000; ++k) {
        // Small divisors make the large quotients, where a rounded quotient could step over a whole number.
        const auto divisor = static_cast<long>(1 + random() % (k % 2 == 0 ? 9u : 1u << 22));
        const auto dividend = static_cast<long>(random() % ((1u << 24) - (1u << 22))) * (k % 3 == 0 ? -1 : 1);
        const long expected = ((dividend % divisor) + divisor) % divisor;
        const float got = modulo(a, static_cast<float>(dividend), static_cast<float>(divisor));
        CAPTURE(dividend);
        CAPTURE(divisor);
        REQUIRE(got == static_cast<float>(expected));
    }
    CHECK(modulo(a, -1.0f, 3.0f) == 2);
    CHECK(modulo(a, 1.0f, -3.0f) == -2);
    CHECK(modulo(a, 5.5f, 2.0f) == 1.5f);
    CHECK(std::isnan(modulo(a, 1.0f, 0.0f)));
    CHECK(std::isnan(modulo(a, inf, 2.0f)));
}

TEST_CASE("of two numbers the second wins against a NaN") {
    CHECK(minimum(a, 1.0f, 2.0f) == 1);
    CHECK(maximum(a, 1.0f, 2.0f) == 2);
    CHECK(minimum(a, nan32, 2.0f) == 2);
    CHECK(maximum(a, nan32, 2.0f) == 2);
    CHECK(std::isnan(minimum(a, 1.0f, nan32)));
    CHECK(std::isnan(maximum(a, 1.0f, nan32)));
    CHECK(clamp(a, 5.0f, 0.0f, 1.0f) == 1);
    CHECK(clamp(a, -5.0f, 0.0f, 1.0f) == 0);
    CHECK(clamp(a, nan32, 0.0f, 1.0f) == 1);
}

TEST_CASE("calm keeps 2^-60 to 2^60 and heals the rest") {
    for (const float x : {0x1p-60f, -0x1p-60f, 1.0f, 0x1.fffffep59f, -0x1.fffffep59f}) {
        CHECK(calm(a, x) == x);
    }
    for (const float x : {0x1.fffffep-61f, -0x1.fffffep-61f, 0x1p60f, subnormal, inf, -inf, nan32, -0.0f}) {
        CHECK(calm(a, x) == 0);
        CHECK_FALSE(std::signbit(calm(a, x)));
    }
}

TEST_CASE("powers of two are exact, and exponentials end in 0 and infinity") {
    for (int n = -126; n < 128; ++n) {
        CHECK(exponential2(a, static_cast<float>(n)) == std::ldexp(1.0f, n));
        CHECK(logarithm2(a, std::ldexp(1.0f, n)) == static_cast<float>(n));
        CHECK(power(a, 2.0f, static_cast<float>(n)) == std::ldexp(1.0f, n));
    }
    CHECK(exponential2(a, 128.0f) == inf);
    CHECK(exponential2(a, inf) == inf);
    CHECK(exponential2(a, -126.00001f) == 0);
    CHECK(exponential2(a, -inf) == 0);
    CHECK(exponential(a, 0.0f) == 1);
    CHECK(exponential(a, -0.0f) == 1);
    CHECK(exponential(a, 88.73f) == inf);
    CHECK(exponential(a, inf) == inf);
    CHECK(exponential(a, -87.34f) == 0);
    CHECK(exponential(a, -inf) == 0);
    CHECK(logarithm(a, 1.0f) == 0);
    CHECK(logarithm10(a, 1.0f) == 0);
    CHECK(logarithm(a, 0.0f) == -inf);
    CHECK(logarithm2(a, -0.0f) == -inf);
    CHECK(logarithm10(a, subnormal) == -inf);
    CHECK(std::isnan(logarithm(a, -1.0f)));
    CHECK(logarithm(a, inf) == inf);
    CHECK(hyperbolic_tangent(a, 30.0f) == 1);
    CHECK(hyperbolic_tangent(a, -inf) == -1);
    CHECK(hyperbolic_cosine(a, 0.0f) == 1);
    CHECK(hyperbolic_sine(a, -inf) == -inf);
}

TEST_CASE("powers: signs, zeros, infinities and the exact exponents") {
    CHECK(power(a, -2.0f, 3.0f) == -8);
    CHECK(power(a, -2.0f, 4.0f) == 16);
    CHECK(power(a, -2.0f, -1.0f) == -0.5f);
    CHECK(power(a, -1.0f, 16777217.0f * 2) == 1);
    CHECK(power(a, -1.0f, 16777215.0f) == -1);
    CHECK(std::isnan(power(a, -2.0f, 0.5f)));
    CHECK(power(a, 0.0f, 2.5f) == 0);
    CHECK(power(a, -0.0f, 3.0f) == 0);
    CHECK(power(a, 0.0f, -2.5f) == inf);
    CHECK(power(a, subnormal, -2.5f) == inf);
    CHECK(power(a, 0.0f, 1e-20f) == 0);
    CHECK(power(a, 0.0f, inf) == 0);
    CHECK(power(a, inf, 0.25f) == inf);
    CHECK(power(a, inf, -0.25f) == 0);
    CHECK(power(a, -inf, 3.0f) == -inf);
    CHECK(power(a, 1.5f, inf) == inf);
    CHECK(power(a, 1.5f, -inf) == 0);
    CHECK(power(a, 0.5f, inf) == 0);
    CHECK(power(a, 1.0f, inf) == 1);
    CHECK(power(a, largest, 2.5f) == inf);
    CHECK(power(a, largest, -2.5f) == 0);
    CHECK(std::isnan(power(a, nan32, 2.0f)));
    CHECK(std::isnan(power(a, 2.0f, nan32)));
    for (const float x : {3.7f, -3.7f, 0.1f, 1e-20f, 1e30f, -inf, subnormal}) {
        CAPTURE(x);
        CHECK(power(a, x, 0.0f) == 1);
        CHECK(power(a, x, 1.0f) == x);
        CHECK(power(a, x, 2.0f) == x * x);
    }
    // Just inside and just outside the largest float: 2^127.99999 and 2^128.
    CHECK(power(a, 2.0f, 0x1.fffffep6f) < inf);
    CHECK(power(a, 0.5f, -128.0f) == inf);
}

TEST_CASE("angles: the axes, the limits of the inverses, and far away") {
    constexpr float pi32 = 0x1.921fb6p+1f;
    CHECK(sine(a, 0.0f) == 0);
    CHECK(cosine(a, 0.0f) == 1);
    CHECK(tangent(a, 0.0f) == 0);
    CHECK(arcsine(a, 1.0f) == pi32 / 2);
    CHECK(arcsine(a, -1.0f) == -pi32 / 2);
    CHECK(arccosine(a, 1.0f) == 0);
    CHECK(arccosine(a, -1.0f) == pi32);
    CHECK(arccosine(a, 0.0f) == pi32 / 2);
    CHECK(std::isnan(arcsine(a, 1.0000001f)));
    CHECK(std::isnan(arccosine(a, -2.0f)));
    CHECK(arctangent(a, inf) == pi32 / 2);
    CHECK(arctangent(a, -inf) == -pi32 / 2);
    CHECK(arctangent2(a, 0.0f, 0.0f) == 0);
    CHECK(arctangent2(a, 0.0f, -1.0f) == pi32);
    CHECK(arctangent2(a, 1.0f, 0.0f) == pi32 / 2);
    CHECK(arctangent2(a, -1.0f, 0.0f) == -pi32 / 2);
    CHECK(arctangent2(a, 1.0f, inf) == 0);
    CHECK(arctangent2(a, -inf, 3.0f) == -pi32 / 2);
    CHECK(std::isnan(arctangent2(a, inf, inf)));
    CHECK(std::isnan(arctangent2(a, nan32, 1.0f)));
    CHECK(std::isnan(arctangent2(a, 1.0f, nan32)));
    for (const float x : {0x1p22f, 1e10f, -largest}) {
        CHECK(sine(a, x) == 0);
        CHECK(cosine(a, x) == 1);
        CHECK(tangent(a, x) == 0);
    }
    CHECK(std::isnan(sine(a, inf)));
    CHECK(std::isnan(cosine(a, -inf)));
    // The float nearest to a multiple of pi with many bits of the quotient: 355 = 113 pi + 3.0144353e-5.
    CHECK(sine(a, 355.0f) == doctest::Approx(-3.0144353e-5).epsilon(1e-7));
}
