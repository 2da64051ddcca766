// Makes a failing case small: drops outputs, voices, actions, frames and nodes as long as the case still fails. In: a
// case and the test that it fails. Out: a case that fails too and from which nothing of what is tried can be taken
// away.
#pragma once

#include <functional>

#include "tests/meaning/generate.h"

namespace tactus::meaning {

[[nodiscard]] Case reduce(Case c, const std::function<bool(const Case &)> &fails, int most_trials = 4000);

// The case as text: the graph as graph/text.h prints it, and the script.
[[nodiscard]] std::string text_of(const Case &c);

} // namespace tactus::meaning
