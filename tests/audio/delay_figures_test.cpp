// The figures of stdlib/delay.tac and of the phaser's notches: when and how loud repetitions are, how far moving
// delays move, where combs have their notches.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Delays and effects";

double at(const Sound &y, std::size_t i, std::size_t channel = 0) { return static_cast<double>(y[channel][i]); }

// The frequencies below an edge where the response has a minimum of less than -40 dB, on a grid of 0.5 Hz.
std::vector<double> notches(Samples impulse_response, double edge) {
    std::vector<double> found;
    double before = 1e9, last = 1e9;
    for (double f = 0.5; f < edge; f += 0.5) {
        const double now = std::abs(response(impulse_response, f, rate));
        if (last < before && last <= now && last < 0.01)
            found.push_back(f - 0.5);
        before = last;
        last = now;
    }
    return found;
}

} // namespace

TEST_CASE("figures of delay + echo + pingpong") {
    const Sound d = play(
        counting + "out = [delay(impulse, 10ms), delay(n / 4096, 10.37ms), delay(n / 4096, 10.37ms + 0s * noise())]",
        4000);
    figure(family, "delay(10 ms): where an impulse comes", static_cast<double>(first_above(d[0], 1.0)) / 48.0,
           between(10.0, 10.0), "ms");
    figure(family, "delay(10.37 ms) that never moves: from its time, at most half a frame",
           3000.0 - 4096.0 * at(d, 3000, 1) - 10.37 * 48.0, within(0.5), "frames");
    figure(family, "delay(10.37 ms) that may move: from its time, between the frames",
           3000.0 - 4096.0 * at(d, 3000, 2) - 10.37 * 48.0, within(0.01), "frames");

    const Sound y = play(counting + "out = echo(impulse, 300ms, 0.6)", 14400 * 10);
    double level = 0.0, between_them = 0.0;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        if (i % 14400 == 0) {
            const double wanted = static_cast<double>(i / 14400) * decibels(0.6);
            level = std::max(level, std::abs(decibels(at(y, i)) - wanted));
        } else {
            between_them = std::max(between_them, std::abs(at(y, i)));
        }
    }
    figure(family, "echo(300 ms, 0.6): ten levels from the powers of 0.6", level, at_most(1e-4), "dB");
    figure(family, "echo(300 ms, 0.6): the most between the repetitions", between_them, at_most(0.0), "");

    const Sound z = play(counting + "out = pingpong(impulse, 300ms, 0.6)", 14400 * 10);
    level = between_them = 0.0;
    double other_side = 0.0;
    for (std::size_t i = 0; i < z[0].size(); ++i) {
        const std::size_t k = i / 14400;
        if (i % 14400 == 0) {
            level = std::max(level, std::abs(decibels(at(z, i, k % 2)) - static_cast<double>(k / 2) * decibels(0.6)));
            other_side = std::max(other_side, std::abs(at(z, i, 1 - k % 2)));
        } else {
            between_them = std::max({between_them, std::abs(at(z, i, 0)), std::abs(at(z, i, 1))});
        }
    }
    figure(family, "pingpong(300 ms, 0.6): ten levels, from 1 on the left, by pairs, from the powers of 0.6", level,
           at_most(1e-4), "dB");
    figure(family, "pingpong(300 ms, 0.6): the most on the side whose turn it is not", other_side, at_most(0.0), "");
    figure(family, "pingpong(300 ms, 0.6): the most between the repetitions", between_them, at_most(0.0), "");
}

TEST_CASE("figures of allpass + comb") {
    const Sound y = play(counting + "out = [allpass(impulse, 3ms), comb(impulse, 3ms, 0.8, 0)]", 16384);
    double flat = 0.0, off = 0.0;
    for (double f = 31.0; f < 23500.0; f *= 1.07) {
        flat = std::max(flat, std::abs(decibels(std::abs(response(y[0], f, rate)))));
        const auto z = std::polar(1.0, -2.0 * pi * f * 144.0 / rate);
        off = std::max(off, std::abs(response(y[1], f, rate) - z / (1.0 - 0.8 * z)));
    }
    figure(family, "allpass(3 ms): from flat, 31 Hz … 23.5 kHz", flat, at_most(0.01), "dB");
    figure(family, "comb(3 ms, 0.8): from z / (1 - 0.8 z)", off, at_most(1e-4), "");
}

