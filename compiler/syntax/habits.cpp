// Signs and turns of other languages that are none here, or others: Faust's `:`, Csound's `;`, `+=`, `f(x) = …`.
#include <array>

#include "compiler/syntax/detectors.h"
#include "compiler/syntax/spelling.h"

namespace tactus::syntax {

namespace {

// The edit that writes `sign` in the place of tokens first to last, with a blank on each side.
diag::Edit in_place(const Surroundings &s, std::size_t first, std::size_t last, std::string_view sign) {
    return {Span{s.tokens.file, s.token(first - 1).end, s.token(last + 1).begin}, " " + std::string{sign} + " "};
}

bool touch(const Surroundings &s, std::size_t i) {
    return i > 0 && i < s.tokens.tokens.size() && s.token(i - 1).end == s.token(i).begin;
}

diag::Diagnostic misplaced(const Surroundings &s, std::size_t first, std::size_t last) {
    return make_mistake(diag::Kind::UnexpectedToken, s.tokens.span(first, last), "`" + s.text(first, last) + "`");
}

// The commas of a call, its brackets included, on their own level: what stands between two is an input.
std::vector<std::size_t> commas_of_call(const Surroundings &s, std::size_t opening) {
    std::vector<std::size_t> made{opening};
    const std::size_t end = s.closer(opening);
    for (std::size_t i = opening + 1; i < end; ++i) {
        i = is_opening(s.type(i)) ? s.closer(i) : i;
        if (s.type(i) == T::COMMA) {
            made.push_back(i);
        }
    }
    made.push_back(end);
    return made;
}

// `in (20Hz, 2kHz)`
diag::Diagnostic range_in_brackets(const Surroundings &s, std::size_t opening) {
    const std::size_t last = s.closer(opening);
    auto mistake = misplaced(s, opening, last);
    mistake.helps.push_back({"a range is written with `..`: `in 20Hz..2kHz`", {}});
    if (const auto commas = commas_of_call(s, opening); commas.size() == 3 && commas[0] + 1 < commas[1]) {
        const std::string range = s.text(commas[0] + 1, commas[1] - 1) + ".." + s.text(commas[1] + 1, commas[2] - 1);
        mistake.helps.back() = {"a range is written with `..`: `in " + range + "`",
                                diag::Edit{s.tokens.span(opening, last), range}};
    }
    return mistake;
}

// The last token of the line on which token i stands, comments aside.
std::size_t last_on_line(const Surroundings &s, std::size_t i) {
    while (s.type(i + 1) != end_of_file && s.type(i + 1) != T::SEMI && !s.token(i + 1).first_on_line) {
        ++i;
    }
    return i;
}

} // namespace

// `a : f`, `a <: f`, `a => f`, `a |> f`: a value is handed on by `->`.
Found foreign_arrow(const Surroundings &s) {
    const bool declared = s.at == s.statement + 1 && is_name(s.type(s.statement)) && is_name(s.type());
    if (declared && s.after() == T::ASSIGN && s.after(2) == T::GT && touch(s, s.at + 2)) { // `SinOsc s => dac`
        auto mistake = misplaced(s, s.at + 1, s.at + 2);
        mistake.helps.push_back({"a value is given a name by `=` and handed on by `->`: `out = sine(440Hz)`", {}});
        return mistake;
    }
    const bool words = s.at < s.tokens.tokens.size() && s.token(s.at).in_words;
    if (words || s.at <= s.statement + 1) {
        return std::nullopt;
    }
    std::size_t first = s.at, last = s.at;
    if (s.type() == T::COLON && s.before() == T::LT && touch(s, s.at)) {
        first = s.at - 1;
    } else if ((s.type() == T::ASSIGN || s.type() == T::PIPE) && s.after() == T::GT && touch(s, s.at + 1)) {
        last = s.at + 1;
    } else if (s.type() == T::COLON && s.after() == T::GT && touch(s, s.at + 1) && !s.in_bracket()) {
        auto mistake = misplaced(s, s.at, s.at + 1);
        mistake.helps.push_back({"several signals are one in a sum: `a + b`, or `sum([a, b])`", {}});
        return mistake;
    } else if (s.type() != T::COLON || s.in_bracket() || s.type(s.statement + 1) == T::COLON) {
        return std::nullopt;
    }
    if (!ends_value(s.type(first - 1))) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, first, last);
    mistake.helps.push_back({"a value is handed on by `->`", {}});
    if (is_name(s.type(last + 1))) {
        mistake.helps.back().edit = in_place(s, first, last, "->");
    }
    return mistake;
}

