// The graph's own rules: builder against the op table, order and cycles, verifier against one broken graph per
// invariant, text and hash.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "compiler/graph/builder.h"
#include "compiler/graph/hash.h"
#include "compiler/graph/order.h"
#include "compiler/graph/rules.h"
#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"

using namespace tactus::graph;

namespace {

// A patch with one of everything: a voice with a filter-like loop, a smooth and a stepped parameter, a clocked line,
// tables, ports.
Graph everything() {
    Builder b("every \"thing\"\n\\", 44100);
    b.graph.parameters.resize(2);
    Parameter &cutoff = b.graph.parameters[0], &kind = b.graph.parameters[1];
    cutoff.name = "cut", cutoff.osc = "/cut", cutoff.unit = "Hz", cutoff.logarithmic = true;
    cutoff.init = 440, cutoff.low = 20, cutoff.high = 20000;
    kind.name = "mode", kind.stepped = true, kind.smooth_ticks = 0, kind.controller = 3;
    b.graph.tables.push_back({"wave", {0.0f, 1e-40f, -0.0f, 0.1f}});
    b.graph.input_ports.push_back({"in", 0, {}});
    b.graph.polys.resize(1);
    b.graph.polys[0].name = b.name("v");
    b.graph.polys[0].voices = 5;
    const NodeId cut = b.add(Op::parameter, {}, {.a = 0});
    const NodeId mode = b.add(Op::parameter, {}, {.a = 1});
    b.place.scope = b.scope_of(PolyId{0u});
    b.place.name = b.name("v/loop");
    b.place.span = {tactus::FileId{0u}, 3, 9};
    const NodeId freq = b.add(Op::note_value, {}, {.a = 0});
    const NodeId mixed = b.add(Op::add, {b.to_audio(b.add(Op::multiply, {freq, cut})), mode});
    b.place.clock = b.add(Op::note_gate, {});
    const NodeId last = b.add(Op::delay1, {NodeId{}, b.constant(-0.0f)});
    const NodeId line = b.add(Op::line, {last}, {.b = 7, .value = 0.5f});
    const NodeId tapped = b.add(Op::tap_allpass, {line, mixed}, {.a = 1, .b = 7});
    const NodeId loop = b.add(Op::add, {tapped, last});
    b.connect(last, 0, loop);
    b.graph.polys[0].outputs = {loop};
    b.graph.polys[0].idle = b.truth(false);
    b.place = {};
    const NodeId total = b.add(Op::voice_sum, {loop}, {.a = 0});
    b.graph.output_ports.push_back({"out", 0, total});
    b.graph.note_lines.push_back(
        {b.constant(440), b.truth(true), b.constant(std::numeric_limits<float>::infinity()), b.name("n")});
    return std::move(b).finish();
}

NodeId first_of(const Graph &graph, Op op) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (graph.nodes[i].op == op)
            return NodeId{i};
    return {};
}

// The verifier's texts after one change to a right graph.
template <typename Change> std::string problems(Change change) {
    Graph graph = everything();
    change(graph);
    std::string all;
    for (const std::string &text : verify(graph))
        all += text + "\n";
    return all;
}

