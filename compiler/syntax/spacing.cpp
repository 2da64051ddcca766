// Brackets, statements and signs are found in one walk; the blanks follow from a token's neighbours.
#include "compiler/syntax/spacing.h"

#include <algorithm>
#include <set>

namespace tactus::syntax {

namespace {

// Signs: every minus that begins a negation or a literal.
std::set<std::uint32_t> signs_of(const Tree &tree, std::string_view text) {
    std::set<std::uint32_t> made;
    for (const Node &node : tree.nodes) {
        const bool signed_kind = node.kind == Kind::Negate || node.kind == Kind::Number || node.kind == Kind::Fraction;
        if (signed_kind && text[node.span.begin] == '-') {
            made.insert(node.span.begin);
        }
    }
    return made;
}

bool is_line_end(const Tokens &tokens, const Token &token) {
    return token.type == T::SEMI && tokens.text_of(token) != ";";
}

class Walk {
  public:
    Walk(const Tokens &tokens, const Tree &tree) : tokens_(tokens), signs_(signs_of(tree, tokens.text)) {}

    std::vector<Piece> run() {
        for (const Token &token : tokens_.tokens) {
            if (token.type == end_of_file) {
                break;
            }
            if (is_line_end(tokens_, token)) {
                begins_ = true;
                continue;
            }
            add(token);
        }
        return std::move(pieces_);
    }

  private:
    struct Open {
        std::size_t index;
        Around inside;
        std::size_t statement;
    };

    [[nodiscard]] Around around() const { return open_.empty() ? Around::Equations : open_.back().inside; }
    [[nodiscard]] std::size_t type_before(std::size_t back) const {
        return pieces_.size() < back ? 0 : pieces_[pieces_.size() - back].token.type;
    }

    void add(const Token &token) {
        Piece piece;
        piece.token = token;
        const std::size_t index = pieces_.size();
        if (is_closing(token.type) && !open_.empty()) {
            const Open open = open_.back();
            open_.pop_back();
            piece.partner = open.index;
            pieces_[open.index].partner = index;
            piece.header_bracket = open.inside == Around::WordHeader;
            statement_ = open.statement;
            begins_ = false;
        } else if (begins_) {
            statement_ = token.type;
            piece.begins_statement = true;
        }
        begins_ = false;
        piece.around = around();
        piece.statement = statement_;
        piece.prefix = token.type == T::SIGN || (token.type == T::MINUS && signs_.contains(token.begin));
        if (is_opening(token.type)) {
            open(piece, index);
        }
        begins_ = begins_ || token.type == T::SEMI;
        pieces_.push_back(piece);
    }

    void open(Piece &piece, std::size_t index) {
        const bool round = piece.token.type == T::LPAREN || piece.token.type == T::CALL;
        Around inside = Around::Bracket;
        if (piece.token.type == T::LBRACE) {
            const bool words = statement_ == T::WORD || type_before(1) == T::STACK;
            inside = words ? Around::Words : statement_ == T::CONTROLLER ? Around::Controller : Around::Equations;
            begins_ = inside == Around::Equations || inside == Around::Controller;
        } else if (round && type_before(2) == T::WORD) {
            inside = Around::WordHeader;
            piece.header_bracket = true;
        } else if (round && type_before(2) == T::NODE) {
            piece.node_bracket = true;
        }
        open_.push_back({index, inside, statement_});
    }

    const Tokens &tokens_;
    std::set<std::uint32_t> signs_;
    std::vector<Piece> pieces_;
    std::vector<Open> open_;
    std::size_t statement_ = 0;
    bool begins_ = true;
};

std::uint32_t written(const Piece &left, const Piece &right) { return right.token.begin - left.token.end; }

// `a*b` and `a * b` are the author's; `a *b` is neither.
bool is_tight(std::span<const Piece> pieces, std::size_t index) {
    const bool left = index > 0 && written(pieces[index - 1], pieces[index]) == 0;
    const bool right = index + 1 < pieces.size() && written(pieces[index], pieces[index + 1]) == 0;
    return left && right;
}

bool may_be_tight(const Piece &piece) {
    switch (piece.token.type) {
    case T::PLUS:
    case T::MINUS:
    case T::STAR:
    case T::SLASH:
    case T::CARET:
    case T::DOTDOT:
        return !piece.prefix && piece.around != Around::Words;
    default:
        return false;
    }
}

std::uint32_t in_header(const Piece &left, const Piece &right) {
    const auto tight = [](std::size_t type) { return type == T::COLON || type == T::ASSIGN; };
    const bool dashes = left.token.type == T::MINUS && right.token.type == T::MINUS && !right.prefix;
    return dashes || tight(left.token.type) || tight(right.token.type) ? 0 : 1;
}

// Where two blanks may group what stands on a line.
bool may_group(const Piece &left, const Piece &right) {
    const bool words = left.around == Around::Words && right.around == Around::Words;
    const bool options =
        right.around == Around::Controller || (right.statement == T::PARAM && right.around == Around::Equations);
    return words || options || left.token.type == T::STRING;
}

// What always touches, or never does, whatever stands on the other side.
std::optional<std::uint32_t> fixed(const Piece &left, const Piece &right) {
    const std::size_t before = left.token.type, after = right.token.type;
    if (right.header_bracket || left.header_bracket) {
        return 1;
    }
    if (left.prefix || right.node_bracket || after == T::CALL || after == T::INDEX || after == T::COMMA) {
        return 0;
    }
    if (before == T::DOT || before == T::AT || after == T::DOT || after == T::AT) {
        return 0;
    }
    if (before == T::LBRACE || after == T::LBRACE || after == T::RBRACE) {
        return 1;
    }
    if (is_opening(before) || is_closing(after)) {
        return 0;
    }
    return std::nullopt;
}

} // namespace

std::vector<Piece> pieces_of(const Tokens &filtered, const Tree &tree) { return Walk{filtered, tree}.run(); }

std::uint32_t blanks_before(std::span<const Piece> pieces, std::size_t index) {
    const Piece &left = pieces[index - 1], &right = pieces[index];
    if (const auto blanks = fixed(left, right)) {
        return *blanks;
    }
    if (right.around == Around::WordHeader) {
        return in_header(left, right);
    }
    if (right.token.type == T::COLON) {
        return right.around == Around::Controller ? 1 : 0;
    }
    if ((may_be_tight(left) && is_tight(pieces, index - 1)) || (may_be_tight(right) && is_tight(pieces, index))) {
        return 0;
    }
    return may_group(left, right) ? std::clamp(written(left, right), 1u, 2u) : 1;
}

} // namespace tactus::syntax
