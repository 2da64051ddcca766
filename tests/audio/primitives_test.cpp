// A node of a user's own is compiled as one of the library is: the same text gives the same object code to the byte,
// and the one-pole of the tutorial, which is written differently, takes as many instructions for a frame as the
// library's.
#include "compiler/cost/cost.h"

#include "compiler/source/source.h"
#include "compiler/tactus.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using namespace tactus;

namespace {

std::string object(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("own.tac", text, report);
    Options options;
    options.lanes = 8;
    options.target = "x86-64-v3";
    const auto made = file ? emit_stage(sources, *file, Stage::Object, options, report) : std::nullopt;
    REQUIRE_MESSAGE(made.has_value(), text);
    return *made;
}

// The text of a node of the library, header and body.
std::string library_text(const std::string &name) {
    for (const auto &file : source::library_files()) {
        const std::string text(file.text);
        if (const auto at = text.find("\nnode " + name + "("); at != std::string::npos) {
            return text.substr(at + 1, text.find("\n}\n", at) - at + 2);
        }
    }
    return "";
}

constexpr const char *uses[] = {
    "out = noise() -> onepole(500Hz)\n",
    "param cutoff: Hz = 500Hz in 20Hz..8kHz log\nout = saw(110Hz) -> onepole(cutoff)\n",
    "out = saw(110Hz) -> onepole(500Hz * 12st ^ sine(3Hz))\n",
    "node voice(note: Note) = saw(note.freq) * note.gate -> onepole(4 * note.freq)\nout = poly(8, voice)\n"};

// The equations of the tutorial: a division where the library multiplies.
constexpr const char *tutorial = "node mypole(x, cutoff: Hz) -> y {\n"
                                 "    a = exp(-2 * pi * cutoff / samplerate)\n"
                                 "    y = (1 - a) * x + a * y@1\n"
                                 "}\n";

} // namespace

TEST_CASE("a node of one's own with the library's text is the library's node, to the byte of the object") {
    const std::string own = library_text("onepole");
    REQUIRE(own.find("y@1") != std::string::npos);
    for (const char *use : uses) {
        CAPTURE(use);
        CHECK(object(own + use) == object(use));
    }
    CHECK(object(uses[0]) != object(uses[1]));
}

TEST_CASE("the one-pole of the tutorial costs what the library's costs") {
    std::ifstream file("docs/tutorial/own-primitive.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    CHECK(page.find("a = exp(-2 * pi * cutoff / samplerate)") != std::string::npos);
    for (const char *use : uses) {
        CAPTURE(use);
        std::string mine = use;
        mine.replace(mine.find("onepole"), 7, "mypole");
        const auto theirs = cost::count(use), own = cost::count(tutorial + mine);
        REQUIRE(theirs.has_value());
        REQUIRE(own.has_value());
        const cost::Cost a = cost::cost_of(*own, "mypole"), b = cost::cost_of(*theirs, "onepole");
        CHECK(b.instructions >= 3);
        CHECK(100 * a.instructions <= 105 * b.instructions);
        CHECK(a.tick_operations == b.tick_operations);
        CHECK(a.bytes == b.bytes);
        CHECK(static_cast<double>(object(tutorial + mine).size()) <= 1.05 * static_cast<double>(object(use).size()));
    }
}
