// The library at three sample rates: the same pitch, the same corner, the same times, within a thousandth.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

using namespace tactus::measure;

namespace {

using Measure = std::function<double(const Sound &y, double rate)>;

// The largest difference from the value at 48 kHz, in per cent.
double deviation(const std::string &text, double seconds, const Measure &measure) {
    double value[3] = {};
    const double rates[] = {48000.0, 44100.0, 96000.0};
    for (std::size_t i = 0; i < 3; ++i) {
        PlayOptions options;
        options.rate = rates[i];
        value[i] = measure(play(text, static_cast<std::size_t>(seconds * rates[i]), options), rates[i]);
    }
    return 100.0 * std::max(std::abs(value[1] / value[0] - 1.0), std::abs(value[2] / value[0] - 1.0));
}

void rate_figure(const std::string &what, const std::string &call, double seconds, const Measure &measure) {
    figure("The same at 44.1 kHz 48 kHz and 96 kHz", what, deviation(counting + "out = " + call, seconds, measure),
           at_most(0.1), "%");
}

} // namespace

TEST_CASE("figures of pitch at three sample rates") {
    const Measure at441 = [](const Sound &y, double rate) {
        const auto from = static_cast<std::size_t>(0.1 * rate);
        return pitch(y.part(from, y[0].size() - from), 441.37, rate);
    };
    for (const std::string call :
         {"sine(441.37Hz)", "saw(441.37Hz)", "square(441.37Hz, quality: fine)", "triangle(441.37Hz)",
          "sync(441.37Hz, 1kHz)", "additive(441.37Hz, [1, 0.5])", "fm(441.37Hz, 1, 1)", "operator(441.37Hz, 0, 0.1)",
          "lfo(441.37Hz, shape: ramp)", "string(noise() * (n < 100), 441.37Hz, 0.999)", "mode(impulse, 441.37Hz, 2s)",
          "combfilter(noise() * (n < 100), 441.37Hz, 0.998)",
          "ode(turning, [1, 0], 0)[0] ; node turning(x[2], u) -> v[2] { v = "
          "[-x[1], x[0]] * 2 * pi * 441.37Hz }"})
        rate_figure(call.substr(0, call.find(" ;")) + ": pitch", call, 1.1, at441);
}

TEST_CASE("figures of filters at three sample rates") {
    // The level at the corner and an octave below it, well below half of each sample rate.
    for (const std::string call :
         {"onepole(impulse, 500Hz)", "lowpass(impulse, 500Hz, 0.5)", "highpass(impulse, 500Hz, 0.5)",
          "bandpass(impulse, 500Hz, 0.5)", "peak(impulse, 500Hz, 6dB, 0.5)", "lowshelf(impulse, 500Hz, 6dB)",
          "highshelf(impulse, 500Hz, 6dB)", "svf(impulse, 500Hz, 0.8).band", "ladder(impulse, 500Hz, 0.6)",
          "crossover(impulse, 500Hz).low", "bilinear(impulse, [1], [1, 2, 2, 1], 500Hz)", "formant(impulse, 1)"})
        for (const double f : {500.0, 250.0})
            rate_figure(fmt::format("{}: level at {} Hz", call, f), call, 0.5,
                        [f](const Sound &y, double rate) { return std::abs(response(y[0], f, rate)); });
}

TEST_CASE("figures of times at three sample rates") {
    const auto below = [](double level) {
        return [level](const Sound &y, double rate) {
            const std::size_t top = first_above(y[0], 0.9 * peak(y[0]));
            return static_cast<double>(first_below(y[0], level, top)) / rate;
        };
    };
    rate_figure("decay of 500 ms: time of 60 dB", "decay(impulse, 500ms)", 0.8, below(0.001));
    rate_figure("adsr: half of the release", "adsr(n < samplerate / 2Hz, r: 800ms)", 1.2, below(0.35));
    rate_figure("ad of 100 ms and 900 ms: half", "ad(impulse, 100ms, 900ms)", 1.2, below(0.5));
    rate_figure("smooth of 300 ms: 63 %", "1 - smooth(n > 0, 300ms)", 1.0, below(0.36787944));
    rate_figure("slew of 700 ms: half", "1 - slew(1, 700ms, 1s)", 1.0, below(0.5));
    rate_figure("mode of 1 s: loss of 60 dB", "onepole(abs(mode(impulse, 440Hz, 1s)), 20Hz)", 1.5,
                [](const Sound &y, double rate) {
                    const auto at = [&](double s) {
                        return static_cast<double>(y[0][static_cast<std::size_t>(s * rate)]);
                    };
                    return std::log(at(0.3) / at(0.9));
                });
    rate_figure("comb of 20 ms: its delay", "comb(impulse, 20ms, 0.5, 0)", 0.1,
                [](const Sound &y, double rate) { return static_cast<double>(first_above(y[0], 0.9)) / rate; });
    rate_figure("rc: time of 63 %", "1 - rc(1, 10000, 0.00003)", 1.0, below(0.36787944));
}

TEST_CASE("figures of one patch at three sample rates") {
    // One oscillator, filter and envelope together: what is heard of each.
    const std::string patch = "ladder(saw(441.37Hz, quality: fine), 900Hz, 0.5) * adsr(n < samplerate * 0.6 / 1Hz, "
                              "s: 1, r: 300ms)";
    rate_figure("saw through ladder and adsr: pitch", patch, 1.2, [](const Sound &y, double rate) {
        return pitch(y.part(static_cast<std::size_t>(0.2 * rate), static_cast<std::size_t>(0.35 * rate)), 441.37, rate);
    });
    rate_figure("saw through ladder and adsr: level at 883 Hz", patch, 1.2, [](const Sound &y, double rate) {
        return amplitude(y.part(static_cast<std::size_t>(0.2 * rate), static_cast<std::size_t>(0.35 * rate)),
                         2 * 441.37, rate);
    });
    rate_figure("saw through ladder and adsr: time of the half release", "onepole(abs(" + patch + "), 30Hz)", 1.2,
                [](const Sound &y, double rate) {
                    const auto held = static_cast<std::size_t>(0.6 * rate);
                    const double level = static_cast<double>(y[0][held - 1]);
                    return static_cast<double>(first_below(y[0], 0.5 * level, held)) / rate;
                });
}
