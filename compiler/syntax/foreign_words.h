// Words that other systems use for what is here: what they are called in Tactus, and where the meaning is surely the
// same, the edit that says it, inputs and units converted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.h"

namespace tactus::syntax {

// What a word of Pd, SuperCollider, Faust, Csound, Sporth or ChucK is called here.
[[nodiscard]] std::optional<std::string_view> word_of_other_language(std::string_view word);

// A word of another system as it stands in a text: `word` as foreign.def has it, `place` all that is written of it.
struct ForeignWord {
    std::string_view word;
    Span place;
    std::string_view text; // of the whole file
    bool in_words = false; // or in equations
};

// "in Tactus this is `sine`"; with an edit only where the call means the same afterwards.
[[nodiscard]] diag::Help in_tactus(const ForeignWord &foreign);

// Whether the edit of in_tactus is a call written anew, not only another name.
[[nodiscard]] bool is_converted(std::string_view word);

// What follows a point: `.pitch` is `.freq`.
[[nodiscard]] std::optional<std::string_view> member_of_other_language(std::string_view word);

// A function behind its only input, `60.midicps`: what it is called here, where that takes the same.
[[nodiscard]] std::optional<std::string_view> method_of_other_language(std::string_view word);

} // namespace tactus::syntax
