// The interpreter's instance: the values and memories of a graph and what happens to them at starts, at ticks and on
// every frame. In: what the runtime hands in by tactus_memory and tactus_call. Out: outputs, note lines, levels,
// sleeping voices.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "compiler/graph/describe.h"
#include "compiler/graph/graph.h"
#include "compiler/interp/evaluate.h"
#include "compiler/math/transform.h"
#include "runtime/kernel.h"

namespace tactus::interp {

class Machine {
  public:
    explicit Machine(graph::Graph graph);

    void init(tactus_memory &memory, const tactus_call &call);
    void start(tactus_memory &memory, std::uint32_t poly, std::uint32_t slot);
    void tick(tactus_memory &memory, const tactus_call &call);
    void refresh(tactus_memory &memory, const tactus_call &call);
    void part(tactus_memory &memory, const tactus_call &call, std::uint32_t frames);

    [[nodiscard]] const graph::Graph &graph() const { return graph_; }
    [[nodiscard]] const graph::Descriptors &descriptors() const { return descriptors_; }

  private:
    using NodeId = graph::NodeId;

    struct Ring { // of one line and one instance
        std::vector<float> samples;
        std::uint64_t count = 0; // activations before this frame
    };

    // What one node keeps, by slot of its scope.
    struct State {
        std::vector<Word> value;
        std::vector<Word> memory;                // delay1, hold, tap_allpass: s; random: its state
        std::vector<float> v0, v1;               // ramp
        std::vector<Ring> rings;                 // line
        std::vector<std::vector<float>> entries; // buffer
        std::optional<math::BlockConvolution> convolution;
        std::optional<math::BlockTransform> transform;
    };

    struct ParameterState {
        float value = 0.0f, target = 0.0f, step = 0.0f;
        std::uint32_t remaining = 0;
    };

    struct VoiceState {
        std::uint32_t remaining = 0; // frames of the fade that are left
        std::uint32_t quiet = 0;
        float peak = 0.0f, fade = 1.0f;
        bool idle = false;
    };

    // The nodes of one scope, each list in an order that operands allow.
    struct ScopeNodes {
        std::vector<NodeId> initial, tick, ramps, memories;
    };

    struct Moment { // one frame of a call
        const tactus_memory &memory;
        const tactus_call &call;
        std::uint32_t index; // within the call
        std::uint32_t j;     // within the tick

        [[nodiscard]] std::uint32_t frame() const { return static_cast<std::uint32_t>(call.frame + index); }
    };

    [[nodiscard]] std::uint32_t slots_of(graph::ScopeId scope) const;
    [[nodiscard]] bool awake(const tactus_memory &memory, graph::ScopeId scope, std::uint32_t slot) const;
    [[nodiscard]] Word value(NodeId node, std::uint32_t slot) const;
    [[nodiscard]] float real(NodeId node, std::uint32_t slot) const { return real_of(value(node, slot)); }
    [[nodiscard]] bool clock(NodeId node, std::uint32_t slot) const;
    void compute_pure(NodeId node, std::uint32_t slot);

    // starts.cpp
    void start_instance(graph::ScopeId scope, std::uint32_t slot);
    void start_memory(NodeId node, std::uint32_t slot);

    // ticks.cpp
    void decide_idle(tactus_memory &memory, std::uint32_t poly);
    void move_parameters(const tactus_memory &memory);
    void calm_memories(const tactus_memory &memory);
    [[nodiscard]] Word tick_source(const tactus_memory &memory, const tactus_call &call, const graph::Node &node,
                                   std::uint32_t slot) const;
    void refresh_scope(const tactus_memory &memory, const tactus_call &call, graph::ScopeId scope);

    // frames.cpp
    void move_fades(const tactus_memory &memory);
    void compute(const Moment &moment, NodeId node, std::uint32_t slot);
    [[nodiscard]] Word audio_value(const Moment &moment, NodeId node, std::uint32_t slot);
    [[nodiscard]] float voice_sum(const tactus_memory &memory, const graph::Node &node) const;
    [[nodiscard]] float sample_ago(NodeId line, std::uint32_t slot, std::uint32_t distance) const;
    [[nodiscard]] float tap(NodeId node, std::uint32_t slot) const;
    void commit(NodeId node, std::uint32_t slot);
    void watch_voices(const Moment &moment);
    void write_outputs(const Moment &moment);
    void write_notes(const Moment &moment) const;

    graph::Graph graph_;
    graph::Descriptors descriptors_;
    std::vector<ScopeNodes> scopes_;
    std::vector<NodeId> audio_; // all audio nodes in the order of a frame
    std::vector<State> states_; // by node
    std::vector<ParameterState> parameters_;
    std::vector<std::vector<VoiceState>> voices_;     // by poly and slot
    std::vector<std::array<std::uint32_t, 4>> awake_; // by poly: counts of the last four ticks, the newest first
    std::vector<std::uint32_t> active_;               // by poly: what `active` reads
};

} // namespace tactus::interp
