// Between lexer and grammar, in one pass: line ends, brackets that touch, signs and operators in words, numbers and
// their units. In: the tokens of lex(). Out: the tokens that the grammar reads, without NEWLINE; the first mistake of
// what must or must not touch.
#include <algorithm>
#include <utility>

#include "compiler/limits.h"
#include "compiler/syntax/foreign_words.h"
#include "compiler/syntax/numbers.h"
#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

namespace {

// A line that begins with such a token goes on with the one before.
bool continues_line(std::size_t type) {
    return is_binary(type) || type == T::ARROW || type == T::THEN || type == T::ELSE;
}

// A line that ends with such a token goes on.
bool wants_more(std::size_t type) {
    return continues_line(type) || type == T::ASSIGN || type == T::COMMA || type == T::NOT || type == T::IF;
}

bool is_closed_value(std::size_t type) { return ends_value(type) && type != T::RBRACE; }

bool is_stack_word(std::string_view text) {
    return text == "2dup" || text == "2drop" || text == "2swap" || text == "2over";
}

class Filter {
  public:
    explicit Filter(const Tokens &raw) : raw_(raw) {
        out_.file = raw.file;
        out_.text = raw.text;
        out_.docs = raw.docs;
        out_.tokens.reserve(raw.tokens.size());
    }

    Tokens run() {
        for (index_ = 0; index_ < raw_.tokens.size(); ++index_) {
            Token token = raw_.tokens[index_];
            if (token.type == T::NEWLINE) {
                line_end(token);
                continue;
            }
            look_around(token);
            token.in_words = levels_.back() == Level::Words;
            const bool in_equations = levels_.back() == Level::Equations;
            classify(token);
            check_touching(token, in_equations);
            push(token);
        }
        return std::move(out_);
    }

  private:
    enum class Level : std::uint8_t { Equations, Words, Bracket };

    void look_around(const Token &token) {
        previous_ = out_.tokens.empty() ? Token{} : out_.tokens.back();
        next_ = index_ + 1 < raw_.tokens.size() ? raw_.tokens[index_ + 1] : Token{};
        left_ = !out_.tokens.empty() && previous_.end == token.begin;
        right_ = next_.begin == token.end && next_.type != T::NEWLINE && next_.type != end_of_file;
    }

    void push(const Token &token) {
        out_.tokens.push_back(token);
        if (token.type == T::IF && ++open_ifs_ + levels_.size() > limits::nesting) {
            note(make_mistake(diag::Kind::NestingTooDeep, out_.span_of(token), limits::nesting));
        } else if (token.type == T::ELSE && open_ifs_ > 0) {
            --open_ifs_;
        } else if (token.type == T::SEMI) {
            open_ifs_ = 0;
        }
    }

    void line_end(Token token) {
        const auto next = std::find_if(raw_.tokens.begin() + static_cast<std::ptrdiff_t>(index_), raw_.tokens.end(),
                                       [](const Token &t) { return t.type != T::NEWLINE; });
        index_ = static_cast<std::size_t>(next - raw_.tokens.begin()) - 1;
        const std::size_t follows = next == raw_.tokens.end() ? end_of_file : next->type;
        const std::size_t before = out_.tokens.empty() ? std::size_t{T::SEMI} : out_.tokens.back().type;
        if (levels_.back() != Level::Equations || continues_line(follows) || wants_more(before)) {
            return;
        }
        token.type = T::SEMI;
        push(token);
    }

    void classify(Token &token) {
        switch (token.type) {
        case T::LPAREN:
            token.type = left_ && is_name(previous_.type) ? std::size_t{T::CALL} : std::size_t{T::LPAREN};
            levels_.push_back(Level::Bracket);
            break;
        case T::LBRACK:
            token.type = left_ && is_closed_value(previous_.type) ? std::size_t{T::INDEX} : std::size_t{T::LBRACK};
            levels_.push_back(Level::Bracket);
            break;
        case T::LBRACE:
            levels_.push_back(words_next_ ? Level::Words : Level::Equations);
            words_next_ = false;
            break;
        case T::RPAREN:
        case T::RBRACK:
        case T::RBRACE:
            if (levels_.size() > 1) {
                levels_.pop_back();
            }
            break;
        case T::WORD:
        case T::STACK:
            words_next_ = true;
            break;
        case T::NUMBER:
            if (token.in_words && is_stack_word(raw_.text_of(token))) {
                token.type = T::NAME;
            }
            break;
        case T::MINUS:
            if (token.in_words && !(left_ && ends_value(previous_.type)) && right_ &&
                (next_.type == T::NUMBER || next_.type == T::FRACTION)) {
                token.type = T::SIGN;
            }
            break;
        default:
            break;
        }
    }

