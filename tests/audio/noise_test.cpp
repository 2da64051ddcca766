// stdlib/noise.tac: levels and slopes of spectra, counts; over 2^18 samples with the seed that is printed.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace tactus::measure;

namespace {

constexpr double rate = 48000.0;
constexpr std::size_t points = 1u << 18;

// The power in one octave from `low` on, in dB.
double octave(const Spectrum &s, double low) { return 10.0 * std::log10(s.between(low, 2.0 * low)); }

// How much an octave is stronger than the one below: the slope of the straight line that is nearest to all octaves from
// 62.5 Hz to 16 kHz (least squares), and the farthest that any of them is from that line, both in dB.
struct Slope {
    double per_octave = 0.0, worst = 0.0;
};
Slope slope(const Spectrum &s) {
    constexpr int count = 8;
    double level[count] = {}, mean_level = 0.0, up = 0.0, across = 0.0;
    for (int k = 0; k < count; ++k) {
        // An octave is twice as wide as the one below: the density, not the power of the octave.
        level[k] = octave(s, 62.5 * std::pow(2.0, k)) - 10.0 * std::log10(std::pow(2.0, k));
        mean_level += level[k] / count;
    }
    for (int k = 0; k < count; ++k) {
        up += (k - 3.5) * level[k];
        across += (k - 3.5) * (k - 3.5);
    }
    Slope found{up / across, 0.0};
    for (int k = 0; k < count; ++k)
        found.worst = std::max(found.worst, std::abs(level[k] - mean_level - found.per_octave * (k - 3.5)));
    return found;
}

PlayOptions seeded(std::uint32_t seed) {
    PlayOptions options;
    options.seed = seed;
    return options;
}

} // namespace

TEST_CASE("noise: even between -1 and 1, white, and no two alike") {
    const std::uint32_t seed = 7;
    CAPTURE(seed);
    const Sound y = play("out = [noise(), noise()]", points, seeded(seed));
    CHECK(std::abs(mean(y[0])) < 0.01);
    CHECK(rms(y[0]) == doctest::Approx(1.0 / std::sqrt(3.0)).epsilon(0.01));
    CHECK(peak(y[0]) <= 1.0);
    CHECK(peak(y[0]) > 0.999);
    const Spectrum s = spectrum(y[0], rate);
    for (double low = 125.0; low < 12000.0; low *= 2.0) {
        // An octave of white noise of this power has low / (rate / 2) of it.
        CHECK(octave(s, low) == doctest::Approx(10.0 * std::log10(low / (rate / 2.0) / 3.0)).epsilon(0.03));
    }
    double product = 0.0;
    for (std::size_t i = 0; i < points; ++i)
        product += static_cast<double>(y[0][i]) * static_cast<double>(y[1][i]);
    CHECK(std::abs(product / static_cast<double>(points)) < 0.005);
}

TEST_CASE("pink: every octave from 20 Hz to 16 kHz equally strong, within 1 dB and what chance does") {
    const std::uint32_t seed = 11;
    CAPTURE(seed);
    const Sound y = play("out = pink()", points, seeded(seed));
    const Spectrum s = spectrum(y[0], rate);
    double sum = 0.0;
    int count = 0;
    for (double low = 62.5; low < 10000.0; low *= 2.0, ++count)
        sum += octave(s, low);
    const double average = sum / count;
    for (double low = 62.5; low < 10000.0; low *= 2.0) {
        CAPTURE(low);
        CHECK(std::abs(octave(s, low) - average) < 1.2);
    }
    CHECK(octave(s, 20.0) - average > -3.0);
    CHECK(octave(s, 20.0) - average < 3.0);
    CHECK(peak(y[0]) < 1.5);
    CHECK(peak(y[0]) > 0.3);
}

TEST_CASE("brown: an octave has half the power of the one below") {
    const std::uint32_t seed = 3;
    CAPTURE(seed);
    const Sound y = play("out = brown()", points, seeded(seed));
    const Spectrum s = spectrum(y[0], rate);
    for (double low = 80.0; low < 5000.0; low *= 2.0) {
        CAPTURE(low);
        CHECK(std::abs(octave(s, 2.0 * low) - octave(s, low) + 3.01) < 1.0);
    }
    CHECK(peak(y[0]) < 2.0);
    CHECK(rms(y[0]) > 0.1);
}

TEST_CASE("dust: as many impulses as its density says") {
    const std::uint32_t seed = 5;
    CAPTURE(seed);
    const Sound y = play("out = dust(500Hz)", points, seeded(seed));
    int count = 0;
    for (const float x : y[0]) {
        CHECK(x >= 0.0f);
        CHECK(x < 1.0f);
        count += x > 0.0f ? 1 : 0;
    }
    const double expected = 500.0 * static_cast<double>(points) / rate;
    CHECK(std::abs(count - expected) < 5.0 * std::sqrt(expected));
}

TEST_CASE("figures of noise") {
    const std::string family = "Noise";
    const Sound y = play("out = [noise(), pink(), brown()]", 16 * points, seeded(13));
    const struct {
        const char *name;
        double slope, tolerance;
    } kinds[] = {{"white", 0.0, 0.1}, {"pink", -3.01, 0.1}, {"brown", -6.02, 0.3}};
    for (std::size_t i = 0; i < 3; ++i) {
        // 64 spectra of a third of a second each, their powers together.
        constexpr std::size_t part = points / 4;
        Spectrum all = spectrum(y.part(0, part, i), rate);
        for (std::size_t k = 1; k < 64; ++k) {
            const Spectrum one = spectrum(y.part(k * part, part, i), rate);
            for (std::size_t bin = 0; bin < all.power.size(); ++bin)
                all.power[bin] += one.power[bin];
        }
        const auto found = slope(all);
        const std::string name = kinds[i].name;
        figure(family, name + ": slope per octave, 62.5 Hz … 16 kHz", found.per_octave,
               between(kinds[i].slope - kinds[i].tolerance, kinds[i].slope + kinds[i].tolerance), "dB");
        figure(family, name + ": farthest octave from its straight line", found.worst, at_most(i == 2 ? 2.0 : 0.7),
               "dB");
        figure(family, name + ": mean", mean(y[i]), within(i == 2 ? 0.05 : 0.02), "");
        figure(family, name + ": level", decibels(rms(y[i])), i == 0 ? between(-4.87, -4.67) : between(-20.0, -6.0),
               "dB");
        figure(family, name + ": peak of 87 s", peak(y[i]), at_most(i == 0 ? 1.0 : 2.0), "");
    }
}
