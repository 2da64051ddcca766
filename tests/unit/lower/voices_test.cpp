// Memories, lines, ticks and voices compiled in every way: the bits of the interpreter, and plain formulas for what is
// easily said.
#include <doctest/doctest.h>

#include <cmath>

#include "compiler/graph/builder.h"
#include "tests/support/compiled.h"

using namespace tactus;
using namespace tactus::graph;
using meaning::ActionKind;
using test::play_everywhere;

namespace {

// A patch with a smooth and a stepped parameter, an input and one poly.
struct Bench {
    Builder b{"bench"};
    meaning::Script script;

    explicit Bench(std::uint32_t voices = 5) {
        b.graph.seed = 77;
        b.graph.parameters.resize(2);
        b.graph.parameters[0].smooth_ticks = 3;
        b.graph.parameters[1].stepped = true;
        b.graph.parameters[1].smooth_ticks = 0;
        for (Parameter &p : b.graph.parameters) {
            p.low = -10;
            p.high = 10;
        }
        b.graph.input_ports.push_back({"in", 0, {}});
        b.graph.polys.resize(1);
        b.graph.polys[0].voices = voices;
        b.place.name = b.name("x");
        script.frames = 400;
        script.blocks = {400};
        script.first_frame = 32;
        script.inputs.assign(1, std::vector<float>(script.frames));
        for (std::uint32_t i = 0; i < script.frames; ++i)
            script.inputs[0][i] = std::sin(static_cast<float>(i) * 0.3f);
    }

    void in_voice(std::uint32_t poly = 0) { b.place.scope = ScopeId{1u + poly}; }
    void in_patch() { b.place.scope = patch_scope; }
    NodeId input() { return b.add(Op::voice_input, {}); }
    NodeId real(float x) { return b.constant(x); }
    NodeId field(NoteField f) { return b.to_audio(b.add(Op::note_value, {}, {.a = static_cast<std::uint32_t>(f)})); }
    void out(NodeId node) {
        b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), node});
    }
    NodeId sum(NodeId node, std::uint32_t poly = 0) {
        b.graph.polys[poly].outputs.push_back(node);
        return b.add(Op::voice_sum, {node}, {.a = poly});
    }
    // A sine of the note's frequency.
    NodeId tone() {
        const NodeId state = b.add(Op::delay1, {NodeId{}, b.phase(0)});
        const NodeId step = b.add(Op::phase, {b.add(Op::divide, {field(NoteField::freq), real(48000.0f)})});
        const NodeId next = b.add(Op::phase_add, {state, step});
        b.connect(state, 0, next);
        return b.add(Op::sine_turn, {next});
    }
    // 1 on every third frame or so, from the input.
    NodeId sparse() { return b.add(Op::less, {input(), real(-0.3f)}); }

    void strike(std::uint32_t frame, std::uint32_t slot, float freq = 440, std::uint32_t poly = 0) {
        script.actions.push_back({frame, ActionKind::strike, poly, slot, 0, 0, {freq, 60, 0.5f, 0.25f, 1, 0, 0, 0}});
    }
    void act(std::uint32_t frame, ActionKind kind, std::uint32_t slot, std::uint32_t index = 0, float value = 0) {
        script.actions.push_back({frame, kind, 0, slot, index, value, {}});
    }
    // Notes on all slots, releases, a theft and a retrigger, at ticks and off them.
    void busy_notes() {
        const std::uint32_t slots = b.graph.polys[0].slots();
        for (std::uint32_t i = 0; i < slots; ++i)
            strike(i * 11, i, 200.0f + 37.0f * static_cast<float>(i));
        act(150, ActionKind::steal, 0);
        act(160, ActionKind::release, 1 % slots);
        act(170, ActionKind::field, 2 % slots, 0, 900.0f);
        strike(176, 1 % slots, 333.0f);
        strike(203, 0, 555.0f);
        act(210, ActionKind::parameter, 0, 0, 2.5f);
        act(217, ActionKind::parameter, 0, 1, -1.5f);
    }
    meaning::Recording play() { return play_everywhere(b.graph, script); }
};

} // namespace

