// The figures of stdlib/math.tac and mix.tac: how far each helper is from its formula in double, which numbers are
// prime, and what becomes of the power of a signal that is placed or mixed.
#include "tests/audio/curves.h"
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

const std::string arithmetic = "Arithmetic";
const std::string mixing = "Mixing";

void curve_figure(const std::string &call, double most, double (*formula)(double)) {
    figure(arithmetic, call + ": from its formula, x -4 … 4", off_curve(call, formula), at_most(most), "");
}

bool prime(int n) {
    for (int d = 2; d * d <= n; ++d) {
        if (n % d == 0)
            return false;
    }
    return n > 1;
}

double power(const Sound &y, std::size_t i) {
    double sum = 0.0;
    for (const auto &channel : y.channels)
        sum += static_cast<double>(channel[i]) * static_cast<double>(channel[i]);
    return sum;
}

// The largest distance of the power of all channels from 0 dB, x from -4 to 4.
double off_power(const std::string &call) {
    const Sound y = play(curve_sweep + "out = " + call, curve_points);
    double worst = 0.0;
    for (std::size_t i = 0; i < curve_points; ++i)
        worst = std::max(worst, std::abs(10.0 * std::log10(power(y, i))));
    return worst;
}

} // namespace

TEST_CASE("figures of clamp + lerp + scale + wrap + smoothstep + sign") {
    curve_figure("clamp(x, -1, 2)", 0.0, [](double x) { return std::min(std::max(x, -1.0), 2.0); });
    curve_figure("lerp(3, 5, x)", 1e-6, [](double x) { return 3.0 + 2.0 * x; });
    curve_figure("scale(x, -1, 1, 10, 20)", 1e-6, [](double x) { return 15.0 + 5.0 * x; });
    curve_figure("wrap(x, -1, 1)", 0.0, [](double x) { return x - 2.0 * std::floor((x + 1.0) / 2.0); });
    curve_figure("smoothstep(x)", 1e-6, [](double x) {
        const double t = std::clamp(x, 0.0, 1.0);
        return t * t * (3.0 - 2.0 * t);
    });
    curve_figure("sign(x)", 0.0, [](double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0; });
}

TEST_CASE("figures of db + todb + midihz + hzmidi") {
    const Sound y = play(counting + "out = [db(n / 4 - 120), todb(10 ^ ((n / 4 - 120) / 20)), todb(n * 0)]", 577);
    double level = 0.0, back = 0.0;
    for (std::size_t i = 0; i < 577; ++i) {
        const double wanted = static_cast<double>(i) / 4.0 - 120.0;
        level = std::max(level, std::abs(decibels(static_cast<double>(y[0][i])) - wanted));
        back = std::max(back, std::abs(static_cast<double>(y[1][i]) - wanted));
    }
    figure(arithmetic, "db: from 10 ^ (x / 20), -120 … 24 dB", level, at_most(1e-4), "dB");
    figure(arithmetic, "todb: from 20 log10 x, -120 … 24 dB", back, at_most(1e-4), "dB");
    figure(arithmetic, "todb(0): what silence reads", static_cast<double>(y[2][0]), between(-180.01, -179.99), "dB");

    const Sound keys = play(counting + "out = [midihz(n) / 1Hz, hzmidi(midihz(n))]", 128);
    double pitch_off = 0.0, key_off = 0.0;
    for (std::size_t i = 0; i < 128; ++i) {
        const double wanted = 440.0 * std::exp2((static_cast<double>(i) - 69.0) / 12.0);
        pitch_off = std::max(pitch_off, std::abs(cents(static_cast<double>(keys[0][i]), wanted)));
        key_off = std::max(key_off, std::abs(static_cast<double>(keys[1][i]) - static_cast<double>(i)));
    }
    figure(arithmetic, "midihz: out of tune at worst, keys 0 … 127", pitch_off, at_most(0.01), "cents");
    figure(arithmetic, "hzmidi of midihz: from the key, keys 0 … 127", key_off, at_most(1e-4), "");
}