    void check_touching(const Token &token, bool in_equations) {
        if (token.type == T::NUMBER || token.type == T::FRACTION) {
            note(check_number(out_, token));
        } else if (token.type == T::BAD) {
            note(foreign_name(token));
            note(unknown_character(token));
        } else if (token.type == T::AT || token.type == T::DOT) {
            check_tight(token);
        } else if (token.type == T::MINUS && in_equations) {
            check_leading_minus(token);
        } else if (token.in_words && is_binary(token.type) && touches_operand()) {
            note(operator_touches(token));
        }
        if (left_ && token.type != T::SEMI) {
            check_blank(token);
        }
    }

    [[nodiscard]] bool touches_operand() const {
        const bool left_value = left_ && ends_value(previous_.type);
        const bool right_value = right_ && (begins_value(next_.type) || next_.type == T::MINUS);
        return left_value || right_value;
    }

    // `.` and `@` touch what they follow and what follows them.
    void check_tight(const Token &token) {
        const bool digit_after = right_ && next_.type == T::NUMBER;
        if (token.type == T::DOT && ((digit_after && !(left_ && is_closed_value(previous_.type))) ||
                                     (left_ && previous_.type == T::NUMBER && !(right_ && is_name(next_.type))))) {
            note(decimal_point(token, digit_after));
            return;
        }
        if (left_ && right_) {
            return;
        }
        const Token &apart = left_ ? next_ : previous_;
        auto mistake =
            make_mistake(diag::Kind::BlankAround, out_.span_of(token), out_.text_of(token), left_ ? "after" : "before");
        if (apart.type != 0 && apart.type != T::NEWLINE && apart.type != T::SEMI) {
            const Span gap{out_.file, left_ ? token.end : previous_.end, left_ ? next_.begin : token.begin};
            mistake.helps.push_back({"take the blank away", diag::Edit{gap, ""}});
        }
        note(std::move(mistake));
    }

    [[nodiscard]] diag::Diagnostic decimal_point(const Token &token, bool digit_after) const {
        const Span span =
            digit_after ? Span{out_.file, token.begin, next_.end} : Span{out_.file, previous_.begin, token.end};
        auto mistake = make_mistake(diag::Kind::DecimalPoint, span, digit_after ? "before" : "after");
        const std::string mended = digit_after ? "0" + std::string{raw_.text.substr(span.begin, span.end - span.begin)}
                                               : std::string{raw_.text_of(previous_)} + ".0";
        mistake.helps.push_back({fmt::format("write `{}`", mended), diag::Edit{span, mended}});
        return mistake;
    }

    void check_leading_minus(const Token &token) {
        if (previous_.type != 0 && previous_.type != T::SEMI && previous_.type != T::LBRACE) {
            return;
        }
        auto mistake = make_mistake(diag::Kind::LeadingMinus, out_.span_of(token));
        mistake.helps.push_back({"put brackets around the first value of the chain: `(-x) -> ...`", {}});
        note(std::move(mistake));
    }

    // With the sign of a number in words.
    [[nodiscard]] std::uint32_t begin_of_previous() const {
        const std::size_t count = out_.tokens.size();
        const bool sign = count > 1 && out_.tokens[count - 2].type == T::SIGN;
        return sign ? out_.tokens[count - 2].begin : previous_.begin;
    }

