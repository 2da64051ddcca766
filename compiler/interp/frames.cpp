// What happens on every frame: values in order, then memories, then what leaves the graph.
#include <array>
#include <cmath>

#include "compiler/graph/rules.h"
#include "compiler/interp/machine.h"
#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"
#include "compiler/math/taps.h"

namespace tactus::interp {

using graph::Op;

void Machine::part(tactus_memory &memory, const tactus_call &call, std::uint32_t frames) {
    for (std::uint32_t index = 0; index < frames; ++index) {
        const Moment moment{memory, call, index, static_cast<std::uint32_t>((call.frame + index) % graph::tick_frames)};
        move_fades(memory);
        for (const NodeId id : audio_)
            for (std::uint32_t slot = 0; slot < slots_of(graph_[id].scope); ++slot)
                if (awake(memory, graph_[id].scope, slot))
                    compute(moment, id, slot);
        for (const ScopeNodes &scope : scopes_)
            for (const NodeId id : scope.memories)
                for (std::uint32_t slot = 0; slot < slots_of(graph_[id].scope); ++slot)
                    if (awake(memory, graph_[id].scope, slot) && clock(id, slot))
                        commit(id, slot);
        watch_voices(moment);
        write_outputs(moment);
        write_notes(moment);
    }
}

void Machine::move_fades(const tactus_memory &memory) {
    const std::uint32_t frames = graph::fade_frames(graph_);
    const float reciprocal = 1.0f / static_cast<float>(frames);
    for (std::size_t poly = 0; poly < voices_.size(); ++poly)
        for (std::size_t slot = 0; slot < voices_[poly].size(); ++slot) {
            VoiceState &voice = voices_[poly][slot];
            voice.fade = 1.0f;
            if (memory.voices[poly].awake[slot] == 0 || memory.voices[poly].stolen[slot] == 0)
                continue;
            voice.remaining = voice.remaining > 0 ? voice.remaining - 1 : 0;
            const float t = static_cast<float>(voice.remaining) * reciprocal;
            voice.fade = (t * t) * (3.0f - (2.0f * t));
        }
}

void Machine::compute(const Moment &moment, NodeId id, std::uint32_t slot) {
    if (is_pure(graph_[id].op))
        compute_pure(id, slot);
    else
        states_[id.index].value[slot] = audio_value(moment, id, slot);
}

Word Machine::audio_value(const Moment &moment, NodeId id, std::uint32_t slot) {
    math::ScalarArithmetic a;
    const graph::Node &node = graph_[id];
    const tactus_call &call = moment.call;
    State &state = states_[id.index];
    const auto notes = [&]() -> const tactus_voices & { return moment.memory.voices[node.scope.index - 1]; };
    switch (node.op) {
    case Op::note_gate:
        return notes().gate[slot] != 0;
    case Op::note_on:
        return moment.index == 0 && notes().start[slot] != 0;
    case Op::voice_input:
        return word_of(math::calm(a, call.in[node.a][moment.index]));
    case Op::beat_phase:
        return static_cast<Word>(call.beat + moment.index * call.beat_step);
    case Op::voice_sum:
        return word_of(voice_sum(moment.memory, node));
    case Op::ramp: {
        const float way = state.v1[slot] - state.v0[slot];
        return word_of(state.v0[slot] + way * (static_cast<float>(moment.j) * 0.0625f));
    }
    case Op::random:
        if (clock(id, slot))
            state.memory[slot] = static_cast<Word>(math::random_step(a, static_cast<std::int32_t>(state.memory[slot])));
        return word_of(math::random_value(a, static_cast<std::int32_t>(state.memory[slot])));
    case Op::delay1:
        return state.memory[slot];
    case Op::hold:
        return clock(id, slot) ? value(graph_.input(id, 0), slot) : state.memory[slot];
    case Op::line: {
        Ring &ring = state.rings[slot];
        if (clock(id, slot))
            ring.samples[ring.count & (ring.samples.size() - 1)] = math::calm(a, real(graph_.input(id, 0), slot));
        return 0;
    }
    case Op::buffer:
        return 0; // what it is given is written when all is computed
    case Op::entry: {
        const NodeId buffer = graph_.input(id, 0);
        const auto &entries = states_[buffer.index].entries[graph_[buffer].scope == graph::patch_scope ? 0 : slot];
        return word_of(entries[entry_index(real(graph_.input(id, 1), slot), entries.size())]);
    }
    case Op::block_position:
        return word_of(static_cast<float>((moment.frame() + node.b) & (node.a - 1)));
    case Op::convolve:
        return word_of(state.convolution->step(real(graph_.input(id, 0), slot), moment.frame()));
    case Op::transform:
        state.transform->step(real(graph_.input(id, 0), slot), real(graph_.input(id, 1), slot), moment.frame());
        return 0;
    case Op::transform_real:
    case Op::transform_imaginary:
        return word_of(
            states_[graph_.input(id, 0).index].transform->value(node.op == Op::transform_imaginary, moment.frame()));
    default:
        return word_of(tap(id, slot));
    }
}

float Machine::voice_sum(const tactus_memory &memory, const graph::Node &node) const {
    std::array<float, 16> partials{};
    const NodeId term = graph_.inputs[node.first_input];
    for (std::uint32_t slot = 0; slot < voices_[node.a].size(); ++slot)
        if (memory.voices[node.a].awake[slot] != 0)
            partials[slot % 16] += real(term, slot) * voices_[node.a][slot].fade;
    for (std::size_t half = 8; half > 0; half /= 2)
        for (std::size_t k = 0; k < half; ++k)
            partials[k] += partials[k + half];
    return partials[0];
}

// The sample so many activations before the one that this frame writes; a line that stands still has none for distance
// 0 and gives its last.
float Machine::sample_ago(NodeId line, std::uint32_t slot, std::uint32_t distance) const {
    const std::uint32_t own = graph_[line].scope == graph::patch_scope ? 0 : slot;
    const Ring &ring = states_[line.index].rings[own];
    const std::uint32_t back = distance == 0 && !clock(line, own) ? 1 : distance;
    if (back > ring.count)
        return graph_[line].value;
    return ring.samples[(ring.count - back) & (ring.samples.size() - 1)];
}

float Machine::tap(NodeId id, std::uint32_t slot) const {
    using math::ScalarArithmetic;
    using Real = math::Real<ScalarArithmetic>;
    const graph::Node &node = graph_[id];
    const NodeId line = graph_.input(id, 0);
    if (node.op == Op::tap)
        return sample_ago(line, slot, node.a);
    ScalarArithmetic a;
    const math::TapLimits limits{node.a, node.b};
    const Real distance{&a, real(graph_.input(id, 1), slot)};
    const auto sample = [&](math::Integer<ScalarArithmetic> k) {
        return Real{&a, sample_ago(line, slot, static_cast<std::uint32_t>(k.value))};
    };
    switch (node.op) {
    case Op::tap_nearest:
        return math::tap_nearest(distance, limits, sample).value;
    case Op::tap_linear:
        return math::tap_linear(distance, limits, sample).value;
    case Op::tap_cubic:
        return math::tap_cubic(distance, limits, sample).value;
    default:
        return math::tap_allpass(distance, limits, Real{&a, real_of(states_[id.index].memory[slot])}, sample).value;
    }
}

// A memory takes what this frame gave it; only called where its clock is true.
void Machine::commit(NodeId id, std::uint32_t slot) {
    State &state = states_[id.index];
    switch (graph_[id].op) {
    case Op::delay1:
    case Op::hold:
        state.memory[slot] = value(graph_.input(id, 0), slot);
        break;
    case Op::tap_allpass:
        state.memory[slot] = state.value[slot];
        break;
    case Op::line:
        state.rings[slot].count += 1;
        break;
    case Op::buffer: {
        math::ScalarArithmetic a;
        std::vector<float> &entries = state.entries[slot];
        entries[entry_index(real(graph_.input(id, 1), slot), entries.size())] =
            math::calm(a, real(graph_.input(id, 0), slot));
        break;
    }
    default:
        break; // random has moved already
    }
}

void Machine::watch_voices(const Moment &moment) {
    for (std::size_t poly = 0; poly < voices_.size(); ++poly)
        for (std::uint32_t slot = 0; slot < voices_[poly].size(); ++slot) {
            if (moment.memory.voices[poly].awake[slot] == 0)
                continue;
            VoiceState &voice = voices_[poly][slot];
            for (const NodeId output : graph_.polys[poly].outputs) {
                const float size = std::fabs(real(output, slot) * voice.fade);
                voice.peak = voice.peak < size ? size : voice.peak;
            }
            if (graph_.polys[poly].idle.valid())
                voice.idle = moment.j == graph::tick_frames - 1 && value(graph_.polys[poly].idle, slot) != 0;
        }
}

void Machine::write_outputs(const Moment &moment) {
    for (std::size_t i = 0; i < graph_.output_ports.size(); ++i)
        moment.call.out[i][moment.index] = real(graph_.output_ports[i].node, 0);
}

void Machine::write_notes(const Moment &moment) const {
    for (std::size_t i = 0; i < graph_.note_lines.size(); ++i) {
        const graph::NoteLine &line = graph_.note_lines[i];
        tactus_note_line &out = moment.memory.note_lines[i];
        out.freq[moment.j] = real(line.freq, 0);
        out.velocity[moment.j] = real(line.velocity, 0);
        out.gate[moment.j] = value(line.gate, 0) != 0 ? 1 : 0;
    }
}

} // namespace tactus::interp
