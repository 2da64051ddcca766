// Simplified graphs mean what they meant, bit by bit; and a comparison that would not notice a wrong operation is no
// comparison.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/graph/rules.h"
#include "compiler/graph/verify.h"
#include "compiler/simplify/rewrite.h"
#include "compiler/simplify/simplify.h"
#include "tests/meaning/compare.h"
#include "tests/meaning/reduce.h"

using namespace tactus;
using graph::Op;

namespace {

meaning::Side simplified(const graph::Graph &g) { return meaning::interpreted(simplify::simplify(g)); }

// The graph with every op of one kind replaced by another of the same operands.
meaning::MakeSide with_wrong(Op op, Op other) {
    return [=](const graph::Graph &g) {
        graph::Graph wrong = g;
        for (graph::Node &node : wrong.nodes)
            if (node.op == op)
                node.op = other;
        return meaning::interpreted(wrong);
    };
}

} // namespace

TEST_CASE("simplified graphs mean the same") {
    std::size_t before = 0, after = 0;
    meaning::for_each_seed(1, 2000, [&](std::uint64_t seed) {
        const std::string found = meaning::compare_and_reduce(seed, meaning::interpreted, simplified);
        CHECK_MESSAGE(found.empty(), found);
        const graph::Graph g = meaning::generate(seed).graph;
        const graph::Graph s = simplify::simplify(g);
        CHECK(graph::verify(s).empty());
        before += g.nodes.size();
        after += s.nodes.size();
    });
    CHECK(after < before);
    MESSAGE("seeds 1 to 2000 (TACTUS_SEED=… repeats one): " << before << " nodes became " << after);
}

TEST_CASE("each wrong operation is found within 100 graphs") {
    const std::pair<Op, Op> mistakes[]{{Op::add, Op::subtract},
                                       {Op::floor, Op::truncate},
                                       {Op::round, Op::floor},
                                       {Op::minimum, Op::maximum},
                                       {Op::less, Op::less_equal},
                                       {Op::not_equal, Op::equal},
                                       {Op::sine, Op::cosine},
                                       {Op::exponential, Op::exponential2},
                                       {Op::hyperbolic_tangent, Op::arctangent},
                                       {Op::logical_or, Op::logical_and},
                                       {Op::phase_add, Op::phase_subtract},
                                       {Op::sine_turn, Op::cosine_turn},
                                       {Op::calm, Op::absolute},
                                       {Op::tap_linear, Op::tap_cubic},
                                       {Op::tap_nearest, Op::tap_linear},
                                       {Op::note_gate, Op::note_on},
                                       {Op::phase_index, Op::phase_fraction}};
    for (const auto &[op, other] : mistakes) {
        CAPTURE(graph::info(op).name);
        std::uint64_t seed = 1;
        while (seed <= 100 &&
               meaning::compare(meaning::generate(seed), meaning::interpreted, with_wrong(op, other)).empty())
            ++seed;
        CHECK(seed <= 100);
    }
}

TEST_CASE("the reducer leaves little more than the mistake") {
    const auto wrong = with_wrong(Op::maximum, Op::minimum);
    std::uint64_t seed = 1;
    while (meaning::compare(meaning::generate(seed), meaning::interpreted, wrong).empty())
        ++seed;
    const auto fails = [&](const meaning::Case &c) {
        return !meaning::compare(c, meaning::interpreted, wrong).empty();
    };
    const meaning::Case small = meaning::reduce(meaning::generate(seed), fails);
    CHECK(fails(small));
    CHECK(small.graph.nodes.size() <= 8);
    CHECK(std::any_of(small.graph.nodes.begin(), small.graph.nodes.end(),
                      [](const graph::Node &n) { return n.op == Op::maximum; }));
    CHECK(small.script.frames <= 32);
    CHECK(meaning::text_of(small).find("= maximum") != std::string::npos);
}
