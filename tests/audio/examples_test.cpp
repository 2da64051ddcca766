// Every example renders: it says first what one hears, and then one hears something, within bounds and without a step
// at its start.
#include "tests/audio/play.h"
#include "tests/support/page.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <sstream>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

std::string text_of(const std::string &name) {
    std::ifstream file("examples/" + name);
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

Sound heard(const std::string &name, std::size_t frames) {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 60, 100), engine::note_off(24000, 0, 60)};
    return play(text_of(name), frames, options, "examples/" + name);
}

std::vector<std::string> names_of_examples() {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator("examples")) {
        if (entry.path().extension() == ".tac")
            names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("the page of the examples says what they say") {
    std::string page = "# Examples\n\nInstruments to take apart, in `examples/`; this page is made of their first "
                       "lines. Each plays with\n\n    tactus render examples/pluck.tac --midi examples/chorale.mid "
                       "-o pluck.wav\n\nand those with tests say what they hold:\n\n    tactus test "
                       "examples/pluck.tac\n\n| file | |\n| --- | --- |\n";
    for (const auto &name : names_of_examples()) {
        std::istringstream lines(text_of(name));
        std::string said;
        for (std::string line; std::getline(lines, line) && line.starts_with("// ");)
            said += line.substr(2);
        page += "| [" + name + "](../../examples/" + name + ") |" + said + " |\n";
    }
    CHECK(tactus::test::differs("docs/reference/examples.md", page) == "");
}

TEST_CASE("every example sounds and stays within full level") {
    const auto names = names_of_examples();
    CHECK(names.size() >= 12);
    for (const auto &name : names) {
        CAPTURE(name);
        CHECK(text_of(name).starts_with("// "));
        const Sound y = heard(name, 36000);
        REQUIRE(y.channels.size() >= 2);
        for (const auto &channel : y.channels) {
            CHECK(std::isfinite(rms(channel)));
            CHECK(rms(channel) > 0.003);
            CHECK(peak(channel) <= 1.0);
        }
    }
}

TEST_CASE("sine.tac and saw.tac: pitch and harmonics") {
    const Sound a = heard("sine.tac", 65536);
    CHECK(std::abs(cents(pitch(a[0], 440.0, 48000.0), 440.0)) < 0.1);
    const Sound b = heard("saw.tac", 65536);
    const double level = amplitude(b[0], 110.0, 48000.0);
    for (int k = 2; k * 110 < 12000; ++k)
        CHECK(std::abs(decibels(amplitude(b[0], 110.0 * k, 48000.0) * k / level)) < 0.5);
}

TEST_CASE("lowpass.tac: the sawtooth of saw.tac times the response of its filter") {
    const Sound dry = heard("saw.tac", 65536), wet = heard("lowpass.tac", 65536);
    const double q = 1.0 / (2.0 - 2.0 * 0.6);
    for (int k = 1; k * 110 < 8000; ++k) {
        const std::complex<double> s(0.0, std::tan(std::numbers::pi * 110.0 * k / 48000.0) /
                                              std::tan(std::numbers::pi * 600.0 / 48000.0));
        const double expected = decibels(std::abs(1.0 / (s * s + s / q + 1.0)));
        CHECK(std::abs(decibels(amplitude(wet[0], 110.0 * k, 48000.0) / amplitude(dry[0], 110.0 * k, 48000.0)) -
                       expected) < 0.1);
    }
}
