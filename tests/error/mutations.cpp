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

} // namespace

std::string_view name_of(Slip slip) {
    constexpr std::array<std::string_view, 4> names{"removed", "doubled", "swapped", "misspelt"};
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

std::optional<Mutation> mutate(const std::string &text, const std::vector<Piece> &pieces, std::mt19937_64 &random) {
    const auto slip = static_cast<Slip>(below(random, 4));
    std::size_t at = below(random, pieces.size() - 1);
    while (slip == Slip::Misspelt && !has_letters(text, pieces[at])) {
        at = below(random, pieces.size() - 1);
    }
    const Piece one = pieces[at], next = pieces[at + 1];
    const std::string token = text.substr(one.begin, one.end - one.begin);
    Mutation made{slip, text, line_of(text, one.begin), line_of(text, one.begin), token};
    switch (slip) {
    case Slip::Removed:
        made.text.erase(one.begin, token.size());
        break;
    case Slip::Doubled:
        made.text.insert(one.end, (is_letter(token[0]) ? " " : "") + token);
        break;
    case Slip::Swapped: {
        const std::string other = text.substr(next.begin, next.end - next.begin);
        made.text.replace(next.begin, other.size(), token).replace(one.begin, token.size(), other);
        made.last_line = line_of(text, next.begin);
        made.token += " and " + other;
        break;
    }
    case Slip::Misspelt:
        const auto wrong = misspell(token, random);
        if (!wrong) {
            return std::nullopt;
        }
        made.text.replace(one.begin, token.size(), *wrong);
        made.token += " as " + *wrong;
    }
    return made;
}

} // namespace tactus::test