TEST_CASE("a delay of one sample and a hold, with and without a clock") {
    Bench t;
    const NodeId x = t.input();
    t.out(t.b.add(Op::delay1, {x, t.real(9.0f)}));
    t.b.place.clock = t.sparse();
    t.out(t.b.add(Op::delay1, {x, t.real(9.0f)}));
    t.out(t.b.add(Op::hold, {x, t.real(-9.0f)}));
    t.out(t.b.add(Op::random, {}));
    const meaning::Recording got = t.play();
    CHECK(got.outputs[0][0] == 9.0f);
    CHECK(got.outputs[0][1] == t.script.inputs[0][0]);
    CHECK(got.outputs[2][0] == -9.0f);
}

TEST_CASE("ramps, parameters and tempo in the patch") {
    Bench t;
    for (std::uint32_t p : {0u, 1u})
        t.out(t.b.to_audio(t.b.add(Op::sine, {t.b.add(Op::parameter, {}, {.a = p})})));
    t.out(t.b.add(Op::multiply, {t.input(), t.b.add(Op::tempo, {})}));
    t.out(t.b.add(Op::turns, {t.b.add(Op::beat_phase, {})}));
    t.act(40, ActionKind::parameter, 0, 0, 3.0f);
    t.act(75, ActionKind::parameter, 0, 1, 2.0f);
    t.act(99, ActionKind::tempo, 0, 0, 3.3f);
    t.play();
}

TEST_CASE("voices: tones with fades, theft, retriggers and sums") {
    for (const std::uint32_t voices : {1u, 3u, 7u, 8u, 15u, 17u, 33u}) {
        Bench t(voices);
        t.in_voice();
        const NodeId tone = t.tone();
        const NodeId envelope = t.b.add(Op::delay1, {NodeId{}, t.real(0.0f)});
        const NodeId target = t.b.add(Op::number, {t.b.add(Op::note_gate, {})});
        const NodeId way = t.b.add(Op::multiply, {t.b.add(Op::subtract, {target, envelope}), t.real(0.05f)});
        t.b.connect(envelope, 0, t.b.add(Op::add, {envelope, way}));
        const NodeId y = t.b.add(Op::multiply, {tone, envelope});
        t.in_patch();
        t.out(t.sum(y));
        t.out(t.b.to_audio(t.b.add(Op::active, {}, {.a = 0})));
        t.busy_notes();
        t.play();
    }
}

TEST_CASE("voices: initial values, random sources, note-on, input and parameters of the patch") {
    Bench t;
    const NodeId x = t.input();
    const NodeId knob = t.b.add(Op::parameter, {}, {.a = 0});
    t.in_voice();
    const NodeId start = t.b.add(Op::random_start, {});
    const NodeId spread = t.b.add(Op::multiply, {start, t.real(3.0f)});
    const NodeId noise = t.b.add(Op::random, {});
    const NodeId onset = t.b.add(Op::number, {t.b.add(Op::note_on, {})});
    const NodeId tick = t.b.add(Op::multiply, {knob, t.b.add(Op::note_value, {}, {.a = 0})});
    const NodeId velocity = t.b.add(Op::note_value, {}, {.a = static_cast<std::uint32_t>(NoteField::velocity)});
    const NodeId kept = t.b.add(Op::delay1, {x, spread});
    std::vector<NodeId> terms{
        spread, noise, onset, t.b.to_audio(tick), kept, t.b.add(Op::multiply, {velocity, x}), t.b.to_audio(knob)};
    const NodeId y = t.b.add(Op::sum, terms);
    t.in_patch();
    t.out(t.sum(y));
    t.busy_notes();
    t.play();
}

TEST_CASE("idle: silence, and a node that decides") {
    for (const bool decides : {false, true}) {
        Bench t;
        t.script.frames = 3600;
        t.script.inputs[0].resize(t.script.frames, 0.25f);
        t.in_voice();
        const NodeId gate = t.b.add(Op::number, {t.b.add(Op::note_gate, {})});
        const NodeId y = t.b.add(Op::multiply, {gate, t.tone()});
        if (decides)
            t.b.graph.polys[0].idle = t.b.add(Op::logical_not, {t.b.add(Op::note_gate, {})});
        t.in_patch();
        t.out(t.sum(y));
        t.out(t.b.to_audio(t.b.add(Op::active, {}, {.a = 0})));
        t.strike(0, 0);
        t.strike(5, 1);
        t.act(100, ActionKind::release, 0);
        t.act(107, ActionKind::release, 1);
        t.strike(3000, 0);
        t.play();
    }
}

