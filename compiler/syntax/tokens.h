// Tokens between the stages of the parser: lex() makes them of a file, filter() prepares them for the grammar.
// In: checked text. Out: tokens with byte ranges; each of the two stops noting mistakes after its first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "TactusParser.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"

namespace tactus::syntax {

using T = grammar::TactusParser;                                         // the numbers of the token types
inline constexpr std::size_t end_of_file = static_cast<std::size_t>(-1); // ANTLR's; its own name is a macro of <cstdio>

struct Token {
    std::size_t type = 0; // of TactusParser; 0 is none
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t doc = 0; // into Tokens::docs; 0 when no /// stands directly above
    bool first_on_line = false;
    bool in_words = false; // set by filter()
};

struct Tokens {
    FileId file;
    std::string_view text;       // of the whole file
    std::vector<Token> tokens;   // ends with EOF when there is no mistake that stopped lex()
    std::vector<Token> comments; // what the grammar never sees, in order: COMMENT and DOC
    std::vector<std::string> docs{std::string{}};
    std::optional<diag::Diagnostic> mistake; // the first

    [[nodiscard]] std::string_view text_of(const Token &t) const { return text.substr(t.begin, t.end - t.begin); }
    [[nodiscard]] Span span_of(const Token &t) const { return {file, t.begin, t.end}; }
    [[nodiscard]] Span span(std::size_t first, std::size_t last) const {
        return {file, tokens[first].begin, tokens[last].end};
    }
};

// A diagnostic that is in no report yet.
template <typename... Args> diag::Diagnostic make_mistake(diag::Kind kind, Span span, const Args &...args) {
    diag::Report report;
    return report.add(kind, span, args...);
}

// With NEWLINE tokens, without blanks and comments. At a bound of size it stops, and `tokens` has no EOF.
[[nodiscard]] Tokens lex(const source::SourceSet &sources, FileId file);

// Line ends that count become SEMI, the others go; CALL, INDEX, SIGN; what must or must not touch.
[[nodiscard]] Tokens filter(const Tokens &raw);

[[nodiscard]] std::string_view type_name(std::size_t type); // "NUMBER"

[[nodiscard]] bool is_name(std::size_t type);      // may be a name, keywords in their place included
[[nodiscard]] bool is_reserved(std::size_t type);  // node … mod
[[nodiscard]] bool is_binary(std::size_t type);    // an operator with two sides
[[nodiscard]] bool ends_value(std::size_t type);   // a value may end with it
[[nodiscard]] bool begins_value(std::size_t type); // a value may begin with it, signs aside
[[nodiscard]] bool is_opening(std::size_t type);
[[nodiscard]] bool is_closing(std::size_t type);

} // namespace tactus::syntax
