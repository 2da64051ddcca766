// stdlib/osc.tac against Fourier series and against recurrences in double: pitch, levels of harmonics, aliases.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
constexpr std::size_t points = 65536;
const double pitches[] = {441.37, 1245.73, 5007.31};

std::string hertz(double f) { return std::to_string(f) + "Hz"; }

// The level of harmonic k against what the series says, in dB.
double harmonic_error(Samples y, double f0, int k, double expected) {
    return decibels(amplitude(y, k * f0, rate) / expected);
}

} // namespace

TEST_CASE("phasor: a phase that turns with its frequency, both ways, without drift") {
    const Sound y = play("out = [phasor(1234.5Hz), phasor(-100Hz)]", 48000);
    for (std::size_t i = 0; i < 48000; i += 37) {
        const double up = 1234.5 * static_cast<double>(i + 1) / rate;
        const double down = 100.0 * static_cast<double>(i + 1) / rate;
        const double error_up = static_cast<double>(y[0][i]) - (up - std::floor(up));
        const double error_down = static_cast<double>(y[1][i]) - (std::ceil(down) - down);
        CHECK(std::abs(error_up - std::round(error_up)) < 1e-5);
        CHECK(std::abs(error_down - std::round(error_down)) < 1e-5);
    }
}

TEST_CASE("sine: pitch within 0.1 cent, nothing but the sine above -120 dB") {
    const Sound y = play("out = sine(440Hz)", points);
    const double f = pitch(y[0], 440.0, rate);
    CHECK(std::abs(cents(f, 440.0)) < 0.1);
    CHECK(amplitude(y[0], f, rate) == doctest::Approx(1.0).epsilon(1e-5));
    CHECK(distortion_and_noise(y[0], f, rate) < -120.0);
}

TEST_CASE("operator: a modulated sine with feedback, as its recurrence in double says") {
    const Sound y = play("out = operator(220Hz, 0.2 * sine(330Hz), 0.1)", 4800);
    double y1 = 0.0, y2 = 0.0;
    for (std::size_t i = 0; i < 4800; ++i) {
        const double t = static_cast<double>(i + 1) / rate;
        const double m = 0.2 * std::sin(2 * pi * 330.0 * t);
        const double now = std::sin(2 * pi * (220.0 * t + m + 0.1 * (y1 + y2) / 2));
        y2 = y1;
        y1 = now;
        CHECK(static_cast<double>(y[0][i]) == doctest::Approx(now).epsilon(2e-4));
    }
}

TEST_CASE("saw: harmonics 1/k, aliases of the cheap and of the fine one") {
    const double cheap_alias[] = {-68.0, -63.0, -56.0}; // a two-sample polynomial step has -59, -54, -47
    for (std::size_t p = 0; p < 3; ++p) {
        const double f0 = pitches[p];
        CAPTURE(f0);
        const Sound y = play("out = [saw(" + hertz(f0) + "), saw(" + hertz(f0) + ", quality: fine)]", points);
        CHECK(std::abs(cents(pitch(y[0], f0, rate), f0)) < 0.1);
        for (int k = 1; k * f0 < 17000.0; ++k) {
            CAPTURE(k);
            if (k * f0 < 12000.0)
                CHECK(std::abs(harmonic_error(y[0], f0, k, 2.0 / (pi * k))) < 0.5);
            CHECK(std::abs(harmonic_error(y[1], f0, k, 2.0 / (pi * k))) < 0.1);
        }
        CHECK(alias_level(y[0], f0, 10000.0, rate) < cheap_alias[p]);
        CHECK(alias_level(y[1], f0, 20000.0, rate) < -90.0);
        CHECK(alias_level(y[1], f0, 24000.0, rate) < -100.0);
        CHECK(std::abs(mean(y[0])) < 1e-2);
    }
}

TEST_CASE("sawtooth, cheapstep, finestep: rising from -1 to 1, one jump per turn at phase 0") {
    const Sound y = play("p = phasor(100Hz)\nout = [sawtooth(p, 100Hz), cheapstep(p - 0.5, 100Hz), sawtooth(p, 100Hz, "
                         "quality: fine), finestep(p - 0.5, 100Hz)]",
                         960);
    for (std::size_t i = 0; i < 480; ++i) {
        const double p = static_cast<double>(i + 1) / 480.0;
        // Away from the jump both are the naive line; the fine one rings for 16 samples to each side.
        if (i > 3 && i < 476)
            CHECK(static_cast<double>(y[0][i]) == doctest::Approx(2 * p - 1).epsilon(1e-4));
        if (i > 18 && i < 460)
            CHECK(static_cast<double>(y[2][i]) == doctest::Approx(2 * p - 1).epsilon(1e-4));
        // With the distance to the jump given directly, the jump is at its 0: half a turn later.
        const std::size_t later = (i + 240) % 960;
        CHECK(static_cast<double>(y[1][later]) == doctest::Approx(static_cast<double>(y[0][i])).epsilon(1e-3));
        CHECK(static_cast<double>(y[3][later]) == doctest::Approx(static_cast<double>(y[2][i])).epsilon(1e-3));
    }
}

