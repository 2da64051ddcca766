// Whether a linear ring grows. In: the ring as a filter. Out: the magnitude of a pole outside of the unit circle, of
// the largest where the ring is short, 0 where only the circle tells of one; nothing where there is none, or where that
// cannot be told with little work.
#pragma once

#include <optional>

#include "compiler/graph/loop.h"

namespace tactus::graph {

[[nodiscard]] std::optional<double> growing_pole(const Loop &loop);

} // namespace tactus::graph
