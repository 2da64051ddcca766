// Graphs that the compiler once turned into nothing: what a loop of patch and voices keeps, and when a line's clock is
// known. Each plays in the interpreter and, at every lane width, compiled.
#include <doctest/doctest.h>

#include "compiler/graph/builder.h"
#include "compiler/graph/verify.h"
#include "compiler/tactus.h"
#include "tests/meaning/player.h"

using namespace tactus;
using namespace tactus::graph;

namespace {

meaning::Recording play(const Graph &graph, Options options, const meaning::Script &script) {
    diag::Report report;
    const auto instrument = compile_graph(graph, options, report);
    REQUIRE(instrument);
    return meaning::Player(instrument->kernel()).play(script);
}

void check(const Graph &graph) {
    REQUIRE(verify(graph).empty());
    meaning::Script script;
    script.frames = 100;
    script.blocks = {7};
    script.inputs.assign(1, std::vector<float>(script.frames));
    for (std::uint32_t i = 0; i < script.frames; ++i)
        script.inputs[0][i] = static_cast<float>(i * 37 % 101) / 101.0f - 0.4f;
    for (const std::uint32_t slot : {0u, 2u})
        script.actions.push_back(
            {5 + slot, meaning::ActionKind::strike, 0, slot, 0, 0.0f, {440, 69, 1, 0, 1, 0, 0, 0}});
    Options options;
    options.runner = Runner::Interpreted;
    const meaning::Recording meant = play(graph, options, script);
    CHECK(meant.outputs[0][20] != meant.outputs[0][21]);
    options.runner = Runner::Compiled;
    for (const std::uint32_t lanes : {1u, 4u, 8u, 16u}) {
        options.lanes = lanes;
        CHECK(meaning::difference(meant, play(graph, options, script)) == "");
    }
}

Builder with_poly() {
    Builder b("regression");
    b.graph.input_ports.push_back({"in", 0, {}});
    b.graph.polys.resize(1);
    b.graph.polys[0].voices = 4;
    return b;
}

} // namespace

TEST_CASE("a voice keeps what the patch makes of all voices in the same frame") {
    Builder b = with_poly();
    const NodeId in = b.add(Op::voice_input, {});
    b.place.scope = ScopeId{1u};
    b.place.name = b.name("voice/last");
    const NodeId last = b.add(Op::delay1, {NodeId{}, b.constant(0)});
    const NodeId voice = b.add(Op::add, {b.add(Op::multiply, {last, b.constant(0.25f)}), in});
    b.graph.polys[0].outputs = {voice};
    const NodeId sum = b.add(Op::voice_sum, {voice}, {.a = 0});
    b.connect(last, 0, b.add(Op::subtract, {sum, in}));
    b.graph.output_ports.push_back({"out", 0, sum});
    check(b.graph);
}

TEST_CASE("a tap at a distance comes before the clock of its line") {
    for (const bool in_voice : {false, true}) {
        Builder b = with_poly();
        const NodeId in = b.add(Op::voice_input, {});
        if (in_voice)
            b.place.scope = ScopeId{1u};
        // The clock follows from the tap, the line from the clock: only the distance makes that possible.
        b.place.name = b.name("line");
        const NodeId line = b.add(Op::line, {in}, {.b = 3, .value = 0.5f});
        b.place.name = b.name("tap");
        const NodeId tap = b.add(Op::tap, {line}, {.a = 1});
        b.graph[line].clock = b.add(Op::less, {tap, in});
        const NodeId y = b.add(Op::subtract, {tap, in});
        b.graph.polys[0].outputs = {y};
        b.graph.output_ports.push_back({"out", 0, in_voice ? b.add(Op::voice_sum, {y}, {.a = 0}) : y});
        if (!in_voice)
            b.graph.polys[0].outputs = {in};
        check(b.graph);
    }
}
