// The figures of stdlib/env.tac: stages against their curves, levels that are reached to the sample, what a follower
// reads.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

const std::string family = "Envelopes";

double smooth_curve(double t) {
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}
double straight_curve(double t) { return std::clamp(t, 0.0, 1.0); }
double bent_curve(double t) { return (1.0 - std::exp(-4.0 * std::clamp(t, 0.0, 1.0))) / (1.0 - std::exp(-4.0)); }

// Levels one after the other, each reached `long_frames` after the one before; the first stage's first sample is
// `start` and counts as the first step.
double staged(double i, double start, const std::vector<std::pair<double, double>> &stages, double (*curve)(double)) {
    double level = 0.0;
    for (const auto &[goal, long_frames] : stages) {
        if (i < start)
            return level;
        level += (goal - level) * curve((i - start + 1.0) / long_frames);
        if (i - start + 1.0 < long_frames)
            return level;
        start += long_frames;
    }
    return level;
}

double farthest(Samples y, const std::function<double(double)> &wanted) {
    double worst = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(y[i]) - wanted(static_cast<double>(i))));
    return worst;
}

} // namespace

TEST_CASE("figures of env") {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 60, 100), engine::note_off(24000, 0, 60)};
    const Sound y = play("node v(note: Note) = env(note, a: 20ms, d: 100ms, s: 0.4, r: 200ms)\nout = poly(1, v, mode: "
                         "mono)",
                         48000, options);
    const auto start = static_cast<double>(first_above(y[0], 1e-9));
    const auto wanted = [&](double i) {
        const double held = staged(i, start, {{1.0, 960.0}, {0.4, 4800.0}}, smooth_curve);
        return i < start + 24000.0 ? held : 0.4 * (1.0 - smooth_curve((i - start - 24000.0 + 1.0) / 9600.0));
    };
    figure(family, "env: from smoothsteps of 20, 100 and 200 ms in a voice", farthest(y[0], wanted), at_most(1e-5), "");
    figure(family, "env(20 ms): where 1 is reached", (static_cast<double>(first_above(y[0], 1.0)) - start + 1.0) / 48.0,
           between(20.0, 20.0), "ms");
    figure(family, "env(200 ms): where the release ends",
           (static_cast<double>(first_below(y[0], 0.0, 24000)) - start - 24000.0 + 1.0) / 48.0, between(200.0, 200.0),
           "ms");
    options.events = {engine::note_on(0, 0, 60, 100), engine::note_off(24000, 0, 60),
                      engine::note_on(28800, 0, 60, 100)};
    const Sound again = play("node v(note: Note) = env(note, a: 20ms, s: 1, r: 200ms, retrigger: 15ms)\nout = poly(1, "
                             "v, mode: mono)",
                             48000, options);
    const auto struck = static_cast<std::size_t>(start) + 28800;
    double lowest = 1.0;
    for (std::size_t i = struck - 1; i < struck + 1000; ++i)
        lowest = std::min(lowest, static_cast<double>(again[0][i]));
    figure(family, "env(retrigger 15 ms): where the sustain is reached again",
           static_cast<double>(first_above(again[0], 1.0, struck) - struck + 1) / 48.0, between(15.0, 15.0), "ms");
    figure(family, "env(retrigger 15 ms): the dip below the level that was struck",
           static_cast<double>(again[0][struck - 1]) - lowest, at_most(0.006), "");
}

TEST_CASE("figures of contour") {
    const struct {
        const char *name;
        double (*formula)(double);
    } curves[] = {{"smooth", smooth_curve}, {"straight", straight_curve}, {"bent", bent_curve}};
    for (const auto &c : curves) {
        const Sound y =
            play(counting + "out = contour(n == 1000, n < 20000, 10ms, 50ms, 0.25, 100ms, 0s, curve: " + c.name + ")",
                 30000);
        const auto wanted = [&](double i) {
            const double held = staged(i, 1000.0, {{1.0, 480.0}, {0.25, 2400.0}}, c.formula);
            return i < 20000.0 ? held : 0.25 * (1.0 - c.formula((i - 20000.0 + 1.0) / 4800.0));
        };
        figure(family, "contour(" + std::string(c.name) + "): from its curves of 10, 50 and 100 ms",
               farthest(y[0], wanted), at_most(1e-5), "");
    }
}

TEST_CASE("figures of stages + ad + ahd") {
    const Sound y = play(counting + "t = n == 100\nout = [stages(t, [1, 0.3, 0.6, 0], [5ms, 50ms, 20ms, 40ms]), ahd(t, "
                                    "2ms, 50ms, 100ms, curve: straight), ad(t, 2ms, 100ms)]",
                         10000);
    figure(family, "stages of four: from their smoothsteps",
           farthest(y[0],
                    [](double i) {
                        return staged(i, 100.0, {{1.0, 240.0}, {0.3, 2400.0}, {0.6, 960.0}, {0.0, 1920.0}},
                                      smooth_curve);
                    }),
           at_most(1e-5), "");
    figure(family, "ahd(straight) of 2, 50 and 100 ms: from its lines",
           farthest(
               y[1],
               [](double i) { return staged(i, 100.0, {{1.0, 96.0}, {1.0, 2400.0}, {0.0, 4800.0}}, straight_curve); }),
           at_most(1e-5), "");
    const auto top = first_below(y[1], 0.999999, first_above(y[1], 1.0));
    figure(family, "ahd of 50 ms: how long it is 1", static_cast<double>(top - first_above(y[1], 1.0)) / 48.0,
           between(50.0, 50.1), "ms");
    figure(family, "ad of 2 and 100 ms: from its smoothsteps",
           farthest(y[2], [](double i) { return staged(i, 100.0, {{1.0, 96.0}, {0.0, 4800.0}}, smooth_curve); }),
           at_most(1e-5), "");
}

TEST_CASE("figures of follow") {
    double worst = 0.0;
    for (const std::string f : {"200Hz", "997Hz", "8kHz"}) {
        for (const double level : {1.0, 0.5, 0.01}) {
            const Sound y = play("out = follow(" + std::to_string(level) + " * sine(" + f + "), 50ms)", 48000);
            worst = std::max(worst, std::abs(mean(y.part(24000, 24000)) / level - 1.0));
        }
    }
    figure(family, "follow(50 ms): from the amplitude of a sine, three pitches, three levels", 100.0 * worst,
           at_most(0.5), "%");
    // Its square is a one-pole low-pass: when the sound goes, the amplitude has twice the time.
    const Sound y = play(counting + "out = follow(n < 24000, 50ms)", 48000);
    figure(family, "follow(50 ms): where 63.2 % of the amplitude is gone",
           static_cast<double>(first_below(y[0], std::sqrt(2.0) * std::exp(-1.0), 24000) - 24000) / 48.0,
           between(99.9, 100.1), "ms");
}
