// Linear filters against their formulas, to a hundredth of a decibel: stdlib/linear.tac and what stdlib/filter.tac
// makes of several resonances. The figures of all linear filters.
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include "compiler/tactus.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <set>

#include <fmt/format.h>

using namespace tactus::measure;
namespace engine = tactus::engine;
using std::numbers::pi;
using Complex = std::complex<double>;
using Response = std::function<Complex(Complex s)>;

namespace {

constexpr double rate = 48000.0;
constexpr std::size_t points = 1u << 16;
const std::string family = "Filters";

// s in units of the corner, under the bilinear map that keeps the corner.
Complex mapped(double f, double corner) { return Complex(0.0, std::tan(pi * f / rate) / std::tan(pi * corner / rate)); }

// The largest deviation in dB from a formula, where that is above `floor` dB.
double deviation(Samples y, double corner, const Response &h, double floor = -60.0) {
    double worst = 0.0;
    for (double f = 20.0; f < 22000.0; f *= 1.11) {
        const double expected = decibels(std::abs(h(mapped(f, corner))));
        if (expected > floor)
            worst = std::max(worst, std::abs(decibels(std::abs(response(y, f, rate))) - expected));
    }
    return worst;
}

Complex polynomial(const std::vector<double> &c, Complex s) {
    Complex sum = 0.0;
    for (std::size_t i = c.size(); i-- > 0;)
        sum = sum * s + c[i];
    return sum;
}

// The sum of products in single precision, in the order in which the language adds up to sixteen terms: halves.
template <typename Get> float added(const std::vector<double> &c, const Get &get, std::size_t first) {
    float term[16] = {};
    for (std::size_t k = first; k < c.size(); ++k)
        term[k - first] += static_cast<float>(c[k]) * get(k);
    for (std::size_t half = 8; half > 0; half /= 2) {
        for (std::size_t k = 0; k < half; ++k)
            term[k] += term[k + half];
    }
    return term[0];
}

std::string list(const std::vector<double> &c) {
    std::string text;
    for (const double x : c)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", x);
    return "[" + text + "]";
}

} // namespace

TEST_CASE("figures of the bilinear transform") {
    const struct {
        const char *name;
        std::vector<double> b, a;
    } filters[] = {{"first-order low-pass", {1}, {1, 1}},
                   {"RC lead-lag", {1, 0.5}, {1, 3}},
                   {"second order with zeros", {2, 0.3, 1}, {1, 0.4, 1}},
                   {"Butterworth of order 3", {1}, {1, 2, 2, 1}},
                   {"Butterworth of order 4", {1}, {1, 2.613126, 3.414214, 2.613126, 1}},
                   {"Bessel of order 4", {105}, {105, 105, 45, 10, 1}},
                   {"Chebyshev of order 4 1 dB", {0.2456532}, {0.2756276, 0.7426194, 1.4539248, 0.9528114, 1}}};
    for (const auto &f : filters) {
        double worst = 0.0;
        for (const double corner : {100.0, 1000.0, 9000.0}) {
            const std::string call = fmt::format("bilinear(impulse, {}, {}, {}Hz)", list(f.b), list(f.a), corner);
            const Sound y = play(counting + "out = " + call, points);
            worst = std::max(
                worst, deviation(y[0], corner, [&](Complex s) { return polynomial(f.b, s) / polynomial(f.a, s); }));
        }
        figure(family, fmt::format("bilinear: {} against H(s) at 100 Hz 1 kHz and 9 kHz", f.name), worst, at_most(0.01),
               "dB");
    }
}

TEST_CASE("figures of the difference equation") {
    // Noise through order 4, against direct form I in double.
    const std::vector<double> b{0.1, -0.05, 0.2, 0.05}, a{1.0, -1.1, 0.9, -0.4, 0.15};
    const Sound y = play("x = noise()\nout = [x, iir(x, " + list(b) + ", " + list(a) + ")]", 48000);
    std::vector<double> expected(48000);
    std::vector<float> single(48000); // the same equation, operation by operation as it is written
    double worst = 0.0, apart = 0.0;
    for (std::size_t i = 0; i < 48000; ++i) {
        for (std::size_t k = 0; k < b.size() && k <= i; ++k)
            expected[i] += b[k] * static_cast<double>(y[0][i - k]);
        for (std::size_t k = 1; k < a.size() && k <= i; ++k)
            expected[i] -= a[k] * expected[i - k];
        worst = std::max(worst, std::abs(expected[i] - static_cast<double>(y[1][i])));
        const float forward = added(b, [&](std::size_t k) { return k <= i ? y[0][i - k] : 0.0f; }, 0);
        single[i] = forward - added(a, [&](std::size_t k) { return k <= i ? single[i - k] : 0.0f; }, 1);
        apart = std::max(apart, std::abs(static_cast<double>(single[i]) - static_cast<double>(y[1][i])));
    }
    figure(family, "iir of order 4: largest difference from the direct form as written", apart, at_most(1e-9), "");
    figure(family, "iir of order 4: largest difference from direct form in 64 bits", decibels(worst), at_most(-120.0),
           "dB");
}

