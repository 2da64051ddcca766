// Mistakes with brackets: too few, too many, on the wrong line, not touching the name of a call.
#include "compiler/syntax/detectors.h"

namespace tactus::syntax {

namespace {

std::string_view closing_of(std::size_t opening) {
    switch (opening) {
    case T::LBRACE:
        return "}";
    case T::LBRACK:
    case T::INDEX:
        return "]";
    default:
        return ")";
    }
}

bool closes(std::size_t closing, std::size_t opening) { return sign_of(closing) == closing_of(opening); }

// `place` is where the closing bracket belongs.
diag::Diagnostic not_closed(const Surroundings &s, std::size_t opening, Span place) {
    const std::string closing{closing_of(s.type(opening))};
    auto mistake = make_mistake(diag::Kind::BracketNotClosed, place, closing);
    mistake.primary_label = "belongs here";
    mistake.labels.push_back({s.span(opening), "opened here"});
    mistake.helps.push_back({"put `" + closing + "` here", diag::Edit{place, closing}});
    return mistake;
}

} // namespace

Found bracket_closes_nothing(const Surroundings &s) {
    if (!is_closing(s.type()) || !s.open.empty()) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::BracketNotOpen, s.span(s.at), s.text(s.at));
    mistake.helps.push_back({"take it away, or open it before", diag::Edit{s.span(s.at), ""}});
    return mistake;
}

// The end of the file or a closing bracket of another kind, with brackets open.
Found bracket_not_closed(const Surroundings &s) {
    if (s.open.empty()) {
        return std::nullopt;
    }
    const std::size_t opening = s.open.back();
    if (s.type() == end_of_file) {
        if (s.type(opening) == T::LBRACE) {
            auto mistake = make_mistake(diag::Kind::BracketNotClosed, s.span(opening), "}");
            mistake.primary_label = "opened here and not closed up to the end of the file";
            return mistake;
        }
        // Most probably on the line of the opening bracket.
        std::size_t last = opening;
        while (last + 1 < s.at && !s.token(last + 1).first_on_line) {
            ++last;
        }
        return not_closed(s, opening, s.behind(last));
    }
    const std::size_t p = s.before();
    const bool may_end = ends_value(p) || is_opening(p) || p == T::COMMA;
    const bool other = is_closing(s.type()) && !closes(s.type(), s.type(opening));
    // What stands between brackets of no kind, or ends a header.
    const bool header = s.type() == T::ARROW && (s.in_rule(T::RuleInputs) || s.in_rule(T::RulePort));
    const bool outside = s.in_bracket() && (s.type() == T::LBRACE || s.type() == T::SEMI || header);
    const bool list_in_index = s.type(opening) == T::INDEX && s.type() == T::COMMA;
    if (may_end && (other || outside || list_in_index)) {
        return not_closed(s, opening, s.behind(s.at - 1));
    }
    return std::nullopt;
}

// A line that begins like a statement, while a bracket of the line above is open.
Found statement_inside_brackets(const Surroundings &s) {
    if (!s.in_bracket() || s.at < 2 || s.token(s.at).in_words) {
        return std::nullopt;
    }
    const std::size_t opening = s.open.back();
    const bool declares = is_name(s.type()) && s.after() == T::COLON && ends_value(s.before()) &&
                          (s.after(2) == T::INIT || (is_name(s.after(2)) && s.is_line_end(s.at + 3)));
    const bool here = s.token(s.at).first_on_line && (s.starts_statement(s.at) || declares);
    const bool one_before = s.type() == T::ASSIGN && s.token(s.at - 1).first_on_line && s.at - 2 > opening;
    if (here) {
        return not_closed(s, opening, s.behind(s.at - 1));
    }
    return one_before ? std::optional{not_closed(s, opening, s.behind(s.at - 2))} : std::nullopt;
}

// `voice(note: Note) -> y {`, `tick {`: the word in front of it is missing.
Found body_unexpected(const Surroundings &s) {
    if (s.type() != T::LBRACE || s.at == s.statement || s.in_bracket() || s.expects(T::LBRACE) ||
        s.token(s.at).in_words || !is_name(s.type(s.statement))) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::BodyUnexpected, s.span(s.at));
    const bool header = s.type(s.statement + 1) == T::CALL;
    const Span start{s.tokens.file, s.token(s.statement).begin, s.token(s.statement).begin};
    if (header) {
        mistake.helps.push_back({"a definition begins with `node`", diag::Edit{start, "node "}});
    } else {
        mistake.helps.push_back({"`patch`, `rack`, `controller` and `when` have a body in braces", {}});
    }
    return mistake;
}

Found brace_on_own_line(const Surroundings &s) {
    const bool line_end_before = s.is_line_end(s.at) && s.after() == T::LBRACE;
    const bool at_brace = s.type() == T::LBRACE && s.at > 1 && s.is_line_end(s.at - 1);
    if (!line_end_before && !at_brace) {
        return std::nullopt;
    }
    const std::size_t brace = line_end_before ? s.at + 1 : s.at;
    if (brace < 2) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::BraceOnOwnLine, s.span(brace));
    const Span between{s.tokens.file, s.token(brace - 2).end, s.token(brace).end};
    mistake.labels.push_back({s.span(brace - 2), "belongs behind this"});
    mistake.helps.push_back({"put `{` at the end of the line above", diag::Edit{between, " {"}});
    return mistake;
}

// `sin (x)`; in words `poly (8, bell)`, where the comma shows that a call was meant.
Found call_with_blank(const Surroundings &s) {
    std::size_t bracket = s.at;
    if ((s.type() == T::COMMA || s.type() == T::COLON) && s.in_bracket()) {
        bracket = s.open.back();
    }
    if (s.type(bracket) != T::LPAREN || bracket == 0 || !is_name(s.type(bracket - 1)) ||
        s.token(bracket).first_on_line) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::CallWithBlank, s.span(bracket), s.text(bracket - 1));
    mistake.helps.push_back(
        {fmt::format("write `{}(` without a blank", s.text(bracket - 1)), diag::Edit{s.gap(bracket), ""}});
    return mistake;
}

} // namespace tactus::syntax
