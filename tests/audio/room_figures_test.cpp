// The figures of freeverb, church and the parts of stdlib/reverb.tac: decay times by Schroeder's integration, how dense
// the late sound is, how far apart the sides are.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include <fmt/format.h>

using namespace tactus::measure;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Rooms";

// Abel and Huang, A simple, robust measure of reverberation echo density, 2006: the part of samples beyond the standard
// deviation of a window, 1 for noise of a normal distribution.
double echo_density(Samples window) {
    const double deviation = rms(window);
    double beyond = 0.0;
    for (const float x : window)
        beyond += std::abs(static_cast<double>(x)) > deviation ? 1.0 : 0.0;
    return beyond / static_cast<double>(window.size()) / std::erfc(1.0 / std::sqrt(2.0));
}

bool prime(int n) {
    for (int d = 2; d * d <= n; ++d) {
        if (n % d == 0)
            return false;
    }
    return n > 1;
}

// The greatest distance of the level of a response from 0 dB.
double off_flat(Samples impulse_response) {
    double worst = 0.0;
    for (double f = 31.0; f < 23500.0; f *= 1.11)
        worst = std::max(worst, std::abs(decibels(std::abs(response(impulse_response, f, rate)))));
    return worst;
}

} // namespace

TEST_CASE("figures of freeverb") {
    for (const double room : {0.7, 0.84, 0.95}) {
        const Sound y = play(counting + fmt::format("out = freeverb([impulse, 0], room: {}, damp: 0)", room), 384000);
        // Each comb alone falls by 60 dB in -3 length / log10(room); their sum is between the shortest and the longest.
        const double least = -3.0 * 1116.0 / 44100.0 / std::log10(room);
        const double most = -3.0 * (1617.0 + 23.0) / 44100.0 / std::log10(room);
        figure(family,
               fmt::format("freeverb(room {}, damp 0): time to -60 dB, between its shortest and longest comb", room),
               decay_time(y[0]), between(least, most), "s");
    }
    const Sound y = play(counting + "out = freeverb([impulse, 0])", 192000);
    figure(family, "freeverb: left and right alike (1: the same)", alike(y), at_most(0.3), "");
    figure(family, "freeverb: echo density 0.5 s after an impulse (1: noise)", echo_density(y.part(24000, 2400)),
           between(0.7, 1.2), "");
    const Sound bright = play(counting + "out = freeverb([impulse, 0], damp: 0)", 192000);
    figure(family, "freeverb(damp 0.2): time to -60 dB against damp 0", decay_time(y[0]) / decay_time(bright[0]),
           between(0.3, 0.95), "");
}

TEST_CASE("figures of church") {
    for (const double seconds : {1.0, 4.0}) {
        const Sound y =
            play(counting + fmt::format("out = church([impulse, impulse], time: {}s, damp: 0, resonance: 0)", seconds),
                 static_cast<std::size_t>(seconds * 1.5 * rate));
        figure(family, fmt::format("church({} s, damp 0): time to -60 dB", seconds), decay_time(y[0]),
               between(0.9 * seconds, 1.1 * seconds), "s");
        figure(family, fmt::format("church({} s): left and right alike (1: the same)", seconds), alike(y), at_most(0.3),
               "");
    }
    const Sound y = play(counting + "out = church([impulse, impulse], time: 4s, resonance: 0)", 96000);
    figure(family, "church(4 s): echo density 1 s after an impulse (1: noise)", echo_density(y.part(48000, 2400)),
           between(0.7, 1.2), "");
    const Sound hall = play(counting + "out = fdn([impulse, impulse], time: 4s)", 96000);
    figure(family, "fdn(4 s): echo density 1 s after an impulse (1: noise)", echo_density(hall.part(48000, 2400)),
           between(0.8, 1.2), "");
    // Nothing comes before the pre-delay and the shortest comb.
    std::size_t left = 0, right = 0;
    while (y[0][left] == 0.0f)
        ++left;
    while (y[1][right] == 0.0f)
        ++right;
    figure(family, "church(early 19 ms): the first reflection on the left, after its comb of 31.1 ms",
           static_cast<double>(left) / 48.0, between(50.0, 50.2), "ms");
    figure(family, "church(early 19 ms): the first reflection on the right, after its comb of 32.9 ms",
           static_cast<double>(right) / 48.0, between(55.6, 55.8), "ms");
}

TEST_CASE("figures of combs + diffuse + primelength") {
    const Sound y =
        play(counting + "out = [combs(impulse, [29ms, 37ms, 43ms], 2s, 0), diffuse(impulse, [3ms, 5ms, 8ms])]", 192000);
    figure(family, "combs(2 s, damp 0): time to -60 dB", decay_time(y[0]), between(1.9, 2.1), "s");
    figure(family, "diffuse of three: from flat, 31 Hz … 23.5 kHz", off_flat(y.part(0, 16384, 1)), at_most(0.01), "dB");
    figure(family, "diffuse of three: the largest sample of an impulse", peak(y[1]), at_most(0.5), "");
    std::string times;
    for (int k = 0; k < 40; ++k)
        times += fmt::format("{}{}ms", k == 0 ? "" : ", ", 1.0 + 5.03 * k);
    const Sound z = play("out = primelength([" + times + "]) * samplerate + 0 * noise()", 1);
    int wrong = 0;
    for (int k = 0; k < 40; ++k) {
        int wanted = static_cast<int>(std::lround((1.0 + 5.03 * k) * 48.0));
        while (!prime(wanted))
            ++wanted;
        wrong += std::lround(z[static_cast<std::size_t>(k)][0]) == wanted ? 0 : 1;
    }
    figure(family, "primelength: of 40 times, 1 … 197 ms, those that are not the next prime of samples", wrong,
           within(0.0), "");
}

TEST_CASE("figures of onward + duller + hadamard") {
    const Sound y = play(counting + "out = [onward(impulse, 20ms), duller(impulse, 0.5)]", 4096);
    figure(family, "onward(20 ms): where an impulse comes", static_cast<double>(first_above(y[0], 1.0)) / 48.0,
           between(20.0, 20.0), "ms");
    double off = 0.0;
    for (double f = 31.0; f < 23500.0; f *= 1.11) {
        const std::complex<double> z = std::polar(1.0, -2.0 * std::acos(-1.0) * f / rate);
        off = std::max(off, std::abs(response(y.part(0, 4096, 1), f, rate) - 0.5 / (1.0 - 0.5 * z)));
    }
    figure(family, "duller(0.5): from 0.5 / (1 - 0.5 z)", off, at_most(1e-6), "");
    const Sound h =
        play("x = [noise(), noise(), noise(), noise(), noise(), noise(), noise(), noise()]\nh = hadamard(x)\n"
             "twice = hadamard(h)\nout = [sum(x * x), sum(h * h), max(abs(twice - x)[0], abs(twice - x)[5])]",
             4800);
    double power = 0.0;
    for (std::size_t i = 0; i < 4800; ++i)
        power =
            std::max(power, std::abs(10.0 * std::log10(static_cast<double>(h[1][i]) / static_cast<double>(h[0][i]))));
    figure(family, "hadamard: power of eight noises out against in", power, at_most(1e-5), "dB");
    figure(family, "hadamard: what twice of it leaves of the difference from the noises", peak(h[2]), at_most(1e-6),
           "");
}
