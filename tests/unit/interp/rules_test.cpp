// The rules of graph.md that have time in them, each against a plain formula of its own: ramps, smoothing, clocks,
// memories, lines, voices.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "compiler/graph/builder.h"
#include "compiler/graph/hash.h"
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "tests/meaning/player.h"

using namespace tactus;
using namespace tactus::graph;
using meaning::Action;
using meaning::ActionKind;
using meaning::Script;

namespace {

using Samples = std::vector<float>;

// A patch under test: one smooth parameter, one stepped, one input, and a poly.
struct Bench {
    Builder b{"bench"};
    Script script;

    explicit Bench(std::uint32_t voices = 2) {
        b.graph.parameters.resize(2);
        b.graph.parameters[0].smooth_ticks = 3;
        b.graph.parameters[1].stepped = true;
        b.graph.parameters[1].smooth_ticks = 0;
        b.graph.parameters[0].low = b.graph.parameters[1].low = -10;
        b.graph.parameters[0].high = b.graph.parameters[1].high = 10;
        b.graph.input_ports.push_back({"in", 0, {}});
        b.graph.polys.resize(1);
        b.graph.polys[0].voices = voices;
        b.place.name = b.name("x");
        script.frames = 128;
        script.blocks = {128};
    }
    void in_voice() { b.place.scope = ScopeId{1u}; }
    void in_patch() { b.place.scope = patch_scope; }
    NodeId input() { return b.add(Op::voice_input, {}); }
    void out(NodeId node) {
        b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), node});
    }
    void voice_out(NodeId node) {
        b.graph.polys[0].outputs.push_back(node);
        out(b.add(Op::voice_sum, {node}, {.a = 0}));
    }
    void strike(std::uint32_t frame, std::uint32_t slot, float freq = 100) {
        script.actions.push_back({frame, ActionKind::strike, 0, slot, 0, 0, {freq, 60, 0.5f, 0.25f, 1, 0, 0, 0}});
    }
    void act(std::uint32_t frame, ActionKind kind, std::uint32_t slot, std::uint32_t index = 0, float value = 0) {
        script.actions.push_back({frame, kind, 0, slot, index, value, {}});
    }
    void feed(const std::function<float(std::uint32_t)> &f) {
        script.inputs.assign(1, Samples(script.frames));
        for (std::uint32_t i = 0; i < script.frames; ++i)
            script.inputs[0][i] = f(i);
    }
    meaning::Recording play() {
        if (script.inputs.empty())
            feed([](std::uint32_t i) { return static_cast<float>(i + 1); });
        const auto problems = verify(b.graph);
        CHECK_MESSAGE(problems.empty(), (problems.empty() ? "" : problems[0]));
        interp::Interpreter interpreter(b.graph);
        return meaning::Player(interpreter.kernel()).play(script);
    }
};

float in_at(std::uint32_t i) { return static_cast<float>(i + 1); } // the input when a test feeds nothing

} // namespace

TEST_CASE("a parameter glides over its ticks and ramps inside them") {
    Bench t;
    t.out(t.b.to_audio(t.b.add(Op::parameter, {}, {.a = 0})));
    t.act(5, ActionKind::parameter, 0, 0, 1.0f); // seen at frame 16
    const Samples y = t.play().outputs[0];
    // Tick values: 0 (frame 0), a third, two thirds, 1 exactly, 1. Each frame lies on the way from the last tick's
    // value.
    const float third = (1.0f - 0.0f) / 3.0f;
    const Samples ticks{0, third, third + third, 1, 1, 1, 1, 1};
    for (std::uint32_t i = 0; i < 128; ++i) {
        const float v1 = ticks[i / 16], v0 = i < 16 ? 0.0f : ticks[i / 16 - 1];
        CHECK(y[i] == v0 + (v1 - v0) * (static_cast<float>(i % 16) / 16.0f));
    }
}

