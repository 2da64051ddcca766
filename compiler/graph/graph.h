// The graph: one patch as operations on scalar signals, fully expanded, with rates, clocks and scopes decided. It is
// the meaning of the patch: the interpreter runs it as it stands. Vectors of small structs with typed ids, no pointers;
// prints, reads back and prints the same (text.h). docs/explanation/graph.md says what every part means.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/ids.h"
#include "compiler/base/span.h"

namespace tactus::graph {

using NodeId = Id<struct NodeTag>;
using ScopeId = Id<struct ScopeTag>; // 0: the patch; 1 + k: a voice of poly k
using PolyId = Id<struct PolyTag>;
using TableId = Id<struct TableTag>;
using NameId = Id<struct NameTag>; // into Graph::names: addresses of instances

inline constexpr ScopeId patch_scope{0u};
inline constexpr std::uint32_t tick_frames = 16;

enum class Op : std::uint8_t {
#define OP(name, text, operands, result, rate, state, meaning) name,
#include "compiler/graph/ops.def"
#undef OP
};

enum class Type : std::uint8_t { Real, Phase, Boolean, Line, Buffer };
enum class Rate : std::uint8_t { Constant, Initial, Tick, Audio };
enum class RateRule : std::uint8_t { constant, initial, tick, join, audio };
enum class StateRule : std::uint8_t { none, memory, source };

struct OpInfo {
    std::string_view name;
    std::string_view operands;
    char result;
    RateRule rate;
    StateRule state;
    std::string_view meaning;
};
[[nodiscard]] const OpInfo &info(Op op);
[[nodiscard]] std::span<const OpInfo> all_ops();

enum class NoteField : std::uint8_t { freq, key, velocity, release, channel, bend, pressure, timbre };
inline constexpr std::size_t note_field_count = 8;
inline constexpr std::array<std::string_view, note_field_count> note_field_names{
    "freq", "key", "velocity", "release", "channel", "bend", "pressure", "timbre"};
// Fields that change only with a note-on or note-off, and so at that sample: they do not ramp.
[[nodiscard]] constexpr bool is_stepped(NoteField f) {
    return f == NoteField::key || f == NoteField::velocity || f == NoteField::release || f == NoteField::channel;
}

struct Node {
    Op op = Op::constant;
    Type type = Type::Real;
    Rate rate = Rate::Constant;
    bool stepped = false; // a tick value that does not ramp on its way to audio
    ScopeId scope = patch_scope;
    NodeId clock; // a Boolean audio node of the same or the patch scope; invalid: every sample
    std::uint32_t first_input = 0;
    std::uint32_t input_count = 0;
    float value = 0.0f;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    NameId name; // the address of the instance that made it: "sub/out/voice/e/env"; memories have one always
    Span span;
};

struct Parameter {
    std::string name; // "cutoff", "bars[3]"
    std::string osc;  // "" : none declared
    std::string unit; // "Hz", "s", "dB", …; of a choice its alternatives: "saw|square"
    float init = 0.0f, low = 0.0f, high = 1.0f;
    bool logarithmic = false;
    bool stepped = false;
    std::uint32_t smooth_ticks = 15; // whole ticks of the glide, at least 1; 0 when stepped
    std::int32_t controller = -1;    // MIDI cc
    std::int32_t nrpn = -1;
};

enum class Steal : std::uint8_t { oldest, quietest };
enum class VoiceMode : std::uint8_t { poly, mono, legato };

// Where a poly's notes come from: the patch's own notes (filtered) or lines that the patch generates.
struct NoteSource {
    bool generated = false;
    std::uint32_t first_line = 0, line_count = 0; // generated
    std::int32_t channel = 0;                     // 1..16; 0: all
    std::int32_t low_key = 0, high_key = 127, transpose = 0;
};

struct Poly {
    NameId name;
    std::uint32_t voices = 1; // as asked for; spares come on top: spare_count()
    Steal steal = Steal::oldest;
    VoiceMode mode = VoiceMode::poly;
    NoteSource source;
    std::vector<NodeId> outputs; // audio reals of this poly's scope, one per channel; their peak decides idleness
    NodeId idle;                 // a Boolean of this poly's scope, or invalid: the silence rule
    std::uint32_t longest_delay_frames = 0;

    [[nodiscard]] std::uint32_t spare_count() const { return mode == VoiceMode::poly ? (voices + 7) / 8 : 0; }
    [[nodiscard]] std::uint32_t slots() const { return voices + spare_count(); }
};

// One line of notes that the patch makes itself (`Note(freq: …, gate: …)`): audio nodes of the patch scope.
struct NoteLine {
    NodeId freq, gate, velocity; // gate: Boolean
    NameId name;
};

struct Table {
    std::string name;
    std::vector<float> values;
};

struct Port {         // one channel
    std::string name; // "out", "send", "voice"
    std::uint32_t channel = 0;
    NodeId node; // outputs only: an audio real of the patch scope
};

struct Graph {
    std::string patch;
    std::uint32_t sample_rate = 48000;
    std::uint32_t seed = 0;
    float tuning = 440.0f; // Hz of A4
    std::vector<Node> nodes;
    std::vector<NodeId> inputs; // operands of all nodes, consecutive per node
    std::vector<std::string> names;
    std::vector<Parameter> parameters;
    std::vector<Poly> polys;
    std::vector<NoteLine> note_lines;
    std::vector<Table> tables;
    std::vector<Port> input_ports, output_ports;

    [[nodiscard]] const Node &operator[](NodeId id) const { return nodes[id.index]; }
    [[nodiscard]] Node &operator[](NodeId id) { return nodes[id.index]; }
    [[nodiscard]] std::span<const NodeId> inputs_of(NodeId id) const {
        const Node &n = nodes[id.index];
        return {inputs.data() + n.first_input, n.input_count};
    }
    [[nodiscard]] NodeId input(NodeId id, std::uint32_t i) const { return inputs[nodes[id.index].first_input + i]; }
};

// True when operand i of the node is not needed in the same sample: the memory edges that cycles may go through.
[[nodiscard]] bool is_delayed_edge(const Graph &graph, NodeId node, std::uint32_t operand);
// The least number of samples between a delayed operand and its use (delay1, entry: 1, tap: `a`); 0 for ordinary edges.
[[nodiscard]] std::uint32_t edge_delay_frames(const Graph &graph, NodeId node, std::uint32_t operand);

} // namespace tactus::graph
