// How many blanks stand between two tokens of one line. In: the tokens of a file with what encloses them. Out: 0, 1, or
// 2 where the author groups by two blanks: words, options, a file's name and its notes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/syntax/tokens.h"
#include "compiler/syntax/tree.h"

namespace tactus::syntax {

enum class Around : std::uint8_t { Equations, Words, Bracket, WordHeader, Controller };

struct Piece {
    Token token;                       // with the type that filter() gave it
    Around around = Around::Equations; // what a bracket stands in, not what it opens
    std::size_t partner = 0;           // a bracket's other end
    std::size_t statement = 0;         // the type of the statement's first token
    bool begins_statement = false;     // in equations: a line that does not begin one goes on
    bool prefix = false;               // a sign
    bool header_bracket = false;       // ( or ) of a word's header
    bool node_bracket = false;         // ( of a node's inputs
};

// The tokens of a file, without line ends.
[[nodiscard]] std::vector<Piece> pieces_of(const Tokens &filtered, const Tree &tree);

// Between pieces[index - 1] and pieces[index], which stand on one line.
[[nodiscard]] std::uint32_t blanks_before(std::span<const Piece> pieces, std::size_t index);

} // namespace tactus::syntax
