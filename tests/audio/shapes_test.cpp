// Waveshapers with weakened aliases, the stages of the other envelopes, slow random movements.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

using namespace tactus::measure;

namespace {

constexpr double rate = 48000.0;
constexpr std::size_t points = 65536;

} // namespace

TEST_CASE("figures of waveshapers") {
    const std::pair<const char *, const char *> shapes[] = {{"drive", "drive(sine({}Hz), 5{})"},
                                                            {"clip", "clip(4 * sine({}Hz){})"},
                                                            {"wavefold", "wavefold(3 * sine({}Hz){})"}};
    for (const auto &[name, call] : shapes) {
        for (const double f0 : {1245.73, 5007.31}) {
            const double low = std::min(f0, 5000.0);
            const Sound y = play("out = [" + fmt::format(fmt::runtime(call), f0, "") + ", " +
                                     fmt::format(fmt::runtime(call), f0, ", quality: fine") + ", " +
                                     fmt::format(fmt::runtime(call), f0, ", quality: finest") + "]",
                                 points + 4800);
            const auto gain = [&](std::size_t channel, double edge) {
                return alias_level(y.part(4800, points), f0, edge, rate) -
                       alias_level(y.part(4800, points, channel), f0, edge, rate);
            };
            figure("Waveshaping", fmt::format("{} fine at {} Hz: aliases below {} Hz against cheap", name, f0, low),
                   gain(1, low), at_least(10.0), "dB");
            figure("Waveshaping", fmt::format("{} fine at {} Hz: aliases below 20000 Hz against cheap", name, f0),
                   gain(1, 20000.0), at_least(6.0), "dB");
            figure("Waveshaping", fmt::format("{} finest at {} Hz: aliases below 20000 Hz against cheap", name, f0),
                   gain(2, 20000.0), at_least(30.0), "dB");
        }
    }
}

TEST_CASE("antialias, shaped, tanhitself, folditself, tanhintegral, clipintegral, foldintegral: integrals whose slopes "
          "are the "
          "shapes") {
    const Sound y =
        play(counting + "x = n / 1000 - 5\nout = [tanhintegral(x), clipintegral(x), foldintegral(x), tanhitself(x), "
                        "clip(x), wavefold(x), antialias(x, tanhitself, tanhintegral), wavefold(x, quality: fine), "
                        "shaped(x, tanhitself, tanhintegral, quality: fine)]",
             10000);
    for (std::size_t i = 20; i + 20 < 10000; i += 7) {
        for (std::size_t k = 0; k < 3; ++k) {
            // Over forty samples the mean slope is the mean of the shape.
            const double slope = (static_cast<double>(y[k][i + 20]) - static_cast<double>(y[k][i - 20])) / 0.04;
            double shape = 0.0;
            for (std::size_t j = i - 20; j < i + 20; ++j)
                shape += 0.5 * (static_cast<double>(y[k + 3][j]) + static_cast<double>(y[k + 3][j + 1])) / 40.0;
            CHECK(std::abs(slope - shape) < 5e-4);
        }
        const double x = (static_cast<double>(i) - 0.5) / 1000.0 - 5.0; // half a sample late
        CHECK(static_cast<double>(y[6][i]) == doctest::Approx(std::tanh(x)).epsilon(1e-4));
        CHECK(y[8][i] == y[6][i]);
        CHECK(std::abs(static_cast<double>(y[7][i]) -
                       (std::asin(std::sin(x * 1.5707963267948966)) / 1.5707963267948966)) < 1e-3);
    }
}

TEST_CASE("figures of the envelopes") {
    // Attack 10 ms, decay 50 ms to 0.5, release 100 ms: the sample on which each stage ends, against its time.
    const std::string family = "Envelopes";
    const struct {
        const char *curve;
        double middle; // where the attack is after half of its time
    } curves[] = {{"smooth", 0.5}, {"straight", 0.5}, {"bent", (1.0 - std::exp(-2.0)) / (1.0 - std::exp(-4.0))}};
    for (const auto &c : curves) {
        const Sound y =
            play(counting + "out = adsr(n >= 100 and n < 20000, a: 10ms, d: 50ms, s: 0.5, r: 100ms, curve: " +
                     std::string(c.curve) + ")",
                 30000);
        const double up = static_cast<double>(first_above(y[0], 1.0)) - (100 + 480 - 1);
        const double down = static_cast<double>(first_below(y[0], 0.5, 600)) - (100 + 480 + 2400 - 1);
        const double off = static_cast<double>(first_below(y[0], 0.0, 20000)) - (20000 + 4800 - 1);
        figure(family, fmt::format("adsr {}: ends of its stages", c.curve),
               std::max({std::abs(up), std::abs(down), std::abs(off)}), at_most(1.0), "samples");
        CHECK(static_cast<double>(y[0][100 + 239]) == doctest::Approx(c.middle).epsilon(1e-4));
    }
}

TEST_CASE("stages, ad, ahd: each level to the sample, again at every trigger") {
    const Sound y = play(
        counting + "t = n == 100 or n == 5100\nout = [stages(t, [1, 0.3, 0.6, 0], [1ms, 10ms, 20ms, 40ms]), ad(t, 1ms, "
                   "10ms, curve: straight), ahd(t, 1ms, 5ms, 10ms)]",
        10000);
    for (const std::size_t start : {100u, 5100u}) {
        CAPTURE(start);
        CHECK(y[0][start - 1] == 0.0f);
        CHECK(y[0][start + 47] == doctest::Approx(1.0));
        CHECK(y[0][start + 46] < 1.0f);
        CHECK(static_cast<double>(y[0][start + 47 + 240]) == doctest::Approx(0.65).epsilon(1e-5));
        CHECK(y[0][start + 47 + 480] == doctest::Approx(0.3));
        CHECK(y[0][start + 47 + 480 + 960] == doctest::Approx(0.6));
        CHECK(y[0][start + 47 + 480 + 960 + 1920] == doctest::Approx(0.0));
        CHECK(static_cast<double>(y[1][start + 11]) == doctest::Approx(0.25).epsilon(1e-5));
        CHECK(static_cast<double>(y[1][start + 47 + 120]) == doctest::Approx(0.75).epsilon(1e-5));
        CHECK(y[2][start + 47 + 240] == doctest::Approx(1.0));
        CHECK(static_cast<double>(y[2][start + 47 + 480]) == doctest::Approx(0.5).epsilon(1e-5));
        CHECK(y[2][start + 47 + 720] == doctest::Approx(0.0));
    }
}

TEST_CASE("wander: a new goal in every period, never a corner") {
    const Sound y = play("out = wander(10Hz)", 480000);
    CHECK(y[0][0] == doctest::Approx(0.0));
    CHECK(peak(y[0]) <= 1.0);
    CHECK(std::abs(mean(y[0])) < 0.25);
    CHECK(rms(y[0]) > 0.3);
    double corner = 0.0;
    for (std::size_t i = 1; i + 1 < 480000; ++i)
        corner = std::max(corner, std::abs(static_cast<double>(y[0][i + 1]) - 2.0 * static_cast<double>(y[0][i]) +
                                           static_cast<double>(y[0][i - 1])));
    CHECK(corner < 2e-6); // straight lines would have corners of 8e-4
}
