// The graph as text: one line per thing, one node per line, pleasant to read and exact. In: a graph, or a text. Out:
// the text, or the graph.
//   print(read(print(g))) == print(g), and what is read is equal to what was printed, down to the bits of every number.
//
//   %12 = multiply %3 %7 : real audio voice0
//   %13 = line %12 0.5 b 480 : line audio voice0 clock %9 "sub/out/voice/e" @0:118-126
//   \___/ \__/ operands, value, a, b   type rate scope  clock   name    file:begin-end
#pragma once

#include <string>
#include <string_view>

#include "compiler/graph/graph.h"

namespace tactus::graph {

struct PrintOptions {
    bool spans = true;
};

[[nodiscard]] std::string print(const Graph &graph, PrintOptions options = {});

struct Reading {
    Graph graph;
    std::string error; // empty when all was read, else "line 7: expected a number"
};
// Reads syntax only: run verify() on what it gives.
[[nodiscard]] Reading read(std::string_view text);

} // namespace tactus::graph