TEST_CASE("figures of isprime + nextprime + firstprime") {
    const Sound y = play(counting + "out = [isprime(n), firstprime(0, n), firstprime(7, n)]", 10609);
    int wrong = 0, first_wrong = 0;
    for (int n = 2; n <= 10608; ++n) {
        const auto i = static_cast<std::size_t>(n);
        wrong += y[0][i] == (prime(n) ? 1.0f : 0.0f) ? 0 : 1;
        first_wrong += y[1][i] == (prime(n) ? static_cast<float>(n) : 0.0f) && y[2][i] == 7.0f ? 0 : 1;
    }
    figure(arithmetic, "isprime: wrong answers for 2 … 10608", wrong, within(0.0), "");
    figure(arithmetic, "firstprime: wrong answers for 2 … 10608", first_wrong, within(0.0), "");
    const Sound z = play(counting + "out = nextprime(n + 2)", 9999);
    wrong = 0;
    for (int n = 2; n <= 10000; ++n) {
        int wanted = std::max(n, 3);
        while (!prime(wanted))
            ++wanted;
        wrong += z[0][static_cast<std::size_t>(n - 2)] == static_cast<float>(wanted) ? 0 : 1;
    }
    figure(arithmetic, "nextprime: wrong answers for 2 … 10000 (the first odd prime)", wrong, within(0.0), "");
}

TEST_CASE("figures of pan + balance + crossfade + mix + spread + width") {
    figure(mixing, "pan(1, x): power of both sides from 0 dB, x -4 … 4", off_power("pan(1, x)"), at_most(1e-4), "dB");
    const Sound middle = play("out = pan(1, 0) + 0 * noise()", 1);
    figure(mixing, "pan(1, 0): level of each side", decibels(static_cast<double>(middle[0][0])), between(-3.02, -3.0),
           "dB");
    CHECK(middle[0][0] == doctest::Approx(static_cast<double>(middle[1][0])).epsilon(1e-6));
    figure(mixing, "pan(1, x): left from its cosine",
           off_curve("pan(1, x)[0]", [](double x) { return std::cos((std::clamp(x, -1.0, 1.0) + 1.0) * pi / 4.0); }),
           at_most(1e-6), "");
    figure(mixing, "balance([1, 0], x): left from min(1, 1 - x)",
           off_curve("balance([1, 0], clamp(x, -1, 1))[0]",
                     [](double x) { return std::min(1.0, 1.0 - std::clamp(x, -1.0, 1.0)); }),
           at_most(0.0), "");
    figure(mixing, "balance([0, 1], x): right from min(1, 1 + x)",
           off_curve("balance([0, 1], clamp(x, -1, 1))[1]",
                     [](double x) { return std::min(1.0, 1.0 + std::clamp(x, -1.0, 1.0)); }),
           at_most(0.0), "");
    figure(mixing, "crossfade(a, b, x): power of two unlike signals from 0 dB",
           off_power("[crossfade(1, 0, x), crossfade(0, 1, x)]"), at_most(1e-4), "dB");
    figure(mixing, "mix([1, x, 3], [0.5, 2, 0.25]): from the weighted sum",
           off_curve("mix([1, x, 3], [0.5, 2, 0.25])", [](double x) { return 1.25 + 2.0 * x; }), at_most(1e-6), "");
    double worst = 0.0;
    for (int k = 0; k < 5; ++k) {
        std::string signals;
        for (int i = 0; i < 5; ++i)
            signals += std::string(i == 0 ? "" : ", ") + (i == k ? "1" : "0");
        const Sound y = play("out = spread([" + signals + "]) + 0 * noise()", 1);
        worst = std::max(
            worst, std::abs(std::atan2(static_cast<double>(y[1][0]), static_cast<double>(y[0][0])) - k * pi / 8.0));
    }
    figure(mixing, "spread of five: each from its fifth of the way, by angle", worst * 180.0 / pi, at_most(0.001),
           "degrees");
    figure(mixing, "width([1, 0], x): left from (1 + x) / 2",
           off_curve("width([1, 0], x)[0]", [](double x) { return (1.0 + x) / 2.0; }), at_most(1e-6), "");
    figure(mixing, "width([1, 1], x): what a mono signal changes by",
           off_curve("width([1, 1], x)[1]", [](double) { return 1.0; }), at_most(0.0), "");
}