TEST_CASE("saw: frequency through zero and at audio rate stays bounded and free of jumps of its own") {
    const Sound y = play("out = [saw(300Hz * sine(3Hz)), saw(200Hz + 400Hz * sine(150Hz), quality: fine)]", 48000);
    CHECK(peak(y[0]) < 1.3);
    CHECK(peak(y[1]) < 1.5);
}

TEST_CASE("clenshaw: fold with it adds a series of sines") {
    const Sound y = play("a = [0.2, -0.5, 1, 0.3]\nb = fold(a, [0, 0], clenshaw(twice: 2 * cos(0.3)))\nout = [b[0] * "
                         "sin(0.3), b[0] * cos(0.3) - b[1]]",
                         2);
    const double coefficient[] = {0.3, 1.0, -0.5, 0.2}; // of the angle times 1, 2, 3, 4
    double sines = 0.0, cosines = 0.0;
    for (int k = 1; k <= 4; ++k) {
        sines += coefficient[k - 1] * std::sin(0.3 * k);
        cosines += coefficient[k - 1] * std::cos(0.3 * k);
    }
    CHECK(static_cast<double>(y[0][1]) == doctest::Approx(sines).epsilon(1e-5));
    CHECK(static_cast<double>(y[1][1]) == doctest::Approx(cosines).epsilon(1e-5));
}

TEST_CASE("square and pulse: harmonics of the series, no even ones in the square, the mean of the width") {
    for (const double f0 : pitches) {
        CAPTURE(f0);
        const Sound y = play("out = [square(" + hertz(f0) + "), square(" + hertz(f0) + ", quality: fine), pulse(" +
                                 hertz(f0) + ", 0.2, quality: fine)]",
                             points);
        for (int k = 1; k * f0 < 17000.0; ++k) {
            CAPTURE(k);
            const double narrow = 4.0 / (pi * k) * std::abs(std::sin(pi * k * 0.2));
            if (narrow > 0.01)
                CHECK(std::abs(harmonic_error(y[2], f0, k, narrow)) < 0.1);
            if (k % 2 == 0) {
                CHECK(amplitude(y[1], k * f0, rate) < 1e-4);
                continue;
            }
            if (k * f0 < 12000.0)
                CHECK(std::abs(harmonic_error(y[0], f0, k, 4.0 / (pi * k))) < 0.5);
            CHECK(std::abs(harmonic_error(y[1], f0, k, 4.0 / (pi * k))) < 0.1);
        }
        CHECK(alias_level(y[1], f0, 20000.0, rate) < -90.0);
        CHECK(alias_level(y[0], f0, 10000.0, rate) < -47.0);
        CHECK(mean(y[2]) == doctest::Approx(2 * 0.2 - 1).epsilon(0.01));
    }
}

TEST_CASE("triangle: odd harmonics 1/k^2, from -1 to 1, upwards first") {
    for (const double f0 : pitches) {
        CAPTURE(f0);
        const Sound y = play("out = [triangle(" + hertz(f0) + "), triangle(" + hertz(f0) + ", quality: fine)]", points);
        for (int k = 1; k * f0 < 17000.0; k += 2) {
            CAPTURE(k);
            const double expected = 8.0 / (pi * pi * k * k);
            if (k * f0 < 12000.0)
                CHECK(std::abs(harmonic_error(y[0], f0, k, expected)) < 0.5);
            if (expected > 1e-3)
                CHECK(std::abs(harmonic_error(y[1], f0, k, expected)) < 0.1);
        }
        CHECK(alias_level(y[0], f0, 10000.0, rate) < -60.0);
        CHECK(alias_level(y[1], f0, 20000.0, rate) < -90.0);
        CHECK(std::abs(mean(y[0])) < 1e-3);
    }
    const Sound slow = play("out = triangle(10Hz)", 4800);
    CHECK(static_cast<double>(slow[0][1199]) == doctest::Approx(0.0).epsilon(1e-3));
    CHECK(static_cast<double>(slow[0][2399]) == doctest::Approx(1.0).epsilon(1e-2));
}

TEST_CASE("roundcorner, cheapcorner, finecorner: the distance itself away from the corner, level at it") {
    const Sound y = play(counting + "x = n / 2000\nout = [cheapcorner(x, 100Hz), finecorner(x, 100Hz), roundcorner(x, "
                                    "100Hz), roundcorner(x, 100Hz, quality: fine)]",
                         1000);
    for (std::size_t i = 0; i < 1000; ++i) {
        const double x = static_cast<double>(i) / 2000.0;
        if (x > 2.0 * 100.0 / rate)
            CHECK(static_cast<double>(y[0][i]) == doctest::Approx(x).epsilon(1e-4));
        if (x > 16.0 * 100.0 / rate)
            CHECK(static_cast<double>(y[1][i]) == doctest::Approx(x).epsilon(1e-4));
        CHECK(y[2][i] == y[0][i]);
        CHECK(y[3][i] == y[1][i]);
    }
    CHECK(y[0][0] > 0.0f);
    CHECK(std::abs(y[0][1] - y[0][0]) < 0.5 / 2000.0);
}
