// Mistakes inside expressions.
#include "compiler/base/units.h"
#include "compiler/syntax/detectors.h"
#include "compiler/syntax/numbers.h"
#include "compiler/syntax/spelling.h"

namespace tactus::syntax {

namespace {

bool is_comparison(std::size_t type) {
    return type == T::LT || type == T::LE || type == T::GT || type == T::GE || type == T::EQ || type == T::NE;
}

// The last token of an `if` expression: `else` takes all to its right.
std::size_t last_of_if(const Surroundings &s, std::size_t i) {
    std::size_t last = i;
    for (std::size_t k = i + 1; k < s.tokens.tokens.size(); ++k) {
        const std::size_t t = s.type(k);
        if (t == T::SEMI || t == T::COMMA || t == T::ARROW || t == end_of_file || is_closing(t)) {
            break;
        }
        k = is_opening(t) ? s.closer(k) : k;
        last = k;
    }
    return last;
}

// The token before which a step of a chain ends at `i`, when there is one: the `->` in `-> f(a).low`.
std::optional<std::size_t> arrow_of_step(const Surroundings &s, std::size_t i) {
    if (s.type(i) == T::RPAREN) {
        const auto opening = s.opener(i);
        if (!opening || s.type(*opening) != T::CALL) {
            return std::nullopt;
        }
        i = *opening - 1;
    } else if (i > 1 && s.type(i - 1) == T::DOT) {
        return arrow_of_step(s, i - 2);
    }
    return i > 0 && is_name(s.type(i)) && s.type(i - 1) == T::ARROW ? std::optional{i - 1} : std::nullopt;
}

// `1/2 s`: what was meant is 0.5s.
std::string with_unit(const Surroundings &s, const std::string &unit) {
    const bool fraction = s.before(2) == T::SLASH && s.before(3) == T::NUMBER;
    if (!fraction) {
        return s.text(s.at - 1) + unit;
    }
    const double value = number_value(s.text(s.at - 3)) / number_value(s.text(s.at - 1));
    return fmt::format("{}{}", value, unit);
}

// Words without their `stack { }`: the rest of the line belongs to them, but for `-> name` at its end.
std::optional<diag::Help> words_in_stack(const Surroundings &s) {
    const bool named = s.type(s.statement + 1) == T::ASSIGN;
    if (!named && !begins_value(s.type(s.statement))) {
        return std::nullopt; // `param gain = 0.5 0.3`
    }
    const std::size_t first = named ? s.statement + 2 : s.statement;
    std::size_t last = s.at;
    while (s.type(last + 1) != T::SEMI && s.type(last + 1) != end_of_file && s.type(last + 1) != T::RBRACE) {
        ++last;
        if (s.type(last) == T::LBRACE || s.type(last) == T::ASSIGN) {
            return std::nullopt; // no words either
        }
    }
    const bool handed_on = !named && last > s.at + 1 && is_name(s.type(last)) && s.type(last - 1) == T::ARROW;
    last -= handed_on ? 2 : 0;
    if (!is_name(s.type()) || first >= s.at) {
        return std::nullopt;
    }
    const std::string words = (named || handed_on ? "stack { " : "out = stack { ") + s.text(first, last) + " }";
    return diag::Help{fmt::format("words stand in `stack {{ }}`: `{}`", words),
                      diag::Edit{s.tokens.span(first, last), words}};
}

} // namespace

Found if_without_brackets(const Surroundings &s) {
    const std::size_t p = s.before();
    if (s.type() != T::IF || !(is_binary(p) || p == T::NOT)) {
        return std::nullopt;
    }
    const std::size_t last = last_of_if(s, s.at);
    const Span whole = s.tokens.span(s.at, last);
    auto mistake = make_mistake(diag::Kind::IfWithoutBrackets, s.span(s.at));
    mistake.helps.push_back({"put brackets around it", diag::Edit{whole, "(" + s.text(s.at, last) + ")"}});
    return mistake;
}

Found if_incomplete(const Surroundings &s) {
    const bool then = s.expects(T::THEN);
    if (!then && !s.expects(T::ELSE)) {
        return std::nullopt;
    }
    const bool other = is_comparison(s.type()) || s.type() == T::ASSIGN || s.type() == T::IF || s.type() == T::ARROW;
    if (other || s.type() == T::LPAREN) {
        return std::nullopt;
    }
    // The `if` that waits: every `else` before it has its own.
    std::size_t closed = 0;
    for (std::size_t i = s.at; i-- > s.statement;) {
        closed += s.type(i) == T::ELSE ? 1u : 0u;
        if (s.type(i) != T::IF || closed-- > 0) {
            continue;
        }
        const std::string missing = then ? "then" : "else";
        auto mistake = make_mistake(diag::Kind::IfIncomplete, s.span(i), missing);
        mistake.labels.push_back({s.here(), "`" + missing + "` belongs before this"});
        if (!then) {
            mistake.helps.push_back({"both sides are computed at every sample: say what the value is otherwise", {}});
        }
        return mistake;
    }
    return std::nullopt;
}

Found comparison_chain(const Surroundings &s) {
    const bool range = s.type() == T::DOTDOT;
    if ((!is_comparison(s.type()) && !range) || !ends_value(s.before())) {
        return std::nullopt;
    }
    const std::size_t first = s.first_of_expression(s.at - 1);
    std::size_t other = s.at; // the other comparison; s.at: none yet
    std::size_t left = first; // where the operand of the other comparison begins
    for (std::size_t i = first; i < s.at; ++i) {
        i = is_opening(s.type(i)) ? s.closer(i) : i;
        if (s.type(i) == T::AND || s.type(i) == T::OR || s.type(i) == T::NOT) {
            left = i + 1;
            other = s.at;
        }
        if ((is_comparison(s.type(i)) && !range) || (s.type(i) == T::DOTDOT && range)) {
            other = i;
        }
    }
    if (other == s.at) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::ComparisonChain, s.span(s.at), s.text(s.at), s.text(other));
    mistake.labels.push_back({s.span(other), "the first"});
    if (!range) {
        const std::string middle = s.text(other + 1, s.at - 1);
        const std::string mended = s.text(left, s.at - 1) + " and " + middle;
        mistake.helps.push_back(
            {fmt::format("write `{} {} …`", mended, s.text(s.at)), diag::Edit{s.tokens.span(left, s.at - 1), mended}});
    }
    return mistake;
}

