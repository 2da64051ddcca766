// The oscillators of stdlib/osc.tac that are made of several: sums of harmonics, frequency modulation, tables, seven
// sawtooths, pulses of moving width.
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
const std::string family = "Oscillators";

} // namespace

TEST_CASE("figures of the sum of harmonics") {
    const double f0 = 441.37, level[] = {1.0, 0.5, 0.3333, 0.25, 0.125, 0.06};
    const Sound y = play("out = additive(441.37Hz, [1, 0.5, 0.3333, 0.25, 0.125, 0.06])", points);
    double worst = 0.0, turned = 0.0;
    for (int k = 1; k <= 6; ++k) {
        const auto c = component(y[0], k * f0, rate);
        worst = std::max(worst, std::abs(decibels(std::abs(c) / level[k - 1])));
        // sin(2 pi k f (i + 1) / rate): the phase at the first sample.
        const auto expected = std::polar(1.0, 2.0 * pi * k * f0 / rate - pi / 2.0);
        turned = std::max(turned, std::abs(std::arg(c / expected)) * 180.0 / pi);
    }
    figure(family, "additive: amplitudes of six harmonics", worst, at_most(0.01), "dB");
    figure(family, "additive: phases of six harmonics", turned, at_most(0.1), "degrees");
    const Sound high = play("out = additive(5kHz, [1, 1, 1, 1, 1, 1])", points);
    CHECK(amplitude(high[0], 20000.0, rate) == doctest::Approx(1.0).epsilon(1e-3));
    CHECK(distortion_and_noise(play("out = additive(20kHz, [1, 1, 1])", points)[0], 20000.0, rate) < -110.0);
}

TEST_CASE("figures of frequency modulation") {
    // All lines are multiples of 170 Hz: the carrier is the sixth, the side bands stand around it.
    const double index = 2.5;
    const Sound y = play("out = [fm(1020Hz, 1/6, 2.5), operator(1020Hz, 0.3 * sine(170Hz), 0)]", points);
    double worst = 0.0;
    for (int k = -5; k <= 8; ++k) {
        // Below 0 Hz the series turns back: J of order k and of order -12 - k fall on one line, mirrored.
        const double sign = k < 0 && k % 2 != 0 ? -1.0 : 1.0;
        const double back = k == -6 ? 0.0 : std::cyl_bessel_j(12 + k, index) * (k % 2 != 0 ? -1.0 : 1.0);
        const double expected = sign * std::cyl_bessel_j(std::abs(k), index) - back;
        worst = std::max(worst, std::abs(amplitude(y[0], 1020.0 + 170.0 * k, rate) - std::abs(expected)));
    }
    figure(family, "fm: fourteen side bands against the Bessel functions", decibels(worst), at_most(-80.0), "dB");
    figure(family, "fm: everything that is no side band", alias_level(y[0], 170.0, 24000.0, rate), at_most(-110.0),
           "dB");
    figure(family, "operator: everything that is no side band", alias_level(y[1], 170.0, 24000.0, rate),
           at_most(-100.0), "dB");
}

TEST_CASE("figures of a pulse whose width moves") {
    // The width swings once in 32 periods, so every line is a multiple of a 32nd of the pitch.
    for (const double f0 : {1245.73, 5007.31}) {
        const Sound y =
            play(fmt::format("out = pulse({0}Hz, 0.5 + 0.3 * sine({0}Hz / 32), quality: fine)", f0), 4 * points);
        figure(family, fmt::format("pulse of moving width fine: aliases at {} Hz below 20 kHz", f0),
               alias_level(y[0], f0 / 32.0, 20000.0, rate), at_most(-90.0), "dB");
    }
    const Sound slow = play("out = pulse(500Hz, 0.5 + 0.4 * sine(1Hz), quality: fine)", 48000);
    for (std::size_t at = 4800; at < 43000; at += 4800) {
        // The mean over ten periods is 2 * width - 1.
        const double width = 0.5 + 0.4 * std::sin(2.0 * pi * static_cast<double>(at + 480) / rate);
        CHECK(std::abs(mean(slow.part(at, 960)) - (2.0 * width - 1.0)) < 0.01);
    }
}

TEST_CASE("supersaw: seven pitches at the published ratios and levels") {
    const double f0 = 1245.73;
    const Sound y = play("out = [supersaw(1245.73Hz, 1, 1, quality: fine), supersaw(1245.73Hz, 0.5, 0)]", points);
    const double offset[] = {-0.11002313, -0.06288439, -0.01952356, 0.0, 0.01991221, 0.06216538, 0.10745242};
    for (const double o : offset) {
        const double level = o == 0.0 ? 0.99785 - 0.55366 : -0.73764 + 1.2841 + 0.044372;
        CHECK(std::abs(decibels(amplitude(y[0], f0 * (1.0 + o), rate) / (level * 2.0 / pi))) < 0.1);
    }
    CHECK(amplitude(y[1], f0, rate) == doctest::Approx(0.99785 * 2.0 / pi).epsilon(0.02));
    CHECK(amplitude(y[1], f0 * (1.0 + 0.5 * offset[6]), rate) < 0.05);
}

TEST_CASE("figures of the wavetable") {
    // Two waves of up to 64 harmonics in seven rows each: a sawtooth and its odd harmonics.
    const std::string rows = "table waves[14][2048] = [k in 0..13: [i in 0..2047: sum([h in 1..2^(6 - k mod 7): "
                             "sin(2 * pi * h * i / 2048) / h * (if k < 7 then 1 else h mod 2)])]]\n";
    for (const double f0 : {441.37, 1245.73, 5007.31}) {
        const std::string call = fmt::format("wavetable(waves, {}Hz", f0);
        const Sound y =
            play(rows + "out = [" + call + "), " + call + ", 0.5, shapes: 2), " + call + ", 1, shapes: 2)]", points);
        figure(family, fmt::format("wavetable: aliases of a sawtooth at {} Hz below 20 kHz", f0),
               alias_level(y[0], f0, 20000.0, rate), at_most(-90.0), "dB");
        const int whole = static_cast<int>(0.2 * rate / f0); // harmonics that no row near this pitch lacks
        for (int k = 1; k <= std::min(whole / 2, 16); ++k) {
            CAPTURE(k);
            CHECK(std::abs(amplitude(y[0], k * f0, rate) * k - 1.0) < 0.01);
            CHECK(std::abs(amplitude(y[1], k * f0, rate) * k - (k % 2 == 1 ? 1.0 : 0.5)) < 0.01);
            CHECK(std::abs(amplitude(y[2], k * f0, rate) * k - (k % 2 == 1 ? 1.0 : 0.0)) < 0.01);
        }
    }
}
