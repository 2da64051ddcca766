// stdlib/env.tac: stages sample by sample against 3t^2 - 2t^3, times of decays and followers; and the contour of a
// voice after every kind of retrigger.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

double curve(double t) {
    t = std::min(std::max(t, 0.0), 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// A voice that is its envelope, played by one key: on, off, on again.
Sound played(const std::string &env, std::size_t frames, std::vector<engine::Event> events,
             const std::string &poly = "poly(1, v, mode: mono)") {
    PlayOptions options;
    options.events = std::move(events);
    return play("node v(note: Note) = " + env + "\nout = " + poly, frames, options);
}

} // namespace

TEST_CASE("adsr on a gate: every stage is a smoothstep of exactly its time") {
    const Sound y =
        play(counting + "gate = n >= 100 and n < 20000\nout = adsr(gate, a: 10ms, d: 50ms, s: 0.5, r: 100ms)", 30000);
    double error = 0.0;
    for (std::size_t i = 0; i < 30000; ++i) {
        double expected = 0.0;
        if (i >= 100 && i < 580)
            expected = curve((static_cast<double>(i) - 99.0) / 480.0);
        if (i >= 580 && i < 20000)
            expected = 1.0 - 0.5 * curve((static_cast<double>(i) - 579.0) / 2400.0);
        if (i >= 20000)
            expected = 0.5 - 0.5 * curve((static_cast<double>(i) - 19999.0) / 4800.0);
        error = std::max(error, std::abs(expected - static_cast<double>(y[0][i])));
    }
    CHECK(error < 2e-6);
    CHECK(y[0][99] == 0.0f);
    CHECK(y[0][579] == 1.0f);
    CHECK(y[0][578] < 1.0f);
    CHECK(y[0][24799] == 0.0f);
    CHECK(y[0][24798] > 0.0f);
}

TEST_CASE("env: times hold at other sample rates, from one sample to ten seconds") {
    PlayOptions options;
    options.rate = 44100.0;
    const Sound y = play(counting + "gate = n < 30000\nout = [adsr(gate, a: 0s, d: 0s, s: 0.5, r: 0s), adsr(gate, a: "
                                    "15ms, s: 1), adsr(gate, a: 500ms, d: 10s, s: 0)]",
                         60000, options);
    CHECK(y[0][0] == 1.0f);
    CHECK(y[0][1] == 0.5f);
    CHECK(y[0][29999] == 0.5f);
    CHECK(y[0][30000] == 0.0f);
    CHECK(first_above(y[1], 1.0) == 661); // 15 ms are 661.5 samples
    CHECK(std::abs(static_cast<double>(first_above(y[2], 1.0)) - 22049.0) <= 1.0);
    CHECK(static_cast<double>(y[2][29999]) ==
          doctest::Approx(1.0 - curve((29999.0 - 22049.0) / 441000.0)).epsilon(1e-5));
}

TEST_CASE("contour: on and gate apart") {
    const Sound y = play(counting + "out = contour(n == 1000, 1, 1ms, 2ms, 0.25, 5ms, 0s)", 2000);
    CHECK(y[0][999] == 0.0f);
    CHECK(y[0][1047] == 1.0f);
    CHECK(y[0][1047 + 96] == doctest::Approx(0.25));
    CHECK(y[0][1999] == doctest::Approx(0.25));
}

TEST_CASE("env in a voice, struck again in every stage: from the present level, the attack in its time") {
    // Attack 20 ms (960), decay 100 ms (4800), sustain 0.4, release 200 ms (9600). Note off at 20000.
    const std::string env = "env(note, a: 20ms, d: 100ms, s: 0.4, r: 200ms)";
    const struct {
        const char *stage;
        std::size_t again;
    } cases[] = {{"attack", 500}, {"decay", 2500}, {"sustain", 12000}, {"release", 24000}};
    for (std::size_t i = 0; i < 8; ++i) {
        const auto &c = cases[i % 4];
        const std::string poly = i < 4 ? "poly(1, v, mode: mono)" : "poly(4, v)";
        CAPTURE(poly);
        CAPTURE(std::string(c.stage));
        std::vector<engine::Event> events{engine::note_on(0, 0, 60, 100)};
        if (c.again > 20000)
            events.push_back(engine::note_off(20000, 0, 60));
        events.push_back(engine::note_on(c.again, 0, 60, 100));
        const Sound y = played(env, 60000, events, poly);
        const std::vector<engine::Event> alone(events.begin(), events.end() - 1);
        const Sound undisturbed = played(env, 60000, alone, poly);
        // Nothing changes before; no step at the event: the level goes on, and so does its slope, to within a hundredth
        // of the attack's.
        for (std::size_t k = 0; k < c.again; ++k)
            REQUIRE(y[0][k] == undisturbed[0][k]);
        const double before = static_cast<double>(y[0][c.again - 1]) - static_cast<double>(y[0][c.again - 2]);
        const double after = static_cast<double>(y[0][c.again]) - static_cast<double>(y[0][c.again - 1]);
        CHECK(std::abs(after - before) < 8.0 / (960.0 * 960.0));
        // The peak comes 960 samples after the event, the sustain 4800 later, both to the sample.
        const std::size_t top = c.again + 959;
        CHECK(static_cast<double>(y[0][top]) == doctest::Approx(1.0).epsilon(1e-5));
        for (std::size_t k = 1; k <= 4800; k += 100)
            CHECK(static_cast<double>(y[0][top + k]) ==
                  doctest::Approx(1.0 - 0.6 * curve(static_cast<double>(k) / 4800.0)).epsilon(1e-4));
        CHECK(static_cast<double>(y[0][top + 4800]) == doctest::Approx(0.4).epsilon(1e-4));
        CHECK(largest_step(y[0], c.again - 100, c.again + 1200) < 2.0 / 960.0);
    }
}

TEST_CASE("env with a retrigger time: back to the sustain in 15 ms, no dip, no corner, then the release in its time") {
    const std::string env = "env(note, a: 50ms, s: 1, r: 120ms, retrigger: 15ms)";
    const Sound y = played(env, 60000,
                           {engine::note_on(0, 0, 60, 100), engine::note_off(10000, 0, 60),
                            engine::note_on(12880, 0, 60, 100), engine::note_off(30000, 0, 60)});
    CHECK(static_cast<double>(y[0][12879]) == doctest::Approx(0.5).epsilon(1e-4)); // half-way through the release
    CHECK(static_cast<double>(y[0][12880 + 719]) == doctest::Approx(1.0).epsilon(1e-5));
    CHECK(static_cast<double>(y[0][12880 + 718]) < 1.0);
    double lowest = 1.0;
    double corner = 0.0;
    for (std::size_t i = 12870; i < 13700; ++i) {
        lowest = std::min(lowest, static_cast<double>(y[0][i]));
        corner = std::max(corner, std::abs(static_cast<double>(y[0][i + 1]) - 2.0 * static_cast<double>(y[0][i]) +
                                           static_cast<double>(y[0][i - 1])));
    }
    CHECK(lowest > 0.49);
    CHECK(corner < 8.0 / (720.0 * 720.0)); // a smoothstep over 0.5 has 3 / T^2
    CHECK(static_cast<double>(y[0][30000 + 5759]) == doctest::Approx(0.0));
    CHECK(y[0][30000 + 5758] > 0.0f);
    // From silence it is the attack, not the retrigger.
    CHECK(static_cast<double>(y[0][2399]) == doctest::Approx(1.0).epsilon(1e-5));
    CHECK(y[0][2390] < 1.0f);
}

TEST_CASE("env released in mid-attack: no step, no jump of slope, never far above 1") {
    const Sound y = played("env(note, a: 100ms, s: 1, r: 100ms)", 20000,
                           {engine::note_on(0, 0, 60, 100), engine::note_off(2400, 0, 60)});
    CHECK(static_cast<double>(y[0][2399]) == doctest::Approx(0.5).epsilon(1e-3));
    CHECK(peak(y[0]) < 0.55);
    const double before = static_cast<double>(y[0][2399]) - static_cast<double>(y[0][2398]);
    const double after = static_cast<double>(y[0][2400]) - static_cast<double>(y[0][2399]);
    CHECK(std::abs(after - before) < 3e-4);
    CHECK(static_cast<double>(y[0][2400 + 4799]) == doctest::Approx(0.0));
}

TEST_CASE("decay: 1 at the trigger, 60 dB less after its time") {
    const Sound y = play(counting + "out = decay(n == 100, 40ms)", 5000);
    CHECK(y[0][99] == 0.0f);
    CHECK(y[0][100] == 1.0f);
    for (std::size_t k = 0; k < 3000; k += 200)
        CHECK(decibels(static_cast<double>(y[0][100 + k])) ==
              doctest::Approx(-60.0 * static_cast<double>(k) / 1920.0).epsilon(1e-3));
}

TEST_CASE("smooth: 63 % after its time; starts where its signal starts") {
    const Sound y = play(counting + "out = [smooth(if n < 1000 then 0.2 else 1.2, 10ms), smooth(n >= 10, 0s)]", 4000);
    CHECK(y[0][0] == doctest::Approx(0.2));
    CHECK(y[0][999] == doctest::Approx(0.2));
    for (std::size_t k = 1; k < 2000; k += 100)
        CHECK(static_cast<double>(y[0][999 + k]) ==
              doctest::Approx(1.2 - std::exp(-static_cast<double>(k) / 480.0)).epsilon(1e-4));
    CHECK(y[1][9] == doctest::Approx(0.0));
    CHECK(y[1][10] == doctest::Approx(1.0));
}

TEST_CASE("follow: the amplitude of a sine, whatever its frequency") {
    const Sound y = play("out = [follow(0.5 * sine(1kHz), 20ms), follow(0.1 * sine(8kHz), 20ms)]", 24000);
    for (std::size_t i = 16000; i < 24000; i += 100) {
        CHECK(static_cast<double>(y[0][i]) == doctest::Approx(0.5).epsilon(0.02));
        CHECK(static_cast<double>(y[1][i]) == doctest::Approx(0.1).epsilon(0.02));
    }
}

TEST_CASE("slew: straight lines, each way at its own pace") {
    const Sound y = play(counting + "out = slew(n >= 100 and n < 10000, 50ms, 100ms)", 20000);
    for (std::size_t i = 100; i < 10000; i += 50)
        CHECK(static_cast<double>(y[0][i]) ==
              doctest::Approx(std::min(1.0, (static_cast<double>(i) - 99.0) / 2400.0)).epsilon(1e-3));
    for (std::size_t i = 10000; i < 20000; i += 50)
        CHECK(static_cast<double>(y[0][i]) ==
              doctest::Approx(std::max(0.0, 1.0 - (static_cast<double>(i) - 9999.0) / 4800.0)).epsilon(1e-3));
}
