// Mistakes where a text in quotes belongs (a path, a track, the title of a test), in tests and in controllers.
#include <array>

#include "compiler/syntax/detectors.h"
#include "compiler/syntax/spelling.h"

namespace tactus::syntax {

namespace {

// The last token that belongs to what stands at `first`: what touches it, or all of its line.
std::size_t last_of_text(const Surroundings &s, std::size_t first, bool whole_line) {
    std::size_t last = first;
    const auto ends = [&](std::size_t i) {
        const std::size_t t = s.type(i);
        return t == T::SEMI || t == T::RBRACE || t == end_of_file;
    };
    while (!ends(last + 1) && (whole_line || s.token(last + 1).begin == s.token(last).end)) {
        ++last;
    }
    return last;
}

// The keyword of the statement or body around: `controller` of `controller nano {`, `test` of `test "a" {`.
bool inside_of(const Surroundings &s, std::string_view keyword) {
    if (s.open.empty() || s.type(s.open.back()) != T::LBRACE || s.open.back() < 2) {
        return false;
    }
    return s.text(s.open.back() - 2) == keyword;
}

diag::Diagnostic misplaced(const Surroundings &s, Span span) {
    const std::string shown{s.tokens.text.substr(span.begin, span.end - span.begin)};
    return make_mistake(diag::Kind::UnexpectedToken, span, "`" + shown + "`");
}

} // namespace

// `sample kick = kick.wav`, `load hall.tac`, `track t = C4 E4`.
Found text_without_quotes(const Surroundings &s) {
    const std::size_t t = s.type();
    if (!s.expects(T::STRING) || !(is_name(t) || t == T::NUMBER || t == T::NOTE) || s.at == 0) {
        return std::nullopt;
    }
    const bool track = s.type(s.statement) == T::TRACK;
    if (!track && s.before() != T::LOAD && s.before() != T::USE && s.type(s.statement) != T::SAMPLE) {
        return std::nullopt;
    }
    const std::size_t last = last_of_text(s, s.at, track);
    auto mistake = misplaced(s, s.tokens.span(s.at, last));
    mistake.primary_label = "wanted: a text in quotes";
    mistake.helps.push_back({"put quotes around it", diag::Edit{mistake.span, "\"" + s.text(s.at, last) + "\""}});
    return mistake;
}

// `load("hall.tac")`, `sequence("C4 E4", …)` has no text either, but no edit is sure there.
Found text_in_brackets(const Surroundings &s) {
    const bool wanted = s.expects(T::STRING) && (s.before() == T::LOAD || s.before() == T::USE);
    if (!wanted || !is_opening(s.type()) || s.after() != T::STRING || !is_closing(s.after(2))) {
        return std::nullopt;
    }
    const Span whole = s.tokens.span(s.at, s.at + 2);
    auto mistake = misplaced(s, whole);
    mistake.primary_label = "wanted: a text in quotes";
    const bool touches = s.token(s.at - 1).end == whole.begin;
    mistake.helps.push_back({"without brackets", diag::Edit{whole, (touches ? " " : "") + s.text(s.at + 1)}});
    return mistake;
}

// `test loud { … }`
Found title_without_quotes(const Surroundings &s) {
    if (s.at != s.statement + 1 || s.text(s.statement) != "test" || !is_name(s.type()) || s.after() != T::LBRACE) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, s.span(s.at));
    mistake.primary_label = "wanted: a text in quotes";
    mistake.helps.push_back({"put quotes around it", diag::Edit{s.span(s.at), "\"" + s.text(s.at) + "\""}});
    return mistake;
}

// `assert level(y) > 0.1` in a test.
Found expectation_misspelt(const Surroundings &s) {
    if (!inside_of(s, "test") || s.at != s.statement + 1 || !is_name(s.type(s.statement))) {
        return std::nullopt;
    }
    constexpr std::array<std::string_view, 5> others{"assert", "check", "require", "verify", "should"};
    const std::string word = s.text(s.statement);
    const std::array known{std::string{"expect"}};
    if (std::find(others.begin(), others.end(), word) == others.end() && nearest(word, known).empty()) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, s.span(s.statement));
    mistake.helps.push_back({"a condition of a test begins with `expect`", diag::Edit{s.span(s.statement), "expect"}});
    return mistake;
}

// `fader = cc 1`, `fader : ccc 1`, `fader : 1`.
Found control_misspelt(const Surroundings &s) {
    if (!inside_of(s, "controller")) {
        return std::nullopt;
    }
    for (const std::size_t i : {s.at, s.at + 1}) {
        if (s.type(i) == T::ASSIGN) {
            auto mistake = misplaced(s, s.span(i));
            mistake.primary_label = "wanted: `:`";
            mistake.helps.push_back({"a control is described after `:`", diag::Edit{s.span(i), ":"}});
            return mistake;
        }
    }
    if (s.before() != T::COLON) {
        return std::nullopt;
    }
    auto mistake = misplaced(s, s.span(s.at));
    mistake.primary_label = "wanted: `cc`, `nrpn` or `osc`";
    static const std::vector<std::string> options{"cc", "nrpn", "osc", "toggle"};
    if (s.type() == T::NUMBER) {
        mistake.helps.push_back({"the number of a controller stands after `cc`",
                                 diag::Edit{{s.tokens.file, s.token(s.at).begin, s.token(s.at).begin}, "cc "}});
    } else if (const auto near = is_name(s.type()) ? nearest(s.text(s.at), options) : std::vector<std::string>{};
               !near.empty()) {
        mistake.helps.push_back({"is `" + near.front() + "` meant?", diag::Edit{s.span(s.at), near.front()}});
    }
    return mistake;
}

} // namespace tactus::syntax
