// stdlib/dynamics.tac beyond its static curves in levels_test.cpp: the knee, times, the ceiling that nothing passes.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace tactus::measure;

namespace {

const std::string family = "Dynamics";

// The gain in dB that a call leaves to a steady sine of a level in dB.
double gain_at(const std::string &call, double level) {
    const Sound y = play("x = sine(997Hz) * db(" + std::to_string(level) + ")\nout = " + call, 48000);
    return decibels(rms(y.part(24000, 24000)) * std::sqrt(2.0)) - level;
}

} // namespace

TEST_CASE("figures of compressor + expander") {
    double worst = 0.0;
    for (double level = -40.0; level <= 0.0; level += 2.5) {
        const double over = level + 20.0, knee = 12.0, slope = 1.0 - 1.0 / 4.0;
        const double wanted = over <= -knee / 2  ? 0.0
                              : over >= knee / 2 ? slope * over
                                                 : slope * (over + knee / 2) * (over + knee / 2) / (2 * knee);
        worst = std::max(worst, std::abs(gain_at("compressor(x, x, knee: 12)", level) + wanted));
    }
    figure(family, "compressor(knee 12): from its curve, -40 … 0 dB", worst, within(0.1), "dB");
    worst = 0.0;
    for (double level = -60.0; level <= 0.0; level += 5.0)
        worst = std::max(worst, std::abs(gain_at("expander(x, x, threshold: -30dB, ratio: 2)", level) -
                                         std::max(-40.0, std::min(0.0, level + 30.0))));
    figure(family, "expander: from its curve, -60 … 0 dB", worst, within(0.1), "dB");
}

TEST_CASE("figures of branched + the compressor's times") {
    const Sound y = play(counting + "out = branched(n < 24000, 10ms, 50ms)", 48000);
    figure(family, "branched(10 ms up): where 63.2 % is gone",
           static_cast<double>(first_above(y[0], 1.0 - std::exp(-1.0))) / 48.0, between(9.9, 10.1), "ms");
    figure(family, "branched(50 ms down): where 63.2 % is gone",
           static_cast<double>(first_below(y[0], std::exp(-1.0), 24000) - 24000) / 48.0, between(49.9, 50.1), "ms");
    const Sound z = play(counting + "out = compressor(1, (n < 24000) * 0.7071, attack: 50ms, release: 200ms)", 96000);
    CHECK(z[0][480] > 0.7f);    // 10 ms: hardly begun
    CHECK(z[0][23000] < 0.25f); // there: 15 dB less, for a threshold of -20 dB and a ratio of 4
    CHECK(z[0][28000] < 0.7f);  // on its way back
    CHECK(z[0][95999] > 0.99f);
}

TEST_CASE("figures of brickwall") {
    const std::string wild = "x = noise() * 4 + 9 * (random() < 0.001) * noise() + 3 * saw(61Hz)\n";
    const Sound y = play(wild + "out = brickwall(x, -1dB, release: 5ms)", 480000);
    const double ceiling = std::pow(10.0, -1.0 / 20.0);
    figure(family, "brickwall(-1 dB): the highest peak of ten wild seconds, against the ceiling",
           decibels(peak(y[0]) / ceiling), between(-0.1, 1e-5), "dB");
    const Sound quiet = play("x = noise() * 0.5\nout = brickwall(x) - x@127", 48000);
    figure(family, "brickwall: what is below the ceiling changes by", peak(quiet[0]), at_most(0.0), "");
    // The gain of a constant that a single peak turns down: it moves in steps of no more than 1/128 of the way.
    const Sound gain = play(counting + "out = brickwall(if n == 1000 then 8 else 0.5, 0dB)", 4000);
    CHECK(largest_step(gain[0], 200, 1126) <= 0.5 / 64.0);
    CHECK(gain[0][1127] == doctest::Approx(1.0).epsilon(1e-3));
    const Sound parts = play(counting + "out = [greater(n, 4 * sampletime), average(n, 4 * sampletime)]", 100);
    CHECK(parts[0][50] == 50.0f);
    CHECK(parts[1][50] == 48.0f);
}
