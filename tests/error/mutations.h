// One slip in a program that was right: a token removed, doubled, swapped with its neighbour, or misspelt; a brace that
// is gone or on another line; a definition that got another name, and its uses not.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tactus::test {

enum class Slip : std::uint8_t { Removed, Doubled, Swapped, Misspelt, Brace, Renamed };
inline constexpr std::size_t slips = 6; // kinds of them

struct Mutation {
    Slip slip;
    std::string text;               // the program with the slip in it
    std::vector<std::size_t> lines; // where it shows, counted from 1; the first is that of the token
    std::string token;              // what was touched
};

struct Piece { // a token by its place
    std::size_t begin, end;
};

// The tokens of a program, without blanks and comments.
[[nodiscard]] std::vector<Piece> pieces_of(std::string_view text);
[[nodiscard]] std::optional<Mutation> mutate(const std::string &text, const std::vector<Piece> &pieces, Slip slip,
                                             std::mt19937_64 &random);
[[nodiscard]] std::string_view name_of(Slip slip);

} // namespace tactus::test
