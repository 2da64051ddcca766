// The one form of a source text: indentation, blanks and blank lines. In: a file. Out: the same tokens and comments in
// that form, or nothing and the diagnostics of parse(). What a line holds is the author's; nothing is broken or joined.
#pragma once

#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"
#include "compiler/syntax/tree.h"

namespace tactus::syntax {

[[nodiscard]] std::optional<std::string> format(source::SourceSet &sources, FileId file, diag::Report &report);

// The same tree but for places: kinds, texts, numbers and doc comments are equal.
[[nodiscard]] bool same_tree(const Tree &a, const Tree &b);

} // namespace tactus::syntax
