// Typical mistakes, looked for one after the other; the first that fits speaks. The order matters: brackets before
// statements, statements before expressions, the particular before the general.
#include "compiler/syntax/mistakes.h"

#include "compiler/syntax/detectors.h"

namespace tactus::syntax {

namespace {

// What would have fitted, in words.
std::string wanted(const Surroundings &s) {
    if (s.expects(T::NUMBER)) {
        return "a value";
    }
    if (s.expects(T::NAME)) {
        return "a name";
    }
    if (s.expects(T::STRING)) {
        return "a text in quotes";
    }
    // Where a statement may end, so much fits that a list of it helps nobody.
    if (s.expects(T::SEMI) || s.expects(T::RBRACE)) {
        return {};
    }
    std::string list;
    std::size_t count = 0;
    for (const std::size_t type : s.failure.expected) {
        const std::string_view shown = sign_of(type);
        if (!shown.empty() && ++count <= 3) {
            list += (list.empty() ? "`" : " or `") + std::string{shown} + "`";
        }
    }
    return count <= 3 ? list : std::string{};
}

diag::Diagnostic general(const Surroundings &s) {
    auto mistake = make_mistake(diag::Kind::UnexpectedToken, s.here(), s.shown(s.at));
    if (const std::string list = wanted(s); !list.empty()) {
        mistake.primary_label = "wanted: " + list;
    }
    switch (s.type()) {
    case T::STRING:
        mistake.helps.push_back({"a text stands after `use`, `load`, `sample`, `track`, `osc` and `test` only", {}});
        break;
    case T::LOAD:
        mistake.helps.push_back({"a `load` is the whole right side of its equation", {}});
        break;
    case T::COMMA:
        mistake.helps.push_back(
            {"a list stands in `[ ]`, the inputs of a call and names of several outputs in `( )`", {}});
        break;
    case T::PIPE:
        mistake.helps.push_back(
            {"`|` stands between the choices of an input; the operator is `or`",
             s.before() == T::PIPE || s.after() == T::PIPE
                 ? std::optional{diag::Edit{s.tokens.span(s.at, s.at + (s.after() == T::PIPE ? 1 : 0)), "or"}}
                 : std::nullopt});
        break;
    default:
        break;
    }
    return mistake;
}

} // namespace

std::string_view sign_of(std::size_t type) {
    switch (type) {
    case T::ARROW:
        return "->";
    case T::ASSIGN:
        return "=";
    case T::COLON:
        return ":";
    case T::COMMA:
        return ",";
    case T::LBRACE:
        return "{";
    case T::RBRACE:
        return "}";
    case T::LPAREN:
    case T::CALL:
        return "(";
    case T::RPAREN:
        return ")";
    case T::INDEX:
    case T::LBRACK:
        return "[";
    case T::RBRACK:
        return "]";
    case T::IN:
        return "in";
    case T::DOTDOT:
        return "..";
    default:
        return {};
    }
}

diag::Diagnostic explain_failure(const Tokens &tokens, const Failure &failure) {
    const Surroundings s{tokens, failure};
    for (const Detector detector : detectors()) {
        if (auto mistake = detector(s)) {
            return std::move(*mistake);
        }
    }
    return general(s);
}

} // namespace tactus::syntax