TEST_CASE("a stepped parameter acts on its frame; a new target starts a new glide") {
    Bench t;
    t.out(t.b.add(Op::add, {t.b.add(Op::parameter, {}, {.a = 1}), t.b.constant(0)}));
    t.out(t.b.to_audio(t.b.add(Op::parameter, {}, {.a = 0})));
    t.act(0, ActionKind::parameter, 0, 0, 3.0f);
    t.act(21, ActionKind::parameter, 0, 1, 7.0f);
    t.act(21, ActionKind::parameter, 0, 0, 0.0f);
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 128; ++i)
        CHECK(r.outputs[0][i] == (i < 21 ? 0.0f : 7.0f));
    // Ticks of the second: 1, 2, then towards 0 from 2 by -2/3.
    const float step = (0.0f - 2.0f) / 3.0f;
    CHECK(r.outputs[1][32] == 2.0f);
    CHECK(r.outputs[1][48] == 2.0f + step);
    CHECK(r.outputs[1][64] == (2.0f + step) + step);
    CHECK(r.outputs[1][80] == 0.0f);
}

TEST_CASE("delay1 and hold run on their clock and are calmed at ticks") {
    Bench t;
    const NodeId x = t.input();
    const NodeId odd = t.b.add(Op::equal, {t.b.add(Op::modulo, {x, t.b.constant(2)}), t.b.constant(1)});
    t.out(t.b.add(Op::delay1, {x, t.b.constant(-5)}));
    t.b.place.clock = odd;
    t.out(t.b.add(Op::delay1, {x, t.b.constant(-5)}));
    t.out(t.b.add(Op::hold, {x, t.b.constant(-5)}));
    t.b.place.clock = t.b.truth(false);
    t.out(t.b.add(Op::hold, {x, t.b.constant(0x1p-70f)}));
    t.b.place.clock = {};
    const NodeId tiny = t.b.add(Op::delay1, {NodeId{}, t.b.constant(0)});
    t.b.connect(tiny, 0, t.b.constant(0x1p-70f));
    t.out(tiny);
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 128; ++i) {
        CHECK(r.outputs[0][i] == (i == 0 ? -5.0f : in_at(i - 1)));
        // The input is odd on even frames: the clocked delay changes after them and gives the odd number before.
        const std::uint32_t last_before = i == 0 ? 0 : (i - 1) / 2 * 2;
        CHECK(r.outputs[1][i] == (i == 0 ? -5.0f : in_at(last_before)));
        CHECK(r.outputs[2][i] == in_at(i / 2 * 2));
        CHECK(r.outputs[3][i] == 0.0f); // the first tick calms the start value
        CHECK(r.outputs[4][i] == (i % 16 == 0 ? 0.0f : 0x1p-70f));
    }
}

TEST_CASE("lines: distances, the time before the start, writes calmed") {
    Bench t;
    const NodeId line = t.b.add(Op::line, {t.input()}, {.b = 20, .value = 0.5f});
    t.out(t.b.add(Op::tap, {line}));
    t.out(t.b.add(Op::tap, {line}, {.a = 20}));
    t.out(t.b.add(Op::tap, {line}, {.a = 1}));
    t.feed([](std::uint32_t i) { return i == 3 ? 1e-30f : static_cast<float>(i + 1); });
    const auto r = t.play();
    const auto x = [](std::uint32_t i) { return i == 3 ? 0.0f : in_at(i); };
    for (std::uint32_t i = 0; i < 128; ++i) {
        CHECK(r.outputs[0][i] == x(i));
        CHECK(r.outputs[1][i] == (i < 20 ? 0.5f : x(i - 20)));
        CHECK(r.outputs[2][i] == (i < 1 ? 0.5f : x(i - 1)));
    }
}

TEST_CASE("a clocked line counts activations and stands still between them") {
    Bench t;
    const NodeId x = t.input();
    t.b.place.clock =
        t.b.add(Op::equal, {t.b.add(Op::modulo, {x, t.b.constant(3)}), t.b.constant(0)}); // frames 2, 5, 8, …
    const NodeId line = t.b.add(Op::line, {x}, {.b = 9, .value = -1});
    t.b.place.clock = {};
    t.out(t.b.add(Op::tap, {line}));
    t.out(t.b.add(Op::tap, {line}, {.a = 2}));
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 128; ++i) {
        std::vector<float> written; // before this frame
        for (std::uint32_t k = 2; k < i; k += 3)
            written.push_back(in_at(k));
        const bool active = i % 3 == 2;
        CHECK(r.outputs[0][i] == (active ? in_at(i) : written.empty() ? -1.0f : written.back()));
        CHECK(r.outputs[1][i] == (written.size() < 2 ? -1.0f : written[written.size() - 2]));
    }
}

