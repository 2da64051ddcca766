// From ANTLR's parse tree to ours. In: a parse without mistakes and its tokens. Out: the Tree, or the first mistake
// that the grammar does not see: a statement in the wrong place, a tree too deep.
#pragma once

#include <optional>
#include <variant>

#include "compiler/syntax/tokens.h"
#include "compiler/syntax/tree.h"

namespace tactus::syntax {

[[nodiscard]] std::variant<Tree, diag::Diagnostic> build_tree(const Tokens &tokens, T::ProgramContext *program);

} // namespace tactus::syntax
