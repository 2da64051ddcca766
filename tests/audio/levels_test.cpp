// stdlib/math.tac, mix.tac, shape.tac and dynamics.tac: curves, powers and static characteristics.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace tactus::measure;

namespace {

constexpr std::size_t steps = 401;
// x goes from -4 to 4 in steps of 0.02.
const std::string sweep = counting + "x = (n - 200) / 50\n";
double x_of(std::size_t i) { return (static_cast<double>(i) - 200.0) / 50.0; }

template <typename Formula> void check_curve(const std::string &call, const Formula &formula, double tolerance = 1e-5) {
    CAPTURE(call);
    const Sound y = play(sweep + "out = " + call, steps);
    for (std::size_t i = 0; i < steps; ++i) {
        CAPTURE(x_of(i));
        CHECK(std::abs(static_cast<double>(y[0][i]) - formula(x_of(i))) < tolerance);
    }
}

} // namespace

TEST_CASE("math: clamp, lerp, scale, wrap, smoothstep, sign") {
    check_curve("clamp(x, -1, 2)", [](double x) { return std::min(std::max(x, -1.0), 2.0); });
    check_curve("lerp(3, 5, x)", [](double x) { return 3.0 + 2.0 * x; });
    check_curve("scale(x, -1, 1, 10, 20)", [](double x) { return 15.0 + 5.0 * x; });
    check_curve("wrap(x + 0.005, -1, 1)",
                [](double x) { return x + 0.005 - 2.0 * std::floor((x + 0.005 + 1.0) / 2.0); });
    check_curve("smoothstep(x)", [](double x) { return x <= 0 ? 0.0 : x >= 1 ? 1.0 : 3 * x * x - 2 * x * x * x; });
    check_curve("sign(x)", [](double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; });
}

TEST_CASE("math: db, todb, midihz, hzmidi") {
    check_curve("db(6 * x)", [](double x) { return std::pow(10.0, 6.0 * x / 20.0); }, 1e-4);
    check_curve("todb(db(20 * x))", [](double x) { return 20.0 * x; }, 1e-3);
    check_curve("todb(x)", [](double x) { return x > 1e-9 ? 20.0 * std::log10(x) : -180.0; }, 1e-3);
    check_curve("midihz(69 + 12 * x) / 440Hz", [](double x) { return std::pow(2.0, x); }, 1e-4);
    check_curve("hzmidi(440Hz * 2 ^ x)", [](double x) { return 69.0 + 12.0 * x; }, 1e-3);
}

TEST_CASE("pan: equally loud everywhere, from one side to the other") {
    const Sound y = play(sweep + "out = pan(1, x / 4)", steps);
    for (std::size_t i = 0; i < steps; ++i) {
        const double l = static_cast<double>(y[0][i]), r = static_cast<double>(y[1][i]);
        CHECK(l * l + r * r == doctest::Approx(1.0).epsilon(1e-5));
        CHECK(std::atan2(r, l) == doctest::Approx((x_of(i) / 4 + 1) * 0.78539816).epsilon(1e-3));
    }
    CHECK(std::abs(y[1][0]) < 1e-6f);
    CHECK(y[0][200] == doctest::Approx(std::sqrt(0.5)));
}

TEST_CASE("balance, width, crossfade, mix, spread") {
    check_curve("balance([1, 0], x)[0]", [](double x) { return std::min(1.0, 1.0 - x); });
    check_curve("balance([0, 1], x)[1]", [](double x) { return std::min(1.0, 1.0 + x); });
    check_curve("width([1, 0], x)[0]", [](double x) { return 0.5 + 0.5 * x; });
    check_curve("width([1, 0], x)[1]", [](double x) { return 0.5 - 0.5 * x; });
    check_curve("crossfade(1, 0, x) ^ 2 + crossfade(0, 1, x) ^ 2", [](double) { return 1.0; });
    check_curve("crossfade(3, 5, x)", [](double x) {
        return x <= 0 ? 3.0 : x >= 1 ? 5.0 : 3.0 * std::cos(x * 1.5707963) + 5.0 * std::sin(x * 1.5707963);
    });
    check_curve("mix([1, x, 3], [0.5, 2, 0.25])", [](double x) { return 0.5 + 2.0 * x + 0.75; });
    check_curve("spread([x, 0, 1])[0]", [](double x) { return x; });
    check_curve("spread([x, 0, 1])[1]", [](double) { return 1.0; });
    check_curve("spread([0, x, 0])[0]", [](double x) { return x * std::sqrt(0.5); });
}

