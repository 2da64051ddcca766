// The figures of the parts of which stdlib/osc.tac and sync.tac make their shapes, of the supersaw, and of noise.tac:
// drift of the phase, jumps and corners far from and at their place, the seven partials, how numbers are spread.
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

TEST_CASE("figures of phasor") {
    double worst = 0.0;
    for (const double f : {0.1, 441.37, 7013.7}) {
        const Sound y = play(fmt::format("out = phasor({}Hz)", f), 60 * 48000);
        const auto last = static_cast<double>(y[0].size());
        const double turns = std::fmod(f * last / rate, 1.0), heard = static_cast<double>(y[0].back());
        worst = std::max(worst, std::abs(std::remainder(heard - turns, 1.0)) / last);
    }
    figure(family, "phasor: drift a sample after a minute, of one turn of 32 bits", worst * std::exp2(32.0),
           at_most(1.0), "");
}

TEST_CASE("figures of sawtooth + cheapstep + finestep") {
    for (const std::string quality : {"cheap", "fine"}) {
        const std::string part = "(p - 0.5, 1245.73Hz)", both = quality + "step" + part;
        const Sound y = play("q: phase\nq = phasor(1245.73Hz) + 0.5\np = 1 * q\nout = [" + both +
                                 ", sawtooth(phasor(1245.73Hz), 1245.73Hz, quality: " + quality +
                                 ") - saw(1245.73Hz, quality: " + quality + ")]",
                             points + 4800);
        const double edge = quality == "fine" ? 20000.0 : 10000.0;
        figure(family, fmt::format("{}step: aliases at 1245.73 Hz below {} kHz", quality, edge / 1000.0),
               alias_level(y.part(4800, points), 1245.73, edge, rate), at_most(quality == "fine" ? -90.0 : -47.0),
               "dB");
        figure(family, "sawtooth(phasor, " + quality + "): from saw", peak(y[1]), at_most(0.0), "");
        // Far from the jump it is a straight line of its distance in turns.
        const Sound line = play(counting + "s = (n - 2048) / 4096\nout = " + quality + "step(s, 100Hz)", 4097);
        double off = 0.0, jump = 0.0;
        for (std::size_t i = 0; i < 4097; ++i) {
            const double s = (static_cast<double>(i) - 2048.0) / 4096.0, y0 = static_cast<double>(line[0][i]);
            const double reach = (quality == "fine" ? 16.0 : 2.0) * 100.0 / rate;
            if (std::abs(s) > reach)
                off = std::max(off, std::abs(y0 - 2.0 * s + (s > 0.0 ? 1.0 : -1.0)));
            jump = s == 0.0 ? y0 : jump;
        }
        figure(family, quality + "step: from a straight line beyond its reach", off, at_most(1e-5), "");
        figure(family, quality + "step: on the jump itself", jump, within(1e-6), "");
    }
}

TEST_CASE("figures of clenshaw") {
    const Sound y =
        play(counting + "a = n / 1024\nb = fold([0.2, 0.5, 1], [0, 0], clenshaw(twice: 2 * cos(a)))\nout = b[0] * "
                        "sin(a)",
             6434);
    double off = 0.0;
    for (std::size_t i = 0; i < 6434; ++i) {
        const double a = static_cast<double>(i) / 1024.0;
        off = std::max(off, std::abs(static_cast<double>(y[0][i]) -
                                     (std::sin(a) + 0.5 * std::sin(2.0 * a) + 0.2 * std::sin(3.0 * a))));
    }
    figure(family, "clenshaw: three sines from their sum, over a whole turn", off, at_most(1e-5), "");
}

TEST_CASE("figures of roundcorner + cheapcorner + finecorner") {
    for (const std::string quality : {"cheap", "fine"}) {
        const Sound y = play(counting + "x = n / 8192\nout = [" + quality + "corner(x, 100Hz), " + quality +
                                 "corner(x, 100Hz) - roundcorner(x, 100Hz, quality: " + quality + ")]",
                             4097);
        const double reach = (quality == "fine" ? 16.0 : 2.0) * 100.0 / rate;
        double off = 0.0, steepest = 0.0;
        for (std::size_t i = 0; i < 4097; ++i) {
            const double x = static_cast<double>(i) / 8192.0;
            if (x > reach)
                off = std::max(off, std::abs(static_cast<double>(y[0][i]) - x));
            if (i > 0)
                steepest = std::max(steepest, 8192.0 * static_cast<double>(y[0][i] - y[0][i - 1]));
        }
        figure(family, quality + "corner: from the distance beyond its reach", off, at_most(1e-6), "");
        figure(family, quality + "corner: how high the point is, of its reach", static_cast<double>(y[0][0]) / reach,
               between(0.0, 0.25), "");
        figure(family, quality + "corner: the steepest slope (1 without rounding)", steepest, between(1.0, 1.3), "");
        figure(family, "roundcorner(" + quality + "): from " + quality + "corner", peak(y[1]), at_most(0.0), "");
    }
}

