// The figures of the parts of stdlib/ode.tac and spectral.tac: one step of each search against its rule, a stiff
// equation against much finer steps, a matrix and its inverse; bins that pass or do not.
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
const std::string equations = "Differential equations and circuits";
const std::string spectra = "Spectra";

double value(const Sound &y, std::size_t i, std::size_t channel = 0) { return static_cast<double>(y[channel][i]); }

} // namespace

TEST_CASE("figures of implicitstep + newtonstep") {
    const std::string node = "node onevolt(v, u) = (u - v) * 4800Hz\n";
    const Sound y = play(counting + node +
                             "x = (n - 500) / 250\nout = [implicitstep([x], 0, [0.4], 1, onevolt)[0], "
                             "newtonstep(x, 0, 0.4, 1, onevolt, 100), newtonstep(x, 0, 0.4, 1, onevolt, 0.1)]",
                         1001);
    double step = 0.0, newton = 0.0, limited = 0.0;
    // The rule: v = 0.4 + h / 2 f(v) with h / 2 f = 0.05 (1 - v); Newton's method finds it at once, for f is a line.
    const double solution = 0.45 / 1.05;
    for (std::size_t i = 0; i < 1001; ++i) {
        const double x = (static_cast<double>(i) - 500.0) / 250.0;
        step = std::max(step, std::abs(value(y, i) - (0.4 + 0.05 * (1.0 - x))));
        newton = std::max(newton, std::abs(value(y, i, 1) - solution));
        limited = std::max(limited, std::abs(value(y, i, 2) - (x + std::clamp(solution - x, -0.1, 0.1))));
    }
    figure(equations, "implicitstep: from the trapezoidal rule, x -2 … 2", step, at_most(1e-6), "");
    figure(equations, "newtonstep: from the solution of a linear equation, x -2 … 2", newton, at_most(1e-4), "");
    figure(equations, "newtonstep(most 0.1): from a way of 0.1 towards it", limited, at_most(1e-4), "");
}

TEST_CASE("figures of stiffode") {
    const Sound y = play("node cubic(v, u) = (u - v * v * v) * 10kHz\nout = stiffode(cubic, sine(110Hz))", 4800);
    // The classical Runge-Kutta method with 256 steps a sample, between the samples of the input a straight line.
    double v = 0.0, difference = 0.0, level = 0.0, before = 0.0;
    const auto speed = [](double x, double u) { return 10000.0 * (u - x * x * x); };
    for (std::size_t i = 0; i < 4800; ++i) {
        const double now = std::sin(2.0 * pi * 110.0 * static_cast<double>(i + 1) / rate), h = 1.0 / (256.0 * rate);
        for (int k = 0; k < 256; ++k) {
            const double a = before + (now - before) * k / 256.0, b = before + (now - before) * (k + 1) / 256.0;
            const double k1 = speed(v, a), k2 = speed(v + h / 2 * k1, (a + b) / 2),
                         k3 = speed(v + h / 2 * k2, (a + b) / 2);
            v += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + speed(v + h * k3, b));
        }
        before = now;
        difference += (value(y, i) - v) * (value(y, i) - v);
        level += v * v;
    }
    figure(equations, "stiffode of v' = (u - v^3) 10 kHz: against a solution with steps 256 times finer",
           decibels(std::sqrt(difference / level)), at_most(-60.0), "dB");
}

TEST_CASE("figures of exchange") {
    const double m[3][3] = {{2.0, 0.5, -0.3}, {0.5, 1.0, 0.25}, {-0.3, 0.25, 1.5}};
    const Sound y = play("r = fold(0..2, [[2, 0.5, -0.3], [0.5, 1, 0.25], [-0.3, 0.25, 1.5]] + 0 * noise(), exchange)\n"
                         "out = [r[0][0], r[0][1], r[0][2], r[1][0], r[1][1], r[1][2], r[2][0], r[2][1], r[2][2]]",
                         1);
    double off = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k < 3; ++k)
                sum += m[i][k] * value(y, 0, 3 * k + j);
            off = std::max(off, std::abs(sum - (i == j ? 1.0 : 0.0)));
        }
    }
    figure(equations, "exchange: three of them, the matrix times what they make from unity", off, at_most(1e-6), "");
}

TEST_CASE("figures of binfreq + passbins + gatebins") {
    const Sound y =
        play(counting + "p = passbins(1, 2, n, 1kHz, 2kHz, 1024)\nlevel = n / 1024\ng = gatebins(256 * level, 0, "
                        "5, -12dB, 1024)\nout = [binfreq(n, 1024) / 1Hz, p.a, p.b, g.a]",
             1024);
    double off = 0.0;
    int wrong = 0, gate_wrong = 0;
    for (std::size_t i = 0; i < 1024; ++i) {
        const double f = static_cast<double>(std::min(i, 1024 - i)) * rate / 1024.0;
        off = std::max(off, std::abs(value(y, i) - f));
        const double open = f >= 1000.0 && f <= 2000.0 ? 1.0 : 0.0;
        wrong += value(y, i, 1) == open && value(y, i, 2) == 2.0 * open ? 0 : 1;
        // A sine of amplitude a in its bin: a size / 4 under a Hann window.
        const double a = static_cast<double>(i) / 1024.0;
        gate_wrong += value(y, i, 3) == (a > std::pow(10.0, -12.0 / 20.0) ? 256.0 * a : 0.0) ? 0 : 1;
    }
    figure(spectra, "binfreq of 1024: from the distance to 0 Hz times the bin's width", off, at_most(0.01), "Hz");
    figure(spectra, "passbins(1 kHz, 2 kHz) of 1024: bins on the wrong side", wrong, within(0.0), "");
    figure(spectra, "gatebins(-12 dB) of 1024: wrong answers of 1024 levels", gate_wrong, within(0.0), "");
}

TEST_CASE("figures of spectrumblock") {
    // A constant through a block whose bins are left as they are comes out under a squared Hann window.
    const Sound y =
        play("node same(re, im, bin) -> a, b {\n    a = re + 0 * bin\n    b = im\n}\nout = spectrumblock(1 + 0 * "
             "noise(), same, 256, 0)",
             4096);
    constexpr std::size_t start = 2048; // a whole number of blocks
    double off = 0.0;
    for (std::size_t i = 0; i < 1024; ++i)
        off =
            std::max(off, std::abs(value(y, start + i) - std::pow(std::sin(pi * static_cast<double>(i) / 256.0), 4.0)));
    figure(spectra, "spectrumblock of 256: a constant from the squared Hann window", off, at_most(1e-5), "");
}
