// The order in which one frame is computed: every node after what it needs in the same sample. In: a graph. Out: all
// nodes, operands and clocks first (a delayed edge asks for nothing), buffers after everything that may read them; or
// one cycle without delay.
#pragma once

#include "compiler/graph/graph.h"

namespace tactus::graph {

struct Order {
    std::vector<NodeId> nodes; // all of them, when there is no cycle
    std::vector<NodeId> cycle; // each node needs the next one, the last one needs the first; empty when there is none
};

[[nodiscard]] Order frame_order(const Graph &graph);

} // namespace tactus::graph