// `sine(freq=440Hz)`
Found input_by_equals(const Surroundings &s) {
    if (s.type() != T::ASSIGN || s.open.empty() || s.type(s.open.back()) != T::CALL || !is_name(s.before()) ||
        s.type(s.statement) == T::NODE) {
        return std::nullopt;
    }
    const std::size_t p = s.before(2);
    if (s.token(s.at - 1).first_on_line || (s.at != s.open.back() + 2 && p != T::COMMA)) { // a line is an equation
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::EqualsInExpression, s.span(s.at));
    const Span place{s.tokens.file, s.token(s.at - 1).end, s.token(s.at + 1).begin};
    mistake.helps.push_back(
        {fmt::format("an input is named with a colon: `{}: …`", s.text(s.at - 1)), diag::Edit{place, ": "}});
    return mistake;
}

// `x += 1`
Found changed_in_place(const Surroundings &s) {
    const std::size_t sign = s.before();
    const bool binary = sign == T::PLUS || sign == T::MINUS || sign == T::STAR || sign == T::SLASH;
    if (s.type() != T::ASSIGN || !binary || !touch(s, s.at) || !is_name(s.before(2))) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, s.at - 1, s.at);
    const std::string name = s.text(s.at - 2);
    mistake.helps.push_back({fmt::format("a name has one equation and is not changed: the new value has a name of its "
                                         "own, `{0}2 = {0} {1} …`; only a count goes on from what it was a sample ago, "
                                         "`{0}@1`",
                                         name, s.text(s.at - 1)),
                             {}});
    return mistake;
}

// `i = i@1 + 1 init 0`: what a name begins with stands in a line of its own.
Found init_behind(const Surroundings &s) {
    const bool equation = is_name(s.type(s.statement)) && s.type(s.statement + 1) == T::ASSIGN;
    if (s.type() != T::INIT || !equation || s.in_bracket() || !ends_value(s.before()) ||
        !(begins_value(s.after()) || s.after() == T::MINUS)) {
        return std::nullopt;
    }
    const std::size_t last = s.last_of_expression(s.at + 1);
    auto mistake = misplaced(s, s.at, s.at);
    const std::string declared = fmt::format("{}: {}", s.text(s.statement), s.text(s.at, last));
    const Token &start = s.token(s.statement);
    const std::size_t line = s.tokens.text.rfind('\n', start.begin) + 1; // npos + 1 is 0
    const std::string between =
        start.first_on_line ? "\n" + std::string{s.tokens.text.substr(line, start.begin - line)} : " ; ";
    mistake.helps.push_back(
        {fmt::format("it stands behind the name, in a line of its own: `{}`", declared),
         diag::Edit{s.tokens.span(s.statement, last), declared + between + s.text(s.statement, s.at - 1)}});
    return mistake;
}

// `; a comment`
Found comment_by_semicolon(const Surroundings &s) {
    const bool in_words = s.at < s.tokens.tokens.size() && s.token(s.at).in_words;
    const std::size_t sign = in_words || s.statement == 0 ? s.at : s.statement - 1;
    if (s.type(sign) != T::SEMI || s.text(sign) != ";" || !s.token(sign).first_on_line) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, sign, sign);
    mistake.helps.push_back({"a comment begins with `//`", diag::Edit{s.span(sign), "//"}});
    return mistake;
}

