// Mistakes in the shape of statements and headers.
#include "compiler/base/units.h"
#include "compiler/syntax/detectors.h"

namespace tactus::syntax {

namespace {

bool is_logic(std::size_t type) { return type == T::MOD || type == T::AND || type == T::OR || type == T::NOT; }

diag::Diagnostic reserved(const Surroundings &s, std::size_t i) {
    const bool note = s.type(i) == T::NOTE;
    auto mistake = make_mistake(diag::Kind::ReservedName, s.span(i), s.text(i), note ? "a note" : "a reserved word");
    const std::string other = s.text(i) + "_";
    mistake.helps.push_back({"choose another name", diag::Edit{s.span(i), other}});
    return mistake;
}

// The name in a header of the given keyword, or "".
std::string header_name(const Surroundings &s) {
    return is_name(s.type(s.statement + 1)) ? s.text(s.statement + 1) : std::string{};
}

} // namespace

Found reserved_name(const Surroundings &s) {
    const auto taken = [](std::size_t type) { return is_reserved(type) || type == T::NOTE; };
    const bool defines = s.type() == T::ASSIGN || (s.type() == T::COLON && s.at == s.statement + 1);
    if (defines && taken(s.before()) && !s.token(s.at).in_words) {
        return reserved(s, s.at - 1);
    }
    if (s.at == s.statement && taken(s.type()) && s.after() == T::ASSIGN) {
        return reserved(s, s.at);
    }
    const bool first_input = s.in_rule(T::RuleInputs) && is_opening(s.before());
    const bool name_only = first_input || (s.expects(T::NAME) && !s.expects(T::NUMBER));
    const bool keyword =
        s.type() == T::IF || s.type() == T::THEN || s.type() == T::ELSE || is_logic(s.type()) || s.type() == T::LOAD;
    const bool value = s.expects(T::NUMBER) && is_reserved(s.type()) && !keyword && !s.starts_statement(s.at + 1) &&
                       !s.token(s.at).first_on_line && !s.token(s.at).in_words;
    if (taken(s.type()) && (name_only || value)) {
        return reserved(s, s.at);
    }
    return std::nullopt;
}

// `node (x)`, `-> {`, `f(x, : Hz)`, `f(x:)`
Found name_missing(const Surroundings &s) {
    const bool type = s.in_rule(T::RuleType) || (s.before() == T::COLON && s.expects(T::NODE));
    const bool empty_port = s.in_rule(T::RuleInputs) && (is_opening(s.before()) || s.before() == T::COMMA);
    const bool wants_name = s.expects(T::NAME) && !s.expects(T::NUMBER);
    if (!(wants_name || empty_port || type) || is_reserved(s.type()) || s.type() == T::STRING ||
        s.token(s.at).in_words) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::NameMissing, s.here(), type ? "a type" : "a name", s.shown(s.at));
    if (type && begins_value(s.type())) {
        mistake.helps.push_back({"a start value is written `y: init 0`", {}});
    } else if (s.before() == T::ARROW && (begins_value(s.type()) || s.type() == T::MINUS)) {
        mistake.helps.push_back({"the right side of `->` is a call or a name", {}});
    }
    return mistake;
}

// `->` at the end of a line of words: the name below it begins an item of its own.
Found bind_without_name(const Surroundings &s) {
    const bool after_name = is_name(s.before()) && s.before(2) == T::ARROW && s.token(s.at - 1).first_on_line;
    if (!s.token(s.at).in_words || !after_name) {
        return std::nullopt;
    }
    return make_mistake(diag::Kind::NameMissing, s.behind(s.at - 2), "a name", s.shown(s.at - 1));
}

// Inside words there are words only.
Found statement_in_words(const Surroundings &s) {
    if (!s.token(s.at).in_words) {
        return std::nullopt;
    }
    const bool keyword = is_reserved(s.type()) && !is_logic(s.type()) && s.type() != T::SELF && s.type() != T::STACK;
    if (s.type() != T::ASSIGN && s.type() != T::SEMI && !keyword) {
        return std::nullopt;
    }
    const bool defines = s.type() == T::NODE || s.type() == T::WORD || s.type() == T::PATCH || s.type() == T::RACK;
    if (defines && s.token(s.at).first_on_line && !s.open.empty()) {
        auto open = make_mistake(diag::Kind::BracketNotClosed, s.span(s.open.back()), "}");
        open.primary_label = "opened here";
        open.labels.push_back({s.span(s.at), "belongs before this"});
        open.helps.push_back({"put `}` before it", diag::Edit{s.behind(s.at - 1), " }"}});
        return open;
    }
    auto mistake = make_mistake(diag::Kind::EquationInWords, s.span(s.at), s.text(s.at));
    if (s.type() == T::SEMI) {
        mistake.helps.push_back(
            {"take it away: words need nothing between them but blanks", diag::Edit{s.span(s.at), ""}});
    } else if (s.type() == T::ASSIGN) {
        const std::string name = is_name(s.before()) ? s.text(s.at - 1) : "y";
        mistake.helps.push_back({fmt::format("a value gets its name after it: `… -> {}`", name), {}});
    } else if (s.type() == T::IF || s.type() == T::THEN || s.type() == T::ELSE) {
        mistake.helps.push_back({"put brackets around it: `(if a > b then a else b)`", {}});
    } else if (s.type() == T::PARAM || s.type() == T::INPUT || s.type() == T::TABLE || s.type() == T::SAMPLE ||
               s.type() == T::BUFFER || s.type() == T::TRACK || s.type() == T::USE) {
        mistake.helps.push_back({fmt::format("a `{}` stands in a line of its own, above", s.text(s.at)), {}});
    } else {
        mistake.helps.push_back({fmt::format("write the `{}` into a node and call the node here", s.text(s.at)), {}});
    }
    return mistake;
}

