// The generator itself: what it makes is right, covers everything, and sounds.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "tests/meaning/generate.h"

using namespace tactus;

TEST_CASE("every feature is in at least one random graph of twenty") {
    constexpr int graphs = 1000;
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
        CAPTURE(seed);
        const meaning::Case c = meaning::generate(seed);
        const auto problems = graph::verify(c.graph);
        REQUIRE_MESSAGE(problems.empty(), (problems.empty() ? "" : problems[0] + "\n" + graph::print(c.graph)));
        for (const std::string &feature : meaning::features_of(c))
            ++seen[feature];
    }
    for (const std::string &feature : meaning::all_features())
        CHECK_MESSAGE(seen[feature] * 20 >= graphs, feature << ": " << seen[feature] << " of " << graphs);
}

TEST_CASE("the same seed gives the same case; texts read back") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const std::string text = graph::print(meaning::generate(seed).graph);
        CHECK(text == graph::print(meaning::generate(seed).graph));
        const graph::Reading reading = graph::read(text);
        CHECK(reading.error == "");
        CHECK(graph::print(reading.graph) == text);
    }
}

TEST_CASE("most random graphs move: numbers that change, voices that start and sleep") {
    int moving = 0, sleeping = 0, nonfinite = 0;
    constexpr int graphs = 200;
    for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
        const meaning::Case c = meaning::generate(seed);
        interp::Interpreter interpreter(c.graph);
        const auto recording = meaning::Player(interpreter.kernel()).play(c.script);
        int changing = 0;
        bool strange = false, slept = false;
        for (const auto &channel : recording.outputs) {
            int changes = 0;
            for (std::size_t i = 1; i < channel.size(); ++i) {
                changes += std::isfinite(channel[i]) && channel[i] != channel[i - 1] ? 1 : 0;
                strange = strange || !std::isfinite(channel[i]);
            }
            changing += changes > 5 ? 1 : 0;
        }
        for (std::size_t t = 1; t < recording.ticks.size(); ++t)
            for (std::size_t s = 0; s < recording.ticks[t].awake.size(); ++s)
                slept = slept || recording.ticks[t].awake[s] < recording.ticks[t - 1].awake[s];
        moving += changing > 0 ? 1 : 0;
        sleeping += slept ? 1 : 0;
        nonfinite += strange ? 1 : 0;
    }
    CHECK(moving > graphs * 8 / 10);
    CHECK(sleeping > graphs * 3 / 10);
    CHECK(nonfinite > graphs * 2 / 10);
    MESSAGE("moving " << moving << ", sleeping " << sleeping << ", not finite " << nonfinite << " of " << graphs);
}
