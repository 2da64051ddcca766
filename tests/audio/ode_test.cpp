// stdlib/ode.tac: orders of the methods by halving the step, their energy, circuits against solutions in double with
// steps many times finer.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include <fmt/format.h>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;
const std::string family = "Differential equations and circuits";

// The equation of a mass on a spring that turns by `step` radians per sample.
std::string spring(const std::string &method, double step) {
    return fmt::format("node spring(x[2], u) -> d[2] {{ d = [x[1], -x[0]] * {} * samplerate }}\n"
                       "out = ode(spring, [1, 0], method: {})\n",
                       step, method);
}

// The distance from (cos, -sin) after 12.8 radians.
double spring_error(const std::string &method, double step) {
    const auto count = static_cast<std::size_t>(std::lround(12.8 / step));
    const Sound y = play(spring(method, step), count);
    return std::hypot(static_cast<double>(y[0][count - 1]) - std::cos(12.8),
                      static_cast<double>(y[1][count - 1]) + std::sin(12.8));
}

// The classical Runge-Kutta method in double, `finer` steps per sample; u(t) is the input at t samples.
template <std::size_t N>
std::vector<double> solved(std::array<double, N> x, std::size_t samples, int finer,
                           const std::function<std::array<double, N>(const std::array<double, N> &, double)> &f,
                           std::size_t part) {
    const double h = 1.0 / (rate * finer);
    const auto moved = [](std::array<double, N> a, const std::array<double, N> &b, double by) {
        for (std::size_t i = 0; i < N; ++i)
            a[i] += by * b[i];
        return a;
    };
    std::vector<double> y;
    for (std::size_t n = 0; n < samples; ++n) {
        for (int k = 0; k < finer; ++k) {
            const double t = static_cast<double>(n) / rate + k * h;
            const auto k1 = f(x, t), k2 = f(moved(x, k1, h / 2), t + h / 2), k3 = f(moved(x, k2, h / 2), t + h / 2),
                       k4 = f(moved(x, k3, h), t + h);
            for (std::size_t i = 0; i < N; ++i)
                x[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
        y.push_back(x[part]);
    }
    return y;
}

double difference(Samples y, const std::vector<double> &expected) {
    double error = 0.0, level = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        error += std::pow(static_cast<double>(y[i]) - expected[i], 2);
        level += expected[i] * expected[i];
    }
    return 10.0 * std::log10(error / level);
}

} // namespace

TEST_CASE("figures of the methods of ode") {
    const auto order = [](const std::string &method, double step) {
        return std::log2(spring_error(method, step) / spring_error(method, step / 2.0));
    };
    figure(family, "ode by euler: order (error over step)", order("euler", 0.0025), between(0.9, 1.1), "");
    figure(family, "ode by rk4: order", order("rk4", 0.4), at_least(3.7), "");
    figure(family, "ode by implicit: order", order("implicit", 0.2), between(1.9, 2.1), "");
}

TEST_CASE("figures of the energy of a spring") {
    // x'' = -x at 0.1 radians per sample, for a thousand samples: what has become of the energy.
    const auto energy = [](const std::string &method) {
        const Sound y = play(spring(method, 0.1), 1000);
        return 20.0 * std::log10(std::hypot(static_cast<double>(y[0][999]), static_cast<double>(y[1][999])));
    };
    // Each step of the method multiplies the radius by this.
    const double euler = 1000.0 * decibels(std::hypot(1.0, 0.1));
    const double rk4 = 1000.0 * decibels(std::hypot(1.0 - 0.005 + 1e-4 / 24.0, 0.1 - 1e-3 / 6.0));
    CHECK(energy("euler") == doctest::Approx(euler).epsilon(1e-3));
    CHECK(energy("rk4") == doctest::Approx(rk4).epsilon(0.05));
    figure(family, "energy of x'' = -x by euler: 1000 steps of 0.1", energy("euler"), between(43.0, 43.4), "dB");
    figure(family, "energy of x'' = -x by rk4: 1000 steps of 0.1", energy("rk4"), within(1e-4), "dB");
    figure(family, "energy of x'' = -x by implicit: 1000 steps of 0.1", energy("implicit"), within(1e-4), "dB");
}

