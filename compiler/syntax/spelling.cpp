// Edit distance.
#include "compiler/syntax/spelling.h"

#include <algorithm>
#include <compare>

namespace tactus::syntax {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            rows[i][j] = std::min(
                {rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
    }
    return rows[a.size()][b.size()];
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> known) {
    constexpr std::size_t longest = 64; // a longer word is no slip of the keys
    if (word.size() > longest) {
        return {};
    }
    const std::size_t most = std::max<std::size_t>(1, word.size() / 3);
    // At one distance the same letters in another order come first: two keys in the wrong order are the commonest slip.
    struct Near {
        std::size_t distance;
        bool other_letters;
        std::string name;
        auto operator<=>(const Near &) const = default;
    };
    std::vector<Near> near;
    const auto letters = [](std::string text) {
        std::sort(text.begin(), text.end());
        return text;
    };
    for (const std::string &candidate : known) {
        if (candidate == word || candidate.size() > word.size() + most || candidate.size() + most < word.size()) {
            continue;
        }
        if (const std::size_t distance = edit_distance(word, candidate);
            distance <= most && distance < std::max(word.size(), candidate.size())) {
            near.push_back({distance, letters(candidate) != letters(std::string{word}), candidate});
        }
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    std::vector<std::string> made;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, near.size()); ++i) {
        made.push_back(near[i].name);
    }
    return made;
}

} // namespace tactus::syntax
