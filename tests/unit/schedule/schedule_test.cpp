// Schedules of small graphs: how many loops, what is fused and why, where memory lies.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "compiler/graph/builder.h"
#include "compiler/graph/verify.h"
#include "compiler/schedule/schedule.h"

using namespace tactus;
using namespace tactus::graph;
using schedule::Role;

namespace {

struct Bench {
    Builder b{"bench"};

    explicit Bench(std::uint32_t polys = 1) {
        b.graph.input_ports.push_back({"in", 0, {}});
        b.graph.polys.resize(polys);
        for (Poly &poly : b.graph.polys)
            poly.voices = 12;
        b.place.name = b.name("x");
    }
    void in_voice(std::uint32_t poly = 0) { b.place.scope = ScopeId{1 + poly}; }
    void in_patch() { b.place.scope = patch_scope; }
    NodeId input() { return b.add(Op::voice_input, {}); }
    NodeId noise() { return b.add(Op::random, {}); }
    NodeId add(NodeId x, NodeId y) { return b.add(Op::add, {x, y}); }
    void out(NodeId node) {
        b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), node});
    }
    NodeId sum(NodeId node, std::uint32_t poly = 0) {
        b.graph.polys[poly].outputs.push_back(node);
        return b.add(Op::voice_sum, {node}, {.a = poly});
    }
    schedule::Schedule make(std::uint32_t lanes = 8) {
        const auto problems = verify(b.graph);
        CHECK_MESSAGE(problems.empty(), (problems.empty() ? "" : problems[0]));
        return schedule::schedule(b.graph, {.lanes = lanes});
    }
};

std::vector<std::uint32_t> scopes_of(const schedule::Schedule &s) {
    std::vector<std::uint32_t> scopes;
    for (const schedule::Loop &loop : s.loops)
        scopes.push_back(loop.fused ? 99 : loop.segments[0].scope.index);
    return scopes;
}

} // namespace

TEST_CASE("a patch without voices is one loop, a feedback in it too") {
    Bench t(0);
    const NodeId line = t.b.add(Op::line, {NodeId{}}, {.b = 20});
    const NodeId y = t.add(t.input(), t.b.add(Op::tap, {line}, {.a = 3}));
    t.b.connect(line, 0, y);
    t.out(y);
    CHECK(scopes_of(t.make()) == std::vector<std::uint32_t>{0});
}

TEST_CASE("the order of loops keeps their number small") {
    Bench t(2);
    const NodeId lfo = t.noise();
    t.in_voice(0);
    const NodeId first = t.add(t.noise(), lfo);
    t.in_patch();
    const NodeId a = t.sum(first, 0);
    t.in_voice(1);
    const NodeId second = t.add(t.noise(), a);
    t.in_patch();
    t.out(t.add(t.sum(second, 1), t.noise()));
    // lfo, voices of 0, their sum, voices of 1, the rest
    CHECK(scopes_of(t.make()) == std::vector<std::uint32_t>{0, 1, 0, 2, 0});
}

TEST_CASE("voices that wait for nothing of the patch go first") {
    Bench t;
    t.in_voice();
    const NodeId y = t.noise();
    t.in_patch();
    t.out(t.add(t.sum(y), t.noise()));
    CHECK(scopes_of(t.make()) == std::vector<std::uint32_t>{1, 0});
}

TEST_CASE("a loop of patch and voices is fused below 16 frames of delay and apart from 16 on") {
    for (const std::uint32_t frames : {1u, 15u, 16u, 17u}) {
        CAPTURE(frames);
        Bench t;
        const NodeId line = t.b.add(Op::line, {NodeId{}}, {.b = frames});
        const NodeId tap = t.b.add(Op::tap, {line}, {.a = frames});
        t.in_voice();
        const NodeId y = t.add(t.noise(), tap);
        t.in_patch();
        const NodeId sum = t.sum(y);
        t.b.connect(line, 0, sum);
        t.out(sum);
        const schedule::Schedule s = t.make();
        bool fused = false;
        for (const schedule::Loop &loop : s.loops)
            fused = fused || loop.fused;
        CHECK(fused == (frames < tick_frames));
    }
}