TEST_CASE("interpolating taps lie on a straight line and a cubic one, and are limited") {
    Bench t;
    t.script.frames = 64;
    const NodeId x = t.input();
    const NodeId line = t.b.add(Op::line, {x}, {.b = 10});
    for (const float d : {3.0f, 3.25f, 5.75f, 100.0f, -4.0f}) {
        t.out(t.b.add(Op::tap_nearest, {line, t.b.constant(d)}, {.a = 1, .b = 8}));
        t.out(t.b.add(Op::tap_linear, {line, t.b.constant(d)}, {.a = 1, .b = 8}));
        t.out(t.b.add(Op::tap_cubic, {line, t.b.constant(d)}, {.a = 1, .b = 8}));
        t.out(t.b.add(Op::tap_allpass, {line, t.b.constant(d)}, {.a = 1, .b = 8}));
    }
    const NodeId nothing = t.b.add(Op::divide, {t.b.constant(0), t.b.constant(0)});
    t.out(t.b.add(Op::tap_linear, {line, nothing}, {.a = 1, .b = 8}));
    const auto f = [](double k) { return 0.001 * k * k * k - 0.05 * k * k + k; };
    t.feed([&](std::uint32_t i) { return static_cast<float>(f(i)); });
    const auto r = t.play();
    const double limited[]{3.0, 3.25, 5.75, 8.0, 1.0};
    for (std::uint32_t i = 12; i < 64; ++i) {
        for (std::size_t k = 0; k < 5; ++k) {
            const double d = limited[k], whole = std::floor(d), part = d - whole;
            const double s0 = f(i - whole), s1 = f(i - std::min(whole + 1, 8.0));
            CHECK(r.outputs[4 * k][i] == doctest::Approx(f(i - std::floor(d + 0.5))).epsilon(1e-5));
            CHECK(r.outputs[4 * k + 1][i] == doctest::Approx(s0 + part * (s1 - s0)).epsilon(1e-5));
            CHECK(r.outputs[4 * k + 2][i] == doctest::Approx(f(i - d)).epsilon(1e-4)); // exact for cubics
        }
        CHECK(r.outputs[20][i] == doctest::Approx(f(i - 8.0)).epsilon(1e-5));
    }
    // The allpass: its recursion in double, e = d - floor(d - 1/2).
    for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
        const double d = limited[k], whole = std::floor(d - 0.5), e = d - whole, g = (1 - e) / (1 + e);
        double last = 0;
        for (std::uint32_t i = 0; i < 64; ++i) {
            const auto s = [&](double ago) { return i < ago ? 0.0 : f(i - ago); };
            last = s(whole + 1) + g * (s(whole) - last);
            CHECK(r.outputs[4 * k + 3][i] == doctest::Approx(last).epsilon(1e-4));
        }
    }
}

TEST_CASE("random: seeded by name and slot, one number per activation") {
    Bench t(3);
    t.b.graph.seed = 77;
    t.b.place.name = t.b.name("here/noise");
    t.in_voice();
    const NodeId gate = t.b.add(Op::note_gate, {});
    t.voice_out(t.b.add(Op::random_start, {}));
    t.b.place.clock = gate;
    t.voice_out(t.b.add(Op::random, {}));
    t.strike(3, 2);
    t.act(10, ActionKind::release, 2);
    const auto r = t.play();
    const auto hash = [](std::uint32_t x) {
        x = (x ^ (x >> 16)) * 0x7feb352du;
        x = (x ^ (x >> 15)) * 0x846ca68bu;
        return x ^ (x >> 16);
    };
    const std::uint64_t key = fnv1a("here/noise");
    std::uint32_t state =
        hash(hash(hash(static_cast<std::uint32_t>(key)) + static_cast<std::uint32_t>(key >> 32)) + 77u + 2u);
    const auto value = [](std::uint32_t s) { return static_cast<float>(s >> 8) / 16777216.0f; };
    const float first = value(state * 1664525u + 1013904223u);
    for (std::uint32_t i = 0; i < 64; ++i) {
        CHECK(r.outputs[0][i] == (i < 3 ? 0.0f : first));
        if (i >= 3 && i < 10)
            state = state * 1664525u + 1013904223u;
        CHECK(r.outputs[1][i] == (i < 3 ? 0.0f : value(state)));
    }
}