namespace {

// Every kind of tap of one line.
void all_taps(Bench &t, NodeId line, NodeId distance, std::uint32_t least, std::uint32_t longest,
              std::vector<NodeId> &taps) {
    for (const std::uint32_t a : {least, least + 1, longest / 2 + 1, longest})
        taps.push_back(t.b.add(Op::tap, {line}, {.a = a}));
    for (const Op op : {Op::tap_nearest, Op::tap_linear, Op::tap_cubic, Op::tap_allpass})
        taps.push_back(t.b.add(op, {line, distance}, {.a = least, .b = longest}));
}

} // namespace

TEST_CASE("delay lines: every tap, least delays around 0 and 16, in patch and voices, clocked or not") {
    for (const bool voice : {false, true})
        for (const bool clocked : {false, true})
            for (const std::uint32_t least : {0u, 1u, 15u, 16u, 17u}) {
                CAPTURE(voice);
                CAPTURE(clocked);
                CAPTURE(least);
                Bench t;
                const NodeId x = t.input();
                const NodeId clock = clocked ? t.sparse() : NodeId{};
                if (voice)
                    t.in_voice();
                t.b.place.clock = clock;
                const NodeId signal = voice ? t.tone() : x;
                const NodeId line = t.b.add(Op::line, {signal}, {.b = 40, .value = 0.75f});
                const NodeId distance =
                    t.b.add(Op::multiply, {t.b.add(Op::add, {signal, t.real(1.0f)}), t.real(22.0f)});
                std::vector<NodeId> taps;
                all_taps(t, line, distance, least, 40, taps);
                t.b.place.clock = {};
                if (voice) {
                    t.in_patch();
                    for (const NodeId tap : taps)
                        t.out(t.sum(tap));
                    t.busy_notes();
                } else {
                    for (const NodeId tap : taps)
                        t.out(tap);
                }
                t.play();
            }
}

TEST_CASE("feedback through lines of every length, within the patch and from the voices") {
    for (const std::uint32_t length : {1u, 2u, 15u, 16u, 17u, 40u})
        for (const bool through_voices : {false, true}) {
            CAPTURE(length);
            CAPTURE(through_voices);
            Bench t;
            const NodeId line = t.b.add(Op::line, {NodeId{}}, {.b = length, .value = 0.0f});
            const NodeId tap = t.b.add(Op::tap, {line}, {.a = length});
            if (!through_voices) {
                const NodeId y = t.b.add(Op::add, {t.input(), t.b.add(Op::multiply, {tap, t.real(-0.9f)})});
                t.b.connect(line, 0, y);
                t.out(y);
            } else {
                t.in_voice();
                const NodeId state = t.b.add(Op::delay1, {tap, t.real(0.5f)});
                const NodeId y = t.b.add(Op::add, {t.tone(), t.b.add(Op::multiply, {state, t.real(0.3f)})});
                t.in_patch();
                const NodeId sum = t.sum(y);
                t.b.connect(line, 0, t.b.add(Op::multiply, {sum, t.real(0.1f)}));
                t.out(sum);
                t.busy_notes();
            }
            t.play();
        }
}

