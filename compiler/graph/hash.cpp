#include "compiler/graph/hash.h"

#include "compiler/graph/text.h"

namespace tactus::graph {

namespace {

// The finaliser of MurmurHash3 (Appleby, public domain).
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
    return x ^ (x >> 33);
}

} // namespace

Hash hash_bytes(std::string_view bytes) {
    Hash hash{};
    for (std::size_t lane = 0; lane < 4; ++lane) {
        // Each lane has a seed of its own and sees every byte under its own number.
        std::uint64_t h = 0xcbf29ce484222325u + lane * 0x9e3779b97f4a7c15u;
        for (const char c : bytes)
            h = (h ^ (static_cast<std::uint8_t>(c) + (lane << 8))) * 0x100000001b3u;
        h = mix(h);
        for (std::size_t i = 0; i < 8; ++i)
            hash[lane * 8 + i] = static_cast<std::uint8_t>(h >> (8 * i));
    }
    return hash;
}

Hash graph_hash(const Graph &graph) { return hash_bytes(print(graph, {.spans = false})); }

} // namespace tactus::graph