TEST_CASE("voices: starts inside a tick, note fields, note_on, ramps without a past, retriggers") {
    Bench t;
    t.in_voice();
    const NodeId freq = t.b.to_audio(t.b.add(Op::note_value, {}, {.a = 0}));
    const NodeId struck = t.b.add(Op::number, {t.b.add(Op::note_on, {})});
    const NodeId age = t.b.add(Op::delay1, {NodeId{}, t.b.constant(0)});
    t.b.connect(age, 0, t.b.add(Op::add, {age, t.b.constant(1)}));
    t.voice_out(freq);
    t.voice_out(struck);
    t.voice_out(age);
    t.strike(7, 1, 200);
    t.strike(40, 1, 300); // awake: the memory stays
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 128; ++i) {
        CHECK(r.outputs[0][i] == (i < 7 ? 0.0f : i < 40 ? 200.0f : 300.0f));
        CHECK(r.outputs[1][i] == (i == 7 || i == 40 ? 1.0f : 0.0f));
        CHECK(r.outputs[2][i] == (i < 7 ? 0.0f : static_cast<float>(i - 7)));
    }
}

TEST_CASE("a continuous field changes at ticks and ramps") {
    Bench t;
    t.in_voice();
    t.voice_out(t.b.to_audio(t.b.add(Op::note_value, {}, {.a = 5})));
    t.strike(0, 0);
    t.act(17, ActionKind::field, 0, 5, 16.0f);
    const Samples y = t.play().outputs[0];
    for (std::uint32_t i = 0; i < 128; ++i)
        CHECK(y[i] == (i < 32 ? 0.0f : i < 48 ? static_cast<float>(i - 32) : 16.0f));
}

TEST_CASE("a stolen voice fades over 5 ms and sleeps at the next tick") {
    Bench t;
    t.script.frames = 320;
    t.in_voice();
    t.voice_out(t.b.add(Op::add, {t.input(), t.b.constant(0)}));
    t.feed([](std::uint32_t) { return 2.0f; });
    t.strike(0, 0);
    t.act(21, ActionKind::steal, 0);
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 320; ++i) {
        const std::uint32_t gone = i < 21 ? 0 : std::min(i - 20, 240u);
        const double left = static_cast<double>(240 - gone) / 240.0;
        CHECK(r.outputs[0][i] == doctest::Approx(2.0 * left * left * (3.0 - 2.0 * left)).epsilon(1e-5));
    }
    // The fade reaches 0 on frame 260: asleep from the tick at 272 on.
    for (const auto &tick : r.ticks)
        CHECK(tick.awake[0] == (tick.frame < 272 ? 1u : 0u));
}

TEST_CASE("a released voice sleeps after 50 ms of silence and its longest delay") {
    Bench t;
    t.script.frames = 4096;
    t.b.graph.polys[0].longest_delay_frames = 100;
    t.in_voice();
    const NodeId gate = t.b.add(Op::number, {t.b.add(Op::note_gate, {})});
    t.voice_out(t.b.add(Op::multiply, {gate, t.b.constant(0.5f)}));
    t.strike(0, 0);
    t.strike(0, 1);
    t.act(40, ActionKind::release, 0);
    const auto r = t.play();
    // Frames 48..63 are the first silent tick, counted at 64; (2400 + 100) / 16 = 156.25, so the 157th is counted at 64
    // + 156 * 16.
    for (const auto &tick : r.ticks) {
        CHECK(tick.awake[0] == (tick.frame < 64 + 156 * 16 ? 1u : 0u));
        CHECK(tick.awake[1] == 1u);
        if (tick.frame >= 16)
            CHECK(tick.level[1] == 0.5f);
    }
}

TEST_CASE("an idle value decides alone, at the last frame of a tick, and never over a note-on") {
    Bench t;
    const NodeId x = t.input();
    t.in_voice();
    t.voice_out(t.b.add(Op::delay1, {x, t.b.constant(0)}));
    t.b.graph.polys[0].idle = t.b.add(Op::greater, {x, t.b.constant(30)}); // from frame 30 on
    t.strike(0, 0);
    t.strike(0, 1);
    t.strike(32, 1); // retrigger exactly at the tick that would put it to sleep
    const auto r = t.play();
    for (const auto &tick : r.ticks) {
        CHECK(tick.awake[0] == (tick.frame < 32 ? 1u : 0u));
        CHECK(tick.awake[1] == (tick.frame < 48 ? 1u : 0u));
    }
}

