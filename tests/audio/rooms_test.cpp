// stdlib/reverb.tac beyond church and freeverb: how long the networks last, that their matrices lose nothing, how far
// apart the sides are; and the primes of math.tac.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace tactus::measure;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Rooms";

double value_of(const std::string &call) { return static_cast<double>(play("out = " + call, 1)[0][0]); }

} // namespace

TEST_CASE("figures of fdn") {
    for (const std::string matrix : {"householder", "walsh"}) {
        const Sound y =
            play(counting + "out = fdn([impulse, impulse], time: 2s, damp: 0, matrix: " + matrix + ")", 192000);
        figure(family, "fdn(2 s, " + matrix + "): time to -60 dB", decay_time(y[0]), between(1.9, 2.1), "s");
        figure(family, "fdn(" + matrix + "): left and right alike (1: the same)", alike(y), at_most(0.3), "");
        CHECK(std::isfinite(rms(y[1])));
    }
}

TEST_CASE("figures of hadamard + the parts of networks") {
    std::string columns;
    for (int k = 0; k < 8; ++k) {
        std::string unit = "[";
        for (int i = 0; i < 8; ++i)
            unit += std::string(i == k ? "1" : "0") + (i < 7 ? ", " : "]");
        const Sound y = play("out = hadamard(hadamard(" + unit + ")) + 0 * noise()", 1);
        for (std::size_t i = 0; i < 8; ++i)
            CHECK(y[i][0] == doctest::Approx(static_cast<int>(i) == k ? 1.0 : 0.0).epsilon(1e-6));
    }
    const Sound parts =
        play(counting + "out = [onward(impulse, 10ms), duller(impulse, 0.5), wobbling(impulse, 5ms, 0Hz)]", 65536);
    CHECK(parts[0][480] == 1.0f);
    CHECK(parts[1][3] == doctest::Approx(0.0625));
    double flat = 0.0;
    for (double f = 31.0; f < 20000.0; f *= 1.11)
        flat = std::max(flat, std::abs(decibels(std::abs(response(parts[2], f, rate)))));
    figure(family, "wobbling at rest: from flat", flat, within(0.01), "dB");
}

TEST_CASE("figures of plate") {
    double before = 0.0;
    for (const double room : {0.3, 0.6, 0.9}) {
        const Sound y = play(counting + "out = plate([impulse, impulse], room: " + std::to_string(room) + ")", 480000);
        const double seconds = decay_time(y[0]);
        CHECK(seconds > before);
        before = seconds;
        CHECK(alike(y) < 0.3);
        figure(family, "plate(room " + std::to_string(room).substr(0, 3) + "): time to -60 dB", seconds,
               between(0.2, 30.0), "s");
    }
}

TEST_CASE("figures of roomtones") {
    const Sound y = play(counting + "out = roomtones(sine(500Hz) * (n < 144000))", 480000);
    for (const double f : {32.0, 47.0, 71.0}) {
        const double level = amplitude(y.part(72000, 65536), f, rate);
        figure(family, "roomtones: level of " + std::to_string(static_cast<int>(f)) + " Hz under a sine of 1", level,
               between(0.095, 0.105), "");
    }
    figure(family, "roomtones: five seconds after the sound",
           decibels(rms(y.part(384000, 48000)) / rms(y.part(72000, 48000))), at_most(-80.0), "dB");
}

TEST_CASE("primes: isprime, nextprime, firstprime") {
    for (const int n : {2, 3, 4, 9, 91, 101, 103, 997, 1331, 2809, 9973, 10403}) {
        bool prime = true;
        for (int d = 2; d * d <= n; ++d)
            prime = prime && n % d != 0;
        CAPTURE(n);
        CHECK(value_of("isprime(" + std::to_string(n) + ")") == (prime ? 1.0 : 0.0));
    }
    CHECK(value_of("nextprime(1328)") == 1361.0); // the widest gap below 10000 but one
    CHECK(value_of("nextprime(1361)") == 1361.0);
    CHECK(value_of("nextprime(9552)") == 9587.0);
    CHECK(value_of("firstprime(0, 7)") == 7.0);
    CHECK(value_of("firstprime(5, 7)") == 5.0);
}