namespace {

// The lines of the text whose filter check warns of.
std::set<std::size_t> warned_lines(const std::string &text) {
    tactus::source::SourceSet sources;
    tactus::diag::Report report;
    const auto file = sources.add("filters.tac", text, report);
    REQUIRE(file.has_value());
    CHECK(tactus::check(sources, *file, {}, report));
    std::set<std::size_t> warned;
    const auto at = [&](const tactus::Span &span) {
        warned.insert(static_cast<std::size_t>(
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(span.begin), '\n')));
    };
    for (const auto &d : report.diagnostics()) {
        CHECK(d.kind == tactus::diag::Kind::UnstableFilter);
        at(d.span);
        for (const auto &label : d.labels) // of the same magnitude
            at(label.span);
    }
    return warned;
}

double apart(const std::set<std::size_t> &a, const std::set<std::size_t> &b) {
    std::vector<std::size_t> made;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(made));
    return static_cast<double>(made.size());
}

// z^n + c[1] z^(n-1) + … of chosen poles: `outside` of them have magnitude `growing`, the others less than 0.97.
std::vector<double> of_poles(std::mt19937 &random, std::size_t order, std::size_t outside, double growing) {
    std::uniform_real_distribution<double> within(0.1, 0.97), turn(0.0, pi);
    std::vector<double> c{1.0};
    for (std::size_t k = 0; k < order;) {
        const bool pair = k + 1 < order && (outside == 2 || (outside == 0 && random() % 3 != 0));
        const double r = outside > 0 ? growing : within(random), angle = pair ? turn(random) : 0.0;
        const std::vector<double> factor = pair ? std::vector<double>{1.0, -2.0 * r * std::cos(angle), r * r}
                                                : std::vector<double>{1.0, random() % 2 == 0 ? r : -r};
        std::vector<double> product(c.size() + factor.size() - 1);
        for (std::size_t i = 0; i < c.size(); ++i)
            for (std::size_t j = 0; j < factor.size(); ++j)
                product[i + j] += c[i] * factor[j];
        c = product;
        k += pair ? 2 : 1;
        outside = 0;
    }
    return c;
}

} // namespace

TEST_CASE("figures of stability") {
    // A line for each filter; the roots of z² + a1 z + a2 say what a compiler should say.
    const unsigned seed = 5;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> first(-2.2, 2.2), second(-1.2, 1.2);
    std::string text;
    std::set<std::size_t> growing;
    for (std::size_t line = 0; line < 200; ++line) {
        const double a1 = first(random), a2 = second(random);
        const Complex root = std::sqrt(Complex(a1 * a1 / 4.0 - a2));
        const double pole = std::max(std::abs(-a1 / 2.0 + root), std::abs(-a1 / 2.0 - root));
        if (pole > 1.0)
            growing.insert(line);
        const std::string list = line % 2 == 0 ? fmt::format("biquad(noise(), 1, 0, 0, {}, {})", a1, a2)
                                               : fmt::format("iir(noise(), [1], [1, {}, {}])", a1, a2);
        text += fmt::format("x{} = {}\n", line, list);
    }
    CHECK(growing.size() > 50);
    figure(family, "unstable biquad or iir: wrong verdicts of check on 200 pairs of coefficients",
           apart(growing, warned_lines(text + "out = x0\n")), within(0.0), "");

    // Polynomials made of their poles, orders 1 to 12: none, one or two poles outside, just inside or outside.
    text.clear();
    growing.clear();
    std::uniform_real_distribution<double> distance(0.5, 1.0);
    for (std::size_t line = 0; line < 240; ++line) {
        const std::size_t order = 1 + line % 12, outside = line / 12 % 3;
        const double magnitude =
            1.0 + (line / 36 % 2 == 0 ? 1e-3 : 0.2) * (line % 5 == 0 ? -0.5 : 1.0) * distance(random);
        const std::size_t made = std::min(outside, order);
        if (made > 0 && magnitude > 1.0)
            growing.insert(line);
        text += fmt::format("x{} = iir(noise(), [1], {})\n", line, list(of_poles(random, order, made, magnitude)));
    }
    CHECK(growing.size() > 80);
    figure(family, "unstable iir of order 1 to 12: wrong verdicts of check on 240 sets of poles",
           apart(growing, warned_lines(text + "out = x0\n")), within(0.0), "");

    // Delays of up to 20000 samples, one, two, one with a low-pass behind it, an all-pass: no polynomial to solve, what
    // goes round says it, of several ways with positive factors their sum.
    text.clear();
    growing.clear();
    std::uniform_real_distribution<double> factor(0.9, 1.1), part(0.1, 0.9);
    std::uniform_int_distribution<int> length(3, 20000);
    for (std::size_t line = 0; line < 200; ++line) {
        const double g = factor(random), p = part(random);
        const int a = length(random), b = length(random) / 4 + 2;
        const int sign = line % 2 == 0 || a % 2 == 0 ? 1 : -1;
        const std::string filters[] = {fmt::format("x + {} * y@{}", sign * g, a),
                                       fmt::format("x + {} * y@{} + {} * y@{}", g * p, a, g * (1 - p), b),
                                       fmt::format("x + {} * w@{}; w = {} * y + {} * w@1", g, a / 8 + 2, 1 - p, p),
                                       fmt::format("w@{} - {} * w; w = x + {} * w@{}", a, sign * g, sign * g, a)};
        if (g > 1.0)
            growing.insert(line);
        text += fmt::format("node n{}(x) -> y {{ y = {} }}\n", line, filters[line % 4]);
    }
    for (std::size_t line = 0; line < 200; ++line)
        text += fmt::format("x{} = n{}(noise())\n", line, line);
    CHECK(growing.size() > 50);
    figure(family, "unstable cycles with delays of up to 20000 samples: wrong verdicts of check on 200",
           apart(growing, warned_lines(text + "out = x0\n")), within(0.0), "");
}

