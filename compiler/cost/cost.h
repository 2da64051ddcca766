// What a patch costs, counted and not timed: the same on every machine. In: a text. Out: per node of its graph the
// instructions of the intermediate code for one frame (one voice, no vectors), and sums of them by address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/elaborate/vocabulary.h"
#include "compiler/graph/graph.h"
#include "compiler/schedule/schedule.h"

namespace tactus::cost {

struct Counted {
    graph::Graph graph;
    schedule::Schedule schedule;
    std::vector<std::uint32_t> frame_instructions; // by node
};

// Nothing where the text has a mistake. `name`: what the text is called, for the files beside it.
[[nodiscard]] std::optional<Counted> count(const std::string &text, const std::string &name = "page.tac");

struct Cost {
    std::uint64_t instructions = 0; // a frame
    std::uint64_t tick_operations = 0;
    std::uint64_t bytes = 0; // of memory
};

// Of the first instance of a node: of all that lies at its address or below.
[[nodiscard]] Cost cost_of(const Counted &counted, const std::string &node);
// Of the whole patch.
[[nodiscard]] Cost cost_of(const Counted &counted);
// "21 instructions a frame, 2 operations a tick, 8 bytes"
[[nodiscard]] std::string describe(const Cost &cost);

// What the reference and `tactus doc` say of a node: its cost in its example. Nothing where that cannot be played.
[[nodiscard]] std::optional<std::string> describe_node(const std::string &node, const std::string &program,
                                                       const std::string &name = "page.tac");
// What they say of a word: of a function its own cost, else that of the example.
[[nodiscard]] std::string describe_word(const elaborate::Word &word);

} // namespace tactus::cost
