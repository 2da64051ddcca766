// stdlib/lfo.tac: slow oscillators and clocks, sample by sample.
#include "tests/audio/families.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace tactus::measure;

TEST_CASE("lfo: its rate within 0.1 %, its shapes by their formulas") {
    const std::size_t frames = 192000;
    const Sound y = play("out = [lfo(5Hz), lfo(5Hz, shape: triangle), lfo(5Hz, shape: ramp), lfo(5Hz, shape: square), "
                         "lfo(5Hz, shape: steps)]",
                         frames);
    CHECK(std::abs(pitch(y[0], 5.0, 48000.0) / 5.0 - 1.0) < 0.001);
    CHECK(std::abs(pitch(y[1], 5.0, 48000.0) / 5.0 - 1.0) < 0.001);
    for (std::size_t i = 0; i < frames; i += 101) {
        const double turns = 5.0 * static_cast<double>(i + 1) / 48000.0;
        const double p = turns - std::floor(turns);
        if (p < 0.001 || p > 0.999 || std::abs(p - 0.5) < 0.001)
            continue;
        CHECK(static_cast<double>(y[0][i]) == doctest::Approx(std::sin(2 * std::numbers::pi * turns)).epsilon(1e-3));
        CHECK(static_cast<double>(y[1][i]) ==
              doctest::Approx(2 / std::numbers::pi * std::asin(std::sin(2 * std::numbers::pi * turns))).epsilon(1e-3));
        CHECK(static_cast<double>(y[2][i]) == doctest::Approx(2 * p - 1).epsilon(1e-3));
        CHECK(y[3][i] == (p < 0.5 ? 1.0f : -1.0f));
        // A new random number per period, the same all through it.
        const std::size_t start = static_cast<std::size_t>(std::ceil((turns - p) * 9600.0)) + 2;
        CHECK(y[4][i] == y[4][start]);
    }
    CHECK(y[4][100] != y[4][10000]);
}

TEST_CASE("metro: a trigger on the first sample and after every period") {
    const Sound y = play("out = [metro(10ms), metro(1/4 beat), metro(0.7ms)]", 96000);
    const auto a = ticks_of(y[0]);
    REQUIRE(a.size() == 200);
    for (std::size_t k = 0; k < a.size(); ++k)
        CHECK(std::abs(static_cast<double>(a[k]) - 480.0 * static_cast<double>(k)) <= 1.0);
    CHECK(a[0] == 0);
    const auto b = ticks_of(y[1]); // 120 beats a minute: a sixteenth is 6000 samples
    REQUIRE(b.size() == 16);
    for (std::size_t k = 0; k < b.size(); ++k)
        CHECK(std::abs(static_cast<double>(b[k]) - 6000.0 * static_cast<double>(k)) <= 1.0);
    const auto c = ticks_of(y[2]);
    CHECK(std::abs(static_cast<double>(c.size()) - 2.0 / 0.0007) <= 1.0);
}

TEST_CASE("metro: a clock in beats follows the tempo") {
    PlayOptions options;
    options.events = {tactus::engine::tempo(0, 250'000)}; // 240 beats a minute
    const auto ticks = ticks_of(play("out = metro(1beat)", 96000, options)[0]);
    REQUIRE(ticks.size() == 8);
    CHECK(std::abs(static_cast<double>(ticks[7]) - 84000.0) <= 16.0);
}

TEST_CASE("hold: as many samples as its time, from the trigger on; a new trigger starts it again") {
    const Sound y = play(counting + "out = hold(n == 100 or n == 5000 or n == 6000, 90ms)", 20000);
    for (std::size_t i = 0; i < 20000; ++i) {
        const bool expected = (i >= 100 && i < 100 + 4320) || (i >= 5000 && i < 6000 + 4320);
        CHECK(y[0][i] == (expected ? 1.0f : 0.0f));
    }
}

TEST_CASE("rise, samplehold, toggle, count, every") {
    const Sound y = play(
        counting + "x = sine(100Hz)\nt = rise(x)\nout = [t, samplehold(n, t), toggle(t), count(t, 3), every(t, 4)]",
        9600);
    std::size_t number = 0;
    float held = 0.0f;
    for (std::size_t i = 0; i < 9600; ++i) {
        const double now = std::sin(2 * std::numbers::pi * 100.0 * static_cast<double>(i + 1) / 48000.0);
        const double before = i == 0 ? 0.0 : std::sin(2 * std::numbers::pi * 100.0 * static_cast<double>(i) / 48000.0);
        if (std::abs(now) < 1e-9 || std::abs(before) < 1e-9) {
            if (y[0][i] == 0.0f)
                continue; // on the zero itself rounding decides
        }
        if (y[0][i] != 0.0f) {
            CHECK(now > -1e-6);
            CHECK(before < 1e-6);
            CHECK(y[4][i] == (number % 4 == 0 ? 1.0f : 0.0f));
            ++number;
            held = static_cast<float>(i);
        } else {
            CHECK(y[4][i] == 0.0f);
        }
        CHECK(y[1][i] == held);
        CHECK(y[2][i] == static_cast<float>(number % 2));
        CHECK(y[3][i] == static_cast<float>(number == 0 ? 0 : (number - 1) % 3));
    }
    CHECK(number >= 19);
    CHECK(number <= 20);
}
