// Controllers: a parameter that follows a control of a file is the parameter with the numbers on its own line; switches
// change at every press.
#include "tests/audio/play.h"

#include "compiler/tactus.h"

#include <doctest/doctest.h>

#include <string>

using namespace tactus::measure;
using namespace tactus;

namespace {

Sound moved(const std::string &options, std::vector<engine::Event> events, std::size_t frames = 9600) {
    PlayOptions playing;
    playing.events = std::move(events);
    return play("use \"box.tac\"\npatch p {\n    param x = 0.5 in 0..2 " + options +
                    "\n    out = x / 2 * (1 + 0 * noise())\n}\n",
                frames, playing, "tests/audio/files/patch.tac");
}

std::string graph_text(const std::string &parameters) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("tests/audio/files/patch.tac",
                                  "use \"box.tac\"\npatch p {\n" + parameters + "\nout = 0\n}\n", report);
    REQUIRE(file);
    const auto made = emit_stage(sources, *file, Stage::Graph, {}, report);
    REQUIRE(made);
    return *made;
}

} // namespace

TEST_CASE("`from` gives the same trace as the numbers themselves") {
    std::vector<engine::Event> events;
    for (std::uint64_t i = 0; i < 60; ++i) {
        events.push_back(engine::controller(31 + 137 * i, static_cast<std::uint8_t>(i % 3), 3,
                                            static_cast<std::uint32_t>((i * 53) % 128)));
        events.push_back(engine::controller(40 + 137 * i, 0, 4, 99)); // another fader
    }
    const Sound direct = moved("cc 3", events), named = moved("from box.fader[4]", events);
    CHECK(direct[0] == named[0]);
    CHECK(peak(named.part(0, 9600)) > 0.5);
    const Sound still = moved("", events);
    CHECK(still[0] != named[0]);
}

TEST_CASE("a switch goes to the other end of the range with every press, and stays at the release") {
    const std::vector<engine::Event> presses{
        engine::controller(1000, 0, 33, 127), engine::controller(1500, 0, 33, 0),
        engine::controller(2000, 0, 33, 64),  engine::controller(2500, 0, 33, 63),
        engine::controller(3000, 0, 33, 100), engine::controller(3500, 0, 34, 127)};
    for (const char *written : {"step from box.button[2]", "step cc 33 toggle"}) {
        CAPTURE(written);
        const Sound sound = moved(written, presses);
        CHECK(sound[0][999] == 0.25f);
        CHECK(sound[0][1000] == 1.0f);
        CHECK(sound[0][1999] == 1.0f);
        CHECK(sound[0][2000] == 0.0f);
        CHECK(sound[0][2999] == 0.0f);
        CHECK(sound[0][3000] == 1.0f);
        CHECK(sound[0][9599] == 1.0f);
    }
}

TEST_CASE("an array of parameters takes controls in turn; NRPN and OSC stand in the graph") {
    const std::string text =
        graph_text("    param a[3] = 0.5 in 0..1 from box.fader[2..4]\n    param all[8] = 0 in 0..1 "
                   "from box.fader\n    param w = 0 in 0..1 from box.wheel\n    param t[2] = 0 in "
                   "0..1 from box.tilt");
    for (const char *part : {"parameter \"a[0]\" init 0.5 low 0 high 1 smooth 15 controller 1\n",
                             "\"a[2]\" init 0.5 low 0 high 1 smooth 15 "
                             "controller 3\n",
                             "\"all[7]\" init 0 low 0 high 1 smooth 15 controller 7\n",
                             "\"w\" init 0 low 0 high 1 smooth "
                             "15 nrpn 300\n",
                             "\"t[0]\" init 0 low 0 high 1 osc \"/accel\" smooth 15 arg 2 from -1 1\n",
                             "\"t[1]\" init 0 low 0 high 1 osc \"/accel\" smooth 15 arg 3 from -1 1\n"}) {
        CAPTURE(part);
        CAPTURE(text);
        CHECK(text.find(part) != std::string::npos);
    }
}
