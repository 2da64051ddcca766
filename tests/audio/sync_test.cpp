// stdlib/sync.tac: the step is a minimum-phase one, and what is synchronised has no aliases.
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

constexpr double rate = 48000.0;
constexpr std::size_t points = 65536;
const std::string family = "Hard sync";

} // namespace

TEST_CASE("minpart and minstep: a step that is late by any part of a sample is the same step later") {
    // One sample of lateness is the table's last entry, one sample of waiting is the recursion's first step.
    const Sound y = play(counting + "p = n == 10\nq = n == 11\nout = [minstep(p, 1), minstep(q, 0), minstep(p, 0.31), "
                                    "sum(minpart([0, 1, 2, 3, 4, 5], 0.31))]",
                         400);
    for (std::size_t i = 12; i < 400; ++i)
        CHECK(static_cast<double>(y[0][i - 2]) ==
              doctest::Approx(static_cast<double>(y[1][i])).epsilon(1e-5).scale(1.0));
    CHECK(static_cast<double>(y[2][10]) == doctest::Approx(static_cast<double>(y[3][0])).epsilon(1e-5));
    CHECK(static_cast<double>(y[1][11]) == doctest::Approx(-1.0).epsilon(1e-6)); // at once nothing of the step is there
    CHECK(std::abs(static_cast<double>(y[1][399])) < 1e-5);                      // in the end all of it
}

TEST_CASE("figures of the minimum-phase step") {
    // The kernel eight times finer than the samples: one step for each eighth of a sample.
    std::string calls;
    for (int i = 1; i <= 8; ++i)
        calls += fmt::format("{}plain + minstep(impulse, {})", i == 1 ? "" : ", ", i / 8.0);
    const Sound y = play(counting + "plain = if n >= 0 then 1 else 0\nout = [" + calls + "]", 512);
    std::vector<double> kernel;
    for (std::size_t i = 0; i < 8 * 512; ++i) {
        const double now = static_cast<double>(y[i % 8][i / 8]);
        kernel.push_back(now - (i == 0 ? 0.0 : static_cast<double>(y[(i - 1) % 8][(i - 1) / 8])));
    }
    std::vector<std::complex<double>> spectrum(kernel.begin(), kernel.end());
    transform(spectrum);
    double pass = 0.0, stop = 0.0;
    for (std::size_t i = 0; i < spectrum.size() / 2; ++i) {
        const double f = static_cast<double>(i) / static_cast<double>(spectrum.size()) * 8.0 * rate;
        // The mean over an eighth of a sample, which the differences are, is divided out again.
        const double x = pi * f / (8.0 * rate), level = std::abs(spectrum[i]) / (x == 0.0 ? 1.0 : std::sin(x) / x);
        if (f < 20000.0)
            pass = std::max(pass, std::abs(decibels(level)));
        if (f > 28000.0 && f < 100000.0)
            stop = std::max(stop, level);
    }
    figure(family, "minstep: deviation from level below 20 kHz", pass, at_most(0.02), "dB");
    figure(family, "minstep: most that is left above 28 kHz", decibels(stop), at_most(-80.0), "dB");
    // Of all filters with these levels the minimum-phase one delays least: its delay at 0 Hz is the sum of n times the
    // cepstrum of log |H| (Oppenheim and Schafer, Discrete-Time Signal Processing, "cepstrum"); a zero outside of the
    // unit circle would add. The zeros of the stop band stand on the circle: weights of 0.99^n draw them in.
    double delay = 0.0, least = 0.0, whole = 0.0;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        kernel[i] *= std::pow(0.99, static_cast<double>(i));
        whole += kernel[i];
        delay += static_cast<double>(i) * kernel[i] / 8.0;
    }
    delay /= whole;
    spectrum.assign(kernel.begin(), kernel.end());
    transform(spectrum);
    for (auto &h : spectrum)
        h = std::log(std::abs(h));
    transform(spectrum);
    for (std::size_t i = 1; i < spectrum.size() / 2; ++i)
        least += 2.0 * static_cast<double>(i) * spectrum[i].real() / static_cast<double>(spectrum.size()) / 8.0;
    figure(family, "minstep: delay at 0 Hz beyond that of the minimum-phase filter of the same levels", delay - least,
           within(0.05), "samples");
}

TEST_CASE("figures of hard sync") {
    for (const double master : {441.37, 1245.73, 5007.31}) {
        for (const double ratio : {1.5, 2.37, 3.19}) {
            const Sound y = play(fmt::format("out = sync({}Hz, {}Hz)", master, master * ratio), points + 4800);
            const auto steady = y.part(4800, points);
            const std::string name = fmt::format("sync at {} Hz, slave {} times as fast", master, ratio);
            figure(family, name + ": aliases below 20 kHz", alias_level(steady, master, 20000.0, rate), at_most(-90.0),
                   "dB");
            if (ratio == 2.37)
                figure(family, name + ": aliases in the whole band", alias_level(steady, master, 24000.0, rate),
                       at_most(-45.0), "dB");
        }
    }
}

TEST_CASE("sync: its harmonics are those of the ideal wave; of the master's frequency it is the saw") {
    const double f0 = 441.37, ratio = 2.37;
    const Sound y = play(fmt::format("out = [sync({0}Hz, {1}Hz), sync({0}Hz, {0}Hz)]", f0, f0 * ratio), points);
    for (int k = 1; k * f0 < 18000.0; ++k) {
        // The series of 2 frac(ratio m) - 1 over one turn of m, by summation in double.
        std::complex<double> c = 0.0;
        const int steps = 200000;
        for (int i = 0; i < steps; ++i) {
            const double m = (i + 0.5) / steps, x = 2.0 * (ratio * m - std::floor(ratio * m)) - 1.0;
            c += x * std::polar(1.0, -2.0 * pi * k * m) * (2.0 / steps);
        }
        CAPTURE(k);
        CHECK(std::abs(amplitude(y[0], k * f0, rate) - std::abs(c)) < 4e-4);
        CHECK(std::abs(decibels(amplitude(y[1], k * f0, rate) * pi * k / 2.0)) < 0.05);
    }
}

TEST_CASE("sync stays bounded while both frequencies move at audio rate") {
    const Sound y = play("out = sync(300Hz + 200Hz * sine(130Hz), 2kHz * 36st ^ sine(97Hz))", 96000);
    CHECK(peak(y[0]) < 2.5);
}
