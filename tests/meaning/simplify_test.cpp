// Simplified graphs mean what they meant, bit by bit; and a comparison that would not notice a wrong operation is no
// comparison.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>

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

// The next op in the table that takes and gives the same and keeps no memory of its own; nothing where there is none.
std::optional<Op> neighbour(Op op) {
    const auto ops = graph::all_ops();
    const graph::OpInfo &mine = graph::info(op);
    const auto has_parts = [](Op o) { return o == Op::phase_index || o == Op::phase_fraction; };
    for (std::size_t step = 1; step < ops.size() && mine.state == graph::StateRule::none; ++step) {
        const auto other = static_cast<Op>((static_cast<std::size_t>(op) + step) % ops.size());
        const graph::OpInfo &theirs = graph::info(other);
        if (theirs.operands == mine.operands && theirs.result == mine.result && theirs.rate == mine.rate &&
            theirs.state == mine.state && (!has_parts(other) || has_parts(op)) &&
            graph::reads_transform(other) == graph::reads_transform(op) && other != Op::table && !mine.operands.empty())
            return other;
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("simplified graphs mean the same") {
    std::size_t before = 0, after = 0;
    const std::string seeds = meaning::for_each_seed(1, 2000, [&](std::uint64_t seed) {
        const std::string found = meaning::compare_and_reduce(seed, meaning::interpreted, simplified);
        CHECK_MESSAGE(found.empty(), found);
        const graph::Graph g = meaning::generate(seed).graph;
        const graph::Graph s = simplify::simplify(g);
        CHECK(graph::verify(s).empty());
        before += g.nodes.size();
        after += s.nodes.size();
    });
    CHECK(after <= before);
    MESSAGE(seeds << ": " << before << " nodes became " << after);
}

TEST_CASE("each wrong operation is found within 100 graphs") {
    for (std::size_t i = 0; i < graph::all_ops().size(); ++i) {
        const auto op = static_cast<Op>(i);
        const auto other = neighbour(op);
        if (!other)
            continue;
        std::uint64_t seed = 1;
        while (seed <= 100 &&
               meaning::compare(meaning::generate(seed), meaning::interpreted, with_wrong(op, *other)).empty())
            ++seed;
        CHECK_MESSAGE(seed <= 100, graph::info(op).name << " played as " << graph::info(*other).name);
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
