// tactus bode: its columns against transfer functions that are worked out here, and what it refuses. Analogue
// prototypes are taken through the bilinear transform with the cutoff in its place: s = j tan(pi f T) / tan(pi fc T).
#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"

using tactus::test::Said;
using tactus::test::Scratch;
using Complex = std::complex<double>;

namespace {

constexpr double pi = std::numbers::pi;

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<std::vector<double>> rows_of(const std::string &csv) {
    std::vector<std::vector<double>> made;
    std::istringstream lines{csv};
    std::string line;
    std::getline(lines, line); // names
    while (std::getline(lines, line)) {
        made.emplace_back();
        std::istringstream cells{line};
        for (std::string cell; std::getline(cells, cell, ',');) {
            made.back().push_back(std::strtod(cell.c_str(), nullptr));
        }
    }
    return made;
}

// Every row: ±0.1 dB and ±1 degree where the level is above `floor`.
void agrees(const std::string &unit, const std::function<Complex(double)> &response, double rate = 48000.0,
            double floor = -90.0) {
    const Scratch scratch;
    CAPTURE(unit);
    const Said said = scratch.run("tactus bode '" + unit + "' --rate " + std::to_string(static_cast<int>(rate)));
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    CHECK(said.out.starts_with("frequency,dB,degrees\n"));
    const auto rows = rows_of(said.out);
    REQUIRE(rows.size() == 100);
    double worst = 0.0, worst_angle = 0.0;
    for (const std::vector<double> &row : rows) {
        REQUIRE(row.size() == 3);
        const Complex h = response(row[0]);
        const double level = 20.0 * std::log10(std::abs(h));
        if (level > floor) {
            worst = std::max(worst, std::abs(row[1] - level));
            const double apart = row[2] - std::arg(h) * 180.0 / pi;
            worst_angle = std::max(worst_angle, std::abs(std::remainder(apart, 360.0)));
        }
    }
    CHECK(worst < 0.1);
    CHECK(worst_angle < 1.0);
}

// From an analogue prototype whose corner is 1.
std::function<Complex(double)> warped(double cutoff, double rate, std::function<Complex(Complex)> prototype) {
    return [=](double f) { return prototype(Complex{0.0, std::tan(pi * f / rate) / std::tan(pi * cutoff / rate)}); };
}

void refuses(const std::string &unit, std::string_view reason, int code = 1) {
    const Scratch scratch;
    CAPTURE(unit);
    const Said said = scratch.run("tactus bode '" + unit + "' -o made.csv");
    CAPTURE(said.err);
    CHECK(said.code == code);
    CHECK(said.out.empty());
    CHECK(mentions(said.err, reason));
    CHECK_FALSE(std::filesystem::exists(scratch / "made.csv"));
}

} // namespace

TEST_CASE("bode of a biquad is its difference equation") {
    agrees("biquad(x, 0.2, 0.1, -0.05, -1.2, 0.7)", [](double f) {
        const Complex z = std::polar(1.0, -2.0 * pi * f / 48000.0);
        return (0.2 + 0.1 * z - 0.05 * z * z) / (1.0 - 1.2 * z + 0.7 * z * z);
    });
}

TEST_CASE("bode of textbook filters is that of their prototypes") {
    for (const double rate : {44100.0, 96000.0}) {
        const double q = 1.0 / (2.0 - 2.0 * 0.6);
        const auto under = [q](Complex s) { return s * s + s / q + 1.0; };
        agrees("lowpass(x, 1kHz, 0.6)", warped(1000.0, rate, [=](Complex s) { return 1.0 / under(s); }), rate);
        // A direct form in 32 bits rounds what it has taken away: 40 dB down at 20 Hz its level is 0.25 dB off.
        agrees("highpass(x, 200Hz, 0.6)", warped(200.0, rate, [=](Complex s) { return s * s / under(s); }), rate,
               -30.0);
        agrees("svf(x, 3kHz, 0.6).low", warped(3000.0, rate, [=](Complex s) { return 1.0 / under(s); }), rate);
        agrees("svf(x, 80Hz, 0.6).high", warped(80.0, rate, [=](Complex s) { return s * s / under(s); }), rate);
    }
    const double ringing = 1.0 / (2.0 - 2.0 * 0.99); // Q = 50: 34 dB at the cutoff
    agrees("svf(x, 500Hz, 0.99).low",
           warped(500.0, 48000.0, [=](Complex s) { return 1.0 / (s * s + s / ringing + 1.0); }));
}

