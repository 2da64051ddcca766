// Scans over the tokens before and after the failure; each is at most one pass.
#include "compiler/syntax/surroundings.h"

namespace tactus::syntax {

Surroundings::Surroundings(const Tokens &all, const Failure &f) : tokens(all), failure(f), at(f.token) {
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < at; ++i) {
        if (is_opening(type(i))) {
            open.push_back(i);
            starts.push_back(type(i) == T::LBRACE ? i + 1 : starts.back());
        } else if (is_closing(type(i)) && !open.empty()) {
            open.pop_back();
            starts.pop_back();
        } else if (type(i) == T::SEMI) {
            starts.back() = i + 1;
        }
    }
    statement = starts.back();
}

std::string Surroundings::text(std::size_t first, std::size_t last) const {
    const Span s = tokens.span(first, last);
    return std::string{tokens.text.substr(s.begin, s.end - s.begin)};
}

std::string Surroundings::shown(std::size_t i) const {
    if (type(i) == end_of_file) {
        return "the end of the file";
    }
    return is_line_end(i) ? "the end of the line" : "`" + text(i) + "`";
}

Span Surroundings::here() const {
    const bool invisible = type() == end_of_file || is_line_end(at);
    return invisible && at > 0 ? behind(at - 1) : span(at);
}

Span Surroundings::missing() const {
    return at > 0 && at < tokens.tokens.size() && token(at).first_on_line ? behind(at - 1) : here();
}

bool Surroundings::starts_statement(std::size_t i) const {
    const std::size_t t = type(i);
    if ((t >= T::NODE && t <= T::TRACK) || t == T::WHEN || t == T::USE) {
        return true;
    }
    if (!is_name(t)) {
        return false;
    }
    std::size_t next = i + 1;
    while (type(next) == T::INDEX) {
        next = closer(next) + 1;
    }
    if (type(next) == T::DOT && is_name(type(next + 1))) {
        next += 2;
    }
    return type(next) == T::ASSIGN || (type(next) == T::COLON && !in_bracket());
}

std::optional<std::size_t> Surroundings::opener(std::size_t closing) const {
    std::size_t depth = 0;
    for (std::size_t i = closing + 1; i-- > 0;) {
        depth += is_closing(type(i)) ? 1u : 0u;
        if (is_opening(type(i)) && --depth == 0) {
            return i;
        }
    }
    return std::nullopt;
}

std::size_t Surroundings::closer(std::size_t opening) const {
    std::size_t depth = 0;
    for (std::size_t i = opening; i < tokens.tokens.size(); ++i) {
        depth += is_opening(type(i)) ? 1u : 0u;
        if (is_closing(type(i)) && --depth == 0) {
            return i;
        }
    }
    return tokens.tokens.size() - 1;
}

bool Surroundings::separates(std::size_t t) const {
    const bool keyword =
        is_reserved(t) && t != T::SELF && t != T::MOD && t != T::AND && t != T::OR && t != T::NOT && t != T::STACK;
    return t == T::SEMI || t == T::COMMA || t == T::ASSIGN || t == T::COLON || t == T::ARROW || t == end_of_file ||
           keyword;
}

std::size_t Surroundings::first_of_expression(std::size_t i) const {
    if (is_closing(type(i))) {
        i = opener(i).value_or(0);
    }
    while (i > 0 && !separates(type(i - 1)) && !is_opening(type(i - 1))) {
        --i;
        if (is_closing(type(i))) {
            i = opener(i).value_or(0);
        }
    }
    return i;
}

std::size_t Surroundings::last_of_expression(std::size_t i) const {
    const std::size_t last = tokens.tokens.size() - 1;
    if (is_opening(type(i))) {
        i = closer(i);
    }
    while (i < last && !separates(type(i + 1)) && !is_closing(type(i + 1))) {
        ++i;
        if (is_opening(type(i))) {
            i = closer(i);
        }
    }
    return i;
}

} // namespace tactus::syntax
