// Tokens are found by a scanner of its own, so that a fault of the compiler's lexer does not hide itself.
#include "tests/error/mutations.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tactus::test {

namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t end_of_piece(std::string_view text, std::size_t i) {
    const char c = text[i];
    if (c == '"') {
        const std::size_t quote = text.find('"', i + 1);
        return quote == std::string_view::npos ? text.size() : quote + 1;
    }
    if (is_letter(c)) {
        const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
        std::size_t end = i + 1;
        while (end < text.size() &&
               (is_letter(text[end]) || (number && text[end] == '.' && end + 1 < text.size() &&
                                         std::isdigit(static_cast<unsigned char>(text[end + 1])) != 0))) {
            ++end;
        }
        return end;
    }
    constexpr std::array<std::string_view, 7> doubles{"->", "..", "==", "!=", "<=", ">=", "--"};
    const bool two = std::find(doubles.begin(), doubles.end(), text.substr(i, 2)) != doubles.end();
    return i + (two ? 2 : 1);
}

std::size_t line_of(std::string_view text, std::size_t place) {
    return 1 +
           static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
}

std::size_t below(std::mt19937_64 &random, std::size_t count) { return static_cast<std::size_t>(random() % count); }

bool has_letters(std::string_view text, Piece piece) {
    const std::string_view token = text.substr(piece.begin, piece.end - piece.begin);
    return is_letter(token[0]) && std::any_of(token.begin(), token.end(),
                                              [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

// Letters of the unit of a number, or of the whole word.
std::optional<std::string> misspell(std::string word, std::mt19937_64 &random) {
    std::size_t from = 0;
    if (std::isdigit(static_cast<unsigned char>(word[0])) != 0) {
        while (from < word.size() && std::isalpha(static_cast<unsigned char>(word[from])) == 0) {
            ++from;
        }
    }
    if (!is_letter(word[0]) || from >= word.size()) {
        return std::nullopt;
    }
    const std::string before = word;
    const std::size_t at = from + below(random, word.size() - from);
    const char letter = static_cast<char>('a' + below(random, 26));
    switch (below(random, 4)) {
    case 0:
        word.erase(at, 1);
        break;
    case 1:
        word.insert(at, 1, letter);
        break;
    case 2:
        word[at] = letter;
        break;
    default:
        if (at + 1 < word.size()) {
            std::swap(word[at], word[at + 1]);
        }
    }
    return word == before || word.empty() ? std::nullopt : std::optional{word};
}

// Nothing, where the piece has not the form the slip needs.
using Slipped = std::optional<Mutation>;

std::string text_of(const std::string &text, Piece piece) { return text.substr(piece.begin, piece.end - piece.begin); }

Slipped remove(Mutation made, Piece one) {
    made.text.erase(one.begin, one.end - one.begin);
    return made;
}

Slipped repeat(Mutation made, Piece one) {
    made.text.insert(one.end, (is_letter(made.token[0]) ? " " : "") + made.token);
    return made;
}

Slipped swap_with(Mutation made, Piece one, Piece next) {
    const std::string other = text_of(made.text, next);
    for (std::size_t line = made.lines[0]; line < line_of(made.text, next.begin);) {
        made.lines.push_back(++line);
    }
    made.text.replace(next.begin, other.size(), made.token).replace(one.begin, made.token.size(), other);
    made.token += " and " + other;
    return made;
}

Slipped misspell_at(Mutation made, Piece one, std::mt19937_64 &random) {
    const auto wrong = misspell(made.token, random);
    if (!wrong) {
        return std::nullopt;
    }
    made.text.replace(one.begin, made.token.size(), *wrong);
    made.token += " as " + *wrong;
    return made;
}

// The end of a line some lines below (above, where negative), before its comment; npos where there is none.
std::size_t end_of_line(const std::string &text, std::size_t place, int lines) {
    std::size_t end = text.find('\n', place);
    for (; lines > 0 && end != std::string::npos; --lines) {
        end = text.find('\n', end + 1);
    }
    for (; lines < 0 && end != std::string::npos; ++lines) {
        end = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
    }
    if (end == std::string::npos) {
        return end;
    }
    const std::size_t start = end == 0 ? 0 : text.rfind('\n', end - 1) + 1; // 0 on the first line
    return std::min(end, text.find("//", start));
}

// A brace that is not where it belongs: gone, or at the end of another line up to two away.
Slipped misplace(Mutation made, Piece one, std::mt19937_64 &random) {
    if (made.token != "{" && made.token != "}") {
        return std::nullopt;
    }
    constexpr std::array<int, 6> distances{0, 0, -2, -1, 1, 2};
    const int lines = distances[below(random, distances.size())];
    if (lines == 0) {
        made.token += " removed";
        return remove(std::move(made), one);
    }
    const std::size_t place = end_of_line(made.text, one.begin, lines);
    if (place == std::string::npos) {
        return std::nullopt;
    }
    made.lines.push_back(line_of(made.text, place));
    const std::string brace = " " + made.token;
    if (place < one.begin) {
        made.text.erase(one.begin, 1).insert(place, brace);
    } else {
        made.text.insert(place, brace).erase(one.begin, 1);
    }
    made.token += " moved to line " + std::to_string(made.lines.back());
    return made;
}

// Whether a name is defined here: behind the word of its kind, or at the start of a line before `=`, `:` or `[`.
bool is_defined_at(const std::string &text, const std::vector<Piece> &pieces, std::size_t at) {
    constexpr std::array<std::string_view, 11> kinds{"node",   "word",   "patch", "rack",       "param", "input",
                                                     "buffer", "sample", "table", "controller", "track"};
    if (!is_letter(text[pieces[at].begin]) || at == 0 || at + 1 == pieces.size()) {
        return false;
    }
    const std::string before = text_of(text, pieces[at - 1]), after = text_of(text, pieces[at + 1]);
    const bool first =
        line_of(text, pieces[at - 1].begin) != line_of(text, pieces[at].begin) && before != "," && before != "(";
    return std::find(kinds.begin(), kinds.end(), before) != kinds.end() ||
           (first && (after == "=" || after == ":" || after == "["));
}

// A name is another where it is defined, and its uses know nothing of it: where it is used is right as well. Uses are
// looked for in the block of the definition.
Slipped rename(Mutation made, const std::vector<Piece> &pieces, std::size_t at, std::mt19937_64 &random) {
    if (!is_defined_at(made.text, pieces, at)) {
        return std::nullopt;
    }
    const std::string before = made.text, name = made.token;
    std::size_t first = at, last = at;
    for (int depth = 0; first > 0 && depth <= 0; --first) { // behind the brace that opens the block, or the first
        const std::string piece = text_of(before, pieces[first - 1]);
        depth += piece == "{" ? 1 : piece == "}" ? -1 : 0;
    }
    for (int depth = 0; last < pieces.size() && depth >= 0; ++last) {
        const std::string piece = text_of(before, pieces[last]);
        depth += piece == "{" ? 1 : piece == "}" ? -1 : 0;
    }
    for (std::size_t i = first; i < last; ++i) {
        const std::size_t line = line_of(before, pieces[i].begin);
        if (text_of(before, pieces[i]) == name && made.lines.back() != line) {
            made.lines.push_back(line);
        }
    }
    constexpr std::array<std::string_view, 4> others{"mine", "fresh", "other", "thing"};
    const std::string wrong = below(random, 2) == 0 ? name + "2" : std::string{others[below(random, others.size())]};
    made.text.replace(pieces[at].begin, name.size(), wrong);
    made.token += " renamed " + wrong;
    return made;
}

} // namespace

std::string_view name_of(Slip slip) {
    constexpr std::array<std::string_view, slips> names{"removed",  "doubled", "swapped",
                                                        "misspelt", "brace",   "renamed"};
    return names[static_cast<std::size_t>(slip)];
}

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> made;
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("//")) {
            i = std::min(text.size(), text.find('\n', i));
        } else if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
            ++i;
        } else {
            made.push_back({i, end_of_piece(text, i)});
            i = made.back().end;
        }
    }
    return made;
}

std::optional<Mutation> mutate(const std::string &text, const std::vector<Piece> &pieces, Slip slip,
                               std::mt19937_64 &random) {
    std::size_t at = below(random, pieces.size() - 1);
    while (slip == Slip::Misspelt && !has_letters(text, pieces[at])) {
        at = below(random, pieces.size() - 1);
    }
    const Piece one = pieces[at];
    Mutation made{slip, text, {line_of(text, one.begin)}, text_of(text, one)};
    switch (slip) {
    case Slip::Removed:
        return remove(std::move(made), one);
    case Slip::Doubled:
        return repeat(std::move(made), one);
    case Slip::Swapped:
        return swap_with(std::move(made), one, pieces[at + 1]);
    case Slip::Misspelt:
        return misspell_at(std::move(made), one, random);
    case Slip::Brace:
        return misplace(std::move(made), one, random);
    case Slip::Renamed:
        return rename(std::move(made), pieces, at, random);
    }
    return std::nullopt;
}

} // namespace tactus::test
