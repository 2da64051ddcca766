// Filters that cannot be stable. In: a graph. Out: each ring of memories that is linear and whose coefficients are
// constants, where a pole lies outside of the unit circle: whatever goes in, what comes out grows without end.
#pragma once

#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::graph {

struct Unstable {
    std::vector<NodeId> memories; // the ring's delays, in order of nodes
    double pole = 0.0;            // the magnitude of the largest
};

[[nodiscard]] std::vector<Unstable> find_unstable(const Graph &graph);

} // namespace tactus::graph