TEST_CASE("figures of supersaw") {
    // Szabo 2010: seven ratios, the level of the middle one and of those at the sides.
    const double offset[] = {-0.11002313, -0.06288439, -0.01952356, 0.0, 0.01991221, 0.06216538, 0.10745242};
    const double f0 = 1245.73;
    for (const double detune : {1.0, 0.3}) {
        const Sound y = play(fmt::format("out = supersaw({}Hz, {}, 1, quality: fine)", f0, detune), 2 * points);
        double tune = 0.0, level = 0.0;
        for (const double o : offset) {
            const double wanted = f0 * (1.0 + detune * o);
            const double loud = o == 0.0 ? 0.99785 - 0.55366 : -0.73764 + 1.2841 + 0.044372;
            level = std::max(level, std::abs(decibels(amplitude(y[0], wanted, rate) / (loud * 2.0 / pi))));
            // A search of ±3 % would find a neighbour: the peak of the main lobe, to 5 mHz.
            double best = wanted, most = 0.0;
            for (int step = -20; step <= 20; ++step) {
                const double f = wanted + 0.005 * step;
                if (const double a = amplitude(y.part(0, points), f, rate); a > most) {
                    most = a;
                    best = f;
                }
            }
            tune = std::max(tune, std::abs(cents(best, wanted)));
        }
        figure(family, fmt::format("supersaw(detune {}): seven pitches from Szabo's ratios", detune), tune,
               at_most(0.02), "cents");
        figure(family, fmt::format("supersaw(detune {}): seven levels from Szabo's curves", detune), level,
               at_most(0.1), "dB");
    }
    const Sound alone = play(fmt::format("out = supersaw({}Hz, 0.5, 0, quality: fine)", f0), points);
    figure(family, "supersaw(blend 0): a side against the middle",
           decibels(amplitude(alone[0], f0 * (1.0 + 0.5 * offset[6]), rate) / amplitude(alone[0], f0, rate)),
           between(-27.2, -26.8), "dB"); // 0.044372 / 0.99785
}

TEST_CASE("figures of minpart") {
    // The six together at the jump are the whole jump, still to come; a sample of the filter's rate later less.
    const Sound y = play("out = [sum([k in 0..5: minpart(k, 0)]), sum([k in 0..5: minpart(k, 400)])] + 0 * noise()", 1);
    figure("Hard sync", "minpart: the six at the jump (-1)", static_cast<double>(y[0][0]), between(-1.00001, -0.99999),
           "");
    figure("Hard sync", "minpart: the six 400 samples later", static_cast<double>(y[1][0]), within(1e-6), "");
}

TEST_CASE("figures of noise + dust") {
    const std::string page = "Noise";
    const Sound y = play("out = [noise(), dust(200Hz)]", 100 * 48000);
    figure(page, "noise: level (a third of the power: -4.77 dB)", decibels(rms(y[0])), between(-4.79, -4.75), "dB");
    figure(page, "noise: mean of 4.8 million (4 sigma: 0.00105)", mean(y[0]), within(0.00105), "");
    figure(page, "noise: the farthest from 0", peak(y[0]), between(0.9999, 1.0), "");
    double neighbours = 0.0;
    for (std::size_t i = 1; i < y[0].size(); ++i)
        neighbours += static_cast<double>(y[0][i]) * static_cast<double>(y[0][i - 1]);
    figure(page, "noise: how alike neighbours are (4 sigma: 0.0018)",
           neighbours / (rms(y[0]) * rms(y[0]) * static_cast<double>(y[0].size())), within(0.0018), "");
    double count = 0.0, height = 0.0;
    for (const float x : y[1]) {
        count += x != 0.0f ? 1.0 : 0.0;
        height += static_cast<double>(x);
    }
    figure(page, "dust(200 Hz): grains a second over 100 s (4 sigma: 5.7)", count / 100.0, between(194.3, 205.7), "");
    figure(page, "dust: mean height (4 sigma: 0.0082)", height / count, between(0.4918, 0.5082), "");
}
