// `tactus test`: measures against formulas, what fails and how it is shown, JSON, folders; and that other commands
// leave tests alone.
#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

using tactus::test::Scratch;
using tactus::test::write_file;

namespace {

// Every measuring function against a number worked out by hand.
constexpr const char *measures = R"(node counter() -> n { n = n@1 + 1 }
test "levels" {
    y = 0.5 * sine(1kHz)
    expect near(level(y), -9.031dB, within: 0.001dB)
    expect near(peak(y), 0.5, within: 0.00001)
    expect near(peak(y), -6.0206dB, within: 0.001dB)
    expect abs(mean(y + 0.25) - 0.25) < 0.0001
    expect level(y, from: 0.5s) == level(y, from: 0.5s, to: 1s)
    expect level(0 * y) == 0
}
test "pitch" {
    expect near(pitch(sine(440Hz)), 440Hz, within: 0.001Hz)
    expect near(pitch(saw(55Hz)), 55Hz, within: 0.001Hz)
    expect near(pitch(square(1234.5Hz) + 0.3), 1234.5Hz, within: 0.01Hz)
    expect near(pitch(sine(200Hz) + sine(300Hz)), 100Hz, within: 0.001Hz)     // the fundamental is missing
    expect pitch(noise()) == 0
    expect pitch(0 * saw(55Hz)) == 0
}
test "spectrum and response" {
    y = 0.25 * sine(440Hz) + 0.1
    expect near(spectrum(y, 440Hz), 0.25, within: 0.0001)
    expect near(spectrum(y, 0Hz), 0.1, within: 0.0001)
    expect spectrum(y, 2kHz) < -90dB
    node average(x) = (x + x@1) / 2
    expect near(response(average, 0Hz), 1, within: 0.000001)
    expect near(response(average, 12kHz), cos(pi / 4), within: 0.000001)
    expect response(average, 24kHz) < -120dB
    expect near(response(lowpass(cutoff: 1kHz, resonance: 0.2928932188134524), 1kHz), -3.0103dB, within: 0.01dB)
}
test "samples and times" {
    seconds = 0.5
    n = counter() - 1                                                          // 0, 1, 2 …
    expect at(n, 10ms) == 480
    expect time(n >= 4800) == 100ms
    expect near(last(n < 4800), 100ms, within: 2/samplerate)
    expect count(n mod 100 == 0) == 240
    expect step(n) == 1
    expect step(n mod 100, to: 2ms) == 1 and step(n mod 100) == 99
    expect time(n < 0) == 0.5s
}
test "arrays and signals hold wherever they are looked at" {
    y = sine([220Hz, 330Hz, 440Hz])
    expect near(pitch(y), [220Hz, 330Hz, 440Hz], within: 0.01Hz)
    expect abs(y) <= 1
    expect [i in 1..3: i * 110Hz] + 110Hz == [220Hz, 330Hz, 440Hz]
    expect not (y[0] > 2)
}
)";

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("tests in the language measure what formulas say") {
    const Scratch scratch;
    write_file(scratch / "measures.tac", measures);
    for (const char *engine : {"jit", "interp"}) {
        const auto said = scratch.run(std::string("tactus test measures.tac --engine ") + engine);
        CAPTURE(said.out);
        CAPTURE(said.err);
        CHECK(said.code == 0);
        CHECK(mentions(said.out, "5 tests, 30 expectations, 0 failed"));
    }
    CHECK(scratch.run("tactus check measures.tac").code == 0);
}

TEST_CASE("what fails is shown with both sides, and the others are still played") {
    const Scratch scratch;
    write_file(scratch / "a.tac",
               "test \"one\" {\n    y = sine(440Hz)\n    expect pitch(y) > 500Hz\n    expect 1 < 2\n}\n"
               "test \"two\" { expect 2 > 1 }\n");
    const auto said = scratch.run("tactus test a.tac");
    CHECK(said.code == 1);
    CHECK(mentions(said.out, "failed  a.tac: one"));
    CHECK(mentions(said.out, "ok      a.tac: two"));
    CHECK(mentions(said.out, "2 tests, 3 expectations, 1 failed"));
    CHECK(mentions(said.err, "T0702"));
    CHECK(mentions(said.err, "a.tac:3:12"));
    CHECK(mentions(said.err, "440Hz"));
    const auto json = nlohmann::json::parse(scratch.run("tactus test a.tac --json").out);
    CHECK(json["passed"] == 1);
    CHECK(json["failed"] == 1);
    CHECK(json["tests"][0]["expectations"][0]["holds"] == false);
    CHECK(json["tests"][0]["expectations"][0]["values"][0]["of"] == "pitch(y)");
    CHECK(json["diagnostics"][0]["code"] == "T0702");
}

