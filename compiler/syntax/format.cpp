// Line by line: how deep it stands, its tokens with the blanks that spacing.h says, its comment. Columns are made of
// comments that stood in one column, and of the colons of a controller. The result is read again: a text that would
// mean something else is never given out.
#include "compiler/syntax/format.h"

#include <algorithm>

#include "compiler/syntax/parse.h"
#include "compiler/syntax/spacing.h"

namespace tactus::syntax {

namespace {

constexpr std::size_t indent_width = 4;

struct Line {
    std::size_t first = 0, count = 0; // pieces
    std::string code;
    std::string_view comment;
    std::size_t gap = 0;              // blanks between code and comment
    std::uint32_t comment_column = 0; // as it was written
    std::size_t indent = 0;
    std::size_t colon = 0; // where a controller's colon stands in `code`; 0: none
    bool blank_before = false;
};

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80; }));
}

class Formatter {
  public:
    Formatter(const Tokens &raw, const Tokens &filtered, const Tree &tree)
        : raw_(raw), pieces_(pieces_of(filtered, tree)) {}

    std::string run() {
        drop_empty_statements();
        make_lines();
        for (Line &line : lines_) {
            write_code(line);
        }
        indent_lines();
        align_colons();
        align_comments();
        std::string text;
        for (const Line &line : lines_) {
            text += line.blank_before ? "\n" : "";
            text += std::string(line.indent, ' ') + line.code;
            text += std::string(line.comment.empty() ? 0 : line.gap, ' ') + std::string(line.comment) + "\n";
        }
        return text;
    }

  private:
    [[nodiscard]] std::uint32_t line_of(std::uint32_t byte) const {
        const auto end = std::upper_bound(line_ends_.begin(), line_ends_.end(), byte);
        return static_cast<std::uint32_t>(end - line_ends_.begin());
    }

