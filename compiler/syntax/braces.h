// A brace that is missing or misplaced, by what the indentation says.
#pragma once

#include <optional>

#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

// In: the tokens of filter(). Nothing where braces and indentation agree, or disagree in more places than one brace
// can make.
[[nodiscard]] std::optional<diag::Diagnostic> misplaced_brace(const Tokens &tokens);

} // namespace tactus::syntax
