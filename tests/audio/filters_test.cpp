// stdlib/filter.tac: responses against the analogue prototypes under the bilinear map, worked out in complex doubles,
// within 0.1 dB.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;
using Complex = std::complex<double>;

namespace {

constexpr double rate = 48000.0;
constexpr std::size_t points = 1u << 15;

// s of the prototype whose corner is at 1: what the bilinear map makes of a frequency when the corner is kept at
// `cutoff`.
Complex prototype(double f, double cutoff) {
    return Complex(0.0, std::tan(pi * f / rate) / std::tan(pi * cutoff / rate));
}

using Response = std::function<Complex(Complex s)>;

void check_response(const std::string &call, double cutoff, const Response &h, std::size_t channel = 0) {
    CAPTURE(call);
    const Sound y = play(counting + "x = impulse\nout = " + call, points);
    for (double f = 20.0; f < 22000.0; f *= 1.11) {
        const double expected = decibels(std::abs(h(prototype(f, cutoff))));
        if (expected < -70.0)
            continue;
        CAPTURE(f);
        CHECK(std::abs(decibels(std::abs(response(y[channel], f, rate))) - expected) < 0.1);
    }
}

std::string with(const std::string &node, double cutoff, const std::string &rest) {
    return node + "(x, " + std::to_string(cutoff) + "Hz" + rest + ")";
}

const double cutoffs[] = {100.0, 1000.0, 9000.0};

} // namespace

TEST_CASE("onepole and onepolehigh: the pole at exp(-w)") {
    for (const double cutoff : {30.0, 500.0, 5000.0}) {
        const Sound y = play(counting + "out = [onepole(impulse, " + std::to_string(cutoff) +
                                 "Hz), onepolehigh(impulse, " + std::to_string(cutoff) + "Hz)]",
                             points);
        const double a = std::exp(-2 * pi * cutoff / rate);
        for (double f = 10.0; f < 22000.0; f *= 1.3) {
            const Complex low = (1 - a) / (1.0 - a * std::polar(1.0, -2 * pi * f / rate));
            CHECK(std::abs(decibels(std::abs(response(y[0], f, rate)) / std::abs(low))) < 0.05);
            CHECK(std::abs(decibels(std::abs(response(y[1], f, rate)) / std::abs(1.0 - low))) < 0.05);
        }
    }
    // -3 dB at the cutoff, as long as it is well below the sample rate.
    const Sound y = play(counting + "out = onepole(impulse, 500Hz)", points);
    CHECK(decibels(std::abs(response(y[0], 500.0, rate))) == doctest::Approx(-3.01).epsilon(0.02));
}

TEST_CASE("dcblock: nothing at 0 Hz, nothing lost above 50 Hz") {
    const Sound y = play(counting + "out = [dcblock(impulse), dcblock(0.7 + sine(1kHz) * 0)]", points);
    CHECK(std::abs(response(y[0], 0.0, rate)) < 1e-4);
    for (double f = 50.0; f < 20000.0; f *= 2.0)
        CHECK(std::abs(decibels(std::abs(response(y[0], f, rate)))) < 0.1);
    CHECK(std::abs(y[1][points - 1]) < 1e-3f);
}

TEST_CASE("biquad: the quotient of its two polynomials") {
    const Sound y = play(counting + "out = biquad(impulse, 0.3, -0.2, 0.5, -1.2, 0.7)", points);
    for (double f = 20.0; f < 23000.0; f *= 1.2) {
        const Complex z = std::polar(1.0, -2 * pi * f / rate);
        const Complex h = (0.3 - 0.2 * z + 0.5 * z * z) / (1.0 - 1.2 * z + 0.7 * z * z);
        CHECK(std::abs(decibels(std::abs(response(y[0], f, rate)) / std::abs(h))) < 0.05);
    }
}

TEST_CASE("lowpass, highpass, bandpass, notch: second-order prototypes") {
    for (const double cutoff : cutoffs) {
        for (const double r : {0.0, 0.3, 0.9}) {
            const double q = 1.0 / (2.0 - 2.0 * r);
            const std::string rest = ", " + std::to_string(r);
            check_response(with("lowpass", cutoff, rest), cutoff,
                           [&](Complex s) { return 1.0 / (s * s + s / q + 1.0); });
            check_response(with("highpass", cutoff, rest), cutoff,
                           [&](Complex s) { return s * s / (s * s + s / q + 1.0); });
            check_response(with("bandpass", cutoff, rest), cutoff,
                           [&](Complex s) { return s / q / (s * s + s / q + 1.0); });
            check_response(with("notch", cutoff, rest), cutoff,
                           [&](Complex s) { return (s * s + 1.0) / (s * s + s / q + 1.0); });
        }
    }
}

TEST_CASE("peak, lowshelf, highshelf: gains in dB where they belong") {
    for (const double cutoff : cutoffs) {
        for (const double gain : {-12.0, 6.0}) {
            const double a = std::pow(10.0, gain / 40.0);
            const std::string db = ", " + std::to_string(gain) + "dB";
            check_response(with("peak", cutoff, db + ", 0.5"), cutoff,
                           [&](Complex s) { return (s * s + s * a + 1.0) / (s * s + s / a + 1.0); });
            const double root = std::sqrt(2.0 * a);
            check_response(with("lowshelf", cutoff, db), cutoff,
                           [&](Complex s) { return a * (s * s + root * s + a) / (a * s * s + root * s + 1.0); });
            check_response(with("highshelf", cutoff, db), cutoff,
                           [&](Complex s) { return a * (a * s * s + root * s + 1.0) / (s * s + root * s + a); });
        }
    }
}

TEST_CASE("svf: low, band and high of one filter, and their sum") {
    for (const double cutoff : cutoffs) {
        for (const double r : {0.0, 0.5, 0.95}) {
            const double k = 2.0 - 2.0 * r;
            const std::string call = with("svf", cutoff, ", " + std::to_string(r));
            check_response(call + ".low", cutoff, [&](Complex s) { return 1.0 / (s * s + k * s + 1.0); });
            check_response(call + ".band", cutoff, [&](Complex s) { return s / (s * s + k * s + 1.0); });
            check_response(call + ".high", cutoff, [&](Complex s) { return s * s / (s * s + k * s + 1.0); });
        }
    }
}

TEST_CASE("ladder: four poles with feedback") {
    for (const double cutoff : cutoffs) {
        for (const double r : {0.0, 0.5, 0.9}) {
            check_response(with("ladder", cutoff, ", " + std::to_string(r)), cutoff,
                           [&](Complex s) { return 1.0 / (std::pow(1.0 + s, 4) + 4.0 * r); });
        }
    }
}

TEST_CASE(
    "filters stay bounded when cutoff and resonance are swept at audio rate, and when the cutoff leaves the band") {
    const Sound y = play("c = 2kHz * 36st ^ sine(97Hz)\nx = saw(110Hz)\nout = [ladder(x, c, 0.9), svf(x, c, 0.95).low, "
                         "svf(x, 60kHz, 0.5).low, ladder(x, 60kHz, 0.5), lowpass(x, 60kHz, 0.5), "
                         "highpass(x, 60kHz, 0.5)]",
                         48000);
    for (std::size_t channel = 0; channel < y.channels.size(); ++channel) {
        CAPTURE(channel);
        CHECK(std::isfinite(rms(y[channel])));
        CHECK(peak(y[channel]) < 20.0);
    }
}