TEST_CASE("bode of the ladder is four poles in a ring") {
    for (const double k : {0.0, 0.5, 0.9}) {
        agrees("ladder(x, 800Hz, " + std::to_string(k) + ")",
               warped(800.0, 48000.0, [k](Complex s) { return 1.0 / (std::pow(1.0 + s, 4.0) + 4.0 * k); }));
    }
}

TEST_CASE("bode of gains and delays: level and phase") {
    agrees("-0.5 * x", [](double) { return Complex{-0.5, 0.0}; });
    agrees("x@1 + x", [](double f) { return 1.0 + std::polar(1.0, -2.0 * pi * f / 48000.0); });
    agrees("delay(x, 1ms)", [](double f) { return std::polar(1.0, -2.0 * pi * f * 0.001); });
}

TEST_CASE("bode: range and points, several outputs, a patch with a parameter, the file it writes") {
    const Scratch scratch;
    const Said few = scratch.run("tactus bode x --from 100Hz --to 10kHz --points 3");
    CHECK(few.out == "frequency,dB,degrees\n100,0.0000,0.000\n1000,0.0000,0.000\n10000,0.0000,0.000\n");
    const Said low = scratch.run("tactus bode x --rate 8000 --points 2");
    CHECK(rows_of(low.out).back()[0] == 4000.0);
    CHECK(mentions(scratch.run("tactus bode '0 * x' --points 2").out, "-inf"));
    tactus::test::write_file(scratch / "two.tac",
                             "param gain: dB = 0dB in -20dB..20dB\ninput x\nout = [x * gain, 0.5 * x]\n");
    const Said two = scratch.run("tactus bode two.tac --points 2 --set gain=6dB -o two.csv; cat two.csv");
    CHECK(two.code == 0);
    CHECK(two.out.starts_with("frequency,out[0] dB,out[0] degrees,out[1] dB,out[1] degrees\n20,6.0000,"));
    CHECK(mentions(two.out, ",-6.0206,"));
    CHECK(scratch.run("tactus bode - --points 2 < two.tac").code == 0);
}

TEST_CASE("bode refuses what has no frequency response, and says why") {
    refuses("tanh(3 * x)", "it is not linear");
    refuses("abs(x)", "it is not linear");
    refuses("x * x@1", "it is not linear");
    refuses("x + 0.1", "it sounds without an input");
    refuses("x + 0.01 * noise()", "it sounds without an input");
    refuses("x * sine(3Hz)", "it changes with time");
    refuses("svf(x, 800Hz * (1 + 0.5 * sine(0.3Hz)), 0.5).low", "it changes with time");
    const Scratch scratch;
    tactus::test::write_file(scratch / "sum.tac", "input x\ny = x + y@1\nout = y\n");
    tactus::test::write_file(scratch / "none.tac", "out = saw(220Hz)\n");
    tactus::test::write_file(scratch / "two.tac", "input a\ninput b\nout = a + b\n");
    CHECK(mentions(scratch.run("tactus bode sum.tac").err, "still sounds after 16 s"));
    CHECK(mentions(scratch.run("tactus bode none.tac").err, "T0921"));
    CHECK(mentions(scratch.run("tactus bode two.tac").err, "`two.tac` has 2"));
    CHECK(scratch.run("tactus bode two.tac").code == 1);
}

TEST_CASE("bode shows the mistakes of an expression as those of a file, and those of its options") {
    refuses("lowpss(x, 1kHz, 0.3)", "there is no `lowpss`");
    refuses("lowpss(x, 1kHz, 0.3)", "<unit>:2:7");
    refuses("lowpss(x, 1kHz, 0.3)", "is `lowpass` meant?");
    refuses("lowpass(x, 1kHz", "T0103");
    refuses("missing.tac", "T0001");
    refuses("x' --from '-3", "--from takes", 2);
    refuses("x' --from '5ms", "--from takes", 2);
    refuses("x' --to '25kHz", "half the sample rate, 24000 Hz", 2);
    refuses("x' --from '2kHz' --to '1kHz", "--from is not below --to", 2);
    refuses("x' --points '1", "--points takes 2 to 10000", 2);
}
