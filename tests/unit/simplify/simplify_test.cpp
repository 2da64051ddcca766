// What each pass does and, as important, what it leaves alone. That the meaning stays is the business of tests/meaning.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "compiler/graph/builder.h"
#include "compiler/graph/rules.h"
#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/simplify/simplify.h"

using namespace tactus;
using namespace tactus::graph;

namespace {

struct Bench {
    Builder b{"bench"};
    NodeId x, y, p, smooth;

    Bench() {
        b.graph.input_ports.resize(2);
        b.graph.input_ports[1].channel = 1;
        b.graph.parameters.resize(1);
        b.graph.polys.resize(1);
        b.place.name = b.name("n");
        x = b.add(Op::voice_input, {}, {.a = 0});
        y = b.add(Op::voice_input, {}, {.a = 1});
        p = b.add(Op::beat_phase, {});
        smooth = b.add(Op::parameter, {}, {.a = 0});
    }
    NodeId c(float value) { return b.constant(value); }
    void out(NodeId id) { b.graph.output_ports.push_back({"out", 0, id}); }
    // The simplified graph of one output; it must be right.
    Graph of(NodeId id) {
        b.graph.output_ports.clear();
        out(id);
        return all();
    }
    Graph all() {
        REQUIRE(verify(b.graph).empty());
        Graph g = simplify::simplify(b.graph);
        const auto problems = verify(g);
        CHECK_MESSAGE(problems.empty(), (problems.empty() ? "" : problems[0]));
        return g;
    }
    // The op that the output comes from.
    Op top(NodeId id) {
        const Graph g = of(id);
        return g[g.output_ports[0].node].op;
    }
    NodeId real(NodeId phase) { return b.add(Op::turns, {phase}); }
    NodeId real_of_truth(NodeId truth) { return b.add(Op::number, {truth}); }
};

std::size_t count(const Graph &graph, Op op) {
    std::size_t n = 0;
    for (const Node &node : graph.nodes)
        n += node.op == op ? 1u : 0u;
    return n;
}

constexpr float infinity = std::numeric_limits<float>::infinity();

} // namespace

TEST_CASE("constants fold; what is no number stays") {
    Bench t;
    const Graph g = t.of(t.b.add(Op::multiply, {t.c(3), t.b.add(Op::add, {t.c(1), t.c(0.5f)})}));
    REQUIRE(g.nodes.size() == 1);
    CHECK(g.nodes[0].op == Op::constant);
    CHECK(g.nodes[0].value == 4.5f);
    CHECK(t.top(t.b.add(Op::divide, {t.c(1), t.c(0)})) == Op::constant); // infinity is a number
    CHECK(t.top(t.b.add(Op::divide, {t.c(0), t.c(0)})) == Op::divide);
    CHECK(t.top(t.real_of_truth(t.b.add(Op::less, {t.c(0), t.c(1)}))) == Op::constant);
    CHECK(t.top(t.real(t.b.add(Op::phase, {t.c(0.25f)}))) == Op::constant);
    CHECK(t.top(t.b.add(Op::select, {t.b.add(Op::less, {t.c(0), t.c(1)}), t.x, t.y})) == Op::voice_input);
}

