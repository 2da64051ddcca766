// A brace that is missing or misplaced, by what the indentation says.
#pragma once

#include <optional>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"

namespace tactus::syntax {

struct Tokens;

// In: the tokens of filter(). Nothing where braces and indentation agree, or disagree in more places than one brace
// can make.
[[nodiscard]] std::optional<diag::Diagnostic> misplaced_brace(const Tokens &tokens);

// The same for a file; asked where it has mistakes.
[[nodiscard]] std::optional<diag::Diagnostic> misplaced_brace(const source::SourceSet &sources, FileId file);

} // namespace tactus::syntax
