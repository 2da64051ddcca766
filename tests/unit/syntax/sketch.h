// A tree on one line, without ranges: (= y _ (+ a 800Hz)). `_` is an absent child, `///` marks a doc comment.
#pragma once

#include <string>

#include "compiler/syntax/tree.h"

namespace tactus::syntax {

[[nodiscard]] std::string sketch(const Tree &tree, TreeId id);

} // namespace tactus::syntax
