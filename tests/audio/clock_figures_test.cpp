// The figures of stdlib/lfo.tac: clocks against exact counts, what clocks drive, and movements without corners.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Clocks and slow movement";

// The farthest of all ticks from whole periods, in frames.
double off_grid(const std::vector<std::size_t> &ticks, double period) {
    double worst = 0.0;
    for (std::size_t k = 0; k < ticks.size(); ++k)
        worst = std::max(worst, std::abs(static_cast<double>(ticks[k]) - period * static_cast<double>(k)));
    return worst;
}

} // namespace

TEST_CASE("figures of metro") {
    const Sound y = play("out = [metro(10ms), metro(1/4 beat), metro(0.7ms)]", 60 * 48000);
    const auto even = ticks_of(y[0]), beats = ticks_of(y[1]), odd = ticks_of(y[2]);
    figure(family, "metro(10 ms): ticks in a minute more than 6000", static_cast<double>(even.size()) - 6000.0,
           between(0.0, 1.0), "");
    figure(family, "metro(10 ms): a tick of a minute from its time at most", off_grid(even, 480.0), at_most(1.0),
           "frames");
    figure(family, "metro(0.7 ms): a tick of a minute from its time at most", off_grid(odd, 33.6), at_most(1.0),
           "frames");
    figure(family, "metro(1/4 beat): a tick of a minute from its time at most", off_grid(beats, 6000.0), at_most(1.0),
           "frames");
    const auto slow = ticks_of(play("out = metro(59.9s)", 240 * 48000)[0]);
    REQUIRE(slow.size() == 5);
    figure(family, "metro(59.9 s): a tick of 4 minutes from its time at most", off_grid(slow, 59.9 * 48000),
           at_most(1.0), "frames");
}

TEST_CASE("figures of slowphasor") {
    const auto turned = ticks_of(play("p = slowphasor(0.013Hz)\nout = p < p@1", 240 * 48000)[0]);
    REQUIRE(turned.size() == 3);
    double worst = 0.0;
    for (std::size_t k = 0; k < turned.size(); ++k)
        worst =
            std::max(worst, std::abs(static_cast<double>(turned[k] + 1) - static_cast<double>(k + 1) * 48000 / 0.013));
    figure(family, "slowphasor(0.013 Hz): a turn of 4 minutes from its time at most", worst, at_most(2.0), "frames");
}

TEST_CASE("figures of rise + hold + samplehold + toggle + count + every") {
    const Sound y = play(counting + "x = sine(100.3Hz)\nt = rise(x)\nout = [t, samplehold(n, t), toggle(t), "
                                    "count(t, 5), every(t, 4), hold(t, 3ms)]",
                         480000);
    const auto ticks = ticks_of(y[0]);
    figure(family, "rise(sine(100.3 Hz)): triggers in 10 s more than 1003", static_cast<double>(ticks.size()) - 1003.0,
           within(0.0), "");
    int held = 0, switched = 0, counted = 0, let_through = 0, open = 0;
    std::size_t number = 0, last = 0;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        const bool tick = number < ticks.size() && ticks[number] == i;
        let_through += y[4][i] == (tick && number % 4 == 0 ? 1.0f : 0.0f) ? 0 : 1;
        if (tick) {
            last = i;
            ++number;
        }
        held += y[1][i] == static_cast<float>(last) ? 0 : 1;
        switched += y[2][i] == static_cast<float>(number % 2) ? 0 : 1;
        counted += y[3][i] == static_cast<float>(number == 0 ? 0 : (number - 1) % 5) ? 0 : 1;
        open += y[5][i] == (number > 0 && i < last + 144 ? 1.0f : 0.0f) ? 0 : 1;
    }
    figure(family, "samplehold: samples of 10 s that are not the value at the last of 1003 triggers", held, within(0.0),
           "");
    figure(family, "toggle: samples of 10 s on the wrong side after 1003 triggers", switched, within(0.0), "");
    figure(family, "count(t, 5): samples of 10 s that are not the number of triggers modulo 5", counted, within(0.0),
           "");
    figure(family, "every(t, 4): samples of 10 s that are not every fourth of 1003 triggers", let_through, within(0.0),
           "");
    figure(family, "hold(t, 3 ms): samples of 10 s that are not within 144 of a trigger", open, within(0.0), "");
}

TEST_CASE("figures of wander") {
    constexpr std::size_t period = 480, goals = 2000;
    const Sound y = play("out = wander(100Hz)", period * goals);
    figure(family, "wander: the first value", static_cast<double>(y[0][0]), within(0.0), "");
    figure(family, "wander: the farthest from 0", peak(y[0]), between(0.9, 1.0), "");
    // Goals evenly spread in -1 … 1 have a mean square of 1/3; they are where the movement is level.
    double squares = 0.0, sharpest = 0.0;
    for (std::size_t k = 1; k < goals; ++k)
        squares += std::pow(static_cast<double>(y[0][k * period - 1]), 2.0) / static_cast<double>(goals - 1);
    for (std::size_t i = 2; i < y[0].size(); ++i)
        sharpest = std::max(sharpest, std::abs(static_cast<double>(y[0][i]) - 2.0 * static_cast<double>(y[0][i - 1]) +
                                               static_cast<double>(y[0][i - 2])));
    figure(family, "wander: mean square of 2000 goals (1/3; 4 sigma: 0.027)", squares, between(0.306, 0.361), "");
    figure(family, "wander(100 Hz): the sharpest bend, of that of a smoothstep from -1 to 1",
           sharpest / (6.0 * 2.0 / static_cast<double>(period * period)), at_most(1.02), "");
}

TEST_CASE("figures of the shapes of lfo") {
    const Sound y =
        play("out = [lfo(5Hz), lfo(5Hz, shape: triangle), lfo(5Hz, shape: ramp), lfo(5Hz, shape: square)]", 480000);
    double off[4] = {};
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        const double turns = 5.0 * static_cast<double>(i + 1) / rate, p = turns - std::floor(turns);
        const double wanted[] = {std::sin(2.0 * pi * turns), 2.0 / pi * std::asin(std::sin(2.0 * pi * turns)),
                                 2.0 * p - 1.0, p < 0.5 ? 1.0 : -1.0};
        const bool at_jump = p < 0.001 || p > 0.999 || std::abs(p - 0.5) < 0.001;
        for (std::size_t k = 0; k < (at_jump ? 2 : 4); ++k)
            off[k] = std::max(off[k], std::abs(static_cast<double>(y[k][i]) - wanted[k]));
    }
    const char *shapes[] = {"sine", "triangle", "ramp", "square"};
    for (std::size_t k = 0; k < 4; ++k)
        figure(family, "lfo(5 Hz, " + std::string(shapes[k]) + "): from its formula in 10 s", off[k], at_most(1e-3),
               "");
}