TEST_CASE("active tells four ticks late; tempo and beat follow the transport") {
    Bench t;
    t.out(t.b.add(Op::add, {t.b.add(Op::active, {}, {.a = 0}), t.b.constant(0)}));
    t.out(t.b.add(Op::add, {t.b.add(Op::tempo, {}), t.b.constant(0)}));
    t.out(t.b.add(Op::turns, {t.b.add(Op::beat_phase, {})}));
    t.in_voice();
    t.b.graph.polys[0].outputs.push_back(t.b.constant(1));
    t.strike(0, 0);
    t.strike(18, 1);
    const auto r = t.play();
    const std::uint64_t step = static_cast<std::uint64_t>(2.0 * 4294967296.0 / 48000.0);
    for (std::uint32_t i = 0; i < 128; ++i) {
        CHECK(r.outputs[0][i] == (i < 64 ? 0.0f : i < 96 ? 1.0f : 2.0f)); // counted at 0 and at 32
        CHECK(r.outputs[1][i] == 2.0f);
        CHECK(r.outputs[2][i] == static_cast<float>(((step * i) & 0xffffffffu) >> 8) / 16777216.0f);
    }
}

TEST_CASE("voice_sum adds slot i into partial i mod 16") {
    Bench t(20); // and 3 spares
    t.in_voice();
    t.voice_out(t.b.add(Op::divide, {t.b.constant(1), t.b.to_audio(t.b.add(Op::note_value, {}, {.a = 0}))}));
    for (std::uint32_t slot = 0; slot < 23; ++slot)
        if (slot != 5)
            t.strike(0, slot, static_cast<float>(3 * slot + 1));
    const Samples y = t.play().outputs[0];
    float p[16]{};
    for (std::uint32_t slot = 0; slot < 23; ++slot)
        if (slot != 5)
            p[slot % 16] += 1.0f / static_cast<float>(3 * slot + 1);
    for (int half = 8; half > 0; half /= 2)
        for (int k = 0; k < half; ++k)
            p[k] += p[k + half];
    CHECK(y[0] == p[0]);
    CHECK(y[100] == p[0]);
}

TEST_CASE("inputs are calmed; note lines are written per frame") {
    Bench t;
    const NodeId x = t.input();
    t.out(x);
    t.b.graph.note_lines.push_back({x, t.b.add(Op::greater, {x, t.b.constant(5)}), t.b.constant(0.5f), {}});
    t.feed([](std::uint32_t i) { return i == 2 ? NAN : i == 3 ? 1e30f : static_cast<float>(i); });
    const auto r = t.play();
    for (std::uint32_t i = 0; i < 128; ++i) {
        const float calmed = i == 2 || i == 3 ? 0.0f : static_cast<float>(i);
        CHECK(r.outputs[0][i] == calmed);
        CHECK(r.notes[0][i].freq == calmed);
        CHECK(r.notes[0][i].velocity == 0.5f);
        CHECK(r.notes[0][i].gate == (calmed > 5 ? 1u : 0u));
    }
}

TEST_CASE("blocks of any size give the same") {
    for (const std::vector<std::uint32_t> &blocks : {std::vector<std::uint32_t>{1}, {7}, {16, 3}, {100}, {5, 64, 11}}) {
        std::vector<meaning::Recording> recordings;
        for (const std::vector<std::uint32_t> &cut : {std::vector<std::uint32_t>{128}, blocks}) {
            Bench t;
            t.in_voice();
            t.voice_out(t.b.to_audio(t.b.add(Op::note_value, {}, {.a = 0})));
            t.voice_out(t.b.add(Op::random, {}));
            t.strike(9, 0);
            t.act(9, ActionKind::release, 0);
            t.strike(9, 1, 50);
            t.act(64, ActionKind::steal, 1);
            t.act(65, ActionKind::field, 0, 0, 400);
            t.script.blocks = cut;
            recordings.push_back(t.play());
        }
        CHECK(meaning::difference(recordings[0], recordings[1]) == "");
        recordings[1].outputs[0][77] += 1.0f;
        CHECK(meaning::difference(recordings[0], recordings[1]) != "");
    }
}