TEST_CASE("figures of the textbook filters") {
    for (const double corner : {100.0, 1000.0, 9000.0}) {
        const std::string c = fmt::format("impulse, {}Hz", corner);
        const double q = 5.0, k = 1.0 / q, a = std::pow(10.0, 6.0 / 40.0), root = std::sqrt(2.0 * a);
        const Sound y =
            play(counting + "out = [lowpass(" + c + ", 0.9), highpass(" + c + ", 0.9), bandpass(" + c +
                     ", 0.9), notch(" + c + ", 0.9), peak(" + c + ", 6dB, 0.9), lowshelf(" + c + ", 6dB), highshelf(" +
                     c + ", 6dB), svf(" + c + ", 0.9).low, svf(" + c + ", 0.9).band, svf(" + c + ", 0.9).high, svf(" +
                     c + ", 0.9).notch, svf(" + c + ", 0.9).peak, svf(" + c + ", 0.9).all, ladder(" + c + ", 0.5)]",
                 points);
        const auto over = [k](Complex s) { return s * s + k * s + 1.0; };
        const std::pair<const char *, Response> expected[] = {
            {"lowpass", [&](Complex s) { return 1.0 / over(s); }},
            {"highpass", [&](Complex s) { return s * s / over(s); }},
            {"bandpass", [&](Complex s) { return k * s / over(s); }},
            {"notch", [&](Complex s) { return (s * s + 1.0) / over(s); }},
            {"peak", [&](Complex s) { return (s * s + s * a * k + 1.0) / (s * s + s * k / a + 1.0); }},
            {"lowshelf", [&](Complex s) { return a * (s * s + root * s + a) / (a * s * s + root * s + 1.0); }},
            {"highshelf", [&](Complex s) { return a * (a * s * s + root * s + 1.0) / (s * s + root * s + a); }},
            {"svf.low", [&](Complex s) { return 1.0 / over(s); }},
            {"svf.band", [&](Complex s) { return s / over(s); }},
            {"svf.high", [&](Complex s) { return s * s / over(s); }},
            {"svf.notch", [&](Complex s) { return (s * s + 1.0) / over(s); }},
            {"svf.peak", [&](Complex s) { return (1.0 - s * s) / over(s); }},
            {"svf.all", [&](Complex s) { return (s * s - k * s + 1.0) / over(s); }},
            {"ladder", [&](Complex s) { return 1.0 / (std::pow(1.0 + s, 4) + 2.0); }}};
        for (std::size_t i = 0; i < std::size(expected); ++i)
            figure(family, fmt::format("{} at {} Hz: response against the prototype", expected[i].first, corner),
                   deviation(y[i], corner, expected[i].second), at_most(0.1), "dB");
    }
}