TEST_CASE("fused: voices with lines, clocks and holds in a loop with the patch") {
    Bench t;
    const NodeId x = t.input();
    const NodeId last = t.b.add(Op::delay1, {NodeId{}, t.real(0.0f)});
    t.b.place.clock = t.sparse();
    const NodeId patch_line = t.b.add(Op::line, {x}, {.b = 9, .value = 0.125f});
    t.b.place.clock = {};
    t.in_voice();
    const NodeId tone = t.tone();
    const NodeId signal = t.b.add(Op::add, {tone, last});
    const NodeId own = t.b.add(Op::line, {signal}, {.b = 20, .value = 0.25f});
    t.b.place.clock = t.b.add(Op::less, {tone, t.real(0.4f)});
    const NodeId clocked = t.b.add(Op::line, {signal}, {.b = 6, .value = -0.25f});
    const NodeId held = t.b.add(Op::hold, {signal, t.real(0.1f)});
    const NodeId noise = t.b.add(Op::random, {});
    const NodeId step = t.b.add(Op::delay1, {held, t.real(0.0f)});
    const NodeId allpass = t.b.add(Op::tap_allpass, {clocked, t.real(3.3f)}, {.a = 1, .b = 6});
    t.b.place.clock = {};
    std::vector<NodeId> terms{
        held,
        noise,
        step,
        allpass,
        t.b.add(Op::tap, {own}, {.a = 0}),
        t.b.add(Op::tap, {own}, {.a = 18}),
        t.b.add(Op::tap_linear, {patch_line, t.b.add(Op::absolute, {t.b.add(Op::multiply, {tone, t.real(8.0f)})})},
                {.a = 0, .b = 9})};
    const NodeId y = t.b.add(Op::sum, terms);
    t.in_patch();
    const NodeId sum = t.sum(y);
    // What the voices give is used by another sum of theirs in the same frame: two segments of voices in one frame.
    t.in_voice();
    const NodeId again = t.b.add(Op::multiply, {held, t.b.add(Op::add, {sum, step})});
    t.in_patch();
    const NodeId second = t.sum(again);
    t.b.connect(last, 0, t.b.add(Op::multiply, {t.b.add(Op::sine, {t.b.add(Op::add, {sum, second})}), t.real(0.2f)}));
    t.out(sum);
    t.out(second);
    t.busy_notes();
    t.play();
}

TEST_CASE("two polys, the second follows the first, and note lines") {
    Bench t(3);
    t.b.graph.polys.resize(2);
    t.b.graph.polys[1].voices = 9;
    t.in_voice(0);
    const NodeId first = t.tone();
    t.in_patch();
    const NodeId a = t.sum(first);
    t.in_voice(1);
    const NodeId second = t.b.add(Op::multiply, {t.tone(), a});
    t.in_patch();
    t.out(t.sum(second, 1));
    t.b.graph.note_lines.push_back({t.b.add(Op::multiply, {a, t.real(100.0f)}), t.sparse(), t.real(0.5f), {}});
    t.busy_notes();
    t.strike(230, 0, 300, 1);
    t.strike(233, 8, 400, 1);
    t.play();
}

TEST_CASE("outputs that are constants, ticks or initial values") {
    Bench t;
    t.out(t.real(0.5f));
    t.out(t.b.add(Op::tempo, {}));
    t.out(t.b.add(Op::random_start, {}));
    t.out(t.sum(t.real(0.25f)));
    t.in_voice();
    t.b.graph.polys[0].idle = t.b.truth(false);
    const NodeId velocity = t.b.add(Op::note_value, {}, {.a = static_cast<std::uint32_t>(NoteField::velocity)});
    t.in_patch();
    t.out(t.sum(velocity));
    t.out(t.b.add(Op::sine, {t.b.add(Op::exponential, {t.real(0.3f)})}));
    t.busy_notes();
    t.play();
}

TEST_CASE("fused: what a voice keeps may come from the patch after the voices") {
    Bench t;
    t.in_voice();
    const NodeId kept = t.b.add(Op::delay1, {NodeId{}, t.real(0.5f)});
    const NodeId y = t.b.add(Op::multiply, {kept, t.real(0.5f)});
    t.in_patch();
    const NodeId sum = t.sum(y);
    t.b.connect(kept, 0, t.b.add(Op::add, {sum, t.input()}));
    t.out(sum);
    t.busy_notes();
    t.play();
}

TEST_CASE("a line's clock may be made of its own delayed samples") {
    Bench t;
    const NodeId held = t.b.add(Op::delay1, {NodeId{}, t.b.truth(true)});
    t.b.place.clock = held;
    const NodeId line = t.b.add(Op::line, {t.input()}, {.b = 20, .value = 0.5f});
    t.b.place.clock = {};
    const NodeId near = t.b.add(Op::tap, {line}, {.a = 2});
    const NodeId far = t.b.add(Op::tap_linear, {line, t.real(17.5f)}, {.a = 16, .b = 20});
    t.b.connect(held, 0,
                t.b.add(Op::less, {t.b.add(Op::multiply, {near, far}), t.b.add(Op::add, {t.input(), t.real(0.5f)})}));
    t.out(near);
    t.out(far);
    t.play();
}
