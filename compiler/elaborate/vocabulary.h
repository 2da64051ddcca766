// Every word that is not a node of a library or of a file: built-in functions, constants, words of the stack, words and
// signs of the language, what tests measure, units. `tactus doc` and the generated page of words are made of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tactus::elaborate {

enum class Vocabulary : std::uint8_t { function, constant, stack_word, phrase, measure, unit };

struct Word {
    Vocabulary kind = Vocabulary::function;
    std::string name;
    std::string header;  // how it is written
    std::string meaning; // one sentence
    std::string units;   // of inputs and output, and the range of the output; may be empty
    // An expression (functions, constants, words of the stack, units), a program (phrases), or a condition (measures).
    std::string example;

    // Meaning, units and example as a comment of the library would have them.
    [[nodiscard]] std::string text() const;
    // The example as a program.
    [[nodiscard]] std::string program() const;
};

[[nodiscard]] std::vector<Word> vocabulary();

} // namespace tactus::elaborate
