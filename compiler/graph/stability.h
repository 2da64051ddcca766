// Filters that cannot be stable. In: a graph. Out: each ring of memories that is linear and whose coefficients are
// constants, where a pole lies outside of the unit circle: whatever goes in, what comes out grows without end.
#pragma once

#include <functional>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::graph {

struct Unstable {
    std::vector<NodeId> memories; // the ring's delays, in order of nodes
    double pole = 0.0;            // the magnitude of one, of the largest where the ring is short; 0: not known
};

// `place_of` a memory: of the rings of one place the first is enough.
[[nodiscard]] std::vector<Unstable> find_unstable(const Graph &graph, const std::function<Span(NodeId)> &place_of = {});

} // namespace tactus::graph