    // A `;` where a statement ends anyway.
    void drop_empty_statements() {
        for (const Token &token : raw_.tokens) {
            if (token.type == T::NEWLINE) {
                line_ends_.push_back(token.end);
            }
        }
        dropped_.resize(pieces_.size());
        bool after = true; // at the beginning of a line or block
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            const Token &token = pieces_[i].token;
            const bool new_line = i == 0 || line_of(pieces_[i - 1].token.begin) != line_of(token.begin);
            after = after || new_line;
            if (token.type != T::SEMI) {
                after = token.type == T::LBRACE;
                continue;
            }
            dropped_[i] = after || ends_anyway(i);
            after = true;
        }
    }

    [[nodiscard]] bool ends_anyway(std::size_t semicolon) const {
        std::size_t next = semicolon + 1;
        while (next < pieces_.size() && pieces_[next].token.type == T::SEMI) {
            ++next;
        }
        if (next == pieces_.size()) {
            return true;
        }
        const std::size_t type = pieces_[next].token.type;
        const bool goes_on = is_binary(type) || type == T::ARROW;
        const bool new_line = line_of(pieces_[next].token.begin) != line_of(pieces_[semicolon].token.begin);
        return type == T::RBRACE || (new_line && !goes_on);
    }

    void make_lines() {
        std::size_t piece = 0, comment = 0;
        std::vector<Piece> kept;
        std::uint32_t last = 0;
        while (piece < pieces_.size() || comment < raw_.comments.size()) {
            const std::uint32_t none = static_cast<std::uint32_t>(-1);
            const std::uint32_t code_line = piece < pieces_.size() ? line_of(pieces_[piece].token.begin) : none;
            const std::uint32_t comment_line =
                comment < raw_.comments.size() ? line_of(raw_.comments[comment].begin) : none;
            const std::uint32_t number = std::min(code_line, comment_line);
            Line line;
            line.first = kept.size();
            for (; piece < pieces_.size() && line_of(pieces_[piece].token.begin) == number; ++piece) {
                if (!dropped_[piece]) {
                    kept.push_back(pieces_[piece]);
                    position_.push_back(piece);
                }
            }
            line.count = kept.size() - line.first;
            if (comment_line == number) {
                take_comment(line, raw_.comments[comment++], number);
            }
            if (line.count == 0 && line.comment.empty()) {
                continue;
            }
            line.blank_before = !lines_.empty() && number > last + 1;
            last = number;
            lines_.push_back(line);
        }
        keep(std::move(kept));
        trim_blocks();
    }

    void take_comment(Line &line, const Token &token, std::uint32_t number) {
        line.comment = raw_.text_of(token);
        line.comment.remove_suffix(line.comment.size() - 1 - line.comment.find_last_not_of(" \t"));
        const std::uint32_t start = number == 0 ? 0 : line_ends_[number - 1];
        line.comment_column = static_cast<std::uint32_t>(width(raw_.text.substr(start, token.begin - start)));
        if (line.count > 0) {
            const std::uint32_t end = pieces_[position_.back()].token.end;
            line.gap = std::max<std::size_t>(token.begin - end, 1);
        }
    }

    // Partners are positions in what is left.
    void keep(std::vector<Piece> kept) {
        std::vector<std::size_t> place(pieces_.size());
        for (std::size_t i = 0; i < position_.size(); ++i) {
            place[position_[i]] = i;
        }
        for (Piece &piece : kept) {
            piece.partner = place[piece.partner];
        }
        pieces_ = std::move(kept);
    }

    // No blank line behind what opens or before what closes.
    void trim_blocks() {
        for (std::size_t i = 1; i < lines_.size(); ++i) {
            const Line &above = lines_[i - 1], &line = lines_[i];
            const bool opened = above.count > 0 && is_opening(pieces_[above.first + above.count - 1].token.type);
            const bool closes = line.count > 0 && is_closing(pieces_[line.first].token.type);
            lines_[i].blank_before = line.blank_before && !opened && !closes;
        }
    }

    void write_code(Line &line) {
        for (std::size_t i = line.first; i < line.first + line.count; ++i) {
            if (i > line.first) {
                line.code += std::string(blanks_before(pieces_, i), ' ');
            }
            if (pieces_[i].token.type == T::COLON && pieces_[i].around == Around::Controller && line.colon == 0) {
                line.colon = line.code.size();
            }
            line.code += raw_.text_of(pieces_[i].token);
        }
    }

    void indent_lines() {
        std::vector<std::size_t> inside; // of every open bracket: how deep its content stands
        std::vector<std::size_t> line_of_piece(pieces_.size());
        for (std::size_t n = 0; n < lines_.size(); ++n) {
            Line &line = lines_[n];
            std::fill_n(line_of_piece.begin() + static_cast<std::ptrdiff_t>(line.first), line.count, n);
            const std::size_t depth = inside.empty() ? 0 : inside.back();
            line.indent = depth;
            if (line.count > 0) {
                const Piece &first = pieces_[line.first];
                const bool closes = is_closing(first.token.type);
                const bool equations = first.around == Around::Equations || first.around == Around::Controller;
                const bool goes_on = equations && !first.begins_statement && !closes;
                line.indent =
                    closes ? lines_[line_of_piece[first.partner]].indent : depth + (goes_on ? indent_width : 0);
            }
            for (std::size_t i = line.first; i < line.first + line.count; ++i) {
                if (is_opening(pieces_[i].token.type)) {
                    inside.push_back(line.indent + indent_width);
                } else if (is_closing(pieces_[i].token.type) && !inside.empty()) {
                    inside.pop_back();
                }
            }
        }
    }

    void align_colons() {
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t end = i, column = 0;
            for (; end < lines_.size() && lines_[end].colon > 0 && (end == i || !lines_[end].blank_before); ++end) {
                column = std::max(column, width(lines_[end].code.substr(0, lines_[end].colon)));
            }
            if (end == i) {
                ++i;
            }
            for (; i < end; ++i) {
                const std::size_t own = width(lines_[i].code.substr(0, lines_[i].colon));
                lines_[i].code.insert(lines_[i].colon, column - own, ' ');
            }
        }
    }

    // Comments behind code on lines that follow each other and that stood in one column stand in one column again.
    void align_comments() {
        const auto joins = [&](std::size_t i, std::size_t first) {
            return i < lines_.size() && lines_[i].count > 0 && !lines_[i].comment.empty() &&
                   (i == first ||
                    (!lines_[i].blank_before && lines_[i].comment_column == lines_[first].comment_column));
        };
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t end = i, longest = 0, gap = static_cast<std::size_t>(-1);
            for (; joins(end, i); ++end) {
                longest = std::max(longest, lines_[end].indent + width(lines_[end].code));
                gap = std::min(gap, lines_[end].gap);
            }
            if (end == i) {
                ++i;
            }
            for (; i < end; ++i) {
                lines_[i].gap = longest + gap - lines_[i].indent - width(lines_[i].code);
            }
        }
    }

    const Tokens &raw_;
    std::vector<Piece> pieces_;
    std::vector<bool> dropped_;
    std::vector<std::size_t> position_; // of what is left, in all
    std::vector<std::uint32_t> line_ends_;
    std::vector<Line> lines_;
};

} // namespace

bool same_tree(const Tree &a, const Tree &b) {
    const auto same = [&](const Node &x, const Node &y) {
        return x.kind == y.kind && x.child_count == y.child_count && x.first_child == y.first_child &&
               x.number == y.number && a.texts[x.text] == b.texts[y.text] && a.texts[x.doc] == b.texts[y.doc];
    };
    return std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(), same) &&
           std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end()) && a.root == b.root;
}

std::optional<std::string> format(source::SourceSet &sources, FileId file, diag::Report &report) {
    const auto tree = parse(sources, file, report);
    if (!tree) {
        return std::nullopt;
    }
    const Tokens raw = lex(sources, file);
    std::string text = Formatter(raw, filter(raw), *tree).run();
    diag::Report again;
    const auto copy = sources.add(std::string(sources.name(file)), text, again);
    const auto other = copy ? parse(sources, *copy, again) : std::nullopt;
    if (!other || !same_tree(*tree, *other)) {
        report.add(diag::Kind::InternalFault, Span{},
                   "the form of `" + std::string(sources.name(file)) + "` would change its meaning");
        return std::nullopt;
    }
    return text;
}

} // namespace tactus::syntax
