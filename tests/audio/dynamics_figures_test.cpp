// The figures of the limiter, the gate and the parts of the brickwall in stdlib/dynamics.tac: ceilings that hold,
// thresholds, times.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace tactus::measure;

namespace {

const std::string family = "Dynamics";

} // namespace

TEST_CASE("figures of the limiter") {
    const std::string wild = "x = noise() * 4 + 9 * (random() < 0.001) * noise() + 3 * saw(61Hz)\n";
    const Sound y = play(wild + "out = limiter(x, -1dB, release: 5ms)", 480000);
    const double ceiling = std::pow(10.0, -1.0 / 20.0);
    figure(family, "limiter(-1 dB): the highest peak of ten wild seconds, against the ceiling",
           decibels(peak(y[0]) / ceiling), between(-0.1, 1e-5), "dB");
    const Sound quiet = play("x = noise() * 0.5\nout = limiter(x) - x", 48000);
    figure(family, "limiter: what is below the ceiling changes by", peak(quiet[0]), at_most(0.0), "");
    // A constant after a peak of 18 dB more: the gain comes back as the peak is forgotten, by exp(-t / release).
    const Sound back = play(counting + "out = limiter(if n == 1000 then 8 else 0.5, 0dB, release: 20ms)", 8000);
    figure(family, "limiter: a jump of 18 dB in its first sample, against the ceiling",
           decibels(static_cast<double>(back[0][1000])), within(1e-5), "dB");
    double off = 0.0;
    for (std::size_t i = 1001; i < 8000; ++i) {
        const double held = std::max(1.0, 8.0 * std::exp(-static_cast<double>(i - 1000) / 960.0));
        off = std::max(off, std::abs(decibels(static_cast<double>(back[0][i]) / (0.5 / held))));
    }
    figure(family, "limiter(release 20 ms): the way back from ceiling / (peak exp(-t / 20 ms))", off, at_most(0.001),
           "dB");
    const double free = 960.0 * std::log(8.0);
    figure(family, "limiter(release 20 ms): free again after 18 dB, against 20 ms ln 8",
           100.0 * (static_cast<double>(first_above(back[0], 0.4999999, 1001) - 1000) / free - 1.0), within(0.2), "%");
}

TEST_CASE("figures of the noisegate") {
    // 5 dB a second upwards for 4 s, then downwards.
    const Sound y = play(counting + "x = sine(997Hz) * "
                                    "db(if n < 192000 then n / 9600 - 50 else 384000 / 9600 - n / 9600 - 50)\nout = "
                                    "[noisegate(x, -40dB), x]",
                         384000);
    const auto level_at = [](std::size_t i) {
        return (i < 192000 ? static_cast<double>(i) : 384000.0 - static_cast<double>(i)) / 9600.0 - 50.0;
    };
    std::size_t opened = 0, closed = 0;
    for (std::size_t i = 0; i + 480 < 384000; i += 48) {
        const double gain = rms(y.part(i, 480)) / rms(y.part(i, 480, 1));
        if (opened == 0 && gain > 0.5)
            opened = i + 240;
        if (opened != 0 && gain > 0.5)
            closed = i + 240;
    }
    figure(family, "noisegate(-40 dB): opens at", level_at(opened), between(-40.3, -39.5), "dB");
    figure(family, "noisegate(-40 dB): closes at", level_at(closed), between(-40.8, -39.9), "dB");
    const Sound gone = play(
        counting + "x = if n < 24000 then sine(997Hz) * 0.1 else 0.001\nout = noisegate(x, -40dB, release: 100ms) / x",
        48000);
    // The follower falls by 20 dB in 20 ms ln 10, then the gate is held, then it is smoothed over 5 ms.
    const double wanted = 20.0 * std::log(10.0) + 100.0 + 5.0 * std::log(2.0);
    figure(family, "noisegate(release 100 ms): half closed after a fall from -20 dB, against its three times",
           static_cast<double>(first_below(gone[0], 0.5, 24000) - 24000) / 48.0 - wanted, within(1.0), "ms");
    const Sound still = play("out = noisegate(sine(997Hz) * 0.5, -40dB)", 48000);
    figure(family, "noisegate: level of what is above the threshold, against what went in",
           decibels(rms(still.part(24000, 24000)) * std::sqrt(2.0) / 0.5), within(0.001), "dB");
    const Sound shut = play("out = noisegate(sine(997Hz) * 0.005, -40dB)", 48000);
    figure(family, "noisegate: what is left 6 dB below the threshold", peak(shut[0]), at_most(0.0), "");
}

TEST_CASE("figures of greater + average") {
    const Sound y = play(
        "x = abs(noise())\nw = [1, 2, 4] * sampletime\nout = [x, fold(w, x, greater), fold(w, x, average)]", 48000);
    double highest = 0.0, mean_off = 0.0;
    for (std::size_t i = 7; i < 48000; ++i) {
        const auto window = y.part(i - 7, 8);
        highest = std::max(highest, std::abs(static_cast<double>(y[1][i]) - peak(window)));
        mean_off = std::max(mean_off, std::abs(static_cast<double>(y[2][i]) - mean(window)));
    }
    figure(family, "greater: three of them from the greatest of eight samples", highest, at_most(0.0), "");
    figure(family, "average: three of them from the mean of eight samples", mean_off, at_most(1e-6), "");
}

TEST_CASE("figures of the attack and release of the compressor") {
    // The gain's way in dB is a one-pole of its times; the key steps from silence to 0 dB and back.
    const Sound y =
        play(counting + "out = [compressor(1, (n >= 24000 and n < 72000) * 0.7071068, attack: 50ms, release: "
                        "200ms)]",
             144000);
    const auto reduced = [&](double part, std::size_t from, bool more) {
        std::size_t i = from;
        while (i < y[0].size() && (-decibels(static_cast<double>(y[0][i])) >= part) != more)
            ++i;
        return static_cast<double>(i - from) / 48.0;
    };
    const double whole = -decibels(static_cast<double>(y[0][71999]));
    figure(family, "compressor: turned down for a key 20 dB above the threshold, ratio 4", whole, between(14.9, 15.1),
           "dB");
    figure(family, "compressor(attack 50 ms): where 63.2 % of the way is gone, with the 10 ms of its meter",
           reduced(whole * (1.0 - std::exp(-1.0)), 24000, true), between(50.0, 60.0), "ms");
    figure(family, "compressor(release 200 ms): where 63.2 % of the way back is gone, with the fall of its meter",
           reduced(whole * std::exp(-1.0), 72000, false), between(200.0, 260.0), "ms");
}
