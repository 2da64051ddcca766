// Where the boxes stand. In: boxes and edges. Out: a place for each box and the points each edge passes. Layers from
// the longest way, crossings made fewer by medians (Sugiyama, Tagawa and Toda, 1981), each band of boxes below the
// last.
#pragma once

#include <vector>

#include "compiler/draw/boxes.h"

namespace tactus::draw {

struct Point {
    double x = 0.0, y = 0.0;
};

struct Area {
    double x = 0.0, y = 0.0, width = 0.0, height = 0.0;
};

struct Layout {
    std::vector<Area> boxes;
    std::vector<std::vector<Point>> edges; // from the right side of one box to the left side of another
    std::vector<bool> backward;            // edges that go back to an earlier layer
    std::vector<Area> bands;
    Area whole;
};

[[nodiscard]] double text_width(const std::string &text, double size); // an estimate for a plain face

[[nodiscard]] Layout lay_out(const Picture &picture);

} // namespace tactus::draw