TEST_CASE("identities that keep every bit, and their neighbours that do not") {
    Bench t;
    const auto gone = [&](NodeId id) { return t.top(id) == Op::voice_input; };
    const auto add = [&](Op op, std::initializer_list<NodeId> in) { return t.b.add(op, in); };
    CHECK(gone(add(Op::multiply, {t.x, t.c(1)})));
    CHECK(gone(add(Op::multiply, {t.c(1), t.x})));
    CHECK_FALSE(gone(add(Op::multiply, {t.x, t.c(-1)})));
    CHECK(t.top(add(Op::multiply, {t.x, t.c(0)})) == Op::multiply); // infinity and -1 times 0
    CHECK(gone(add(Op::divide, {t.x, t.c(1)})));
    CHECK(gone(add(Op::subtract, {t.x, t.c(0)})));
    CHECK_FALSE(gone(add(Op::subtract, {t.x, t.c(-0.0f)}))); // -0 - -0 is +0
    CHECK_FALSE(gone(add(Op::add, {t.x, t.c(0)})));
    CHECK(gone(add(Op::add, {t.x, t.c(-0.0f)})));
    CHECK(t.top(add(Op::subtract, {t.x, t.x})) == Op::subtract);
    CHECK(gone(add(Op::negate, {add(Op::negate, {t.x})})));
    CHECK(t.of(add(Op::absolute, {add(Op::negate, {add(Op::absolute, {t.x})})})).nodes.size() == 2);
    CHECK(gone(add(Op::sum, {t.x})));
    CHECK(gone(add(Op::minimum, {t.x, t.x})));
    CHECK(gone(add(Op::calm, {t.x})));
    CHECK(t.top(add(Op::calm, {add(Op::exponential, {t.x})})) == Op::calm);
    CHECK(gone(add(Op::hold, {t.x, t.c(1)})));
    t.b.place.clock = t.b.add(Op::greater, {t.y, t.c(0)});
    CHECK(t.top(add(Op::hold, {t.x, t.c(1)})) == Op::hold);
    t.b.place.clock = t.b.truth(true);
    CHECK(gone(add(Op::hold, {t.x, t.c(1)})));
    t.b.place.clock = {};
    CHECK(t.top(t.real(add(Op::phase_add, {t.b.phase(0), t.p}))) == Op::turns);
    CHECK(t.of(t.real(add(Op::phase_add, {t.b.phase(0), t.p}))).nodes.size() == 2);
    CHECK(t.of(t.real(add(Op::phase_negate, {add(Op::phase_negate, {t.p})}))).nodes.size() == 2);
    const NodeId truth = add(Op::less, {t.x, t.y});
    CHECK(t.of(t.real_of_truth(add(Op::logical_and, {truth, t.b.truth(true)}))).nodes.size() == 4);
    CHECK(t.top(t.real_of_truth(add(Op::logical_and, {truth, t.b.truth(false)}))) == Op::constant);
    CHECK(t.top(t.real_of_truth(add(Op::logical_or, {t.b.truth(true), truth}))) == Op::constant);
    CHECK(t.of(t.real_of_truth(add(Op::logical_not, {add(Op::logical_not, {truth})}))).nodes.size() == 4);
    const Graph swapped = t.of(add(Op::select, {add(Op::logical_not, {truth}), t.x, t.c(2)}));
    CHECK(count(swapped, Op::logical_not) == 0);
    CHECK(swapped[swapped.input(swapped.output_ports[0].node, 1)].op == Op::constant);
    CHECK(gone(add(Op::select, {truth, t.x, t.x})));
}

TEST_CASE("constant phases add up, wrapping") {
    Bench t;
    const auto add = [&](Op op, NodeId a, NodeId b) { return t.b.add(op, {a, b}); };
    const NodeId moved =
        add(Op::phase_add, t.b.phase(0xc0000000u), add(Op::phase_subtract, t.p, t.b.phase(0x80000001u)));
    const Graph g = t.of(t.real(moved));
    REQUIRE(g.nodes.size() == 4);
    const NodeId sum = g.input(g.output_ports[0].node, 0);
    CHECK(g[sum].op == Op::phase_add);
    CHECK(g[g.input(sum, 0)].op == Op::beat_phase);
    CHECK(g[g.input(sum, 1)].a == 0x3fffffffu);
    // There and back again.
    CHECK(t.of(t.real(add(Op::phase_add, add(Op::phase_subtract, t.p, t.b.phase(5)), t.b.phase(5)))).nodes.size() == 2);
    CHECK(count(t.of(t.real(add(Op::phase_subtract, t.b.phase(5), t.p))), Op::phase_subtract) == 1);
}

TEST_CASE("a quotient by a power of two becomes a product, by nothing else") {
    Bench t;
    const Graph g = t.of(t.b.add(Op::divide, {t.x, t.c(-8)}));
    const NodeId top = g.output_ports[0].node;
    REQUIRE(g[top].op == Op::multiply);
    CHECK(g[g.input(top, 1)].value == -0.125f);
    for (const float divisor : {3.0f, 0.0f, infinity, 1e-40f, 0x1p-126f, 0x1p127f})
        CHECK(t.top(t.b.add(Op::divide, {t.x, t.c(divisor)})) == Op::divide);
}

