// Plays one case on two sides and says where they differ. In: a case and, for each side, what makes a kernel of the
// case's graph and how the script is cut. Out: the difference in words, made small and with the seed that repeats it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "compiler/graph/graph.h"
#include "tests/meaning/generate.h"

namespace tactus::meaning {

// A kernel and whatever owns it.
struct Side {
    std::shared_ptr<const void> owner;
    const tactus_kernel *kernel = nullptr;
};
using MakeSide = std::function<Side(const graph::Graph &)>;

[[nodiscard]] Side interpreted(const graph::Graph &graph);

// The two sides are cut into different blocks; "" when they are equal.
[[nodiscard]] std::string compare(const Case &c, const MakeSide &left, const MakeSide &right);

// As compare; a difference comes with the reduced case.
[[nodiscard]] std::string compare_and_reduce(std::uint64_t seed, const MakeSide &left, const MakeSide &right);

// Calls f with the seeds to run: `count` of them from `first` on, or the one in the environment variable TACTUS_SEED.
// TACTUS_GRAPHS in the environment gives another count, TACTUS_FIRST
// is added to `first`. Gives the seeds in words.
std::string for_each_seed(std::uint64_t first, std::uint64_t count, const std::function<void(std::uint64_t)> &f);

} // namespace tactus::meaning
