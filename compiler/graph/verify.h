// Checks every invariant of a graph (docs/explanation/graph.md, graph.h, ops.def). In: any graph, however broken. Out:
// what is wrong, one text each, empty when it is right. Later stages assume a graph that this finds right.
#pragma once

#include <string>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::graph {

inline constexpr std::uint32_t most_voices = 4096;                // of one poly; the language allows far fewer
inline constexpr std::uint32_t most_transform = 1u << 18;         // points of a transform
inline constexpr std::uint32_t most_convolution_block = 1u << 12; // frames
inline constexpr std::uint32_t most_partitions = 1u << 13;        // blocks of a response
inline constexpr std::uint32_t longest_line_frames = 1u << 24;    // delays up to here are exact as floats

[[nodiscard]] std::vector<std::string> verify(const Graph &graph);

} // namespace tactus::graph
