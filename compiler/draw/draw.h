// A graph as an SVG picture: a box per instance (by address), from what comes in on the left to what goes out on the
// right; the voices of a poly in a frame of their own; rates by colour. In: a graph. Out: the text of the picture.
#pragma once

#include <set>
#include <string>

#include "compiler/graph/graph.h"

namespace tactus::draw {

// Instances of what is in `closed` (the names of the library) are one box each, whatever is inside.
[[nodiscard]] std::string draw(const graph::Graph &graph, const std::set<std::string, std::less<>> &closed);

} // namespace tactus::draw