TEST_CASE("implicitstep, newtonstep, stiffode: approximations that close in on the solution") {
    const Sound y = play("node fall(v, u) = (u - v) * samplerate\n"
                         "node cubic(v, u) = (u - v * v * v) * 4 * samplerate\n"
                         "out = [implicitstep([0.5], 0, [0.4], 1, fall)[0], newtonstep(0.5, 0, 0.4, 1, fall, 0.1), "
                         "newtonstep(0.5, 0, 0.9, 1, fall, 0.1), stiffode(cubic, 8)]",
                         200);
    CHECK(static_cast<double>(y[0][0]) == doctest::Approx(0.4 + 0.5 * 0.5));
    CHECK(static_cast<double>(y[1][0]) == doctest::Approx(0.6).epsilon(1e-4)); // 0.9 / 1.5 = 0.6, as far as it may go
    CHECK(static_cast<double>(y[2][0]) == doctest::Approx(0.6).epsilon(1e-4));
    CHECK(static_cast<double>(y[3][199]) == doctest::Approx(2.0).epsilon(1e-3));
}

TEST_CASE("figures of RC circuits") {
    const double r = 10000.0, c = 1e-8;
    const Sound y = play("out = [rc(sine(440Hz), 10000, 0.00000001), network([[0.0001]], [0.00000001], [0.0001 * "
                         "sine(440Hz)])[0], network([[0.002, -0.001], [-0.001, 0.001]], [0.0000001, 0.0000001], [0.001 "
                         "* sine(440Hz), 0])[1]]",
                         9600);
    // sine(f) is sin(2 pi f (n + 1) / rate): at the end of step n.
    const auto u = [](double t) { return std::sin(2 * pi * 440.0 * (t)); };
    const auto one =
        solved<1>({0.0}, 9600, 8, [&](const auto &v, double t) { return std::array{(u(t) - v[0]) / (r * c)}; }, 0);
    figure(family, "rc: sine of 440 Hz against a solution with finer steps", difference(y[0], one), at_most(-60.0),
           "dB");
    figure(family, "network of one node: the same circuit", difference(y[1], one), at_most(-60.0), "dB");
    const auto two = solved<2>(
        {0.0, 0.0}, 9600, 8,
        [&](const auto &v, double t) {
            return std::array{(1e-3 * u(t) - 2e-3 * v[0] + 1e-3 * v[1]) / 1e-7, (1e-3 * v[0] - 1e-3 * v[1]) / 1e-7};
        },
        1);
    figure(family, "network of two nodes: sine of 440 Hz against a solution with finer steps", difference(y[2], two),
           at_most(-60.0), "dB");
}

TEST_CASE("exchange: after all its steps the inverse of the matrix") {
    const Sound y =
        play("i = fold(0..2, [[4, 1, 2], [1, 3, 0], [2, 0, 5]], exchange)\nout = [i[0][0], i[0][1], i[0][2], "
             "i[1][1], i[2][2], i[2][1]]",
             1);
    const double expected[] = {15.0 / 43.0, -5.0 / 43.0, -6.0 / 43.0, 16.0 / 43.0, 11.0 / 43.0, 2.0 / 43.0};
    for (std::size_t k = 0; k < 6; ++k)
        CHECK(static_cast<double>(y[k][0]) == doctest::Approx(expected[k]).epsilon(1e-6));
}

TEST_CASE("figures of the diode clipper") {
    for (const auto &[volts, f] : {std::pair{1.0, 110.0}, {4.5, 110.0}, {4.5, 220.0}}) {
        const Sound y = play(fmt::format("out = diodeclipper({} * sine({}Hz))", volts, f), 4800);
        const auto expected = solved<1>(
            {0.0}, 4800, 256,
            [&](const auto &v, double t) {
                const double in = volts * std::sin(2 * pi * f * t);
                return std::array{(in - v[0]) / (2200.0 * 1e-8) - 2.0 * 2.52e-9 / 1e-8 * std::sinh(v[0] / 0.0453)};
            },
            0);
        figure(
            family,
            fmt::format("diodeclipper: sine of {} V and {} Hz against a solution with steps 256 times finer", volts, f),
            difference(y[0], expected), at_most(-60.0), "dB");
    }
}

TEST_CASE("figures of the driven ladder") {
    const double w = 2 * pi * 1000.0;
    const Sound y = play("out = drivenladder(2 * sine(110Hz), 1kHz, 0.8)", 9600);
    const auto expected = solved<4>(
        {0.0, 0.0, 0.0, 0.0}, 9600, 16,
        [&](const auto &v, double t) {
            const double in = std::tanh(2.0 * std::sin(2 * pi * 110.0 * t) - 3.2 * v[3]);
            return std::array{w * (in - std::tanh(v[0])), w * (std::tanh(v[0]) - std::tanh(v[1])),
                              w * (std::tanh(v[1]) - std::tanh(v[2])), w * (std::tanh(v[2]) - std::tanh(v[3]))};
        },
        3);
    figure(family, "drivenladder: driven sine of 110 Hz against a solution with finer steps",
           difference(y[0], expected), at_most(-60.0), "dB");
}