    // `5-3` offers `5 3 -` and `(5-3)`; `-x` offers `x neg`.
    [[nodiscard]] diag::Diagnostic operator_touches(const Token &token) const {
        const bool has_left = left_ && ends_value(previous_.type);
        const bool has_right = right_ && begins_value(next_.type) && !is_opening(next_.type);
        const std::string op{raw_.text_of(token)};
        const std::string before{has_left ? raw_.text.substr(begin_of_previous(), previous_.end - begin_of_previous())
                                          : ""};
        const std::string after{has_right ? raw_.text_of(next_) : ""};
        const Span span{out_.file, has_left && !is_closing(previous_.type) ? begin_of_previous() : token.begin,
                        has_right ? next_.end : token.end};
        auto mistake = make_mistake(diag::Kind::OperatorTouches, span, op);
        if (has_left && has_right && !is_closing(previous_.type)) {
            const std::string in_brackets = "(" + before + op + after + ")";
            if (token.type != T::DOTDOT) {
                const std::string in_order = before + " " + after + " " + op;
                mistake.helps.push_back({fmt::format("write `{}`", in_order), diag::Edit{span, in_order}});
            }
            mistake.helps.push_back({fmt::format("write `{}`", in_brackets), diag::Edit{span, in_brackets}});
        } else if (token.type == T::MINUS && has_right && !has_left) {
            mistake.helps.push_back({fmt::format("write `{} neg`", after), diag::Edit{span, after + " neg"}});
        } else {
            mistake.helps.push_back({fmt::format("put blanks around `{}`, or the whole in brackets", op), {}});
        }
        return mistake;
    }

    // Two values that touch: `F#3x`, `3(a)`, `)x`.
    void check_blank(const Token &token) {
        const bool begins = begins_value(token.type) || is_reserved(token.type);
        const bool plain = is_closed_value(previous_.type) && !is_closing(previous_.type);
        const bool both =
            plain && begins && token.type != T::LPAREN && token.type != T::LBRACK && token.type != T::RBRACE;
        const bool opens = token.in_words && is_closed_value(previous_.type) && begins && token.type != T::INDEX;
        if (!both && !opens) {
            return;
        }
        auto mistake =
            make_mistake(diag::Kind::BlankMissing, out_.span_of(token), "`" + std::string{raw_.text_of(token)} + "`");
        if (previous_.type == T::FRACTION) {
            mistake.helps.push_back({"the unit of a fraction is `beat`", diag::Edit{out_.span_of(token), ""}});
        } else {
            const Span between{out_.file, token.begin, token.begin};
            mistake.helps.push_back({"put a blank between the two", diag::Edit{between, " "}});
        }
        note(std::move(mistake));
    }

    // `osc~`: a name of Pure Data that is another here.
    [[nodiscard]] std::optional<diag::Diagnostic> foreign_name(const Token &token) const {
        if (raw_.text_of(token) != "~" || !left_ || !is_name(previous_.type)) {
            return std::nullopt;
        }
        const std::string_view word = raw_.text_of(previous_);
        if (!word_of_other_language(word)) {
            return std::nullopt;
        }
        const Span whole{out_.file, previous_.begin, token.end};
        auto mistake =
            make_mistake(diag::Kind::UnknownName, whole, raw_.text.substr(whole.begin, whole.end - whole.begin));
        mistake.helps.push_back(in_tactus({word, whole, raw_.text, token.in_words}));
        return mistake;
    }

    // The character, and the next where the two are one sign elsewhere: `&&`.
    [[nodiscard]] Span sign(const Token &token) const {
        const bool twice = right_ && next_.type == T::BAD && raw_.text_of(next_) == raw_.text_of(token);
        return Span{out_.file, token.begin, twice ? next_.end : token.end};
    }

    // A word in the place of a sign, with blanks where it would touch.
    [[nodiscard]] diag::Edit word_for_sign(Span sign, std::string_view word) const {
        const std::string_view text = raw_.text;
        const bool before = sign.begin > 0 && text[sign.begin - 1] != ' ' && text[sign.begin - 1] != '(';
        const bool after = sign.end < text.size() && text[sign.end] != ' ';
        return {sign, (before ? " " : "") + std::string{word} + (after ? " " : "")};
    }

    [[nodiscard]] diag::Diagnostic unknown_character(const Token &token) const {
        const Span span = sign(token);
        const std::string text{raw_.text.substr(span.begin, span.end - span.begin)};
        auto mistake = make_mistake(diag::Kind::UnknownCharacter, span, "`" + text + "`");
        if (text == "%") {
            mistake.helps.push_back(
                {"the remainder of a division is `mod`; `%` is a unit and touches its number: `50%`",
                 word_for_sign(span, "mod")});
        } else if (text == "\r") {
            mistake.message = "a line ends with a carriage return alone";
        } else if (text == "'" || text == "''") {
            past_or_text(mistake, span);
        } else if (text == "?") {
            mistake.helps.push_back(choice_of_two());
        } else if (text == "#") {
            mistake.helps.push_back({"a comment begins with `//`", diag::Edit{span, "//"}});
        } else if (text == "~" && left_) {
            mistake.helps.push_back(
                {"names have no `~` at their end: every name may be a signal", diag::Edit{out_.span_of(token), ""}});
        } else if (text == "&" || text == "&&" || text == "!" || text == "~") {
            const std::string_view word = text[0] == '&' ? "and" : "not";
            mistake.helps.push_back({"the operators of logic are `and`, `or`, `not`", word_for_sign(span, word)});
        }
        return mistake;
    }

