// What is drawn of a graph: boxes and the edges between them. In: a graph. Out: at most about 70 boxes; instances deep
// inside others are part of their callers' boxes when there would be more.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::draw {

enum class Shape : std::uint8_t { Instance, Parameter, Input, Notes, Output };

struct Box {
    Shape shape = Shape::Instance;
    std::string title, detail, hint; // hint: what a pointer held over it shows
    graph::Rate rate = graph::Rate::Constant;
    std::uint32_t band = 0; // 0: the patch; 1 + k: the voices of poly k
    std::uint32_t operations = 0, memories = 0;
};

struct Edge {
    std::uint32_t from = 0, to = 0;
    graph::Rate rate = graph::Rate::Constant;
    bool delayed = true; // all that passes comes from the past
};

struct Picture {
    std::vector<Box> boxes;
    std::vector<Edge> edges;
    std::vector<std::string> bands; // what the frame of a band says; the patch's is ""
};

[[nodiscard]] Picture picture_of(const graph::Graph &graph, const std::set<std::string, std::less<>> &closed);

} // namespace tactus::draw