bool has(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("every op of the table is found by its name") {
    for (std::size_t i = 0; i < all_ops().size(); ++i) {
        const auto op = find_op(all_ops()[i].name);
        REQUIRE(op.has_value());
        CHECK(static_cast<std::size_t>(*op) == i);
    }
    CHECK_FALSE(find_op("no_such_op").has_value());
    CHECK(info(Op::voice_input).name == "input");
    CHECK(info(Op::select).operands == "baa");
}

TEST_CASE("the builder follows the rules of rate, scope and stepping") {
    const Graph g = everything();
    CHECK(verify(g).empty());
    Builder b("p");
    b.graph.parameters.resize(2);
    b.graph.parameters[1].stepped = true;
    b.graph.parameters[1].smooth_ticks = 0;
    b.graph.polys.resize(1);
    const NodeId smooth = b.add(Op::parameter, {}, {.a = 0}), stepped = b.add(Op::parameter, {}, {.a = 1});
    CHECK_FALSE(b[smooth].stepped);
    CHECK(b[stepped].stepped);
    CHECK(b[b.add(Op::add, {stepped, b.constant(2)})].stepped);
    CHECK_FALSE(b[b.add(Op::add, {stepped, smooth})].stepped);
    CHECK(b[b.add(Op::phase, {smooth})].stepped);
    CHECK(b[b.add(Op::turns, {b.add(Op::phase, {smooth})})].stepped);
    CHECK(b[b.add(Op::add, {b.constant(1), b.constant(2)})].rate == Rate::Constant);
    b.place.scope = b.scope_of(PolyId{0u});
    const NodeId start = b.add(Op::random_start, {});
    CHECK(b[start].scope == ScopeId{1u});
    CHECK(b[b.add(Op::add, {start, b.constant(2)})].rate == Rate::Initial);
    CHECK(b[b.add(Op::add, {start, stepped})].stepped);
    CHECK(b[b.add(Op::add, {smooth, stepped})].scope == patch_scope);
    CHECK(b[b.add(Op::random, {})].scope == ScopeId{1u});
    CHECK(b.to_audio(stepped) == stepped);
    CHECK(b.to_audio(smooth) == b.to_audio(smooth));
    CHECK(b[b.to_audio(smooth)].op == Op::ramp);
    CHECK(b[b.to_audio(smooth)].scope == patch_scope);
    CHECK(b.constant(0.0f) != b.constant(-0.0f));
    CHECK(b.constant(1.0f) == b.constant(1.0f));
    CHECK(b.truth(true) != b.phase(1));
}

TEST_CASE("order puts operands and clocks first and passes delayed edges over") {
    const Graph g = everything();
    const Order order = frame_order(g);
    REQUIRE(order.nodes.size() == g.nodes.size());
    std::vector<std::size_t> place(g.nodes.size());
    for (std::size_t i = 0; i < order.nodes.size(); ++i)
        place[order.nodes[i].index] = i;
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        const NodeId id{i};
        for (std::uint32_t k = 0; k < g[id].input_count; ++k)
            if (!is_delayed_edge(g, id, k))
                CHECK(place[g.input(id, k).index] < place[i]);
        if (g[id].clock.valid())
            CHECK(place[g[id].clock.index] < place[i]);
    }
}

TEST_CASE("a cycle without delay is given in order") {
    Builder b("p");
    b.graph.input_ports.push_back({"in", 0, {}});
    const NodeId in = b.add(Op::voice_input, {});
    const NodeId one = b.add(Op::add, {in, in}), two = b.add(Op::negate, {one}), three = b.add(Op::calm, {two});
    b.connect(one, 1, three);
    const Order order = frame_order(b.graph);
    REQUIRE(order.cycle.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto operands = b.graph.inputs_of(order.cycle[i]);
        CHECK(std::find(operands.begin(), operands.end(), order.cycle[(i + 1) % 3]) != operands.end());
    }
    CHECK(order.nodes.empty());
}

