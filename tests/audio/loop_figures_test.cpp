// The figures of the plucked string and of the small filters: pitch and decay of a loop, responses of one and two
// poles.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;
namespace engine = tactus::engine;

namespace {

constexpr double rate = 48000.0;

std::complex<double> one_pole(double f, double cutoff) {
    const double a = std::exp(-2.0 * pi * cutoff / rate);
    return (1.0 - a) / (1.0 - a * std::polar(1.0, -2.0 * pi * f / rate));
}

// The time of 60 dB of one partial, from its levels in two parts of a sound.
double partial_decay(const Sound &y, double f, std::size_t first, std::size_t second, std::size_t window) {
    const double fall =
        decibels(amplitude(y.part(first, window), f, rate) / amplitude(y.part(second, window), f, rate));
    return 60.0 / fall * static_cast<double>(second - first) / rate;
}

} // namespace

TEST_CASE("figures of pluck") {
    const std::string family = "Bodies and drums";
    double tune = 0.0;
    for (const int key : {40, 57, 69, 84}) {
        PlayOptions options;
        options.events = {engine::note_on(0, 0, static_cast<std::uint8_t>(key), 100)};
        const Sound y = play("out = poly(4, pluck)", 4800 + 32768, options);
        const double f = 440.0 * std::exp2((key - 69) / 12.0);
        tune = std::max(tune, std::abs(cents(pitch(y.part(4800, 32768), f, rate), f)));
    }
    figure(family, "pluck: out of tune at worst, E2 … C6", tune, at_most(4.0), "cents");
    // A period takes 0.998 and what the low-pass at 6 kHz takes from the partial; the hand takes 0.92.
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 57, 100), engine::note_off(96000, 0, 57)};
    const Sound y = play("out = poly(4, pluck)", 144000, options);
    const double loss = 0.998 * std::abs(one_pole(220.0, 6000.0));
    const double held = -3.0 / std::log10(loss) / 220.0;
    figure(family, "pluck(220 Hz): time to -60 dB of the first partial, against the loss of its loop",
           100.0 * (partial_decay(y, 220.0, 9600, 57600, 16384) / held - 1.0), within(2.0), "%");
    const double stopped = -3.0 / std::log10(0.92 * std::abs(one_pole(220.0, 6000.0))) / 220.0;
    figure(family,
           "pluck(220 Hz): time to -60 dB of the first partial after the note's end, against the loss of its loop",
           100.0 * (partial_decay(y, 220.0, 99840, 104640, 2048) / stopped - 1.0), within(2.0), "%");
    figure(family, "pluck: peak of a note of velocity 100", peak(y[0]), between(0.05, 1.2), "");
    options.events = {engine::note_on(0, 0, 57, 50)};
    const Sound soft = play("out = poly(4, pluck)", 48000, options);
    figure(family, "pluck: velocity 50 against 100", decibels(rms(soft.part(0, 24000)) / rms(y.part(0, 24000))),
           between(-12.0, -6.0), "dB");
}

TEST_CASE("figures of onepolehigh + dcblock + biquad") {
    const std::string family = "Filters";
    const Sound y =
        play(counting + "out = [onepolehigh(impulse, 500Hz), dcblock(impulse), biquad(impulse, 0.3, 0.2, 0.1, "
                        "-0.9, 0.5), dcblock(1 + 0 * noise())]",
             65536);
    double high = 0.0, two = 0.0;
    for (double f = 20.0; f < 23500.0; f *= 1.09) {
        const auto z = std::polar(1.0, -2.0 * pi * f / rate);
        high = std::max(high, std::abs(response(y.part(0, 8192), f, rate) - (1.0 - one_pole(f, 500.0))));
        two = std::max(two, std::abs(response(y.part(0, 8192, 2), f, rate) -
                                     (0.3 + 0.2 * z + 0.1 * z * z) / (1.0 - 0.9 * z + 0.5 * z * z)));
    }
    figure(family, "onepolehigh at 500 Hz: from 1 less a one-pole low-pass", high, at_most(1e-5), "");
    figure(family, "biquad: from its quotient of polynomials", two, at_most(1e-5), "");
    figure(family, "dcblock: level at 5 Hz", decibels(std::abs(response(y[1], 5.0, rate))), between(-3.05, -2.97),
           "dB");
    figure(family, "dcblock: level at 100 Hz", decibels(std::abs(response(y[1], 100.0, rate))), between(-0.02, 0.01),
           "dB");
    figure(family, "dcblock: what is left of a constant after a second", std::abs(static_cast<double>(y[3][48000])),
           at_most(1e-6), "");
}
