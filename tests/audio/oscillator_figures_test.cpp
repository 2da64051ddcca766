// The figures of stdlib/osc.tac: aliases, harmonics and overshoot of the band-limited shapes, drift over ten minutes.
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
const double pitches[] = {441.37, 1245.73, 5007.31}; // none divides the sample rate: that would hide aliases
const std::string family = "Oscillators";

// Aliases of one call at the three pitches; {} stands for the frequency. The worst goes to the page.
void alias_figures(const std::string &name, const std::string &call, double edge, double promise) {
    for (const double f0 : pitches) {
        const Sound y = play("out = " + fmt::format(fmt::runtime(call), fmt::format("{}Hz", f0)), points + 4800);
        figure(family, fmt::format("{}: aliases at {} Hz below {} kHz", name, f0, edge / 1000.0),
               alias_level(y.part(4800, points), f0, edge, rate), at_most(promise), "dB");
    }
}

// The largest deviation of the harmonics below 17 kHz from a series, in dB.
double worst_harmonic(Samples y, double f0, int first, int step, double (*series)(int)) {
    double worst = 0.0;
    for (int k = first; k * f0 < 17000.0; k += step)
        worst = std::max(worst, std::abs(decibels(amplitude(y, k * f0, rate) / series(k))));
    return worst;
}

} // namespace

TEST_CASE("figures of the sine") {
    const Sound y = play("out = sine(440Hz)", points);
    figure(family, "sine(440Hz): everything else", distortion_and_noise(y[0], 440.0, rate), at_most(-120.0), "dB");
    figure(family, "sine(440Hz): pitch", cents(pitch(y[0], 440.0, rate), 440.0), within(0.01), "cents");
}

TEST_CASE("figures of saw and pulse: aliases") {
    alias_figures("saw fine", "saw({}, quality: fine)", 20000.0, -90.0);
    alias_figures("saw fine", "saw({}, quality: fine)", 24000.0, -45.0);
    alias_figures("saw cheap", "saw({})", 10000.0, -47.0);
    for (const auto &[edge, promise] : {std::pair{20000.0, -90.0}, {24000.0, -45.0}}) {
        alias_figures("square fine", "square({}, quality: fine)", edge, promise);
        alias_figures("pulse of 0.1 fine", "pulse({}, 0.1, quality: fine)", edge, promise);
        alias_figures("pulse of 0.83 fine", "pulse({}, 0.83, quality: fine)", edge, promise);
        alias_figures("triangle fine", "triangle({}, quality: fine)", edge, promise);
    }
    alias_figures("square cheap", "square({})", 10000.0, -47.0);
}

TEST_CASE("figures of square and triangle: their series and overshoot") {
    const Sound y = play("out = [square(441.37Hz, quality: fine), triangle(441.37Hz, quality: fine), square(99.73Hz, "
                         "quality: fine), saw(441.37Hz, quality: fine)]",
                         points);
    figure(family, "saw fine: harmonics against 1/k up to 17 kHz",
           worst_harmonic(y[3], 441.37, 1, 1, [](int k) { return 2.0 / (pi * k); }), at_most(0.1), "dB");
    figure(family, "square fine: odd harmonics against 1/k up to 17 kHz",
           worst_harmonic(y[0], 441.37, 1, 2, [](int k) { return 4.0 / (pi * k); }), at_most(0.5), "dB");
    figure(family, "triangle fine: odd harmonics against 1/k² up to 17 kHz",
           worst_harmonic(y[1], 441.37, 1, 2, [](int k) { return 8.0 / (pi * pi * k * k); }), at_most(0.5), "dB");
    double even = 0.0;
    for (int k = 2; k * 441.37 < 20000.0; k += 2)
        even = std::max(even, amplitude(y[0], k * 441.37, rate));
    figure(family, "square fine: strongest even harmonic", decibels(even), at_most(-80.0), "dB");
    // The overshoot of Gibbs, in parts of the jump of 2. The kernel rounds the corner of the spectrum a little.
    figure(family, "square fine: overshoot", (peak(y[2]) - 1.0) / 2.0 * 100.0, between(7.5, 10.0), "%");
}

TEST_CASE("figures of the triangle after ten minutes") {
    const std::size_t ten_minutes = 600 * 48000;
    const Sound y = play("out = triangle(441.37Hz + 100Hz * sine(3Hz))", ten_minutes + 48000);
    figure(family, "triangle with vibrato: mean of the last second of ten minutes",
           decibels(amplitude(y.part(ten_minutes, 48000), 0.0, rate) / 2.0), at_most(-100.0), "dB");
    figure(family, "triangle with vibrato: peak after ten minutes", peak(y.part(ten_minutes, 48000)),
           between(0.95, 1.01), "");
}
