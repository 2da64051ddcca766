// What a kernel says about itself, whoever runs it: the ABI's tables of parameters, polys and ports, made from the
// graph. In: a right graph and the lane width. Out: values for tactus_kernel; names are offsets into one pool of
// NUL-terminated strings. Also the numbers that the rules of voices are stated with.
#pragma once

#include <string>
#include <vector>

#include "compiler/graph/graph.h"
#include "runtime/kernel.h"

namespace tactus::graph {

struct Descriptors {
    std::vector<tactus_param> params;
    std::vector<tactus_poly> polys;
    std::vector<tactus_port> in, out;
    std::string names;
};

// Puts a string and its NUL at the end of the pool and gives its offset; the empty string is at 0 of every pool.
[[nodiscard]] std::uint32_t add_name(std::string &pool, std::string_view name);

[[nodiscard]] Descriptors describe(const Graph &graph, std::uint32_t lanes);

// The fade of a stolen voice: 5 ms, rounded down to frames.
[[nodiscard]] std::uint32_t fade_frames(const Graph &graph);
// Ticks of silence after which a released voice sleeps: 50 ms and the poly's longest delay, rounded up to ticks.
[[nodiscard]] std::uint32_t quiet_ticks(const Graph &graph, const Poly &poly);
// A released voice whose peak lies below this in a tick was silent in it.
inline constexpr float silent_level = 0x1p-16f;

} // namespace tactus::graph
