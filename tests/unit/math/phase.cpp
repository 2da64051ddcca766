// Phases: conversions judged by 64-bit integers, the purity of a tone, parts of a turn; and the random numbers.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <vector>

#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"
#include "tests/unit/math/measure.h"

using namespace tactus::math;

namespace {

ScalarArithmetic a;

} // namespace

TEST_CASE("numbers become phases modulo one turn") {
    CHECK(phase_of(a, 0.25f) == 1 << 30);
    CHECK(phase_of(a, -0.25f) == -(1 << 30));
    CHECK(phase_of(a, 0.5f) == std::numeric_limits<std::int32_t>::min());
    CHECK(phase_of(a, -0.5f) == std::numeric_limits<std::int32_t>::min());
    CHECK(phase_of(a, 1.5f) == std::numeric_limits<std::int32_t>::min());
    CHECK(phase_of(a, 7.125f) == 1 << 29);
    CHECK(phase_of(a, 1e-10f) == 0);
    CHECK(phase_of(a, 0x1p-32f) == 1);
    for (const float x : {4194305.5f, 1e20f, -1e20f, std::numeric_limits<float>::infinity(), std::nanf("")}) {
        CHECK(phase_of(a, x) == 0);
    }
    // Below 2^22: the remainder to the nearest whole number in double, which is exact, in steps of 2^-32 towards zero.
    sweep([](std::uint32_t bits) {
        const float x = std::bit_cast<float>(bits);
        if (std::fabs(x) < 0x1p22f) {
            const double steps = std::trunc(std::remainder(static_cast<double>(x), 1.0) * 0x1p32);
            const auto expected =
                static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::int64_t>(steps)));
            if (phase_of(a, x) != expected) {
                FAIL_CHECK("phase_of ", x);
            }
        }
    });
}

TEST_CASE("a phase read as a number is its upper 24 bits, below 1") {
    CHECK(turns_of(a, -1) == 1 - 0x1p-24f);
    CHECK(turns_of(a, std::numeric_limits<std::int32_t>::min()) == 0.5f);
    CHECK(turns_of(a, 255) == 0);
    CHECK(turns_of(a, 256) == 0x1p-24f);
}

TEST_CASE("parts of a turn: index and fraction by 64-bit products") {
    for (const std::int32_t parts : {1, 3, 16, 2048, 12345, 1 << 24}) {
        std::uint32_t state = 1;
        for (int k = 0; k < 100'000; ++k) {
            state = state * 747796405u + 2891336453u;
            const std::uint64_t product = std::uint64_t{state} * static_cast<std::uint32_t>(parts);
            const auto phase = static_cast<std::int32_t>(state);
            REQUIRE(phase_index(a, phase, parts) == static_cast<float>(product >> 32));
            REQUIRE(phase_part(a, phase, parts) == static_cast<std::int32_t>(product >> 32));
            REQUIRE(phase_fraction(a, phase, parts) == static_cast<float>((product & 0xffffffffu) >> 8) * 0x1p-24f);
        }
    }
}

TEST_CASE("quarter turns are exact") {
    CHECK(sine_of_phase(a, 0) == 0);
    CHECK(sine_of_phase(a, 1 << 30) == 1);
    CHECK(sine_of_phase(a, std::numeric_limits<std::int32_t>::min()) == 0);
    CHECK(sine_of_phase(a, -(1 << 30)) == -1);
    CHECK(cosine_of_phase(a, 0) == 1);
    CHECK(cosine_of_phase(a, 1 << 30) == 0);
    CHECK(cosine_of_phase(a, std::numeric_limits<std::int32_t>::min()) == -1);
    // The lowest bit of a phase still shows.
    CHECK(sine_of_phase(a, 1) == doctest::Approx(2 * 3.14159265358979 * 0x1p-32));
}

TEST_CASE("a tone of 440 Hz has THD+N below -120 dB") {
    // One second at 48 kHz; taken from it: the best fitting sine of the same increment and a constant (normal equations
    // in long double).
    const auto increment = static_cast<std::uint32_t>(std::llround(440.0 / 48000.0 * 0x1p32));
    const long double pi_long = 3.14159265358979323846264338327950288L;
    const int frames = 48000;
    long double in_phase = 0;
    long double quadrature = 0;
    long double mean = 0;
    std::vector<long double> angles;
    std::vector<float> samples;
    std::uint32_t phase = 0;
    for (int k = 0; k < frames; ++k, phase += increment) {
        const long double angle = 2 * pi_long * phase * 0x1p-32L;
        const float y = sine_of_phase(a, static_cast<std::int32_t>(phase));
        angles.push_back(angle);
        samples.push_back(y);
        in_phase += y * std::sin(angle) * 2 / frames;
        quadrature += y * std::cos(angle) * 2 / frames;
        mean += static_cast<long double>(y) / frames;
    }
    long double signal = 0;
    long double rest = 0;
    for (int k = 0; k < frames; ++k) {
        const auto at = static_cast<std::size_t>(k);
        const long double fitted = in_phase * std::sin(angles[at]) + quadrature * std::cos(angles[at]) + mean;
        signal += fitted * fitted;
        rest += (samples[at] - fitted) * (samples[at] - fitted);
    }
    const double ratio = static_cast<double>(10 * std::log10(rest / signal));
    MESSAGE("THD+N ", ratio, " dB, amplitude ", static_cast<double>(in_phase));
    CHECK(ratio < -120);
    CHECK(in_phase == doctest::Approx(1.0L).epsilon(1e-7));
}

TEST_CASE("the random generator has the full period's lower bits, an even mean and values below 1") {
    std::int32_t state = 12345;
    double sum = 0;
    float highest = 0;
    std::vector<bool> seen(1 << 16);
    for (int k = 0; k < 1 << 16; ++k) {
        state = random_step(a, state);
        const float y = random_value(a, state);
        sum += y;
        highest = std::max(highest, y);
        REQUIRE(y >= 0);
        seen[static_cast<std::uint32_t>(state) & 0xffffu] = true;
    }
    CHECK(highest < 1);
    CHECK(sum / (1 << 16) == doctest::Approx(0.5).epsilon(0.01));
    // A generator of full period has full period in its lowest 16 bits too (Hull and Dobell).
    CHECK(std::count(seen.begin(), seen.end(), true) == 1 << 16);
    CHECK(random_step(a, 0) == 1013904223);
}

TEST_CASE("the hash spreads every bit and tells its operands apart") {
    for (unsigned bit = 0; bit < 32; ++bit) {
        double flips = 0;
        for (std::int32_t k = 0; k < 2000; ++k) {
            const auto other = static_cast<std::int32_t>(static_cast<std::uint32_t>(k) ^ (1u << bit));
            flips += std::popcount(static_cast<std::uint32_t>(hash(a, k) ^ hash(a, other)));
        }
        CAPTURE(bit);
        CHECK(flips / 2000 == doctest::Approx(16).epsilon(0.05));
    }
    CHECK(hash3(a, 1, 2, 3) != hash3(a, 3, 2, 1));
    CHECK(hash3(a, 1, 2, 3) != hash3(a, 2, 1, 3));
    CHECK(hash3(a, 0, 0, 0) != hash3(a, 0, 0, 1));
}
