// One slip of the keys in a program that was right: a token removed, doubled, swapped with its neighbour, or misspelt.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tactus::test {

enum class Slip : std::uint8_t { Removed, Doubled, Swapped, Misspelt };

struct Mutation {
    Slip slip;
    std::string text;                  // the program with the slip in it
    std::size_t first_line, last_line; // where it is, counted from 1
    std::string token;                 // what was touched
};

struct Piece { // a token by its place
    std::size_t begin, end;
};

// The tokens of a program, without blanks and comments.
[[nodiscard]] std::vector<Piece> pieces_of(std::string_view text);
[[nodiscard]] std::optional<Mutation> mutate(const std::string &text, const std::vector<Piece> &pieces,
                                             std::mt19937_64 &random);
[[nodiscard]] std::string_view name_of(Slip slip);

} // namespace tactus::test