TEST_CASE("what is measured may be compared with measurements, and be found by them") {
    const Scratch scratch;
    write_file(scratch / "a.tac", "test \"mixed\" {\n"
                                  "    y = sine(3Hz) * 2\n"
                                  "    expect y >= -2 and at(y * 0, 0s) == 0\n"
                                  "    expect y < peak(y) * 1.01 and at(y, time(y > 1)) > 1\n"
                                  "    expect at(y, time(y > peak(y) * 0.99)) > 1.97\n"
                                  "}\n"
                                  "test \"not so\" {\n"
                                  "    y = sine(3Hz) * 2\n"
                                  "    expect y < peak(y) * 0.9\n"
                                  "    expect at(y, time(y > peak(y) * 0.99)) < 1.97\n"
                                  "}\n");
    const auto said = scratch.run("tactus test a.tac");
    CAPTURE(said.out);
    CAPTURE(said.err);
    CHECK(mentions(said.out, "ok      a.tac: mixed"));
    CHECK(mentions(said.out, "2 tests, 5 expectations, 1 failed"));
    CHECK(mentions(said.err, "y < peak(y) * 0.9"));
    CHECK(mentions(said.err, "time(y > peak(y) * 0.99)) < 1.97"));
}

TEST_CASE("check looks at tests, and at their mistakes; render and build pass them over") {
    const Scratch scratch;
    write_file(scratch / "a.tac", "out = saw(220Hz)\ntest \"t\" { expect 1 == 2 }\n");
    CHECK(scratch.run("tactus check a.tac").code == 0);
    CHECK(scratch.run("tactus render a.tac -o a.wav --seconds 0.1").code == 0);
    CHECK(scratch.run("tactus test a.tac").code == 1);
    write_file(scratch / "units.tac", "test \"t\" { expect pitch(sine(440Hz)) > 1s }\n");
    CHECK(mentions(scratch.run("tactus check units.tac").err, "T03"));
    write_file(scratch / "name.tac", "test \"t\" { expect loudness(sine(440Hz)) > 1 }\n");
    CHECK(mentions(scratch.run("tactus check name.tac").err, "T0301"));
    write_file(scratch / "outside.tac", "test \"t\" {\n    y = spectrum(sine(440Hz), 440Hz)\n    expect y > 0\n}\n");
    CHECK(scratch.run("tactus check outside.tac").code == 1);
}

TEST_CASE("a folder stands for its patches; a file of its own patch and nodes tests them") {
    const Scratch scratch;
    std::filesystem::create_directories(scratch / "all");
    write_file(scratch / "all/b.tac", "node half(x) = x / 2\ntest \"half\" { expect at(half(1), 0s) == 0.5 }\n");
    write_file(scratch / "all/c.tac", "patch p {\n    param gain = 0.5 in 0..1\n    input x\n    out = x * gain\n}\n"
                                      "test \"the patch\" { expect peak(p(sine(1kHz), gain: 0.25)) <= 0.25 }\n");
    const auto said = scratch.run("tactus test all");
    CAPTURE(said.err);
    CHECK(said.code == 0);
    CHECK(mentions(said.out, "2 tests"));
}

TEST_CASE("the tests of the language reference hold") {
    const Scratch scratch;
    std::istringstream lines{tactus::test::read_file("docs/reference/language.md")};
    std::string line, block;
    std::size_t played = 0;
    const auto play = [&] {
        if (mentions(block, "\n    expect ") && mentions("\n" + block, "\ntest \"")) {
            write_file(scratch / "page.tac", block);
            const auto said = scratch.run("tactus test page.tac");
            CAPTURE(block);
            CAPTURE(said.err);
            CHECK(said.code == 0);
            ++played;
        }
        block.clear();
    };
    while (std::getline(lines, line)) {
        line.starts_with("    ") ? void(block += line.substr(4) + "\n") : play();
    }
    play();
    CHECK(played == 3);
}
