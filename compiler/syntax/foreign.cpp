// What people write who come from other languages: calls with a library's name, and words that begin a statement there.
#include <algorithm>

#include "compiler/syntax/detectors.h"
#include "compiler/syntax/foreign_words.h"

namespace tactus::syntax {

namespace {

enum class Followed : std::uint8_t { definition, function, file, loop, repetition, result };

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
        return s.type() == T::STRING;
    case Followed::loop:
    case Followed::repetition:
        return is_name(s.type()) || s.type() == T::LPAREN;
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
        return {"a file is opened by `use`", diag::Edit{word, "use"}};
    case Followed::loop:
        return {"many of one kind are an array, worked out at once: `[i in 1..3: …]`, and `sum` of it", {}};
    case Followed::repetition:
        return {"only time repeats: `x@1` is what x was a sample ago, and `when` says when equations are worked out",
                {}};
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
    if (s.at != s.statement + 1 || !is_name(s.type(s.statement)) || s.token(s.at).in_words) {
        return std::nullopt;
    }
    const auto what = opening_of_other_language(s.text(s.statement));
    if (!what || !follows(*what, s)) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::ForeignOpening, s.span(s.statement), s.text(s.statement));
    mistake.helps.push_back(here_it_is(*what, s));
    return mistake;
}

} // namespace tactus::syntax
