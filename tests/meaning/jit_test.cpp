// Compiled kernels and the interpreter give the same bits: any lane width, any level of code generation, any cut into
// blocks.
#include <doctest/doctest.h>

#include "compiler/graph/rules.h"
#include "tests/meaning/kernels.h"

using namespace tactus;
using graph::Op;

namespace {

void compare_seeds(std::uint64_t first, std::uint64_t count) {
    int failures = 0;
    const std::string seeds = meaning::for_each_seed(first, count, [&](std::uint64_t seed) {
        if (failures >= 3)
            return; // each of them is reduced, which takes its time
        const meaning::Build build = meaning::build_of(seed);
        const std::string found = meaning::compare_and_reduce(
            seed, meaning::interpreted, [&](const graph::Graph &g) { return meaning::compiled(g, build); });
        CHECK_MESSAGE(found.empty(), meaning::text_of(build) << "\n" << found);
        failures += found.empty() ? 0 : 1;
    });
    MESSAGE(seeds);
}

} // namespace

// Four cases, so that the runner shares them out over the cores.
TEST_CASE("interpreter and compiled code agree: first quarter") { compare_seeds(1, 500); }
TEST_CASE("interpreter and compiled code agree: second quarter") { compare_seeds(501, 500); }
TEST_CASE("interpreter and compiled code agree: third quarter") { compare_seeds(1001, 500); }
TEST_CASE("interpreter and compiled code agree: fourth quarter") { compare_seeds(1501, 500); }

TEST_CASE("a wrong operation in compiled code is found within 100 graphs") {
    const std::pair<Op, Op> mistakes[]{{Op::multiply, Op::add},
                                       {Op::ceiling, Op::floor},
                                       {Op::tap_cubic, Op::tap_linear},
                                       {Op::phase_negate, Op::phase_negate}};
    for (const auto &[op, other] : mistakes) {
        CAPTURE(graph::info(op).name);
        const auto wrong = [&](const graph::Graph &g) {
            graph::Graph changed = g;
            for (graph::Node &node : changed.nodes)
                if (node.op == op)
                    node.op = other;
            return meaning::compiled(changed, {});
        };
        std::uint64_t seed = 1;
        while (seed <= 100 && meaning::compare(meaning::generate(seed), meaning::interpreted, wrong).empty())
            ++seed;
        CHECK((seed <= 100) == (op != other)); // the last pair is no mistake: nothing may be found
    }
}
