// Text to tree. In: a checked SourceFile. Out: a Tree, or nothing and one diagnostic (the first mistake only; no
// follow-ups).
#pragma once

#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"
#include "compiler/syntax/tree.h"

namespace tactus::syntax {

[[nodiscard]] std::optional<Tree> parse(const source::SourceSet &sources, FileId file, diag::Report &report);

// Stable text of the stages, for --emit=tokens and --emit=tree.
[[nodiscard]] std::string print_tokens(const source::SourceSet &sources, FileId file, diag::Report &report);
[[nodiscard]] std::string print_tree(const source::SourceSet &sources, const Tree &tree);

} // namespace tactus::syntax
