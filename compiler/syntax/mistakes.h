// From "the parser stopped at this token" to a sentence that says what was seen and how to mend it.
// In: the filtered tokens, the token, the rules that were open and the types that would have fitted. Out: one
// diagnostic.
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

struct Failure {
    std::size_t token = 0;             // index of the token that does not fit
    std::vector<std::size_t> rules;    // of TactusParser, innermost first
    std::vector<std::size_t> expected; // token types
};

[[nodiscard]] diag::Diagnostic explain_failure(const Tokens &tokens, const Failure &failure);

} // namespace tactus::syntax
