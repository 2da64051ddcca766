// Guesses for a name that is nowhere: near spellings.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tactus::syntax {

// Insertions, deletions, substitutions and swaps of neighbours between two names (Damerau 1964, optimal string
// alignment).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The known names at most a third of the word's length away, nearest first, at most three.
[[nodiscard]] std::vector<std::string> nearest(std::string_view word, std::span<const std::string> known);

} // namespace tactus::syntax