// `f(x) = x * 2`, `(l) = f(x)`
Found definition_without_node(const Surroundings &s) {
    const std::size_t opening = is_name(s.type(s.statement)) ? s.statement + 1 : s.statement;
    if (s.type() != T::ASSIGN || s.at == 0 || s.in_bracket() || s.before() != T::RPAREN ||
        s.opener(s.at - 1) != opening || s.at <= s.statement + 1) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::EqualsInExpression, s.span(s.at));
    if (opening != s.statement && s.type(opening) == T::CALL) {
        const std::uint32_t start = s.token(s.statement).begin;
        mistake.helps.push_back(
            {"a definition begins with `node`", diag::Edit{{s.tokens.file, start, start}, "node "}});
        return mistake;
    }
    if (opening == s.statement && s.at == s.statement + 3 && is_name(s.type(s.statement + 1))) {
        mistake.helps.push_back({"one name stands without brackets; of several outputs all are named",
                                 diag::Edit{s.tokens.span(s.statement, s.at - 1), s.text(s.statement + 1)}});
        return mistake;
    }
    return std::nullopt;
}

// `gain = hslider("gain", 0.5, 0, 1, 0.01)`
Found slider(const Surroundings &s) {
    static constexpr std::array<std::string_view, 5> sliders{"hslider", "vslider", "nentry", "button", "checkbox"};
    if (s.type() != T::STRING || s.before() != T::CALL ||
        std::find(sliders.begin(), sliders.end(), s.text(s.at - 2)) == sliders.end()) {
        return std::nullopt;
    }
    const std::string theirs = s.text(s.at - 2);
    auto mistake = make_mistake(diag::Kind::UnknownName, s.span(s.at - 2), theirs);
    const auto commas = commas_of_call(s, s.at - 1);
    const auto input = [&](std::size_t i) { return s.text(commas[i] + 1, commas[i + 1] - 1); };
    const bool whole = is_name(s.type(s.statement)) && s.type(s.statement + 1) == T::ASSIGN &&
                       s.statement + 4 == s.at && s.last_of_expression(s.at - 2) == commas.back();
    const std::string name = whole ? s.text(s.statement) : "gain";
    const bool ranged = commas.size() >= 6 && std::adjacent_find(commas.begin(), commas.end(), [](auto a, auto b) {
                                                  return a + 1 == b;
                                              }) == commas.end();
    const std::string range = ranged ? input(1) + " in " + input(2) + ".." + input(3)
                                     : std::string(commas.size() > 2 ? "0.5 in 0..1" : "0 in 0..1");
    const std::string written = "param " + name + " = " + range;
    mistake.helps.push_back({"what a player changes is a parameter: `" + written + "`", {}});
    if (whole && (ranged || commas.size() == 2)) {
        mistake.helps.back().edit = diag::Edit{s.tokens.span(s.statement, commas.back()), written};
    }
    return mistake;
}

