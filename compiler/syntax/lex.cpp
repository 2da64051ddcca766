// Runs ANTLR's lexer token by token, so that a bound of size stops it at once; finds the owners of doc comments.
#include <algorithm>

#include "TactusLexer.h"
#include "compiler/base/utf8.h"
#include "compiler/limits.h"
#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

namespace {

// ANTLR counts code points, a Span bytes. Empty for plain ASCII, where both are the same.
std::vector<std::uint32_t> byte_offsets(std::string_view text) {
    if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return {};
    }
    std::vector<std::uint32_t> offsets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!utf8::continues(text[i])) {
            offsets.push_back(static_cast<std::uint32_t>(i));
        }
    }
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
    return offsets;
}

// The doc lines seen so far; they belong to the first token of the line directly below them.
class Docs {
  public:
    void add(std::string_view line) {
        line.remove_prefix(3);
        if (line.starts_with(' ')) {
            line.remove_prefix(1);
        }
        line = line.substr(0, line.find_last_not_of(" \t") + 1);
        text_ += (text_.empty() ? "" : "\n") + std::string{line};
        newlines_ = 0;
        any_ = true;
    }
    void newline() {
        if (++newlines_ > 1) {
            clear();
        }
    }
    std::optional<std::string> take(bool first_on_line) {
        std::optional<std::string> taken;
        if (any_ && first_on_line) {
            taken = std::move(text_);
        }
        clear();
        return taken;
    }

  private:
    void clear() {
        text_.clear();
        any_ = false;
    }

    std::string text_;
    int newlines_ = 0;
    bool any_ = false;
};

std::optional<diag::Diagnostic> check_string(const Tokens &out, const Token &token) {
    if (token.end - token.begin > limits::string_bytes + 2) {
        return make_mistake(diag::Kind::StringTooLong, out.span_of(token), limits::string_bytes);
    }
    if (token.type == T::OPEN_STRING) {
        auto mistake = make_mistake(diag::Kind::StringNotClosed, out.span_of(token));
        mistake.helps.push_back({"put a `\"` where the text ends", diag::Edit{{out.file, token.end, token.end}, "\""}});
        return mistake;
    }
    return std::nullopt;
}

// `/* … */`, with `//` at the beginning of each of its lines where it ends a line.
std::optional<diag::Diagnostic> check_comment(const Tokens &out, const Token &token) {
    const Token previous = out.tokens.empty() ? Token{} : out.tokens.back();
    if (token.type != T::STAR || previous.type != T::SLASH || previous.end != token.begin) {
        return std::nullopt;
    }
    auto mistake = make_mistake(diag::Kind::UnexpectedToken, Span{out.file, previous.begin, token.end}, "`/*`");
    mistake.helps.push_back({"a comment goes from `//` to the end of its line", {}});
    const std::size_t end = out.text.find("*/", token.end);
    const std::size_t line_end = end == std::string_view::npos ? end : out.text.find_first_not_of(" \t\r", end + 2);
    if (end == std::string_view::npos || (line_end != std::string_view::npos && out.text[line_end] != '\n')) {
        return mistake;
    }
    std::string mended;
    for (std::size_t at = token.end; at <= end;) {
        const std::size_t stop = std::min(out.text.find('\n', at), end);
        std::string_view line = out.text.substr(at, stop - at);
        const std::size_t first = std::min(line.find_first_not_of(" \t*"), line.size());
        const std::size_t last = line.find_last_not_of(" \t\r");
        line = line.substr(first, last == std::string_view::npos || last < first ? 0 : last + 1 - first);
        if (!line.empty()) {
            mended += (mended.empty() ? "// " : "\n// ") + std::string{line};
        }
        at = stop + 1;
    }
    mistake.helps.back().edit = diag::Edit{{out.file, previous.begin, static_cast<std::uint32_t>(end) + 2}, mended};
    return mistake;
}

// The bounds; a mistake here ends the lexing.
class Bounds {
  public:
    std::optional<diag::Diagnostic> check(const Tokens &out, const Token &token) {
        if (token.type != T::NEWLINE && ++count_ > limits::tokens) {
            return make_mistake(diag::Kind::TooManyTokens, out.span_of(token), limits::tokens);
        }
        depth_ += is_opening(token.type) ? 1u : 0u;
        depth_ -= is_closing(token.type) && depth_ > 0 ? 1u : 0u;
        if (depth_ > limits::nesting) {
            return make_mistake(diag::Kind::NestingTooDeep, out.span_of(token), limits::nesting);
        }
        return std::nullopt;
    }

  private:
    std::uint64_t count_ = 0;
    std::uint64_t depth_ = 0;
};

} // namespace

Tokens lex(const source::SourceSet &sources, FileId file) {
    Tokens out;
    out.file = file;
    out.text = sources.file(file).text;
    const auto offsets = byte_offsets(out.text);
    const auto byte = [&](std::size_t i) { return offsets.empty() ? static_cast<std::uint32_t>(i) : offsets[i]; };

    antlr4::ANTLRInputStream input{std::string{out.text}};
    grammar::TactusLexer lexer{&input};
    lexer.removeErrorListeners();
    Bounds bounds;
    Docs docs;
    bool first = true;
    for (;;) {
        const auto read = lexer.nextToken();
        Token token{read->getType(), byte(read->getStartIndex()), 0, 0, first, false};
        token.end = token.type == end_of_file ? token.begin : byte(read->getStopIndex() + 1);
        if (token.type == T::BLANK) {
            continue;
        }
        if (token.type == T::COMMENT || token.type == T::DOC) {
            out.comments.push_back(token);
            if (token.type == T::DOC && first) {
                docs.add(out.text_of(token));
            }
            continue;
        }
        if (auto over = bounds.check(out, token)) {
            out.mistake = out.mistake ? out.mistake : std::move(over);
            return out;
        }
        if (!out.mistake && (token.type == T::STRING || token.type == T::OPEN_STRING)) {
            out.mistake = check_string(out, token);
        }
        if (!out.mistake) {
            out.mistake = check_comment(out, token);
        }
        if (token.type == T::NEWLINE) {
            docs.newline();
        } else if (auto doc = docs.take(first)) {
            token.doc = static_cast<std::uint32_t>(out.docs.size());
            out.docs.push_back(std::move(*doc));
        }
        first = token.type == T::NEWLINE;
        out.tokens.push_back(token);
        if (token.type == end_of_file) {
            return out;
        }
    }
}

} // namespace tactus::syntax
