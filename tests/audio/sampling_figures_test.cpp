// The figures of the parts of stdlib/sampling.tac and resample.tac: windows against formulas in double, half-band
// filters by their responses, delays of whole samples, a table read between its entries.
#include "tests/audio/curves.h"
#include "tests/audio/families.h"
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Sampling";

} // namespace

TEST_CASE("figures of besseli0 + kaiser + sinc") {
    const Sound y = play(counting + "out = besseli0(n / 64)", 769);
    double off = 0.0;
    for (std::size_t i = 0; i < 769; ++i)
        off = std::max(off, std::abs(static_cast<double>(y[0][i]) / bessel(static_cast<double>(i) / 64.0) - 1.0));
    figure(family, "besseli0(x): from its series, of its value, x 0 … 12", off, at_most(3e-7), "");
    figure(family, "sinc(x): from sin(pi x) / (pi x), x -4 … 4",
           off_curve("sinc(x)", [](double x) { return x == 0.0 ? 1.0 : std::sin(pi * x) / (pi * x); }), at_most(1e-6),
           "");
    for (const double attenuation : {40.0, 80.0, 110.0}) {
        const double beta = attenuation > 50.0
                                ? 0.1102 * (attenuation - 8.7)
                                : 0.5842 * std::pow(attenuation - 21.0, 0.4) + 0.07886 * (attenuation - 21.0);
        const Sound w = play(counting + fmt::format("out = fir(impulse, kaiser(65, {}))", attenuation), 65);
        off = 0.0;
        for (int i = 0; i < 65; ++i) {
            const double t = i / 32.0 - 1.0;
            off = std::max(off, std::abs(static_cast<double>(w[0][static_cast<std::size_t>(i)]) -
                                         bessel(beta * std::sqrt(1.0 - t * t)) / bessel(beta)));
        }
        figure(family, fmt::format("kaiser(65, {}): from the window by its series", attenuation), off, at_most(1e-6),
               "");
    }
}

TEST_CASE("figures of halfband + halfup + halfdown") {
    // The outer coefficients to both sides of the middle one, and zeros between.
    const Sound y = play("out = halfband(18, 96.5) + 0 * noise()", 1);
    REQUIRE(y.channels.size() == 19);
    std::vector<float> h(75, 0.0f);
    for (std::size_t e = 0; e < 19; ++e)
        h[2 * e] = h[74 - 2 * e] = y[e][0];
    h[37] = 0.5f;
    double pass = 0.0, stop = 0.0;
    for (double f = 0.0; f <= 20000.0; f += 20.0) { // of 96 kHz, and its mirror at a quarter of that
        pass = std::max(pass, std::abs(decibels(std::abs(response(h, f, 96000.0)))));
        stop = std::max(stop, std::abs(response(h, 48000.0 - f, 96000.0)));
    }
    figure(family, "halfband(18, 96.5): ripple to 5/12 of the lower rate", pass, at_most(0.01), "dB");
    figure(family, "halfband(18, 96.5): stop band from 7/12 of the lower rate", decibels(stop), at_most(-90.0), "dB");
    const Sound z = play(
        "c = halfband(18, 96.5)\nx = sine(3kHz)\nu = halfup(x, c)\nout = [u[0], u[1], halfdown(u, c), x@37]", 4800);
    std::vector<float> twice;
    for (std::size_t i = 704; i < 4800; ++i)
        twice.insert(twice.end(), {z[0][i], z[1][i]});
    figure(family, "halfup: image of 3 kHz at 45 kHz against it",
           decibels(amplitude(twice, 45000.0, 96000.0) / amplitude(twice, 3000.0, 96000.0)), at_most(-90.0), "dB");
    double difference = 0.0;
    for (std::size_t i = 200; i < 4800; ++i)
        difference = std::max(difference, std::abs(static_cast<double>(z[2][i]) - static_cast<double>(z[3][i])));
    figure(family, "halfdown of halfup: from 3 kHz 37 samples before", difference, at_most(1e-4), "");
}

TEST_CASE("figures of oversample2 + oversample4 + oversample8") {
    const std::size_t latency[] = {37, 45, 48};
    for (std::size_t k = 0; k < 3; ++k) {
        const std::string name = fmt::format("oversample{}", 2 << k);
        const Sound y = play("node through(x) = x\n" + counting + "out = " + name + "(impulse, through)", 1024);
        double worst = 0.0;
        for (double f = 20.0; f <= 20000.0; f += 20.0)
            worst = std::max(worst, std::abs(decibels(std::abs(response(y[0], f, rate)))));
        figure(family, name + ": ripple up to 20 kHz", worst, at_most(0.1), "dB");
        const auto top = std::max_element(y[0].begin(), y[0].end()) - y[0].begin();
        figure(family, fmt::format("{}: its delay, {} samples", name, latency[k]), static_cast<double>(top),
               between(static_cast<double>(latency[k]), static_cast<double>(latency[k])), "samples");
        // The cube of 10.3 kHz has a third harmonic at 30.9 kHz, which a filter that is too weak leaves at 17.1 kHz.
        const Sound z = play("node cube(x) = x * x * x\nout = " + name + "(sine(10.3kHz), cube)", 4800 + 32768);
        figure(family, name + ": fold of the third harmonic of 10.3 kHz, at 17.1 kHz",
               decibels(amplitude(z.part(4800, 32768), 17100.0, rate) / 0.25), at_most(-90.0), "dB");
    }
}

TEST_CASE("figures of sincread") {
    const std::string wave = "table wave[1024] = [i in 0..1023: sin(2 * pi * 0.31 * i)]\n";
    double off = 0.0;
    for (const double part : {0.0, 0.25, 0.37, 0.5, 0.99}) {
        const Sound y = play(counting + wave + fmt::format("out = sincread(wave, n, {})", part), 900);
        for (std::size_t i = 100; i < 900; ++i)
            off = std::max(off, std::abs(static_cast<double>(y[0][i]) -
                                         std::sin(2.0 * pi * 0.31 * (static_cast<double>(i) + part))));
    }
    figure(family, "sincread: a sine of 0.31 of the rate between its entries, from it", decibels(off), at_most(-90.0),
           "dB");
    const Sound outside = play(counting + wave + "out = sincread(wave, 1100 + n, 0.5)", 100);
    figure(family, "sincread: what is far outside of the table", peak(outside[0]), at_most(0.0), "");
}
