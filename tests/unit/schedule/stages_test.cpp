// What runs in whole ticks: which parts of a loop have frames as lanes, which recurrences lie side by side.
#include <doctest/doctest.h>

#include "compiler/graph/builder.h"
#include "compiler/schedule/schedule.h"

using namespace tactus;
using namespace tactus::graph;

namespace {

class Patch {
  public:
    Builder b{"stages"};

    Patch() {
        b.graph.input_ports = {{"in", 0, {}}, {"in", 1, {}}};
        b.place.name = b.name("x");
    }
    NodeId input(std::uint32_t channel) { return b.add(Op::voice_input, {}, {.a = channel}); }
    NodeId one_pole(NodeId x) {
        const NodeId last = b.add(Op::delay1, {NodeId{}, b.constant(0.0f)});
        const NodeId next = b.add(Op::add, {x, b.add(Op::multiply, {last, b.constant(0.9f)})});
        b.connect(last, 0, next);
        return next;
    }
    void out(NodeId node) {
        b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), node});
    }
    // "a" for a stage across the frames, "f" for one frame by frame, in their order, of the first loop.
    std::string stages(std::uint32_t lanes = 16) {
        std::string text;
        const schedule::Schedule whole = made(lanes);
        for (const schedule::Stage &stage : whole.loops.at(0).stages)
            text += stage.across ? 'a' : 'f';
        return text;
    }
    schedule::Schedule made(std::uint32_t lanes = 16) { return schedule::schedule(b.graph, {.lanes = lanes}); }
};

NodeId worked_on(Patch &p, NodeId x, int times) {
    for (int i = 0; i < times; ++i)
        x = p.b.add(Op::add, {p.b.add(Op::multiply, {x, x}), p.b.constant(0.25f)});
    return x;
}

} // namespace

TEST_CASE("without recurrences all goes across the frames; with one lane nothing does") {
    Patch p;
    p.out(worked_on(p, p.input(0), 6));
    CHECK(p.stages() == "a");
    CHECK(p.stages(4) == "a");
    CHECK(p.stages(1) == "");
}

TEST_CASE("what comes before a recurrence and behind it goes across") {
    Patch p;
    p.out(worked_on(p, p.one_pole(worked_on(p, p.input(0), 4)), 4));
    CHECK(p.stages() == "afa");
}

TEST_CASE("between two recurrences only what is heavy is worth another pass") {
    Patch light;
    light.out(worked_on(light, light.one_pole(worked_on(light, light.one_pole(light.input(0)), 2)), 4));
    CHECK(light.stages() == "afa");
    Patch heavy;
    heavy.out(worked_on(heavy, heavy.one_pole(heavy.b.add(Op::exponential, {heavy.one_pole(heavy.input(0))})), 4));
    CHECK(heavy.stages() == "afafa");
}

TEST_CASE("a phase that adds up waits for nothing") {
    Patch p;
    const NodeId last = p.b.add(Op::delay1, {NodeId{}, p.b.phase(0)});
    const NodeId phase = p.b.add(Op::phase_add, {last, p.b.phase(1u << 24)});
    p.b.connect(last, 0, phase);
    p.out(p.b.add(Op::sine_turn, {phase}));
    CHECK(p.stages() == "a");
    Patch held; // set back from outside: no sum of increments any more
    const NodeId before = held.b.add(Op::delay1, {NodeId{}, held.b.phase(0)});
    const NodeId strikes = held.b.add(Op::less, {held.input(0), held.b.constant(0.0f)});
    const NodeId next =
        held.b.add(Op::select, {strikes, held.b.phase(0), held.b.add(Op::phase_add, {before, held.b.phase(9)})});
    held.b.connect(before, 0, next);
    held.out(held.b.add(Op::sine_turn, {next}));
    CHECK(held.stages() == "afa");
}

TEST_CASE("a line's feedback is a recurrence only where it is shorter than a tick") {
    for (const std::uint32_t frames : {15u, 16u}) {
        Patch p;
        const NodeId line = p.b.add(Op::line, {NodeId{}}, {.b = frames});
        const NodeId tap = p.b.add(Op::tap, {line}, {.a = frames});
        p.b.connect(line, 0, p.b.add(Op::add, {p.input(0), p.b.add(Op::multiply, {tap, p.b.constant(0.5f)})}));
        p.out(worked_on(p, tap, 4));
        CHECK(p.stages() == (frames < tick_frames ? "afa" : "a"));
        CHECK(p.made().lines.at(0).mirrored == (frames >= tick_frames));
    }
}

TEST_CASE("recurrences made alike lie side by side unless one waits for the other") {
    Patch sides;
    for (std::uint32_t side = 0; side < 2; ++side)
        sides.out(worked_on(sides, sides.one_pole(worked_on(sides, sides.input(side), 3)), 3));
    const schedule::Schedule made = sides.made();
    CHECK(made.packs.size() == 3); // delay1, multiply, add
    for (const schedule::Pack &pack : made.packs)
        CHECK(pack.nodes.size() == 2);
    CHECK(made.gathers.size() == 1); // what goes in
    Patch chain;
    chain.out(worked_on(chain, chain.one_pole(chain.one_pole(chain.input(0))), 4));
    CHECK(chain.made().packs.empty());
}

TEST_CASE("voices: what is heavy takes several frames at once") {
    Patch p;
    p.b.graph.polys.resize(1);
    p.b.graph.polys[0].voices = 16;
    p.b.place.scope = ScopeId{1u};
    const NodeId gate = p.b.add(Op::number, {p.b.add(Op::note_gate, {})});
    const NodeId voice = p.one_pole(p.b.add(Op::tangent, {p.one_pole(gate)}));
    p.b.graph.polys[0].outputs = {voice};
    p.b.place.scope = patch_scope;
    p.out(p.b.add(Op::voice_sum, {voice}));
    CHECK(p.stages() == "faf");
}
