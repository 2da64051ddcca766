// stdlib/sampling.tac: substeps against the same node at the higher rate, sample for sample; the band, the folds and
// the latency of oversample; windows and windowed-sinc filters against formulas in double.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;

std::string number(double x) { return std::to_string(x); }

} // namespace

TEST_CASE("substeps: three runs per sample are one run at three times the rate bit for bit") {
    const std::string nodes = R"(
node chain(x) -> y { y = sin(x) + 0.5 * y@1 - 0.25 * y@2 }
node far(x) -> y { y = sin(x) + 0.5 * y@11 + x@7 - x@5 }
node clocked(x) -> y {
    z: init 2
    when x mod 4 == 1 { z = z@1 * 0.5 + x ; w = z@3 }
    y = z + w@1
}
node linear(x) = sin(x)@(7 + 3 * sin(0.1 * x), min: 3, max: 20) + sin(x)@(6.3 + 0 * x, min: 3, max: 9, interp: none)
node cubic(x) = sin(x)@(9 + 5 * sin(0.1 * x), min: 4, max: 20, interp: cubic)
node passed(x) -> y { y = sin(x) + 0.5 * y@(8 + 4 * sin(0.01 * x), min: 3, max: 20, interp: allpass) }
node held(x) -> y {
    late: init 0.5
    late = late@1 * 0.75 + sin(x)
    y = if late > 0 then late@2 else late
}
)";
    for (const std::string node : {"chain", "far", "clocked", "linear", "cubic", "passed", "held"}) {
        CAPTURE(node);
        const Sound slow = play(nodes + counting + "out = " + node + "(n)", 3000);
        const Sound fast = play(nodes + counting + "out = substeps([3 * n, 3 * n + 1, 3 * n + 2], " + node + ")", 1000);
        for (std::size_t i = 0; i < 1000; ++i)
            for (std::size_t step = 0; step < 3; ++step)
                REQUIRE(fast[step][i] == slow[0][3 * i + step]);
    }
}

TEST_CASE("substeps: samplerate is higher inside and outside names keep theirs and nests multiply") {
    const std::string nodes = "node here(x) = samplerate / 1Hz\nnode both(x) = sum(substeps([x, x], here))\n"
                              "outer = samplerate / 1Hz\nnode around(x) = outer + 0 * x\n";
    const Sound y = play(nodes + "out = [substeps([0, 0, 0, 0], here)[3], substeps([0, 0], both)[1], "
                                 "substeps([0, 0], around)[1]]",
                         16);
    CHECK(y[0][5] == 192000.0f);
    CHECK(y[1][5] == 384000.0f);
    CHECK(y[2][5] == 48000.0f);
}

TEST_CASE("oversample: flat within 0.1 dB to 20 kHz and late by whole samples") {
    const std::size_t latency[] = {37, 45, 48};
    for (std::size_t k = 0; k < 3; ++k) {
        const std::string factor = std::to_string(2 << k);
        CAPTURE(factor);
        const Sound y =
            play("node through(x) = x\n" + counting + "out = impulse -> oversample(" + factor + ", through)", 1024);
        double worst = 0.0;
        for (double f = 20.0; f <= 20000.0; f += 20.0) {
            const auto h = response(y[0], f, rate);
            worst = std::max(worst, std::abs(decibels(std::abs(h))));
            // A linear phase: with the latency taken back, the response is real.
            CHECK(std::abs(h * std::polar(1.0, 2 * pi * f / rate * static_cast<double>(latency[k])) - std::abs(h)) <
                  1e-4);
        }
        figure("Sampling", "oversample(" + factor + "): ripple up to 20 kHz", worst, at_most(0.1), "dB");
    }
}

TEST_CASE("oversample: what lies above the band folds back below -90 dB and so do the images") {
    for (const int factor : {2, 4, 8}) {
        const std::string call = " -> oversample(" + std::to_string(factor) + ", high)";
        double worst = -300.0;
        for (double f = 28013.7; f < 24000.0 * factor - 100.0; f *= 1.13) {
            CAPTURE(f);
            const Sound y = play("node high(x) = x + sine(" + number(f) + "Hz)\nout = 0" + call, 16384);
            const Spectrum folded = spectrum(y.part(4096, 8192), rate);
            worst = std::max(worst, decibels(std::sqrt(2.0 * folded.between(0.0, 20000.0))));
        }
        figure("Sampling",
               "oversample(" + std::to_string(factor) + "): a full-scale sine above 28 kHz, what is left below 20 kHz",
               worst, at_most(-90.0), "dB");
        // A sine of 15 kHz has its first image at 33 kHz; a ring modulator would bring it to 3 kHz.
        const Sound image = play("node high(x) = x * sine(30kHz)\nout = sine(15kHz)" + call, 16384);
        CHECK(decibels(amplitude(image.part(4096, 8192), 3000.0, rate) / 0.5) <= -90.0);
        CHECK(decibels(amplitude(image.part(4096, 8192), 15000.0, rate) / 0.5) == doctest::Approx(0.0).epsilon(0.2));
    }
}

