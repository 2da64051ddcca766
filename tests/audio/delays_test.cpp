// stdlib/delay.tac and stdlib/reverb.tac: where echoes fall and how strong they are, what is flat, how long rooms last.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;

double at(const Sound &y, std::size_t i, std::size_t channel = 0) { return static_cast<double>(y[channel][i]); }

// Energy of everything but the samples named.
double elsewhere(Samples y, std::initializer_list<std::size_t> places) {
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        bool named = false;
        for (const std::size_t p : places)
            named = named || p == i;
        if (!named)
            sum += static_cast<double>(y[i]) * static_cast<double>(y[i]);
    }
    return sum;
}

// The time in which the energy still to come falls by 60 dB, from its fall between -5 and -25 dB.
double reverberation_time(Samples y) {
    std::vector<double> rest(y.size() + 1, 0.0);
    for (std::size_t i = y.size(); i-- > 0;)
        rest[i] = rest[i + 1] + static_cast<double>(y[i]) * static_cast<double>(y[i]);
    std::size_t a = 0, b = 0;
    while (a < y.size() && 10 * std::log10(rest[a] / rest[0]) > -5.0)
        ++a;
    b = a;
    while (b < y.size() && 10 * std::log10(rest[b] / rest[0]) > -25.0)
        ++b;
    return 3.0 * static_cast<double>(b - a) / rate;
}

// Textbook loops in double, written out with rings, for comparison.
struct Ring {
    std::vector<double> past;
    std::size_t at = 0;
    explicit Ring(std::size_t length) : past(length, 0.0) {}
    [[nodiscard]] double oldest() const { return past[at]; }
    void push(double x) {
        past[at] = x;
        at = (at + 1) % past.size();
    }
};

} // namespace

TEST_CASE("delay: constant and moving times, between the samples in a straight line") {
    const Sound y =
        play(counting + "out = [delay(impulse, 10ms), delay(n, 10.5ms), delay(impulse, 1s, longest: 20ms)]", 2000);
    CHECK(at(y, 480) == doctest::Approx(1.0));
    CHECK(elsewhere(y[0], {480}) < 1e-9);
    CHECK(at(y, 1999, 1) == doctest::Approx(1999.0 - 504.0).epsilon(1e-6));
    CHECK(at(y, 960, 2) == doctest::Approx(1.0));
}

TEST_CASE("echo: powers of the feedback, each after the same time") {
    const Sound y = play(counting + "out = echo(impulse, 5ms, 0.6)", 2000);
    for (std::size_t k = 0; k < 8; ++k)
        CHECK(at(y, 240 * k) == doctest::Approx(std::pow(0.6, static_cast<double>(k))).epsilon(1e-5));
    CHECK(elsewhere(y[0], {0, 240, 480, 720, 960, 1200, 1440, 1680, 1920}) < 1e-9);
}

TEST_CASE("pingpong: left, right, left, right") {
    const Sound y = play(counting + "out = pingpong(impulse, 5ms, 0.5)", 2000);
    CHECK(at(y, 0, 0) == doctest::Approx(1.0));
    CHECK(at(y, 240, 1) == doctest::Approx(1.0));
    CHECK(at(y, 480, 0) == doctest::Approx(0.5));
    CHECK(at(y, 720, 1) == doctest::Approx(0.5));
    CHECK(at(y, 960, 0) == doctest::Approx(0.25));
    CHECK(elsewhere(y[0], {0, 480, 960, 1440, 1920}) < 1e-9);
}

TEST_CASE("comb: the loop with its low-pass") {
    const Sound y = play(counting + "out = comb(impulse, 2ms, 0.8, 0.3)", 3000);
    Ring ring(96);
    double low = 0.0;
    for (std::size_t i = 0; i < 3000; ++i) {
        const double out = ring.oldest();
        low = out + 0.3 * (low - out);
        ring.push((i == 0 ? 1.0 : 0.0) + 0.8 * low);
        CHECK(std::abs(at(y, i) - out) < 1e-6);
    }
}

TEST_CASE("allpass: flat within 0.01 dB") {
    const Sound y = play(counting + "out = [allpass(impulse, 3ms), allpass(impulse, 1.37ms, gain: -0.7)]", 16384);
    for (double f = 37.0; f < 23000.0; f *= 1.17) {
        CHECK(std::abs(decibels(std::abs(response(y[0], f, rate)))) < 0.01);
        CHECK(std::abs(decibels(std::abs(response(y[1], f, rate)))) < 0.01);
    }
    CHECK(at(y, 0) == doctest::Approx(-0.5));
    CHECK(at(y, 144) == doctest::Approx(0.75));
}