    // Behind a name a `'` is Faust's sample of delay; else a text begins.
    void past_or_text(diag::Diagnostic &mistake, Span span) const {
        if (left_ && (is_name(previous_.type) || previous_.type == T::RPAREN || previous_.type == T::RBRACK)) {
            const std::size_t samples = span.end - span.begin;
            const std::string mended = "@" + std::to_string(samples);
            const std::string what = is_name(previous_.type) ? std::string{raw_.text_of(previous_)} : "(…)";
            mistake.helps.push_back(
                {(samples == 1 ? "what it was a sample ago is `" : "what it was two samples ago is `") + what + mended +
                     "`",
                 diag::Edit{span, mended}});
            return;
        }
        mistake.helps.push_back({"a text stands between `\"` and `\"`", {}});
        const std::size_t end = raw_.text.find_first_of("'\"\n", span.end);
        if (span.end == span.begin + 1 && end != std::string_view::npos && raw_.text[end] == '\'') {
            const std::string inside{raw_.text.substr(span.end, end - span.end)};
            mistake.helps.back().edit =
                diag::Edit{{span.file, span.begin, static_cast<std::uint32_t>(end) + 1}, "\"" + inside + "\""};
        }
    }

    // `a ? b : c` is `if a then b else c`.
    [[nodiscard]] diag::Help choice_of_two() const {
        diag::Help help{"of two values one is chosen by `if a then b else c`", {}};
        const auto ends = [](std::size_t t) {
            return t == T::SEMI || t == T::NEWLINE || t == T::COMMA || t == T::ASSIGN || t == T::ARROW ||
                   t == T::THEN || t == T::ELSE || t == T::IF || t == T::LBRACE || t == T::RBRACE || t == end_of_file;
        };
        const auto &left = out_.tokens; // up to the sign
        std::size_t first = left.size(), depth = 0;
        while (first > 0 && !(depth == 0 && (ends(left[first - 1].type) || is_opening(left[first - 1].type)))) {
            --first;
            depth += is_closing(left[first].type) ? 1 : 0;
            depth -= is_opening(left[first].type) ? 1 : 0;
        }
        const auto &right = raw_.tokens;
        std::size_t colon = 0, last = index_ + 1;
        for (depth = 0;
             last < right.size() && !(depth == 0 && (ends(right[last].type) || is_closing(right[last].type))); ++last) {
            depth += is_opening(right[last].type) ? 1 : 0;
            depth -= is_closing(right[last].type) ? 1 : 0;
            colon = depth == 0 && colon == 0 && right[last].type == T::COLON ? last : colon;
        }
        if (first >= left.size() || colon <= index_ + 1 || last <= colon + 1) {
            return help;
        }
        const auto text = [&](std::uint32_t begin, std::uint32_t end) {
            return std::string{raw_.text.substr(begin, end - begin)};
        };
        const Span whole{out_.file, left[first].begin, right[last - 1].end};
        const std::string mended = "if " + text(whole.begin, left.back().end) + " then " +
                                   text(right[index_ + 1].begin, right[colon - 1].end) + " else " +
                                   text(right[colon + 1].begin, whole.end);
        help.edit = diag::Edit{whole, mended};
        return help;
    }

    void note(std::optional<diag::Diagnostic> mistake) {
        if (mistake && !out_.mistake) {
            out_.mistake = std::move(mistake);
        }
    }

    const Tokens &raw_;
    Tokens out_;
    std::size_t index_ = 0;
    std::vector<Level> levels_{Level::Equations};
    bool words_next_ = false;
    std::uint64_t open_ifs_ = 0;
    Token previous_; // the last one handed on
    Token next_;     // the next raw one
    bool left_ = false;
    bool right_ = false;
};

} // namespace

Tokens filter(const Tokens &raw) { return Filter{raw}.run(); }

} // namespace tactus::syntax
