// Random right graphs with a script to play them: every op, every way a value of one rate, scope or clock may meet
// another, feedback through every memory, numbers of every kind. In: a seed. Out: a graph that verify() finds right,
// and a script. `features_of` says what a graph and its script have in them, so that a test can hold the generator to
// covering it all.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "compiler/graph/graph.h"
#include "tests/meaning/player.h"
#include "tests/meaning/random.h"

namespace tactus::meaning {

struct Case {
    graph::Graph graph;
    Script script;
};

[[nodiscard]] Case generate(std::uint64_t seed);
// The script alone (script.cpp).
[[nodiscard]] Script random_script(Random &random, const graph::Graph &graph);

[[nodiscard]] std::set<std::string> features_of(const Case &c);
// All that features_of can say.
[[nodiscard]] std::set<std::string> all_features();

} // namespace tactus::meaning
