// A small instrument as a graph, without the language: a sine with a ramped pitch and an envelope per voice, noise, a
// smoothed gain, a step parameter, an echo, the audio input; or the same played by a note line of its own.
#pragma once

#include "compiler/graph/builder.h"

namespace tactus::behaviour {

class InstrumentGraph {
  public:
    explicit InstrumentGraph(bool generated, graph::VoiceMode mode = graph::VoiceMode::poly) {
        using graph::Op;
        b_.graph.parameters.resize(2);
        b_.graph.parameters[0].name = "gain";
        b_.graph.parameters[0].init = 0.5f;
        b_.graph.parameters[0].controller = 7;
        b_.graph.parameters[1].name = "step";
        b_.graph.parameters[1].stepped = true;
        b_.graph.parameters[1].smooth_ticks = 0;
        b_.graph.parameters[1].controller = 80;
        b_.graph.input_ports.push_back({"in", 0, {}});
        b_.graph.polys.resize(1);
        b_.graph.polys[0].name = b_.name("instrument/out");
        b_.graph.polys[0].mode = mode;
        b_.graph.polys[0].voices = mode == graph::VoiceMode::poly ? 9 : 1;
        b_.graph.polys[0].source.generated = generated;
        b_.graph.polys[0].source.line_count = generated ? 1 : 0;
        if (generated) {
            add_note_line();
        }
        b_.place.scope = graph::ScopeId{1u};
        const graph::NodeId y = voice();
        b_.place.scope = graph::patch_scope;
        b_.graph.polys[0].outputs = {y};
        const graph::NodeId voices = b_.add(Op::voice_sum, {y}, {.a = 0});
        const graph::NodeId gain = b_.to_audio(b_.add(Op::parameter, {}, {.a = 0}));
        const graph::NodeId dry = b_.add(Op::multiply, {voices, gain});
        b_.place.name = b_.name("instrument/echo");
        const graph::NodeId line = b_.add(Op::line, {graph::NodeId{}}, {.a = 0, .b = 700, .value = 0.0f});
        const graph::NodeId echo = b_.add(Op::tap, {line}, {.a = 700});
        const graph::NodeId wet = b_.add(Op::add, {dry, b_.add(Op::multiply, {echo, b_.constant(0.3f)})});
        b_.connect(line, 0, wet);
        const graph::NodeId step = b_.add(Op::multiply, {b_.add(Op::parameter, {}, {.a = 1}), b_.constant(0.01f)});
        const graph::NodeId input = b_.add(Op::voice_input, {}, {.a = 0});
        const graph::NodeId mix = b_.add(Op::add, {b_.add(Op::add, {wet, step}), input});
        b_.graph.output_ports.push_back({"out", 0, mix});
        b_.graph.output_ports.push_back({"out", 1, b_.add(Op::turns, {b_.add(Op::beat_phase, {})})});
        b_.graph.output_ports.push_back(
            {"out", 2, b_.add(Op::multiply, {b_.add(Op::active, {}, {.a = 0}), b_.constant(0.01f)})});
    }

    [[nodiscard]] graph::Graph take() && { return std::move(b_).finish(); }

  private:
    graph::NodeId field(graph::NoteField which) {
        return b_.add(graph::Op::note_value, {}, {.a = static_cast<std::uint32_t>(which)});
    }

    // A phase that advances by freq / rate each sample.
    graph::NodeId phasor(graph::NodeId freq, const char *name) {
        using graph::Op;
        b_.place.name = b_.name(name);
        const graph::NodeId last = b_.add(Op::delay1, {graph::NodeId{}, b_.phase(0)});
        const graph::NodeId turn = b_.add(Op::phase, {b_.add(Op::divide, {freq, b_.constant(48000.0f)})});
        const graph::NodeId now = b_.add(Op::phase_add, {last, turn});
        b_.connect(last, 0, now);
        return now;
    }

    graph::NodeId voice() {
        using graph::Op;
        const graph::NodeId freq = b_.to_audio(field(graph::NoteField::freq));
        const graph::NodeId tone = b_.add(Op::sine_turn, {phasor(freq, "instrument/out/voice/phase")});
        b_.place.name = b_.name("instrument/out/voice/noise");
        const graph::NodeId noise = b_.add(Op::multiply, {b_.add(Op::random, {}), b_.constant(0.1f)});
        b_.place.name = b_.name("instrument/out/voice/envelope");
        const graph::NodeId last = b_.add(Op::delay1, {graph::NodeId{}, b_.constant(0.0f)});
        const graph::NodeId gate = b_.add(Op::number, {b_.add(Op::note_gate, {})});
        const graph::NodeId rise = b_.add(Op::multiply, {b_.add(Op::subtract, {gate, last}), b_.constant(0.01f)});
        const graph::NodeId envelope = b_.add(Op::add, {last, rise});
        b_.connect(last, 0, envelope);
        const graph::NodeId struck =
            b_.add(Op::multiply, {b_.add(Op::number, {b_.add(Op::note_on, {})}), b_.constant(0.05f)});
        const graph::NodeId sound =
            b_.add(Op::add, {b_.add(Op::multiply, {b_.add(Op::add, {tone, noise}), envelope}), struck});
        const graph::NodeId pressure = b_.to_audio(field(graph::NoteField::pressure));
        const graph::NodeId loud = b_.add(Op::add, {field(graph::NoteField::velocity), pressure});
        return b_.add(Op::multiply, {b_.add(Op::multiply, {sound, loud}), b_.constant(0.1f)});
    }

    // A note of two thirds of 1/50 s, fifty times a second, higher while the phase is.
    void add_note_line() {
        using graph::Op;
        const graph::NodeId turn = b_.add(Op::turns, {phasor(b_.constant(50.0f), "instrument/notes")});
        const graph::NodeId gate = b_.add(Op::less, {turn, b_.constant(0.66f)});
        const graph::NodeId freq =
            b_.add(Op::add, {b_.constant(300.0f), b_.add(Op::multiply, {turn, b_.constant(100.0f)})});
        b_.graph.note_lines.push_back({freq, gate, b_.constant(0.75f), b_.name("instrument/notes")});
    }

    graph::Builder b_{"instrument"};
};

} // namespace tactus::behaviour