TEST_CASE("figures of the chorus") {
    // Of a ramp it gives the delay itself: y = x + (x late - x / 2), so x / 2 - (y - x) is how late, in samples.
    const Sound ramp =
        play(counting + "x = n / 65536\nout = (0.5 * [x, x] - (chorus(x, 1Hz, 3ms, 1) - [x, x]))", 96000);
    double low[2] = {1e9, 1e9}, high[2] = {0.0, 0.0};
    std::size_t rises[2] = {0, 0};
    for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t i = 24000; i < 96000; ++i) {
            const double late = at(ramp, i, side) * 65536.0 / 48.0;
            low[side] = std::min(low[side], late);
            high[side] = std::max(high[side], late);
        }
        rises[side] = first_above(ramp[side], 0.012 * 48000.0 / 65536.0,
                                  first_below(ramp[side], 0.011 * 48000.0 / 65536.0, 24000));
    }
    figure(family, "chorus(1 Hz, 3 ms): the least delay", std::min(low[0], low[1]), between(8.99, 9.01), "ms");
    figure(family, "chorus(1 Hz, 3 ms): the greatest delay", std::max(high[0], high[1]), between(14.99, 15.01), "ms");
    figure(family, "chorus(1 Hz, 3 ms): the right side before the left",
           (static_cast<double>(rises[0]) - static_cast<double>(rises[1])) / 48000.0, between(0.249, 0.251), "turns");
    // A delay that swings by d makes side bands of a tone, as strong as the Bessel functions of 2 pi f d.
    const Sound y = play("out = chorus(sine(1kHz), 5Hz, 0.25ms, 1)", 4800 + 131072);
    double worst = 0.0;
    for (std::size_t side = 0; side < 2; ++side) {
        for (int k = 1; k <= 4; ++k) {
            const double wanted = std::cyl_bessel_j(static_cast<double>(k), 2.0 * pi * 1000.0 * 0.00025);
            for (const double f : {1000.0 - 5.0 * k, 1000.0 + 5.0 * k})
                worst = std::max(worst, std::abs(decibels(amplitude(y.part(4800, 131072, side), f, rate) / wanted)));
        }
    }
    figure(family, "chorus(5 Hz, 0.25 ms): four pairs of side bands of 1 kHz from their Bessel functions", worst,
           at_most(0.1), "dB");
}

TEST_CASE("figures of the flanger") {
    const Sound y = play(counting + "out = flanger(impulse, 0Hz, 1.6ms, 0)", 256); // a delay of 0.2 + 0.8 ms
    const auto found = notches(y[0], 10000.0);
    REQUIRE(found.size() == 10);
    figure(family, "flanger at rest: the first notch, 1 / (2 delay)", found[0], between(499.0, 501.0), "Hz");
    figure(family, "flanger at rest: between two notches, from 1 / delay",
           100.0 * ((found[9] - found[0]) / 9000.0 - 1.0), within(0.1), "%");
    const Sound ramp = play(counting + "x = n / 65536\nout = 2 * (x - flanger(x, 1Hz, 2ms, 0))", 96000);
    double low = 1e9, high = 0.0;
    for (std::size_t i = 4800; i < 96000; ++i) {
        low = std::min(low, at(ramp, i) * 65536.0 / 48.0);
        high = std::max(high, at(ramp, i) * 65536.0 / 48.0);
    }
    figure(family, "flanger(2 ms): the least delay", low, between(0.19, 0.21), "ms");
    figure(family, "flanger(2 ms): the greatest delay", high, between(2.19, 2.21), "ms");
    const Sound loop = play(counting + "out = 2 * flanger(impulse, 0Hz, 1.6ms, 0.5)", 4096);
    figure(family, "flanger(fb 0.5): the third repetition against the second", decibels(at(loop, 144) / at(loop, 96)),
           between(-6.03, -6.01), "dB");
}

TEST_CASE("figures of the notches of the phaser") {
    const Sound y = play(counting + "out = phaser(impulse, 0Hz, fb: 0)", 2048);
    const auto found = notches(y[0], 4000.0);
    figure(family, "phaser: notches", static_cast<double>(found.size()), between(3.0, 3.0), "");
    REQUIRE(found.size() == 3);
    // Each of the six all-passes turns by 30, 90 and 150 degrees there.
    const double g = std::tan(pi * std::sqrt(200.0 * 2000.0) / rate);
    double worst = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
        const double wanted = rate / pi * std::atan(g * std::tan(pi * (2.0 * static_cast<double>(k) + 1.0) / 12.0));
        worst = std::max(worst, std::abs(found[k] / wanted - 1.0));
    }
    figure(family, "phaser: notches from where six turns of 30, 90 and 150 degrees are", 100.0 * worst, at_most(0.5),
           "%");
}
