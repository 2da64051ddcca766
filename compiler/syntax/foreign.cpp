// What people write who come from other languages: calls with a library's name, and words that begin a statement there.
#include <algorithm>

#include "compiler/syntax/detectors.h"
#include "compiler/syntax/foreign_words.h"

namespace tactus::syntax {

namespace {

enum class Followed : std::uint8_t { definition, function, file, loop, repetition, choice, remark, result };

std::optional<Followed> opening_of_other_language(std::string_view word) {
    static constexpr std::pair<std::string_view, Followed> table[] = {
#define OPENING(theirs, followed) {theirs, Followed::followed},
#include "compiler/syntax/foreign.def"
    };
    const auto it =
        std::find_if(std::begin(table), std::end(table), [&](const auto &row) { return row.first == word; });
    return it == std::end(table) ? std::nullopt : std::optional(it->second);
}

// Whether what stands behind the word is what stands behind it there: a name of this language may be called `let`.
bool follows(Followed what, const Surroundings &s) {
    switch (what) {
    case Followed::definition:
        return is_name(s.type()) && (s.after() == T::ASSIGN || s.after() == T::COLON || s.after() == T::INDEX);
    case Followed::function:
        return is_name(s.type()) && s.after() == T::CALL;
    case Followed::file:
        return s.type() == T::STRING || is_name(s.type());
    case Followed::loop:
    case Followed::repetition:
    case Followed::choice:
        return is_name(s.type()) || s.type() == T::LPAREN || s.type() == T::LBRACE;
    case Followed::remark:
        return is_name(s.type());
    case Followed::result:
        return begins_value(s.type());
    }
    return false;
}

diag::Help here_it_is(Followed what, const Surroundings &s) {
    const Span word = s.span(s.at - 1);
    switch (what) {
    case Followed::definition:
        return {"a name needs no word before it", diag::Edit{{word.file, word.begin, s.span(s.at).begin}, ""}};
    case Followed::function:
        return {"what is called is a `node`", diag::Edit{word, "node"}};
    case Followed::file:
        if (s.type() != T::STRING) {
            return {"a file of the language is opened by `use \"name.tac\"`; the library needs no opening", {}};
        }
        return {"a file is opened by `use`", diag::Edit{word, "use"}};
    case Followed::loop:
        return {"many of one kind are an array, worked out at once: `[i in 1..3: …]`, and `sum` of it", {}};
    case Followed::repetition:
        return {"only time repeats: `x@1` is what x was a sample ago, and `when` says when equations are worked out",
                {}};
    case Followed::choice:
        return {"of two values one is chosen by `if a then b else c`, of many by an index: `[a, b, c][i]`", {}};
    case Followed::remark:
        return {"what is said of a file stands in a comment: `// …`", {}};
    case Followed::result:
        return {"what a node gives is named in its header: `node f(x) -> y { y = … }`", {}};
    }
    return {};
}

} // namespace

// `os.osc(440)`, `SinOsc.ar(440)`: the name of a library and its member, called.
Found foreign_call(const Surroundings &s) {
    const bool call = s.type() == T::CALL || s.type() == T::LPAREN;
    if (!call || s.at < 3 || !is_name(s.before(1)) || s.before(2) != T::DOT || !is_name(s.before(3))) {
        return std::nullopt;
    }
    const std::string whole = s.text(s.at - 3, s.at - 1), member = s.text(s.at - 1), owner = s.text(s.at - 3);
    const bool rate = member == "ar" || member == "kr";
    if (!word_of_other_language(whole) && !(rate && word_of_other_language(owner))) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::UnknownName, s.tokens.span(s.at - 3, s.at - 1), whole);
    mistake.helps.push_back(in_tactus({word_of_other_language(whole) ? std::string_view{whole} : owner, mistake.span,
                                       s.tokens.text, s.token(s.at).in_words}));
    return mistake;
}

// `let x = 3`, `def f(x) = …`, `import "a.tac"`, `for i in 1..3 { … }`
Found foreign_opening(const Surroundings &s) {
    if (s.at <= s.statement || !is_name(s.type(s.statement)) || s.token(s.at).in_words) {
        return std::nullopt;
    }
    const auto what = opening_of_other_language(s.text(s.statement));
    const bool called = (what == Followed::repetition || what == Followed::choice || what == Followed::loop) &&
                        s.type(s.statement + 1) == T::CALL && s.type() == T::LBRACE && !s.in_bracket();
    if (!what || !(called || (s.at == s.statement + 1 && follows(*what, s)))) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::ForeignOpening, s.span(s.statement), s.text(s.statement));
    mistake.helps.push_back(here_it_is(*what, s));
    return mistake;
}

// `[sine(i * 110Hz) for i in range(4)]`
Found row_behind(const Surroundings &s) {
    const std::size_t word = s.type() == T::NAME && s.text(s.at) == "for"                           ? s.at
                             : s.at > 0 && s.type(s.at - 1) == T::NAME && s.text(s.at - 1) == "for" ? s.at - 1
                                                                                                    : 0;
    if (word == 0 || s.open.empty() || s.type(s.open.back()) != T::LBRACK) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::UnexpectedToken, s.span(word), "`for`");
    mistake.helps.push_back({"of a row the index stands first: `[i in 0..3: …]`", {}});
    const std::size_t first = s.open.back() + 1, last = s.closer(s.open.back());
    const bool range = word > first && last == word + 7 && is_name(s.type(word + 1)) && s.type(word + 2) == T::IN &&
                       s.text(word + 3) == "range" && s.type(word + 4) == T::CALL && s.type(word + 5) == T::NUMBER;
    const std::string count = range ? s.text(word + 5) : std::string{};
    if (range && count.size() < 6 && count.find_first_not_of("0123456789") == std::string::npos &&
        std::stoi(count) > 0) {
        const std::string mended =
            fmt::format("{} in 0..{}: {}", s.text(word + 1), std::stoi(count) - 1, s.text(first, word - 1));
        mistake.helps.back() = {"of a row the index stands first: `[" + mended + "]`",
                                diag::Edit{s.tokens.span(first, last - 1), mended}};
    }
    return mistake;
}

} // namespace tactus::syntax
