// stdlib/resample.tac: there and back again between two sample rates, and what quantising costs.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

std::string table_of(Samples x) {
    std::string text = fmt::format("table t[{}] = [", x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        text += fmt::format("{}{:.9g}", i == 0 ? "" : ", ", static_cast<double>(x[i]));
    return text + "]\n";
}

std::vector<float> resampled(Samples x, int from, int to) {
    PlayOptions options;
    options.rate = to;
    const auto frames = static_cast<std::size_t>(std::floor(static_cast<double>(x.size()) * to / from));
    return play(table_of(x) + fmt::format("out = resample(t, {}Hz)", from), frames, options)[0];
}

} // namespace

TEST_CASE("figures of resample") {
    // Nine sines from 97 Hz to 17.9 kHz, each at its own phase.
    std::vector<float> x(4096);
    const double pitches[] = {97.0, 441.37, 1245.73, 3001.3, 5007.31, 8111.1, 12003.9, 15555.5, 17900.0};
    for (std::size_t i = 0; i < x.size(); ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < std::size(pitches); ++k)
            sum += 0.1 * std::sin(2 * pi * pitches[k] * static_cast<double>(i) / 44100.0 + static_cast<double>(k));
        x[i] = static_cast<float>(sum);
    }
    const auto there = resampled(x, 44100, 48000);
    const auto back = resampled(there, 48000, 44100);
    double wrong = 0.0, level = 0.0, error = 0.0;
    for (std::size_t i = 256; i + 256 < back.size(); ++i) {
        wrong += std::pow(static_cast<double>(back[i]) - static_cast<double>(x[i]), 2);
        level += std::pow(static_cast<double>(x[i]), 2);
    }
    figure("Sampling", "resample 44.1 kHz to 48 kHz and back: what differs below 18 kHz",
           10.0 * std::log10(wrong / level), at_most(-100.0), "dB");
    level = 0.0;
    for (std::size_t i = 256; i + 256 < there.size(); ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < std::size(pitches); ++k)
            sum += 0.1 * std::sin(2 * pi * pitches[k] * static_cast<double>(i) / 48000.0 + static_cast<double>(k));
        error += std::pow(static_cast<double>(there[i]) - sum, 2);
        level += sum * sum;
    }
    figure("Sampling", "resample 44.1 kHz to 48 kHz: against the sines themselves", 10.0 * std::log10(error / level),
           at_most(-100.0), "dB");
}

TEST_CASE("sincread and resample: entries where there are entries and nothing outside") {
    const Sound y =
        play("table t[5] = [1, -2, 3, -4, 5]\n" + counting +
                 "out = [sincread(t, n, 0), sincread(t, n - 100, 0.5), resample(t, 48kHz), resample(t, 48kHz, "
                 "start: n == 20)]",
             64);
    for (std::size_t i = 0; i < 5; ++i) {
        const double expected = (i % 2 == 0 ? 1.0 : -1.0) * static_cast<double>(i + 1);
        CHECK(static_cast<double>(y[0][i]) == doctest::Approx(expected).epsilon(1e-6));
        CHECK(static_cast<double>(y[2][i]) == doctest::Approx(expected).epsilon(1e-6));
        CHECK(y[3][20 + i] == y[2][i]);
    }
    CHECK(peak(y.part(0, 30, 1)) == 0.0);
    CHECK(std::abs(y[0][20]) < 1e-6f);
}

TEST_CASE("figures of quantising") {
    const double f = 997.0, rate = 48000.0;
    const std::size_t points = 1u << 17;
    const Sound y =
        play("x = sine(997Hz) * 0.999\nlow = sine(997Hz) * 0.75 / 32768\nout = [crush(x, 16), crush(low, 16), "
             "dither(low, 16), low, dither(x, 16)]",
             points);
    const auto noise = [&](std::size_t channel) { return distortion_and_noise(y[channel], f, rate); };
    figure("Sampling", "crush(16) of a sine: everything else", noise(0), between(-99.0, -97.0), "dB");
    // The third harmonic of a sine of one step: quantised alone it is there, dithered it is not.
    const auto third = [&](std::size_t channel) {
        return decibels(amplitude(y[channel], 3 * f, rate) / amplitude(y[channel], f, rate));
    };
    figure("Sampling", "dither(16) of a sine of one step: third harmonic", third(2), at_most(-40.0), "dB");
    CHECK(third(1) > -20.0);
    figure("Sampling", "dither(16) of a sine of one step: level of the sine",
           decibels(amplitude(y[2], f, rate) / amplitude(y[3], f, rate)), within(0.1), "dB");
    figure("Sampling", "dither(16) of a sine: everything else", noise(4), between(-94.5, -92.5), "dB");
}

TEST_CASE("figures of the direct form of convolution") {
    // 127 coefficients of a windowed sinc, noise through them, against the sum in double.
    const Sound y =
        play("h = windowedsinc(127, 5kHz, 80)\nx = noise()\nout = [x, fir(x, h), fir(impulse, h)]\n" + counting, 8192);
    double wrong = 0.0, level = 0.0;
    for (std::size_t i = 127; i < 8192; ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 127; ++k)
            sum += static_cast<double>(y[2][k]) * static_cast<double>(y[0][i - k]);
        wrong += std::pow(static_cast<double>(y[1][i]) - sum, 2);
        level += sum * sum;
    }
    figure("Sampling", "fir: 127 coefficients against the convolution in 64 bits", 10.0 * std::log10(wrong / level),
           at_most(-120.0), "dB");
}
