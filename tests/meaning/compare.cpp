#include "tests/meaning/compare.h"

#include <cstdlib>

#include "compiler/interp/interpreter.h"
#include "tests/meaning/reduce.h"

namespace tactus::meaning {

Side interpreted(const graph::Graph &graph) {
    const auto interpreter = std::make_shared<interp::Interpreter>(graph);
    return {interpreter, interpreter->kernel()};
}

std::string compare(const Case &c, const MakeSide &left, const MakeSide &right) {
    const Side a = left(c.graph), b = right(c.graph);
    if (a.kernel == nullptr || b.kernel == nullptr)
        return "no kernel was made";
    Script recut = c.script;
    recut.blocks = {64};
    recut.use_tiles = !c.script.use_tiles;
    return difference(Player(a.kernel).play(recut), Player(b.kernel).play(c.script));
}

std::string compare_and_reduce(std::uint64_t seed, const MakeSide &left, const MakeSide &right) {
    const Case c = generate(seed);
    const std::string found = compare(c, left, right);
    if (found.empty())
        return {};
    const Case small = reduce(c, [&](const Case &candidate) { return !compare(candidate, left, right).empty(); });
    return "TACTUS_SEED=" + std::to_string(seed) + ": " + found + "\nreduced: " + compare(small, left, right) + "\n" +
           text_of(small);
}

std::string for_each_seed(std::uint64_t first, std::uint64_t count, const std::function<void(std::uint64_t)> &f) {
    if (const char *seed = std::getenv("TACTUS_SEED")) {
        f(std::strtoull(seed, nullptr, 10));
        return std::string("seed ") + seed;
    }
    if (const char *other = std::getenv("TACTUS_FIRST"))
        first += std::strtoull(other, nullptr, 10);
    if (const char *graphs = std::getenv("TACTUS_GRAPHS"))
        count = std::strtoull(graphs, nullptr, 10);
    for (std::uint64_t seed = first; seed < first + count; ++seed)
        f(seed);
    return "seeds " + std::to_string(first) + " to " + std::to_string(first + count - 1) +
           " (TACTUS_SEED=… repeats one)";
}

} // namespace tactus::meaning