// `every metro(1s) { … }`, `if c { … }`, `when c y = …`
Found when_misspelt(const Surroundings &s) {
    static constexpr std::array<std::string_view, 6> openings{"every", "on", "whenever", "upon", "at", "once"};
    const std::string word = s.type(s.statement) == end_of_file ? std::string{} : s.text(s.statement);
    const bool other = std::find(openings.begin(), openings.end(), word) != openings.end();
    const std::size_t last = last_on_line(s, s.at);
    if (other && s.at == s.statement + 1 && (begins_value(s.type()) || s.type() == T::CALL)) {
        for (std::size_t i = s.at; i <= last; ++i) {
            if (s.type(i) == T::LBRACE) {
                auto mistake = make_mistake(diag::Kind::ForeignOpening, s.span(s.statement), word);
                mistake.helps.push_back({"equations that are worked out at some times only stand in `when`",
                                         diag::Edit{s.span(s.statement), "when"}});
                return mistake;
            }
        }
    }
    if (s.type(s.statement) == T::IF && s.type() == T::LBRACE && s.at > s.statement + 1) {
        auto mistake = make_mistake(diag::Kind::IfIncomplete, s.span(s.statement), "then");
        std::size_t next = s.closer(s.at) + 1;
        next += s.type(next) == T::SEMI ? 1 : 0;
        if (s.type(next) == T::ELSE) {
            mistake.helps.push_back({"each name has one equation, which chooses: `y = if a then b else c`", {}});
            return mistake;
        }
        mistake.helps.push_back({"equations that are worked out at some times only stand in `when`",
                                 diag::Edit{s.span(s.statement), "when"}});
        return mistake;
    }
    const bool equation = s.starts_statement(s.at) && s.type() != T::WHEN;
    if (s.type(s.statement) == T::WHEN && s.at > s.statement + 1 && equation && !s.in_bracket() &&
        !s.token(s.at).first_on_line && ends_value(s.before()) && s.before() != T::RBRACE) {
        auto mistake =
            make_mistake(diag::Kind::BodyMissing, s.span(s.at), "when", s.text(s.statement + 1, s.at - 1), "{");
        const std::string body = s.text(s.at, last);
        mistake.helps.push_back({"equations stand in braces: `{ " + body + " }`",
                                 diag::Edit{s.tokens.span(s.at, last), "{ " + body + " }"}});
        return mistake;
    }
    return std::nullopt;
}

// `param gain in 0..1`, `param gain = 0.5 0..1`
Found parameter_unfinished(const Surroundings &s) {
    if (s.type(s.statement) != T::PARAM || s.at < s.statement + 2) {
        return std::nullopt;
    }
    const std::size_t opening = s.in_bracket() ? s.open.back() : s.at;
    if (s.type(opening) == T::LPAREN && s.type(opening - 1) == T::IN) {
        return range_in_brackets(s, opening);
    }
    if (s.in_bracket()) {
        return std::nullopt;
    }
    const std::string name = s.text(s.statement + 1);
    if (s.expects(T::ASSIGN) && s.type() == T::IN) {
        auto mistake = make_mistake(diag::Kind::ValueMissing, s.span(s.at), s.shown(s.at));
        mistake.helps.push_back(
            {fmt::format("a parameter has a value to begin with: `param {} = … {} …`", name, s.text(s.at)), {}});
        return mistake;
    }
    const std::size_t p = s.before();
    if (s.type() == T::NAME && ends_value(p) && (s.text(s.at) == "lin" || s.text(s.at) == "linear")) {
        auto mistake = misplaced(s, s.at, s.at);
        const Span place{s.tokens.file, s.token(s.at - 1).end, s.token(s.at).end};
        mistake.helps.push_back({"a range is even unless `log` stands behind it", diag::Edit{place, ""}});
        return mistake;
    }
    if (const std::string here = s.type() == T::NAME ? s.text(s.at) : std::string{};
        ends_value(p) && here.size() > 2 && here.starts_with("cc") &&
        here.find_first_not_of("0123456789", 2) == std::string::npos) {
        auto mistake = misplaced(s, s.at, s.at);
        const std::string mended = "cc " + here.substr(2);
        mistake.helps.push_back({"write `" + mended + "`", diag::Edit{s.span(s.at), mended}});
        return mistake;
    }
    if (begins_value(s.type()) && ends_value(s.before()) && s.after() == T::DOTDOT) {
        auto mistake = make_mistake(diag::Kind::OperatorMissing, s.span(s.at));
        const Span place{s.tokens.file, s.token(s.at).begin, s.token(s.at).begin};
        mistake.helps.push_back({"the range stands behind `in`", diag::Edit{place, "in "}});
        return mistake;
    }
    return std::nullopt;
}

} // namespace tactus::syntax
