// stdlib/string.tac, model.tac and drum.tac: tuning, modes, and drums that start, sound and end.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

using namespace tactus::measure;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Bodies and drums";

} // namespace

TEST_CASE("figures of string: tuning") {
    for (const double at : {48000.0, 44100.0, 96000.0}) {
        PlayOptions options;
        options.rate = at;
        double worst = 0.0;
        for (const double f : {41.2, 82.41, 110.0, 196.0, 329.6, 440.0, 659.3, 880.0, 1318.5, 1661.2, 2093.0, 2637.0}) {
            const auto from = static_cast<std::size_t>((f < 1000.0 ? 0.2 : 0.02) * at),
                       count = static_cast<std::size_t>((f < 1000.0 ? 1.4 : 0.085) * at);
            const Sound y =
                play(counting + "out = string(impulse, " + std::to_string(f) + "Hz, 0.9995)", from + count, options);
            // The high ones die away at once.
            const double off = cents(pitch(y.part(from, count), f, at), f);
            worst = std::abs(off) > std::abs(worst) ? off : worst;
        }
        figure(family,
               at == rate ? "string: out of tune at worst, E1 … E7"
                          : fmt::format("string at {} Hz: out of tune at worst, E1 … E7", at),
               worst, within(1.0), "cents");
    }
}

TEST_CASE("figures of tube") {
    double worst = 0.0;
    for (const double f : {73.4, 147.0, 220.0, 440.0}) {
        const Sound y = play("out = tube(smooth(0.6, 20ms), " + std::to_string(f) + "Hz)", 48000 + 65536);
        const double off = cents(pitch(y.part(48000, 65536), f, rate), f);
        worst = std::abs(off) > std::abs(worst) ? off : worst;
        CHECK(peak(y[0]) < 1.5);
        CHECK(rms(y.part(48000, 65536)) > 0.05);
        const double odd = amplitude(y.part(48000, 65536), pitch(y.part(48000, 65536), f, rate) * 3.0, rate);
        const double even = amplitude(y.part(48000, 65536), pitch(y.part(48000, 65536), f, rate) * 2.0, rate);
        CHECK(odd > even); // a closed tube
    }
    figure(family, "tube: out of tune at worst, 73 … 440 Hz", worst, within(15.0), "cents");
}

TEST_CASE("figures of modal + membrane") {
    const Sound y = play(
        counting +
            "out = [modal(impulse, 200Hz, [1, 2.5], [500ms, 250ms], [1, 0.5]), membrane(impulse, 200Hz, 2s, tight: 1)]",
        65536);
    figure(family, "modal: the second mode, 500 Hz", cents(pitch(y.part(0, 16384), 500.0, rate), 500.0), within(2.0),
           "cents");
    // An ideal membrane: the zeros of the Bessel functions J_m, the first is that of J_0.
    const struct {
        double order;
        double low;
    } modes[] = {{1, 3.5}, {2, 4.8}, {0, 5.2}, {3, 6.0}, {1, 6.8}};
    const auto zero = [](double order, double from) {
        double a = from, b = from + 0.7;
        for (int i = 0; i < 60; ++i) {
            const double m = (a + b) / 2;
            (std::cyl_bessel_j(order, a) * std::cyl_bessel_j(order, m) <= 0 ? b : a) = m;
        }
        return a;
    };
    const double first = zero(0, 2.1);
    double worst = 0.0;
    for (const auto &mode : modes) {
        const double f = 200.0 * zero(mode.order, mode.low) / first;
        worst = std::max(worst, std::abs(cents(pitch(y.part(0, 65536, 1), f, rate), f)));
    }
    figure(family, "membrane: five modes against the zeros of the Bessel functions", worst, at_most(2.0), "cents");
}

TEST_CASE("figures of kick + snare + hat + clap + tom") {
    const char *const drums[] = {"kick(t)", "snare(t)", "hat(t)", "clap(t)", "tom(t, 98Hz)"};
    for (const std::string drum : drums) {
        CAPTURE(drum);
        const Sound y = play(counting + "t = n == 4800 or n == 9600\nout = " + drum, 96000);
        CHECK(rms(y.part(0, 4800)) == 0.0);
        CHECK(rms(y.part(4800, 4800)) > 0.02);
        CHECK(rms(y.part(84000, 12000)) < 1e-4);
        figure(family, drum + ": peak", peak(y[0]), between(0.2, 1.25), "");
    }
    const Sound y = play(counting + "out = [kick(impulse, 50Hz, time: 2s), tom(impulse, 98Hz, time: 2s)]", 48000);
    figure(family, "kick(50 Hz): where it ends", pitch(y.part(12000, 32768), 50.0, rate), between(49.5, 50.5), "Hz");
    figure(family, "tom(98 Hz): where it ends", pitch(y.part(12000, 32768, 1), 98.0, rate), between(97.0, 99.5), "Hz");
}