// `if a = b then`, `x = y = 3`
Found equals_in_expression(const Surroundings &s) {
    if (s.type() == T::ASSIGN && s.at > 2 && is_name(s.before()) && s.token(s.at - 1).first_on_line) {
        // The line above waits for a value, this one begins an equation.
        return make_mistake(diag::Kind::ValueMissing, s.behind(s.at - 2), s.shown(s.at - 1));
    }
    if (s.type() != T::ASSIGN || !ends_value(s.before()) || s.at == s.statement + 1) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::EqualsInExpression, s.span(s.at));
    mistake.helps.push_back({"equality is written `==`", diag::Edit{s.span(s.at), "=="}});
    return mistake;
}

Found step_not_a_call(const Surroundings &s) {
    const bool goes_on = is_binary(s.type()) || s.type() == T::AT || s.type() == T::INDEX;
    if (!goes_on || s.at == 0) {
        return std::nullopt;
    }
    const auto arrow = arrow_of_step(s, s.at - 1);
    if (!arrow || *arrow == 0) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::StepNotACall, s.span(s.at), s.shown(s.at));
    std::size_t first = s.first_of_expression(*arrow - 1);
    while (first > 1 && s.type(first - 1) == T::ARROW) {
        first = s.first_of_expression(first - 2);
    }
    const Span chain = s.tokens.span(first, s.at - 1);
    mistake.helps.push_back({"put brackets around the chain", diag::Edit{chain, "(" + s.text(first, s.at - 1) + ")"}});
    return mistake;
}

