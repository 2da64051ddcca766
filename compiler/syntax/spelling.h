// Guesses for a name that is nowhere: near spellings, and words that other systems use for what is here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

namespace tactus::syntax {

// Insertions, deletions, substitutions and swaps of neighbours between two names (Damerau 1964, optimal string
// alignment).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The known names at most a third of the word's length away, nearest first, at most three.
[[nodiscard]] std::vector<std::string> nearest(std::string_view word, std::span<const std::string> known);

// What a word of Pd, SuperCollider, Faust, Csound or Sporth is called here.
[[nodiscard]] std::optional<std::string_view> word_of_other_language(std::string_view word);

// Whether its inputs are others there, or stand in another order.
[[nodiscard]] bool has_other_inputs(std::string_view word);

// "in Tactus this is `sine`", with the edit.
[[nodiscard]] diag::Help in_tactus(std::string_view ours, Span place);

// The same for what follows a point: `.pitch` is `.freq`.
[[nodiscard]] std::optional<std::string_view> member_of_other_language(std::string_view word);

} // namespace tactus::syntax