TEST_CASE("state: fields do not overlap, are aligned for their lanes, and have keys of their own") {
    Bench t;
    const NodeId p = t.b.add(Op::active, {}, {.a = 0});
    t.in_voice();
    t.b.place.name = t.b.name("voice/osc");
    std::vector<NodeId> nodes{t.noise(), t.noise(), t.b.add(Op::delay1, {t.noise(), t.b.constant(0)}),
                              t.b.to_audio(t.b.add(Op::note_value, {}))};
    const NodeId y = t.b.add(Op::sum, nodes);
    t.in_patch();
    t.out(t.add(t.sum(y), p));
    for (const std::uint32_t lanes : {1u, 4u, 8u, 16u}) {
        const schedule::Schedule s = t.make(lanes);
        std::map<std::uint32_t, std::string> words;
        std::set<std::uint64_t> keys;
        for (const schedule::Field &f : s.fields) {
            CHECK(keys.insert(f.key).second);
            CHECK(f.offset % (4 * f.lanes) == 0);
            for (std::uint32_t v = 0; v < f.voices; ++v) {
                const std::uint32_t at = f.offset + v / f.lanes * f.group_stride + v % f.lanes * 4;
                CHECK(at + 4 <= s.state_bytes);
                CHECK_MESSAGE(words.emplace(at, f.name).second, f.name << " overlaps " << words[at]);
            }
        }
        CHECK(s.state_bytes % 64 == 0);
        CHECK(s.find(Role::Age, 0) != schedule::none);
        CHECK(s.find(Role::Idle, 0) == schedule::none);
    }
}

TEST_CASE("lines: rings of at least the longest delay and 32 frames, a power of two") {
    for (const auto &[longest, frames] :
         std::map<std::uint32_t, std::uint32_t>{{0, 32}, {1, 64}, {32, 64}, {33, 128}, {480, 512}, {481, 1024}}) {
        Bench t(0);
        const NodeId line = t.b.add(Op::line, {t.input()}, {.b = longest});
        t.out(t.b.add(Op::tap, {line}, {.a = longest}));
        const schedule::Schedule s = t.make();
        REQUIRE(s.lines.size() == 1);
        CHECK(s.lines[0].frames == frames);
        CHECK(s.lines[0].least_delay == longest);
        CHECK(s.line_bytes == 4 * frames);
    }
}

TEST_CASE("values that cross loops have a buffer, others none") {
    Bench t;
    const NodeId lfo = t.noise();
    t.in_voice();
    const NodeId inner = t.add(t.noise(), lfo);
    const NodeId y = t.add(inner, lfo);
    t.in_patch();
    t.out(t.sum(y));
    const schedule::Schedule s = t.make(4);
    CHECK(s.buffer_of[lfo.index] != schedule::none);
    CHECK(s.buffer_of[inner.index] == schedule::none);
    CHECK(s.partials.size() == 1);
    CHECK(s.scratch_bytes == 64 + 1024);
}

TEST_CASE("what nothing needs is left out") {
    Bench t(0);
    const NodeId dead = t.noise();
    t.b.add(Op::line, {dead}, {.b = 100});
    t.out(t.input());
    const schedule::Schedule s = t.make();
    CHECK_FALSE(s.live[dead.index]);
    CHECK(s.lines.empty());
    CHECK(s.fields.empty());
}

TEST_CASE("the layout's hash follows names, rate and lanes, not the numbers in the patch") {
    const auto hash = [](const char *name, float gain, std::uint32_t lanes) {
        Bench t;
        t.b.place.name = t.b.name(name);
        t.out(t.b.add(Op::multiply, {t.noise(), t.b.constant(gain)}));
        return t.make(lanes).layout_hash;
    };
    CHECK(hash("a", 0.5f, 8) == hash("a", 0.25f, 8));
    CHECK(hash("a", 0.5f, 8) != hash("b", 0.5f, 8));
    CHECK(hash("a", 0.5f, 8) != hash("a", 0.5f, 4));
}

TEST_CASE("the text is stable and says what it is about") {
    Bench t;
    t.in_voice();
    const NodeId y = t.add(t.noise(), t.b.to_audio(t.b.add(Op::note_value, {})));
    t.in_patch();
    t.out(t.sum(y));
    const schedule::Schedule s = t.make();
    const std::string text = schedule::print(s, t.b.graph);
    CHECK(text == schedule::print(t.make(), t.b.graph));
    CHECK(text.find("note_value.value") == std::string::npos); // only the ramp reads it
    for (const std::string part :
         {"schedule lanes 8 tile 16\n", "scope voice0 slots 14 groups 2 of 8\n", "loop 0: voices of poly 0\n",
          "accumulate for %", "loop 1: the patch, after loop 0 for %", "\"x/random.memory\"", "state 512 bytes"})
        CHECK_MESSAGE(text.find(part) != std::string::npos, part << " is not in\n" << text);
}

TEST_CASE("a long chain is no deep recursion, and is cut into loops of bounded length") {
    Bench t(0);
    NodeId y = t.input();
    for (int i = 0; i < 50000; ++i)
        y = t.add(y, y);
    const NodeId back = t.b.add(Op::delay1, {NodeId{}, t.b.constant(0)});
    t.b.connect(back, 0, t.add(y, back));
    t.out(back);
    const schedule::Schedule s = t.make();
    CHECK(s.loops.size() == 98);
    for (const schedule::Loop &loop : s.loops)
        CHECK(loop.segments[0].steps.size() <= 600);
}
