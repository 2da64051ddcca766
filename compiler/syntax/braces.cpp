// Braces against indentation. A brace that is missing or stands on another line is noticed far from its place, where
// nothing fits any more; the indentation of the lines says what was meant. Asked only where there is a mistake already.
#include "compiler/syntax/braces.h"

#include <algorithm>

#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

namespace {

struct Block {
    std::size_t opening = 0; // its brace
    std::size_t closing = 0;
    std::uint32_t indent = 0;          // of the line of its brace
    std::optional<std::uint32_t> body; // of its first line
    bool words = false;                // lines in words stand as they like
};

struct Event { // a block that goes on too long, or ends too early
    bool too_early = false;
    Block block;
    std::size_t line = 0; // the token that begins the line that shows it
};

class Layout {
  public:
    explicit Layout(const Tokens &tokens) : tokens_(tokens) {}

    // The first event, where the rest of the text is laid out without a fault.
    std::optional<Event> find() {
        for (std::size_t i = 0; i < tokens_.tokens.size(); ++i) {
            if (begins_line(i)) {
                type(i) == T::RBRACE ? closing_line(i) : line(i);
            }
            count(i);
        }
        while (!open_.empty()) {
            events_.push_back({false, take(), tokens_.tokens.size() - 1});
        }
        constexpr std::size_t most_events = 2; // one brace on another line shows itself twice
        return odd_ || events_.empty() || events_.size() > most_events ? std::nullopt : std::optional{events_.front()};
    }

    [[nodiscard]] std::uint32_t indent(std::size_t token) const {
        const std::string_view text = tokens_.text;
        const std::size_t at = tokens_.tokens[token].begin;
        const std::size_t line_end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
        const std::size_t start = line_end == std::string_view::npos ? 0 : line_end + 1;
        const std::string_view blanks = text.substr(start, std::min(text.find_first_not_of(" \t", start), at) - start);
        const auto tabs = static_cast<std::uint32_t>(std::count(blanks.begin(), blanks.end(), '\t'));
        return static_cast<std::uint32_t>(blanks.size()) + 3 * tabs;
    }

  private:
    [[nodiscard]] std::size_t type(std::size_t i) const { return tokens_.tokens[i].type; }

    [[nodiscard]] bool begins_line(std::size_t i) const {
        if (!tokens_.tokens[i].first_on_line || brackets_ > 0 || type(i) == T::SEMI || type(i) == end_of_file) {
            return false;
        }
        const std::size_t before = i == 0 ? std::size_t{T::SEMI} : type(i - 1);
        const bool in_words = !open_.empty() && open_.back().words;
        return in_words || before == T::SEMI || before == T::LBRACE || before == T::RBRACE;
    }

    Block take() {
        Block made = open_.back();
        open_.pop_back();
        return made;
    }

    void closing_line(std::size_t i) {
        const std::uint32_t here = indent(i);
        while (!open_.empty() && open_.back().indent > here) {
            events_.push_back({false, take(), i});
        }
        odd_ = odd_ || open_.empty();
    }

    void line(std::size_t i) {
        const std::uint32_t here = indent(i);
        while (!open_.empty() && here <= open_.back().indent) {
            events_.push_back({false, take(), i});
        }
        const std::optional<std::uint32_t> &around = open_.empty() ? top_ : open_.back().body;
        if (around && here > *around && !words() && closed_ && closed_->body.value_or(here) == here) {
            events_.push_back({true, *closed_, i});
            open_.push_back(*closed_);
        } else if (around && here != *around && !words()) {
            odd_ = true;
        }
        std::optional<std::uint32_t> &body = open_.empty() ? top_ : open_.back().body;
        if (!body) {
            body = here;
        }
        closed_.reset();
    }

    [[nodiscard]] bool words() const { return !open_.empty() && open_.back().words; }

    void count(std::size_t i) {
        switch (type(i)) {
        case T::LBRACE:
            open_.push_back({i, 0, indent(i), {}, i + 1 < tokens_.tokens.size() && tokens_.tokens[i + 1].in_words});
            break;
        case T::RBRACE:
            if (!open_.empty()) {
                closed_ = take();
                closed_->closing = i;
            }
            break;
        case T::LPAREN:
        case T::CALL:
        case T::LBRACK:
        case T::INDEX:
            ++brackets_;
            break;
        case T::RPAREN:
        case T::RBRACK:
            brackets_ -= brackets_ > 0 ? 1 : 0;
            break;
        default:
            break;
        }
    }

    const Tokens &tokens_;
    std::vector<Block> open_;
    std::vector<Event> events_;
    std::optional<Block> closed_;      // last, with no line between
    std::optional<std::uint32_t> top_; // the indentation outside of all braces
    std::size_t brackets_ = 0;
    bool odd_ = false;
};

// Where `}` belongs, and how it is written there: at the end of the line on which all of the block stands; else on the
// first empty line before the line that shows it, or behind what stands there last.
diag::Edit closing_place(const Tokens &tokens, const Event &found) {
    const std::vector<Token> &all = tokens.tokens;
    std::size_t last = found.block.opening;
    const bool one_line = !all[last + 1].first_on_line && all[last + 1].type != T::SEMI;
    while (last + 1 < found.line && !(one_line && all[last + 1].first_on_line)) {
        ++last;
    }
    while (last > found.block.opening && all[last].type == T::SEMI) {
        --last;
    }
    const std::uint32_t behind = all[last].end;
    const std::string brace = std::string(found.block.indent, ' ') + "}";
    if (one_line) {
        return {Span{tokens.file, behind, behind}, " }"};
    }
    const std::string_view text = tokens.text;
    for (std::size_t at = text.find('\n', behind); at < all[found.line].begin; at = text.find('\n', at)) {
        const std::size_t end = text.find_first_not_of(' ', ++at);
        if (end != std::string_view::npos && text[end] == '\n') {
            return {Span{tokens.file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}, brace};
        }
    }
    return {Span{tokens.file, behind, behind}, "\n" + brace};
}

} // namespace

std::optional<diag::Diagnostic> misplaced_brace(const Tokens &tokens) {
    if (tokens.tokens.empty() || tokens.tokens.back().type != end_of_file) {
        return std::nullopt;
    }
    Layout layout(tokens);
    const auto found = layout.find();
    if (!found) {
        return std::nullopt;
    }
    const auto span_of = [&](std::size_t i) { return tokens.span_of(tokens.tokens[i]); };
    if (found->too_early) {
        auto mistake = make_mistake(diag::Kind::BracketNotOpen, span_of(found->block.closing), "}");
        mistake.message = "`}` closes its block, and the next lines are indented as if it went on";
        mistake.labels.push_back({span_of(found->block.opening), "the block begins here"});
        mistake.labels.push_back({span_of(found->line), "indented like a line of it"});
        return mistake;
    }
    const diag::Edit edit = closing_place(tokens, *found);
    auto mistake = make_mistake(diag::Kind::BracketNotClosed, Span{tokens.file, edit.span.end, edit.span.end}, "}");
    mistake.primary_label = "belongs here";
    mistake.labels.push_back({span_of(found->block.opening), "opened here"});
    mistake.helps.push_back({"put `}` here", edit});
    return mistake;
}

std::optional<diag::Diagnostic> misplaced_brace(const source::SourceSet &sources, FileId file) {
    return misplaced_brace(filter(lex(sources, file)));
}

} // namespace tactus::syntax
