// The figures of the parts of stdlib/shape.tac: shapes and their integrals against formulas, what the mean over a
// sample makes of them, which partials come out.
#include "tests/audio/curves.h"
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Waveshaping";

double clipped(double x) { return std::clamp(x, -1.0, 1.0); }
double folded(double x) { return 2.0 / pi * std::asin(std::sin(pi / 2.0 * x)); }

// The integral of a shape from 0, by Simpson's rule; corners of the shapes here fall between steps.
template <typename Shape> double integral(const Shape &shape, double x) {
    constexpr int steps = 512;
    const double h = x / steps;
    double sum = 0.0;
    for (int i = 0; i < steps; ++i)
        sum += h / 6.0 * (shape(i * h) + 4.0 * shape((i + 0.5) * h) + shape((i + 1.0) * h));
    return sum;
}

} // namespace

TEST_CASE("figures of tanhitself + folditself + softclip") {
    figure(family, "tanhitself(x): from tanh, x -4 … 4",
           off_curve("tanhitself(x)", [](double x) { return std::tanh(x); }), at_most(1e-6), "");
    figure(family, "folditself(x): from a triangle, x -4 … 4", off_curve("folditself(x)", folded), at_most(1e-6), "");
    const auto soft = [](double x) { return std::abs(x) > 1.5 ? std::copysign(1.0, x) : x - 4.0 / 27.0 * x * x * x; };
    figure(family, "softclip(x): from its cubic, x -4 … 4", off_curve("softclip(x)", soft), at_most(1e-6), "");
}

TEST_CASE("figures of tanhintegral + clipintegral + foldintegral") {
    // The node against the shape summed up from 0, both without what they have at 0.
    const auto off = [](const std::string &node, double (*shape)(double)) {
        return off_curve(node + "(x) - " + node + "(0)", [&](double x) { return integral(shape, x); });
    };
    figure(family, "tanhintegral(x): from the integral of tanh, x -4 … 4",
           off("tanhintegral", [](double x) { return std::tanh(x); }), at_most(1e-5), "");
    figure(family, "clipintegral(x): from the integral of a clipper, x -4 … 4", off("clipintegral", clipped),
           at_most(1e-5), "");
    figure(family, "foldintegral(x): from the integral of a triangle, x -4 … 4", off("foldintegral", folded),
           at_most(1e-5), "");
}

TEST_CASE("figures of antialias + shaped") {
    const std::string clipping = "(x, clamp(low: -1, high: 1), clipintegral";
    const Sound y = play("x = 3 * sine(1245.73Hz)\nout = [x, antialias" + clipping + "), shaped" + clipping +
                             ", quality: fine) - antialias" + clipping + "), shaped" + clipping + ") - clip(x)]",
                         48000);
    double off = 0.0;
    for (std::size_t i = 1; i < 48000; ++i) {
        const auto a = static_cast<double>(y[0][i - 1]), b = static_cast<double>(y[0][i]);
        const auto sum = [](double x) { return std::abs(x) < 1.0 ? x * x / 2.0 : std::abs(x) - 0.5; };
        if (std::abs(b - a) > 0.001)
            off = std::max(off, std::abs(static_cast<double>(y[1][i]) - (sum(b) - sum(a)) / (b - a)));
    }
    figure(family, "antialias of a clipper: from the mean over the way of a sample", off, at_most(1e-4), "");
    figure(family, "shaped(fine): from antialias", peak(y[2]), at_most(0.0), "");
    figure(family, "shaped(cheap): from the shape itself", peak(y[3]), at_most(0.0), "");
    const Sound late = play("x = 0.2 * sine(100Hz)\nout = antialias" + clipping + ") - (x + x@1) / 2", 4800);
    figure(family, "antialias: half a sample late where the shape is straight, from that", peak(late[0]), at_most(1e-5),
           "");
}

TEST_CASE("figures of downsample") {
    const Sound y = play("out = downsample(sine(5kHz), 8kHz)", 4800 + 65536);
    int changes_between = 0;
    for (std::size_t i = 4801; i < y[0].size(); ++i)
        changes_between += i % 6 != 4800 % 6 && y[0][i] != y[0][i - 1] ? 1 : 0;
    figure(family, "downsample(8 kHz): changes of 70,000 samples that are not on every sixth", changes_between,
           within(0.0), "");
    // Held samples have the response sin(pi f / 8 kHz) / (6 sin(pi f / 48 kHz)), at the sine and at its mirror.
    double off = 0.0;
    for (const double f : {3000.0, 5000.0, 11000.0, 13000.0}) {
        const double wanted = std::abs(std::sin(pi * f / 8000.0) / (6.0 * std::sin(pi * f / rate)));
        off = std::max(off, std::abs(decibels(amplitude(y.part(4800, 65536), f, rate) / wanted)));
    }
    figure(family, "downsample(8 kHz) of 5 kHz: 3, 5, 11 and 13 kHz from sampling and holding", off, at_most(0.01),
           "dB");
}

TEST_CASE("figures of harmonics") {
    const Sound y = play("out = harmonics(sine(441.37Hz + 0Hz), [0.5, 0.3, 0.2, 0.1])", 65536);
    const double wanted[] = {1.0, 0.5, 0.3, 0.2, 0.1};
    double off = 0.0;
    for (int k = 1; k <= 5; ++k)
        off = std::max(off, std::abs(decibels(amplitude(y[0], 441.37 * k, rate) / wanted[k - 1])));
    figure(family, "harmonics of a full sine: five levels from their weights", off, at_most(0.01), "dB");
    figure(family, "harmonics of a full sine: what else there is", alias_level(y[0], 441.37, 24000.0, rate),
           at_most(-120.0), "dB");
    figure(family, "harmonics of a full sine: the sixth", decibels(amplitude(y[0], 441.37 * 6.0, rate)),
           at_most(-120.0), "dB");
}
