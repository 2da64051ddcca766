// The words that move values on the stack, as in Forth: what each takes and leaves. What runs them and what documents
// them read this one table.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tactus::elaborate {

struct StackWord {
    std::string_view word;
    std::size_t wants;
    std::string_view leaves; // letters: a is the deepest it takes
    std::string_view meaning, example;
};

inline constexpr std::array<StackWord, 9> stack_words{
    {{"dup", 1, "aa", "the top once more", "stack { 55Hz saw dup * }"},
     {"drop", 1, "", "the top away", "stack { 55Hz saw 110Hz saw drop }"},
     {"swap", 2, "ba", "the two at the top change places", "stack { 1 55Hz saw swap - }"},
     {"over", 2, "aba", "the second once more, on top", "stack { 55Hz saw 0.5 over * + }"},
     {"rot", 3, "bca", "the third comes to the top", "stack { 800Hz 0.3 55Hz saw rot rot lowpass }"},
     {"nip", 2, "b", "the second away", "stack { 55Hz saw 110Hz saw nip }"},
     {"tuck", 2, "bab", "the top once more, under the second", "stack { 55Hz saw 110Hz saw tuck * + }"},
     {"2dup", 2, "abab", "the two at the top once more", "stack { 55Hz saw 110Hz saw 2dup * + * }"},
     {"2drop", 2, "", "the two at the top away", "stack { 220Hz sine 55Hz saw 110Hz saw 2drop }"}}};

// The one whose reach is told by a number.
inline constexpr std::string_view pick_word = "pick", pick_picture = "xn … x0 n -- xn … x0 xn",
                                  pick_meaning = "the value n below the top once more; n is a whole constant",
                                  pick_example = "stack { 55Hz saw 110Hz saw 1 pick * + }";

} // namespace tactus::elaborate