TEST_CASE("shapes: drive, clip, softclip, wavefold, crush, harmonics") {
    check_curve("drive(x, 2)", [](double x) { return std::tanh(2.0 * x) / std::tanh(2.0); });
    check_curve("clip(x)", [](double x) { return std::min(std::max(x, -1.0), 1.0); });
    check_curve("clip(x, limit: 0.3)", [](double x) { return std::min(std::max(x, -0.3), 0.3); });
    check_curve("softclip(x)",
                [](double x) { return std::abs(x) >= 1.5 ? std::copysign(1.0, x) : x - 4.0 * x * x * x / 27.0; });
    check_curve("wavefold(x)", [](double x) {
        const double turn = std::fmod(x + 9.0, 4.0); // -1 at 0, 1 at 2
        return turn < 2.0 ? turn - 1.0 : 3.0 - turn;
    });
    check_curve("crush(x + 0.003, 3)", [](double x) { return std::round((x + 0.003) * 4.0) / 4.0; });
    check_curve("harmonics(clamp(x, -1, 1), [0.5, 0.3, 0.2, 0.1])", [](double x) {
        const double angle = std::acos(std::min(std::max(x, -1.0), 1.0));
        return std::cos(angle) + 0.5 * std::cos(2 * angle) + 0.3 * std::cos(3 * angle) + 0.2 * std::cos(4 * angle) +
               0.1 * std::cos(5 * angle);
    });
}

TEST_CASE("downsample: a new value at every period of the lower rate") {
    const Sound y = play(counting + "out = downsample(n, 8kHz)", 600);
    for (std::size_t i = 0; i < 600; ++i) {
        const double lag = static_cast<double>(i) - static_cast<double>(y[0][i]);
        CHECK(lag >= 0.0);
        CHECK(lag <= 6.0);
    }
}

TEST_CASE("compressor: the static curve of its ratio") {
    for (const double level : {-40.0, -20.0, -10.0, 0.0}) {
        CAPTURE(level);
        const std::string x = "sine(1kHz) * " + std::to_string(level) + "dB";
        const Sound y = play("x = " + x + "\nout = compressor(x, x, threshold: -20dB, ratio: 4)", 48000);
        const double expected = level <= -20.0 ? level : -20.0 + (level + 20.0) / 4.0;
        CHECK(decibels(amplitude(y.part(24000, 16384), 1000.0, 48000.0)) == doctest::Approx(expected).epsilon(0.02));
    }
}

TEST_CASE("limiter: never above its ceiling, unchanged below it, back in its time") {
    const Sound y = play(counting + "loud = if n < 4800 then 4 else 0.5\nx = loud * sine(1kHz)\nout = [limiter(x, "
                                    "ceiling: -6dB, release: 20ms), x]",
                         48000);
    CHECK(peak(y[0]) <= std::pow(10.0, -6.0 / 20.0) * 1.00001);
    for (std::size_t i = 20000; i < 48000; i += 11)
        CHECK(static_cast<double>(y[0][i]) == doctest::Approx(static_cast<double>(y[1][i])).epsilon(0.01));
    // While it comes back the gain is ceiling / (peak exp(-t/release)).
    const std::size_t i = 4800 + 960 + 12;
    const double held = 4.0 * std::exp(-static_cast<double>(i - 4788) / 960.0);
    CHECK(static_cast<double>(y[0][i]) ==
          doctest::Approx(static_cast<double>(y[1][i]) * std::pow(10.0, -0.3) / held).epsilon(0.02));
}

TEST_CASE("noisegate: closed below its threshold, open above") {
    const Sound y = play(
        counting + "x = sine(1kHz) * (if n < 24000 then 0.1 else 0.001)\nout = noisegate(x, threshold: -40dB)", 60000);
    CHECK(amplitude(y.part(8000, 8192), 1000.0, 48000.0) == doctest::Approx(0.1).epsilon(0.01));
    CHECK(rms(y.part(40000, 8192)) < 1e-5);
}
