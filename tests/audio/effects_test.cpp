// stdlib/effect.tac: what an all-pass turns, where a phaser's notches are, which partials a ring modulator makes, which
// pitch a shifter, and how tape repeats.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Delays and effects";

// The first-order all-pass by the bilinear transform, at one frequency.
std::complex<double> quarter(double f, double cutoff) {
    const double g = std::tan(pi * cutoff / rate), a = (g - 1.0) / (g + 1.0);
    const std::complex<double> z = std::polar(1.0, -2.0 * pi * f / rate);
    return (a + z) / (1.0 + a * z);
}

} // namespace

TEST_CASE("figures of quarterturn + phaser") {
    const Sound y = play(counting + "out = [quarterturn(impulse, 700Hz), phaser(impulse, 0Hz, fb: 0)]", 32768);
    const double corner = std::sqrt(200.0 * 2000.0);
    double flat = 0.0, off = 0.0;
    for (double f = 31.0; f < 23000.0; f *= 1.09) {
        flat = std::max(flat, std::abs(decibels(std::abs(response(y[0], f, rate)))));
        const auto expected = (1.0 + std::pow(quarter(f, corner), 6)) / 2.0;
        off = std::max(off, std::abs(response(y[1], f, rate) - expected));
    }
    figure(family, "quarterturn: from flat", flat, within(0.01), "dB");
    figure(family, "quarterturn: phase at the corner", std::arg(response(y[0], 700.0, rate)) * 180.0 / pi,
           between(-90.1, -89.9), "degrees");
    figure(family, "phaser at rest: from (1 + six all-passes) / 2", off, at_most(0.001), "");
}

TEST_CASE("figures of tremolo + vibrato + ringmod") {
    const Sound y =
        play("out = [tremolo(1, 5Hz, 0.6), vibrato(sine(1kHz), 1Hz, 3ms), sine(1kHz) -> ringmod(300Hz)]", 96000);
    float low = 1.0f, high = 0.0f;
    for (const float v : y[0]) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    figure(family, "tremolo(depth 0.6): the lowest level", static_cast<double>(low / high), between(0.399, 0.401), "");
    // The delay grows fastest where its sine rises through 0, at frame 48000.
    const double deepest = pitch(y.part(48000 - 1024, 2048, 1), 1000.0 * (1.0 - 2.0 * pi * 0.003), rate);
    figure(family, "vibrato(1 Hz, 3 ms) of 1 kHz: the deepest pitch, 981.2 Hz", deepest, between(980.0, 982.5), "Hz");
    const auto ring = y.part(0, 65536, 2);
    figure(family, "ringmod: sum and difference, apart",
           decibels(amplitude(ring, 1300.0, rate) / amplitude(ring, 700.0, rate)), within(0.01), "dB");
    figure(family, "ringmod: what is left at 1 kHz", decibels(amplitude(ring, 1000.0, rate)), at_most(-120.0), "dB");
}

TEST_CASE("figures of pitchshift") {
    for (const double semitones : {-12.0, -5.0, 0.0, 7.0, 12.0}) {
        const Sound y = play("out = sine(440Hz) -> pitchshift(" + std::to_string(semitones) + "st)", 9600 + 65536);
        const auto s = spectrum(y.part(9600, 65536), rate);
        double sum = 0.0, weighted = 0.0;
        for (std::size_t k = 0; k < s.power.size(); ++k) {
            sum += s.power[k];
            weighted += s.power[k] * static_cast<double>(k) * s.bin;
        }
        const double expected = 440.0 * std::exp2(semitones / 12.0);
        figure(family,
               "pitchshift(" + std::to_string(static_cast<int>(semitones)) + "st) of 440 Hz: centre of the spectrum",
               100.0 * (weighted / sum / expected - 1.0), within(2.0), "%");
    }
}

TEST_CASE("figures of tapeecho") {
    const Sound y = play(counting + "x = noise() * (n < 960)\nout = tapeecho(x * 0.3, 100ms, 0.5, wow: 0)", 48000);
    double levels[4];
    for (std::size_t k = 0; k < 4; ++k)
        levels[k] = rms(y.part(4800 * k, 2000));
    figure(family, "tapeecho(fb 0.5): second repetition against the first", decibels(levels[2] / levels[1]),
           between(-12.0, -6.0), "dB");
    figure(family, "tapeecho(fb 0.5): between the repetitions", decibels(rms(y.part(3000, 1500)) / levels[0]),
           at_most(-60.0), "dB");
    CHECK(levels[3] < levels[2]);
    const Sound loud = play(counting + "x = noise() * (n < 960)\nout = tapeecho(x, 50ms, 1.2)", 480000);
    CHECK(peak(loud[0]) < 3.0);
    CHECK(rms(loud.part(432000, 48000)) > 0.01); // it sustains itself
}