TEST_CASE("the verifier finds one broken invariant each") {
    CHECK(problems([](Graph &) {}).empty());
    const auto at = [](Graph &g, Op op) -> Node & { return g[first_of(g, op)]; };
    CHECK(has(problems([&](Graph &g) { at(g, Op::add).type = Type::Phase; }), "wrong type"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::multiply).rate = Rate::Audio; }), "wrong rate"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::parameter).stepped = true; }), "wrong stepped"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::multiply).scope = patch_scope; }), "wrong scope"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::note_gate).scope = patch_scope; }), "voice always"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).scope = patch_scope; }), "another voice"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).clock = {}; }), "clock of its line"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).clock = first_of(g, Op::ramp); }), "no boolean"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::add).clock = first_of(g, Op::note_gate); }), "no memory"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).name = {}; }), "without a name"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).b = 6; }), "longer than its line"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::line).b = 0x2000000; }), "too long"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::note_value).a = 8; }), "no such field"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::parameter).a = 2; }), "no such parameter"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::add).value = -0.0f; }), "does not read"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::constant).value = std::numeric_limits<float>::quiet_NaN(); }),
              "no number"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::add).input_count = 1; }), "wrong number of operands"));
    CHECK(has(problems([&](Graph &g) { g.inputs[0] = NodeId{999u}; }), "is no node"));
    CHECK(has(problems([&](Graph &g) { at(g, Op::add).scope = ScopeId{7u}; }), "no such scope"));
    CHECK(has(problems([&](Graph &g) { g.polys[0].outputs.clear(); }), "no output of its poly"));
    CHECK(has(problems([&](Graph &g) { g.polys[0].idle = first_of(g, Op::add); }), "no boolean"));
    CHECK(has(problems([&](Graph &g) { g.output_ports[0].node = first_of(g, Op::add); }), "another scope"));
    CHECK(has(problems([&](Graph &g) { g.output_ports[0].node = first_of(g, Op::parameter); }), "without a ramp"));
    CHECK(has(problems([&](Graph &g) { g.note_lines[0].gate = g.note_lines[0].freq; }), "gate is no boolean"));
    CHECK(has(problems([&](Graph &g) { g.parameters[0].init = 1; }), "low <= init <= high"));
    CHECK(has(problems([&](Graph &g) { g.parameters[0].low = 0; }), "logarithmic from 0"));
    CHECK(has(problems([&](Graph &g) { g.parameters[1].smooth_ticks = 3; }), "exactly when stepped"));
    CHECK(has(problems([&](Graph &g) { g.tables[0].values.clear(); }), "empty"));
    CHECK(has(problems([&](Graph &g) { g.inputs[at(g, Op::ramp).first_input] = first_of(g, Op::add); }),
              "ramps an audio"));
    CHECK(has(problems([&](Graph &g) { g.inputs[at(g, Op::add).first_input] = g.input(first_of(g, Op::ramp), 0); }),
              "without a ramp"));
    CHECK(has(problems([&](Graph &g) { g.inputs[at(g, Op::delay1).first_input + 1] = first_of(g, Op::add); }),
              "neither constant nor initial"));
    CHECK(has(problems([&](Graph &g) {
                  g.inputs[at(g, Op::line).first_input] = first_of(g, Op::tap_allpass);
                  at(g, Op::tap_allpass).a = 0;
              }),
              "a cycle without delay"));
}

TEST_CASE("text: what is printed reads back to the same") {
    const Graph g = everything();
    const std::string text = print(g);
    const Reading again = read(text);
    REQUIRE(again.error.empty());
    CHECK(print(again.graph) == text);
    CHECK(verify(again.graph).empty());
    REQUIRE(again.graph.nodes.size() == g.nodes.size());
    CHECK(again.graph.patch == g.patch);
    CHECK(std::signbit(again.graph.tables[0].values[2]));
    CHECK(again.graph.tables[0].values[1] == 1e-40f);
    CHECK(again.graph.tables[0].values[3] == 0.1f);
    CHECK(has(text, "= tap_allpass"));
    CHECK(has(text, ": real audio voice0 clock %"));
    CHECK(has(text, "\"v/loop\" @0:3-9\n"));
}

TEST_CASE("text: a mistake names its line") {
    CHECK(read("graph \"x\"\nnonsense\n").error.starts_with("line 2: expected"));
    CHECK(has(read("%0 = sinus : real audio patch\n").error, "an op"));
    CHECK(has(read("%1 = constant 1 : real constant patch\n").error, "the next is %0"));
    CHECK(has(read("%0 = constant 1 : real constant nowhere\n").error, "patch or voice"));
    CHECK(has(read("%0 = constant 1 : real constant patch extra\n").error, "end of the line"));
    CHECK(has(read("graph \"x").error, "end of a quoted name"));
    CHECK(has(read("seed -4\n").error, "a number"));
    CHECK(read("").error.empty());
}

TEST_CASE("text: no prefix of a text brings the reader down") {
    const std::string text = print(everything());
    for (std::size_t length = 0; length < text.size(); ++length)
        (void)verify(read(std::string_view(text).substr(0, length)).graph);
}

TEST_CASE("hash: the same for the same meaning, another for another") {
    const Graph g = everything();
    Graph moved = everything();
    for (Node &node : moved.nodes)
        node.span.begin += 100;
    CHECK(graph_hash(g) == graph_hash(moved));
    Graph other = everything();
    other[first_of(other, Op::line)].value = 0.25f;
    CHECK(graph_hash(g) != graph_hash(other));
    CHECK(fnv1a("") == 0xcbf29ce484222325u);
    CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cu); // the authors' test vector
}