Found word_header(const Surroundings &s) {
    if (s.type(s.statement) != T::WORD || s.at <= s.statement + 1 || s.token(s.at).in_words) {
        return std::nullopt;
    }
    const std::string name = header_name(s);
    const bool outside = s.open.empty() || s.open.back() < s.statement;
    if (s.type() == T::COMMA) {
        auto mistake = make_mistake(diag::Kind::UnexpectedToken, s.span(s.at), "`,`");
        mistake.helps.push_back(
            {"in the header of a word blanks stand between the names", diag::Edit{s.span(s.at), ""}});
        return mistake;
    }
    if (outside && s.expects(T::LPAREN)) {
        auto mistake = make_mistake(diag::Kind::HeaderShape, s.missing(), name, "( inputs -- outputs )");
        mistake.helps.push_back({fmt::format("write `word {} ( x -- y ) {{ … }}`", name), {}});
        return mistake;
    }
    if (outside && s.expects(T::LBRACE)) {
        return make_mistake(diag::Kind::BodyMissing, s.missing(), "word", name, "{");
    }
    if (s.expects(T::MINUS)) {
        auto mistake = make_mistake(diag::Kind::HeaderShape, s.missing(), name, "--");
        mistake.helps.push_back({"put `--` between inputs and outputs", {}});
        return mistake;
    }
    return std::nullopt;
}

Found body_missing(const Surroundings &s) {
    const std::size_t keyword = s.type(s.statement);
    if (s.at <= s.statement) {
        return std::nullopt;
    }
    if (keyword == T::NODE && s.expects(T::ARROW) && s.expects(T::ASSIGN)) {
        auto mistake = make_mistake(diag::Kind::BodyMissing, s.missing(), "node", header_name(s),
                                    s.type() == T::LBRACE ? "->" : "=");
        if (s.type() == T::LBRACE) {
            mistake.helps.push_back({"name what goes out before `{`: `-> y {`", {}});
        } else {
            mistake.helps.push_back({"a node is `node f(x) = …` or `node f(x) -> y { … }`", {}});
        }
        return mistake;
    }
    const bool block = keyword == T::NODE || keyword == T::PATCH || keyword == T::RACK || keyword == T::CONTROLLER;
    if (block && s.expects(T::LBRACE)) {
        return make_mistake(diag::Kind::BodyMissing, s.missing(), s.text(s.statement), header_name(s), "{");
    }
    return std::nullopt;
}

// `y 3`, `param cutoff 800Hz`, `y (1 - a) * x`
Found equals_missing(const Surroundings &s) {
    const std::size_t keyword = s.type(s.statement);
    const bool definition = keyword == T::PARAM || keyword == T::TABLE || keyword == T::SAMPLE || keyword == T::TRACK;
    const bool equation = is_name(keyword) && s.at == s.statement + 1 && begins_value(s.type()) && !s.in_bracket();
    if (!(definition && s.expects(T::ASSIGN) && s.at > 0) && !equation) {
        return std::nullopt;
    }
    if (equation) {
        // A row of words, or a chain that begins with a call: others know better.
        const std::size_t end = s.last_of_expression(s.at);
        const bool call = s.type() == T::LPAREN;
        if (s.type(end + 1) == T::ARROW ||
            (!call && end > s.at && ends_value(s.type(s.at + 1)) && !is_closing(s.type(s.at + 1)))) {
            return std::nullopt;
        }
        if (s.type(end + 1) == T::ASSIGN) {
            return std::nullopt;
        }
    }
    auto mistake = make_mistake(diag::Kind::EqualsMissing, s.missing(), s.text(s.at - 1));
    mistake.helps.push_back({"put `=` between them", diag::Edit{s.gap(s.at), " = "}});
    if (s.type() == T::SEMI || s.type() == end_of_file) {
        mistake.helps.clear();
    }
    return mistake;
}

Found semicolon_missing(const Surroundings &s) {
    const bool expectation = s.type() == T::EXPECT && begins_value(s.after());
    if (s.in_bracket() || s.token(s.at).in_words || s.at == s.statement || !ends_value(s.before()) ||
        !(s.starts_statement(s.at) || expectation)) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::SemicolonMissing, s.span(s.at));
    mistake.primary_label = "the second begins here";
    mistake.helps.push_back({"put `;` between them", diag::Edit{s.gap(s.at), " ; "}});
    return mistake;
}

// `sine(440Hz)` as a whole statement.
Found value_unused(const Surroundings &s) {
    if (!s.ends_statement() || s.at <= s.statement || !ends_value(s.before()) || s.in_bracket()) {
        return std::nullopt;
    }
    const std::size_t keyword = s.type(s.statement);
    const bool value = begins_value(keyword) || keyword == T::MINUS;
    if (!value || keyword == T::STRING) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::ValueUnused, s.tokens.span(s.statement, s.at - 1));
    if (s.type(s.statement + 1) == T::EQ && is_name(keyword)) {
        mistake.helps.push_back({"an equation has one `=`", diag::Edit{s.span(s.statement + 1), "="}});
        return mistake;
    }
    mistake.helps.push_back(
        {"give it a name, or let it be heard: `out = …`",
         diag::Edit{{s.tokens.file, s.token(s.statement).begin, s.token(s.statement).begin}, "out = "}});
    return mistake;
}

} // namespace tactus::syntax