Found delay_not_simple(const Surroundings &s) {
    if (s.type() == T::CALL && s.before(2) == T::AT) {
        const std::size_t last = s.closer(s.at);
        auto mistake = make_mistake(diag::Kind::DelayNotSimple, s.tokens.span(s.at - 1, last), "a call");
        const std::string mended = "(" + s.text(s.at - 1, last) + ")";
        mistake.helps.push_back({"put brackets around it: after `@` stands a number, a name or `( )`",
                                 diag::Edit{s.tokens.span(s.at - 1, last), mended}});
        return mistake;
    }
    if (s.before() != T::AT) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::DelayNotSimple, s.span(s.at), s.shown(s.at));
    mistake.helps.push_back({s.type() == T::MINUS
                                 ? "`@` looks back: `x@1` is x one sample ago, there is no sample ahead"
                                 : "after `@` stands a number, a name or `( )`",
                             {}});
    return mistake;
}

Found value_missing(const Surroundings &s) {
    const std::size_t p = s.before();
    const bool waits = is_binary(p) || p == T::ASSIGN || p == T::COMMA || p == T::NOT || p == T::IF || p == T::THEN ||
                       p == T::ELSE || p == T::COLON || p == T::IN || p == T::INIT || p == T::WHEN || is_opening(p);
    const bool line = s.at < s.tokens.tokens.size() && s.token(s.at).first_on_line && s.starts_statement(s.at);
    const bool stops = is_binary(s.type()) || s.type() == T::COMMA || s.ends_statement() || is_closing(s.type()) ||
                       s.type() == T::ARROW || s.type() == T::THEN || s.type() == T::ELSE || s.type() == T::COLON ||
                       line;
    // A list may be empty and may end with a comma, so the parser asks for its end there.
    const bool in_list = (p == T::COMMA || is_opening(p)) && !s.in_rule(T::RuleInputs) && !s.in_rule(T::RulePort) &&
                         (is_binary(s.type()) || s.type() == T::COMMA || s.type() == T::AT || s.type() == T::DOT);
    if (!waits || !((stops && s.expects(T::NUMBER)) || in_list)) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::ValueMissing, s.missing(), s.shown(s.at));
    if (s.type() == T::STAR && p == T::STAR) {
        const Span both = s.tokens.span(s.at - 1, s.at);
        mistake.helps.push_back({"a power is written `^`", diag::Edit{both, "^"}});
    }
    return mistake;
}

// Two values side by side.
Found operator_missing(const Surroundings &s) {
    if (s.at == 0 || !ends_value(s.before()) || !begins_value(s.type()) || s.type() == T::STRING ||
        s.at == s.statement) {
        return std::nullopt;
    }
    const std::string here = s.text(s.at);
    if (find_unit(here) != nullptr && s.before() == T::NUMBER && split_number(s.text(s.at - 1)).unit.empty()) {
        auto mistake = make_mistake(diag::Kind::OperatorMissing, s.span(s.at));
        const std::string mended = with_unit(s, here);
        const std::size_t first = s.before(2) == T::SLASH && s.before(3) == T::NUMBER ? s.at - 3 : s.at - 1;
        mistake.helps.push_back(
            {fmt::format("a unit touches its number: `{}`", mended), diag::Edit{s.tokens.span(first, s.at), mended}});
        return mistake;
    }
    if (s.type(s.statement) == T::INPUT && s.at == s.statement + 2 && is_name(s.type())) { // `input x y`
        auto mistake = make_mistake(diag::Kind::UnexpectedToken, s.span(s.at), "`" + here + "`");
        mistake.helps.push_back({"each has an `input` of its own", diag::Edit{s.gap(s.at), " ; input "}});
        return mistake;
    }
    auto mistake = make_mistake(diag::Kind::OperatorMissing, s.span(s.at));
    mistake.labels.push_back({s.span(s.at - 1), "one value"});
    mistake.primary_label = "another";
    if (s.in_bracket()) {
        mistake.helps.push_back({"put `,` or an operator between them", {}});
        return mistake;
    }
    mistake.helps.push_back({"put an operator between them", {}});
    if (auto help = words_in_stack(s)) {
        mistake.helps.push_back(std::move(*help));
    }
    return mistake;
}

} // namespace tactus::syntax
