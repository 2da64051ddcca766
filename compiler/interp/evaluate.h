// One operation on numbers. In: a node without memory and its operands' values. Out: its value. The interpreter
// computes with it and constant folding uses the same function, so both give the bits that compiled code gives. Values
// are 32-bit words: the bits of a real, a phase, or 0 and 1.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "compiler/graph/graph.h"

namespace tactus::interp {

using Word = std::uint32_t;

[[nodiscard]] constexpr float real_of(Word word) { return std::bit_cast<float>(word); }
[[nodiscard]] constexpr Word word_of(float real) { return std::bit_cast<Word>(real); }

// True for ops whose value depends on their operands and attributes alone: all that `evaluate` takes.
[[nodiscard]] bool is_pure(graph::Op op);

[[nodiscard]] Word evaluate(const graph::Graph &graph, const graph::Node &node, std::span<const Word> operands);

// 16 partial sums, term i into partial i mod 16, a partial starting as its first term; then halves 8, 4, 2, 1.
[[nodiscard]] float sum_of(std::span<const Word> terms);

// Which of so many entries the number x means: max(min(x, entries - 1), 0) truncated.
[[nodiscard]] std::size_t entry_index(float x, std::size_t entries);

// The random generator's state where an instance starts; slot is 0 in the patch.
[[nodiscard]] Word random_seed(const graph::Graph &graph, const graph::Node &node, std::uint32_t slot);

} // namespace tactus::interp