TEST_CASE("ramps: of a finite constant they are the constant, else they stay where they are") {
    Bench t;
    CHECK(t.top(t.b.add(Op::ramp, {t.b.add(Op::select, {t.b.truth(true), t.c(2), t.smooth})})) == Op::constant);
    CHECK(t.top(t.b.add(Op::ramp, {t.b.add(Op::select, {t.b.truth(true), t.c(-0.0f), t.smooth})})) == Op::ramp);
    CHECK(t.top(t.b.add(Op::ramp, {t.b.add(Op::select, {t.b.truth(true), t.c(infinity), t.smooth})})) == Op::ramp);
    // A voice's ramp starts with its voice, also when its value turns out to be the patch's.
    t.b.place.scope = ScopeId{1u};
    const NodeId key = t.b.add(Op::note_value, {}, {.a = 1});
    const NodeId ramp = t.b.to_audio(t.b.add(Op::select, {t.b.truth(true), t.smooth, key}));
    REQUIRE(t.b[ramp].scope == ScopeId{1u});
    t.b.graph.polys[0].outputs = {ramp};
    const Graph g = t.of(t.b.add(Op::voice_sum, {ramp}));
    REQUIRE(count(g, Op::ramp) == 1);
    CHECK(count(g, Op::note_value) == 0);
    for (const Node &node : g.nodes)
        if (node.op == Op::ramp)
            CHECK(node.scope == ScopeId{1u});
}

TEST_CASE("equal nodes are shared, memories are not") {
    Bench t;
    const auto twice = [&](Op op, NodeId a, NodeId b, NodeId c, NodeId d) {
        return t.b.add(Op::subtract, {t.b.add(op, {a, b}), t.b.add(op, {c, d})});
    };
    CHECK(count(t.of(twice(Op::multiply, t.x, t.y, t.x, t.y)), Op::multiply) == 1);
    CHECK(count(t.of(twice(Op::multiply, t.x, t.y, t.y, t.x)), Op::multiply) == 1);
    CHECK(count(t.of(twice(Op::divide, t.x, t.y, t.y, t.x)), Op::divide) == 2);
    CHECK(count(t.of(twice(Op::minimum, t.x, t.y, t.y, t.x)), Op::minimum) == 2);
    CHECK(count(t.of(twice(Op::delay1, t.x, t.c(0), t.x, t.c(0))), Op::delay1) == 2);
    CHECK(count(t.of(t.b.add(Op::subtract, {t.b.add(Op::random, {}), t.b.add(Op::random, {})})), Op::random) == 2);
    CHECK(count(t.of(twice(Op::add, t.c(0), t.x, t.c(-0.0f), t.y)), Op::add) == 1);
}

TEST_CASE("what nothing reaches goes; lines keep what taps ask for; ids everywhere follow") {
    Bench t;
    (void)t.b.add(Op::sine, {t.x});
    const NodeId line = t.b.add(Op::line, {t.y}, {.b = 100});
    (void)t.b.add(Op::tap, {line}, {.a = 90});
    t.out(t.b.add(Op::tap_linear, {line, t.x}, {.a = 1, .b = 20}));
    t.b.graph.note_lines.push_back({t.b.add(Op::exponential, {t.x}), t.b.truth(true), t.c(1), {}});
    t.b.place.scope = ScopeId{1u};
    t.b.graph.polys[0].outputs = {t.b.add(Op::random, {})};
    t.b.graph.polys[0].idle = t.b.add(Op::note_gate, {});
    const Graph g = t.all();
    CHECK(count(g, Op::sine) == 0);
    CHECK(count(g, Op::tap) == 0);
    CHECK(count(g, Op::beat_phase) == 0);
    for (const Node &node : g.nodes)
        if (node.op == Op::line)
            CHECK(node.b == 20);
    CHECK(g[g.note_lines[0].freq].op == Op::exponential);
    CHECK(g[g.polys[0].outputs[0]].op == Op::random);
    CHECK(g[g.polys[0].idle].op == Op::note_gate);
    CHECK(print(simplify::simplify(g)) == print(g));
}

TEST_CASE("names and source ranges stay") {
    Bench t;
    t.b.place.span = {FileId{0u}, 10, 20};
    t.b.place.name = t.b.name("here");
    const Graph g = t.of(t.b.add(Op::exponential, {t.b.add(Op::multiply, {t.x, t.c(1)})}));
    const Node &top = g[g.output_ports[0].node];
    CHECK(top.span == Span{FileId{0u}, 10, 20});
    CHECK(g.names[top.name.index] == "here");
}