TEST_CASE("figures of a low corner at a high sample rate") {
    PlayOptions options;
    options.rate = 96000.0;
    const Sound y =
        play(counting + "out = [highpass(impulse, 200Hz, 0.3), svf(impulse, 200Hz, 0.3).high]", points, options);
    const char *const names[] = {"highpass", "svf.high"};
    const double promised[] = {0.5, 0.05}; // what a direct form rounds, it carries on
    for (std::size_t i = 0; i < 2; ++i) {
        double worst = 0.0;
        for (double f = 20.0; f < 40000.0; f *= 1.11) {
            const Complex s(0.0, std::tan(pi * f / options.rate) / std::tan(pi * 200.0 / options.rate));
            const double expected = std::abs(s * s / (s * s + 1.4 * s + 1.0));
            worst = std::max(worst, std::abs(decibels(std::abs(response(y[i], f, options.rate)) / expected)));
        }
        figure(family, fmt::format("{} at 200 Hz and 96 kHz: response from 20 Hz against the prototype", names[i]),
               worst, at_most(promised[i]), "dB");
    }
}

TEST_CASE("figures of the crossover") {
    for (const double corner : {100.0, 1000.0, 9000.0}) {
        const Sound y = play(
            counting + fmt::format("(low, high) = crossover(impulse, {}Hz)\nout = [low + high, low]", corner), points);
        figure(family, fmt::format("crossover at {} Hz: level of the sum of both bands", corner),
               deviation(y[0], corner, [](Complex) { return Complex(1.0); }), at_most(0.01), "dB");
        CHECK(deviation(y[1], corner, [](Complex s) { return 1.0 / std::pow(s * s + std::sqrt(2.0) * s + 1.0, 2); }) <
              0.05);
    }
}

TEST_CASE("combfilter: teeth at the multiples of its frequency") {
    const Sound y =
        play(counting + "out = [combfilter(impulse, 441.37Hz, 0.9), combfilter(impulse, 441.37Hz, -0.9)]", points);
    for (int k = 1; k < 8; ++k) {
        CAPTURE(k);
        CHECK(std::abs(response(y[0], k * 441.37, rate)) == doctest::Approx(10.0).epsilon(0.02));
        CHECK(std::abs(response(y[0], (k + 0.5) * 441.37, rate)) == doctest::Approx(1.0 / 1.9).epsilon(0.02));
        CHECK(std::abs(response(y[1], (k + 0.5) * 441.37, rate)) == doctest::Approx(10.0).epsilon(0.02));
    }
}

TEST_CASE("formant: the resonances of the vowels where they were measured") {
    const double pitch[5][2] = {{730, 1090}, {530, 1840}, {270, 2290}, {570, 840}, {300, 870}};
    const double level[5][2] = {{-1, -5}, {-2, -17}, {-4, -24}, {0, -7}, {-3, -19}};
    for (int v = 0; v < 5; ++v) {
        CAPTURE(v);
        const Sound y = play(counting + fmt::format("out = formant(impulse, {})", v), points);
        for (int k = 0; k < 2; ++k) {
            // The others' skirts move a peak by a few per cent and a decibel or two.
            double best = 0.0, at = 0.0;
            for (double f = pitch[v][k] * 0.9; f < pitch[v][k] * 1.1; f *= 1.002) {
                if (const double now = std::abs(response(y[0], f, rate)); now > best) {
                    best = now;
                    at = f;
                }
            }
            CHECK(std::abs(at / pitch[v][k] - 1.0) < 0.05);
            CHECK(std::abs(decibels(best) - level[v][k]) < 3.0);
        }
    }
}

TEST_CASE("figures of swept filters") {
    // A sine through filters whose corner runs over seven octaves, at ticks, in 50 ms: what is above 12 kHz is no part
    // of it.
    for (const std::string call : {"lowpass(x, c, 0.5)", "highpass(x, c, 0.5)", "bandpass(x, c, 0.5)",
                                   "notch(x, c, 0.5)", "peak(x, c, 12dB, 0.5)", "lowshelf(x, c, 12dB)",
                                   "highshelf(x, c, 12dB)", "svf(x, c, 0.9).low", "ladder(x, c, 0.7)"}) {
        PlayOptions options;
        options.events = {engine::parameter(9600, 0, 8000.0f), engine::parameter(24000, 0, 60.0f)};
        const Sound y =
            play("patch p {\n    param c = 60Hz in 20Hz..10kHz log smooth 50ms\n    x = sine(331Hz) * 0.25\n"
                 "    out = " +
                     call + "\n}",
                 48000, options);
        const Spectrum s = spectrum(y.part(4800, 32768), rate);
        figure(family, call.substr(0, call.find('(')) + " swept over seven octaves: what is above 12 kHz",
               10.0 * std::log10(s.between(12000.0, 24000.0) / s.between(0.0, 24000.0)), at_most(-90.0), "dB");
    }
}
