// What stands around the token at which the parser stopped: open brackets, the statement, the neighbours.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "compiler/syntax/mistakes.h"
#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

class Surroundings {
  public:
    Surroundings(const Tokens &tokens, const Failure &failure);

    const Tokens &tokens;
    const Failure &failure;
    const std::size_t at;          // the token that does not fit
    std::vector<std::size_t> open; // opening brackets before it that are not closed, outermost first
    std::size_t statement = 0;     // first token of the statement it stands in

    [[nodiscard]] std::size_t type(std::size_t i) const {
        return i < tokens.tokens.size() ? tokens.tokens[i].type : end_of_file;
    }
    [[nodiscard]] std::size_t type() const { return type(at); }
    [[nodiscard]] std::size_t before(std::size_t n = 1) const {
        return at >= n ? type(at - n) : 0;
    } // 0 before the first token
    [[nodiscard]] std::size_t after(std::size_t n = 1) const { return type(at + n); }
    [[nodiscard]] const Token &token(std::size_t i) const { return tokens.tokens[i]; }
    [[nodiscard]] std::string text(std::size_t i) const { return std::string{tokens.text_of(token(i))}; }
    [[nodiscard]] std::string text(std::size_t first, std::size_t last) const;
    [[nodiscard]] std::string shown(std::size_t i) const; // `saw`, "the end of the line"

    [[nodiscard]] Span span(std::size_t i) const { return tokens.span_of(token(i)); }
    [[nodiscard]] Span here() const; // of the token; where a line or the file ends: just behind what was written last
    [[nodiscard]] Span missing() const; // where something is missing before the token: never on the line below
    [[nodiscard]] Span behind(std::size_t i) const { return {tokens.file, token(i).end, token(i).end}; }
    [[nodiscard]] Span gap(std::size_t i) const { return {tokens.file, token(i - 1).end, token(i).begin}; }

    [[nodiscard]] bool expects(std::size_t wanted) const {
        return std::find(failure.expected.begin(), failure.expected.end(), wanted) != failure.expected.end();
    }
    [[nodiscard]] bool in_rule(std::size_t rule) const {
        return std::find(failure.rules.begin(), failure.rules.end(), rule) != failure.rules.end();
    }
    [[nodiscard]] bool in_bracket() const { return !open.empty() && type(open.back()) != T::LBRACE; }
    [[nodiscard]] bool ends_statement() const {
        return type() == T::SEMI || type() == end_of_file || type() == T::RBRACE;
    }
    [[nodiscard]] bool is_line_end(std::size_t i) const { return type(i) == T::SEMI && text(i) != ";"; }

    [[nodiscard]] bool starts_statement(std::size_t i) const;
    [[nodiscard]] std::optional<std::size_t> opener(std::size_t closing) const; // the bracket that token closes
    [[nodiscard]] std::size_t closer(std::size_t opening) const;                // or the last token
    // The first and last token of the expression around token i: up to a comma, `=`, `:`, `->`, a keyword or a bracket
    // on its own level.
    [[nodiscard]] std::size_t first_of_expression(std::size_t i) const;
    [[nodiscard]] std::size_t last_of_expression(std::size_t i) const;

  private:
    [[nodiscard]] bool separates(std::size_t type) const;
};

} // namespace tactus::syntax
