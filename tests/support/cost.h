// What a patch costs, counted and not timed: the same on every machine. In: a text. Out: per node of its graph the
// instructions of the intermediate code for one frame (one voice, no vectors), and sums of them by address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"
#include "compiler/schedule/schedule.h"

namespace tactus::test {

struct Counted {
    graph::Graph graph;
    schedule::Schedule schedule;
    std::vector<std::uint32_t> frame_instructions; // by node
};

// Nothing where the text has a mistake.
[[nodiscard]] std::optional<Counted> count(const std::string &text);

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

} // namespace tactus::test
