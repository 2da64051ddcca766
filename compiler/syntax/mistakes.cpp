// Typical mistakes, looked for one after the other; the first that fits speaks.
#include "compiler/syntax/mistakes.h"

namespace tactus::syntax {

diag::Diagnostic explain_failure(const Tokens &tokens, const Failure &failure) {
    const Token &token = tokens.tokens[failure.token];
    return make_mistake(diag::Kind::UnexpectedToken, tokens.span_of(token),
                        "`" + std::string{tokens.text_of(token)} + "`");
}

} // namespace tactus::syntax
