// stdlib/sequence.tac and analysis.tac: rhythms and melodies step by step, chance by its share, meters by tones that
// are known.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace tactus::measure;

namespace {

const std::string family = "Sequencing and analysis";

std::string hits(const std::string &call, std::size_t ticks) {
    std::string text;
    for (const float v : at_ticks(call, ticks))
        text += v != 0.0f ? 'x' : '.';
    return text;
}

} // namespace

TEST_CASE("euclid: rhythms of the world, one turn each") {
    CHECK(hits("euclid(tick, 3, 8)", 16) == "x..x..x.x..x..x.");
    CHECK(hits("euclid(tick, 2, 5)", 10) == "x..x.x..x.");
    CHECK(hits("euclid(tick, 4, 4)", 4) == "xxxx");
    CHECK(hits("euclid(tick, 0, 4)", 8) == "........");
    for (int steps = 1; steps <= 16; ++steps) {
        for (int k = 1; k <= steps; ++k) {
            const std::string turn = hits("euclid(tick, " + std::to_string(k) + ", " + std::to_string(steps) + ")",
                                          static_cast<std::size_t>(2 * steps));
            CHECK(std::count(turn.begin(), turn.begin() + steps, 'x') == k);
            // As even as can be: distances differ by at most one.
            std::vector<std::size_t> gaps;
            for (std::size_t a = turn.find('x'), b = 0; (b = turn.find('x', a + 1)) != std::string::npos; a = b)
                gaps.push_back(b - a);
            if (!gaps.empty()) {
                const auto [low, high] = std::minmax_element(gaps.begin(), gaps.end());
                CHECK(*high - *low <= 1);
            }
        }
    }
}

TEST_CASE("figures of chance + walk + swing") {
    const std::string heard = hits("chance(tick, 0.3)", 10000);
    figure(family, "chance(0.3): share of 10,000 (4 sigma: 0.018)",
           static_cast<double>(std::count(heard.begin(), heard.end(), 'x')) / 10000.0, between(0.282, 0.318), "");
    const auto path = at_ticks("walk(tick, 2, -5, 5)", 4000);
    double widest = 0.0, low = 9.0, high = -9.0;
    for (std::size_t i = 1; i < path.size(); ++i) {
        widest = std::max(widest, std::abs(static_cast<double>(path[i]) - static_cast<double>(path[i - 1])));
        low = std::min(low, static_cast<double>(path[i]));
        high = std::max(high, static_cast<double>(path[i]));
    }
    figure(family, "walk(step 2): widest step", widest, between(1.5, 2.0), "");
    figure(family, "walk(-5 … 5): highest", high, between(4.0, 5.0), "");
    CHECK(low >= -5.0);
    CHECK(low < -4.0);
    const Sound y = play("out = swing(100ms, 0.5)", 48000);
    std::vector<std::size_t> ticks;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        if (y[0][i] != 0.0f)
            ticks.push_back(i);
    }
    REQUIRE(ticks.size() >= 8);
    CHECK(ticks[0] == 0);
    figure(family, "swing(0.5): long step against two steps",
           static_cast<double>(ticks[5] - ticks[4]) / static_cast<double>(ticks[6] - ticks[4]), between(0.749, 0.751),
           "");
}

TEST_CASE("quantise: the nearest note of the scale") {
    const int scale[] = {0, 2, 4, 7, 9};
    for (double f = 55.0; f < 3000.0; f *= 1.0371) {
        const double key = 12.0 * std::log2(f / 440.0);
        double best = 1e9;
        for (int octave = -5; octave <= 5; ++octave) {
            for (const int s : scale) {
                if (std::abs(s + 12.0 * octave - key) < std::abs(best - key))
                    best = s + 12.0 * octave;
            }
        }
        CAPTURE(f);
        const Sound y = play("out = quantise(" + std::to_string(f) + "Hz, [0, 2, 4, 7, 9]) / 1Hz + 0 * noise()", 1);
        CHECK(static_cast<double>(y[0][0]) == doctest::Approx(440.0 * std::exp2(best / 12.0)).epsilon(1e-5));
    }
    CHECK(at_ticks("nearer(1, 2, key: 1.7) + 0 * n", 1)[0] == 2.0f);
}

TEST_CASE("arpeggio: up, down, there and back, by chance") {
    const auto played = [](const std::string &mode, std::size_t ticks) {
        std::vector<float> notes = at_ticks("arpeggio(tick, [1Hz, 2Hz, 3Hz, 4Hz], mode: " + mode + ") / 1Hz", ticks);
        return notes;
    };
    CHECK(played("up", 6) == std::vector<float>{1, 2, 3, 4, 1, 2});
    CHECK(played("down", 6) == std::vector<float>{4, 3, 2, 1, 4, 3});
    CHECK(played("bounce", 9) == std::vector<float>{1, 2, 3, 4, 3, 2, 1, 2, 3});
    const auto any = played("any", 400);
    for (const float note : {1.0f, 2.0f, 3.0f, 4.0f})
        CHECK(std::count(any.begin(), any.end(), note) > 50);
}

TEST_CASE("figures of peakmeter + zerocrossings + pitchof") {
    const Sound y =
        play(counting + "out = [peakmeter(if n == 0 then 1 else 0), zerocrossings(sine(330Hz), 200ms) / 1Hz]", 96000);
    figure(family, "peakmeter(20): after one second", decibels(static_cast<double>(y[0][48000])),
           between(-20.01, -19.99), "dB");
    figure(family, "zerocrossings of 330 Hz", mean(y.part(72000, 24000, 1)), between(328.0, 332.0), "Hz");
    double worst = 0.0;
    for (const std::string tone : {"sine", "saw", "triangle"}) {
        for (const double f : {82.41, 146.8, 220.0, 441.37, 700.0}) {
            const Sound z = play("out = pitchof(" + tone + "(" + std::to_string(f) + "Hz)) / 1Hz", 48000);
            worst = std::max(worst, std::abs(cents(mean(z.part(24000, 24000)), f)));
        }
    }
    figure(family, "pitchof: worst of three shapes, 82 … 700 Hz", worst, at_most(3.0), "cents");
}