TEST_CASE("chorus: delays around 12 ms that move with their rate, apart by a quarter of a turn") {
    const Sound y = play(counting + "out = chorus(impulse, 0Hz, 3ms, 0.5)", 2000);
    CHECK(at(y, 0, 0) == doctest::Approx(0.75));
    CHECK(at(y, 576, 0) == doctest::Approx(0.5));
    CHECK(at(y, 720, 1) == doctest::Approx(0.5));
    CHECK(elsewhere(y[0], {0, 576}) < 1e-6);
    // A delay that swings by 3 ms at 1 Hz bends a tone by a factor of 1 -+ 2 pi 0.003.
    const Sound z = play("out = chorus(sine(1kHz), 1Hz, 3ms, 1) - [0.5, 0.5] * sine(1kHz)", 60000);
    const double highest = pitch(z.part(47000 - 2048, 4096, 0), 1000.0 * (1 + 2 * pi * 0.003) * 0.99, rate);
    const double lowest = pitch(z.part(47000 + 576 - 2048, 4096, 0), 1000.0 * (1 - 2 * pi * 0.003), rate);
    CHECK(std::abs(lowest - 1000.0 * (1 - 2 * pi * 0.003)) < 1.5);
    CHECK(highest < 1000.0 * (1 + 2 * pi * 0.003) + 1.0);
}

TEST_CASE("flanger: at rest a comb with its first notch at half the inverse of the delay") {
    const Sound y = play(counting + "out = flanger(impulse, 0Hz, 1.6ms, 0)", 4096);
    const double delay = 0.0002 + 0.0008;
    CHECK(std::abs(response(y[0], 0.5 / delay, rate)) < 1e-3);
    CHECK(std::abs(response(y[0], 1.0 / delay, rate)) == doctest::Approx(1.0).epsilon(1e-3));
}

TEST_CASE("freeverb: eight combs and four all-passes a side, as loops in double say") {
    const std::size_t frames = 20000;
    PlayOptions options;
    options.rate = 44100.0; // the lengths are whole samples here
    const Sound y = play(counting + "out = freeverb([impulse, 0], room: 0.8, damp: 0.3)", frames, options);
    const std::size_t combs[] = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617}, passes[] = {556, 441, 341, 225};
    for (std::size_t side = 0; side < 2; ++side) {
        std::vector<double> expected(frames, 0.0);
        for (const std::size_t length : combs) {
            Ring ring(length + 23 * side);
            double low = 0.0;
            for (std::size_t i = 0; i < frames; ++i) {
                const double out = ring.oldest();
                low = out + 0.3 * (low - out);
                ring.push((i == 0 ? 0.015 : 0.0) + 0.8 * low);
                expected[i] += out;
            }
        }
        for (const std::size_t length : passes) {
            Ring ring(length);
            for (double &x : expected) {
                const double w = x + 0.5 * ring.oldest();
                x = ring.oldest() - 0.5 * w;
                ring.push(w);
            }
        }
        for (std::size_t i = 0; i < frames; i += 7)
            REQUIRE(std::abs(at(y, i, side) - expected[i]) < 1e-6);
    }
}

TEST_CASE("church: silent until the pre-delay, dies away in its time, left and right unlike") {
    for (const double seconds : {1.0, 4.0}) {
        CAPTURE(seconds);
        const Sound y = play(counting + "out = church([impulse, impulse], time: " + std::to_string(seconds) +
                                 "s, damp: 0, resonance: 0)",
                             static_cast<std::size_t>(seconds * 1.5 * rate));
        for (std::size_t side = 0; side < 2; ++side) {
            CHECK(reverberation_time(y[side]) == doctest::Approx(seconds).epsilon(0.1));
            CHECK(largest_step(y[side], 0, 912) == 0.0);
            CHECK(rms(y[side]) > 1e-4);
        }
        double both = 0.0, left = 0.0, right = 0.0;
        for (std::size_t i = 0; i < y[0].size(); ++i) {
            both += at(y, i, 0) * at(y, i, 1);
            left += at(y, i, 0) * at(y, i, 0);
            right += at(y, i, 1) * at(y, i, 1);
        }
        CHECK(std::abs(both) / std::sqrt(left * right) < 0.3);
    }
    // The room's own tones.
    const Sound with = play(counting + "out = church([impulse, impulse], time: 1s, resonance: 1)", 65536);
    const Sound without = play(counting + "out = church([impulse, impulse], time: 1s, resonance: 0)", 65536);
    for (const double f : {32.0, 47.0, 71.0})
        CHECK(std::abs(response(with[0], f, rate)) >
              2.0 * std::abs(response(with[0], f * 1.22, rate) - response(without[0], f * 1.22, rate)));
}
