// What a graph needs of its nodes: those that an output, a note line or a poly reaches through operands and clocks.
#pragma once

#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::graph {

// Calls visit for every id that something outside the list of nodes holds: outputs, note lines, polys.
template <typename AnyGraph, typename Visit> void for_each_root(AnyGraph &graph, const Visit &visit) {
    for (auto &port : graph.output_ports)
        visit(port.node);
    for (auto &line : graph.note_lines) {
        visit(line.freq);
        visit(line.gate);
        visit(line.velocity);
    }
    for (auto &poly : graph.polys) {
        for (auto &output : poly.outputs)
            visit(output);
        if (poly.idle.valid())
            visit(poly.idle);
    }
}

// By node: whether a root reaches it.
[[nodiscard]] std::vector<bool> find_live(const Graph &graph);

// Drops the nodes that no root reaches and numbers the rest anew in their old order. True when there were some.
bool drop_dead(Graph &graph);

} // namespace tactus::graph