TEST_CASE("oversample: a driven sine has at least 30 dB less alias than without") {
    for (const double f : {441.37, 1245.73, 5007.31}) {
        const std::string sine = "out = sine(" + number(f) + "Hz) -> ";
        const Sound naive = play(sine + "drive(amount: 4)", 1 << 16);
        const Sound good = play(sine + "oversample(8, drive(amount: 4))", 1 << 16);
        const double before = alias_level(naive.part(1024, 1 << 15), f, 20000.0, rate);
        const double after = alias_level(good.part(1024, 1 << 15), f, 20000.0, rate);
        CAPTURE(f);
        CHECK(after <= std::max(before - 30.0, -110.0));
        if (f > 5000.0)
            figure("Sampling",
                   "oversample(8, drive(amount: 4)): aliases of a sine at " + number(f) + " Hz against without",
                   after - before, at_most(-30.0), "dB");
    }
}

TEST_CASE(
    "oversample2, oversample4 and oversample8 are what oversample calls; halfup and halfdown take each other back") {
    const Sound y = play("node f(x) = x * x\nx = sine(3kHz)\nout = [oversample(x, 2, f) - oversample2(x, f), "
                         "oversample(x, 4, f) - oversample4(x, f), oversample(x, 8, f) - oversample8(x, f), "
                         "halfdown(halfup(x, halfband(18, 96.5)), halfband(18, 96.5)) - x@37]",
                         4800);
    for (std::size_t channel = 0; channel < 3; ++channel)
        CHECK(peak(y.part(0, 4800, channel)) == 0.0);
    CHECK(peak(y.part(200, 4600, 3)) < 1e-4);
}

TEST_CASE("besseli0 and kaiser and sinc: against their series and formulas") {
    for (const double x : {0.0, 0.5, 2.0, 3.7, 3.8, 6.0, 12.0}) {
        const Sound y = play("out = besseli0(" + number(x) + ") / " + number(bessel(x)), 16);
        CHECK(y[0][0] == doctest::Approx(1.0).epsilon(1e-6));
    }
    const double beta = 0.1102 * (80.0 - 8.7);
    const Sound w = play(counting + "out = fir(impulse, kaiser(33, 80))", 64);
    for (int i = 0; i < 33; ++i) {
        const double t = i / 16.0 - 1.0;
        CHECK(w[0][static_cast<std::size_t>(i)] ==
              doctest::Approx(bessel(beta * std::sqrt(1.0 - t * t)) / bessel(beta)).epsilon(1e-6));
    }
    const Sound s = play("out = [sinc(0), sinc(1/2), sinc(3), sinc(2.25)]", 16);
    CHECK(s[0][0] == 1.0f);
    CHECK(s[1][0] == doctest::Approx(2.0 / pi));
    CHECK(std::abs(s[2][0]) < 1e-6f);
    CHECK(s[3][0] == doctest::Approx(std::sin(2.25 * pi) / (2.25 * pi)));
}

TEST_CASE("windowedsinc: ripple and attenuation as designed by Kaiser's formula") {
    for (const double attenuation : {60.0, 80.0, 100.0}) {
        const int n = 101;
        const double half = (attenuation - 8.0) / (14.36 * (n - 1)) * rate / 2, cutoff = 6000.0;
        const Sound h =
            play(counting + "out = fir(impulse, windowedsinc(101, 6kHz, " + number(attenuation) + "))", 256);
        const double ripple = std::pow(10.0, -(attenuation - 2.0) / 20.0);
        double stop = 0.0;
        for (double f = 0.0; f < 24000.0; f += 25.0) {
            const double gain = std::abs(response(h[0], f, rate));
            if (f < cutoff - half * 1.1)
                CHECK(std::abs(gain - 1.0) < ripple);
            if (f > cutoff + half * 1.1)
                stop = std::max(stop, gain);
        }
        CHECK(stop < ripple);
        figure("Sampling", "windowedsinc(101, 6kHz, " + number(attenuation) + "): stop band", decibels(stop),
               at_most(-(attenuation - 2.0)), "dB");
    }
}

TEST_CASE("fir: the convolution with its coefficients") {
    const Sound y = play(counting + "x = random() - 0.5\nout = [x, fir(x, [0.5, -0.25, 0.125, 1, -2, 0, 0.75])]", 2048);
    const double h[] = {0.5, -0.25, 0.125, 1.0, -2.0, 0.0, 0.75};
    for (std::size_t i = 8; i < 2048; ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 7; ++k)
            sum += h[k] * static_cast<double>(y[0][i - k]);
        CHECK(static_cast<double>(y[1][i]) == doctest::Approx(sum).epsilon(1e-5));
    }
}
