// Compiled kernels for the tests of meaning: any lane width, level of code generation, with and without simplify.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/emit/emit.h"
#include "tests/meaning/compare.h"

namespace tactus::meaning {

struct Build {
    std::uint32_t lanes = 8;
    emit::Level level = emit::Level::Normal;
    bool simplified = true;
};

[[nodiscard]] std::string text_of(const Build &build);
// A build that follows from the seed.
[[nodiscard]] Build build_of(std::uint64_t seed);
// A kernel that cannot be made fails the running test with the reason.
[[nodiscard]] Side compiled(const graph::Graph &graph, const Build &build);

} // namespace tactus::meaning
