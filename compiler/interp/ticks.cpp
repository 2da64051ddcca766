// What happens between frames: advance (idle decisions, parameters, calm, ramps) and refresh (tick values).
#include "compiler/interp/machine.h"
#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"

namespace tactus::interp {

using graph::Op;

void Machine::tick(tactus_memory &memory, const tactus_call &call) {
    for (std::uint32_t poly = 0; poly < graph_.polys.size(); ++poly)
        decide_idle(memory, poly);
    move_parameters(memory);
    calm_memories(memory);
    for (const ScopeNodes &scope : scopes_)
        for (const NodeId id : scope.ramps)
            states_[id.index].v0 = states_[id.index].v1;
    refresh(memory, call);
}

// Levels, the slots that fall asleep, and the count that `active` reads four ticks from now.
void Machine::decide_idle(tactus_memory &memory, std::uint32_t index) {
    const graph::Poly &poly = graph_.polys[index];
    tactus_voices &notes = memory.voices[index];
    std::uint32_t count = 0;
    for (std::uint32_t slot = 0; slot < poly.slots(); ++slot) {
        if (notes.awake[slot] == 0)
            continue;
        VoiceState &voice = voices_[index][slot];
        notes.level[slot] = voice.peak;
        bool sleeps = voice.idle;
        if (!poly.idle.valid()) {
            voice.quiet = notes.gate[slot] == 0 && voice.peak < graph::silent_level ? voice.quiet + 1 : 0;
            sleeps = voice.quiet >= graph::quiet_ticks(graph_, poly);
        }
        sleeps = sleeps || (notes.stolen[slot] != 0 && voice.remaining == 0);
        if (sleeps && notes.start[slot] == 0)
            notes.awake[slot] = 0;
        voice.peak = 0.0f;
        count += notes.awake[slot] != 0 ? 1u : 0u;
    }
    std::array<std::uint32_t, 4> &queue = awake_[index];
    active_[index] = queue[3];
    queue = {count, queue[0], queue[1], queue[2]};
}

void Machine::move_parameters(const tactus_memory &memory) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        if (graph_.parameters[i].stepped)
            continue;
        ParameterState &p = parameters_[i];
        const float target = memory.params[i];
        if (target != p.target) {
            p.step = (target - p.value) / static_cast<float>(graph_.parameters[i].smooth_ticks);
            p.remaining = graph_.parameters[i].smooth_ticks;
            p.target = target;
        }
        if (p.remaining > 0) {
            p.remaining -= 1;
            p.value = p.remaining == 0 ? p.target : p.value + p.step;
        }
    }
}

void Machine::calm_memories(const tactus_memory &memory) {
    math::ScalarArithmetic a;
    for (const ScopeNodes &scope : scopes_)
        for (const NodeId id : scope.memories) {
            const graph::Node &node = graph_[id];
            if (node.type != graph::Type::Real || node.op == Op::random)
                continue;
            std::vector<Word> &s = states_[id.index].memory;
            for (std::uint32_t slot = 0; slot < s.size(); ++slot)
                if (awake(memory, node.scope, slot))
                    s[slot] = word_of(math::calm(a, real_of(s[slot])));
        }
}

void Machine::refresh(tactus_memory &memory, const tactus_call &call) {
    for (std::size_t i = 0; i < scopes_.size(); ++i)
        refresh_scope(memory, call, graph::ScopeId{i});
}

void Machine::refresh_scope(const tactus_memory &memory, const tactus_call &call, graph::ScopeId scope) {
    for (std::uint32_t slot = 0; slot < slots_of(scope); ++slot) {
        if (!awake(memory, scope, slot))
            continue;
        for (const NodeId id : scopes_[scope.index].tick) {
            if (is_pure(graph_[id].op))
                compute_pure(id, slot);
            else
                states_[id.index].value[slot] = tick_source(memory, call, graph_[id], slot);
        }
        const bool starts = scope != graph::patch_scope && memory.voices[scope.index - 1].start[slot] != 0;
        for (const NodeId id : scopes_[scope.index].ramps) {
            State &ramp = states_[id.index];
            ramp.v1[slot] = real(graph_.input(id, 0), slot);
            if (starts)
                ramp.v0[slot] = ramp.v1[slot];
        }
    }
}

Word Machine::tick_source(const tactus_memory &memory, const tactus_call &call, const graph::Node &node,
                          std::uint32_t slot) const {
    switch (node.op) {
    case Op::parameter:
        return word_of(graph_.parameters[node.a].stepped ? memory.params[node.a] : parameters_[node.a].value);
    case Op::note_value:
        return word_of(memory.voices[node.scope.index - 1].field[node.a][slot]);
    case Op::tempo:
        return word_of(call.tempo);
    default:
        return word_of(static_cast<float>(active_[node.a]));
    }
}

} // namespace tactus::interp
