// What a graph means, as 32 bytes: equal for graphs that print the same apart from source ranges. Not for use against
// an adversary.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/graph/graph.h"

namespace tactus::graph {

using Hash = std::array<std::uint8_t, 32>;

// 64-bit FNV-1a (Fowler, Noll, Vo): the key of a name.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325u) {
    for (const char c : text)
        seed = (seed ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
    return seed;
}

// Four lanes of FNV-1a with different seeds, each mixed at the end.
[[nodiscard]] Hash hash_bytes(std::string_view bytes);
[[nodiscard]] Hash graph_hash(const Graph &graph);

} // namespace tactus::graph
