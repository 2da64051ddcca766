// Graph → Schedule: which frame loops there are and in which order, what runs at ticks, and where every piece of memory
// lies. In: a verified graph (docs/explanation/graph.md). Out: a value that depends on the graph and the options alone;
// `print` gives it as stable text. The memory layout is part of it, so every way of compiling one schedule may adopt
// the memory of another.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::schedule {

struct Options {
    std::uint32_t lanes = 8; // voices per lane group at most: 1, 4, 8 or 16
    std::uint32_t tile_frames = 16;
};

inline constexpr std::uint32_t none = 0xffffffffu;

enum class StepKind : std::uint8_t {
    Evaluate,   // one audio node; a voice_sum: the sum of its partials
    Pack,       // the nodes of a pack
    Accumulate, // a voice's output into the partials of a voice_sum
    Watch,      // a voice's peak, idle flag, fade counter and age
    Output,     // one channel of the patch
    WriteNotes, // one generated note line
};

struct Step {
    StepKind kind = StepKind::Evaluate;
    std::uint32_t index = 0; // node (Evaluate, Accumulate), pack, poly, output port, note line
    graph::ScopeId scope = graph::patch_scope;
};

// Nodes of the patch that do the same to different values, side by side in the lanes of one vector: terms of one sum
// and what they are made of. The first one stands for all.
struct Pack {
    std::vector<graph::NodeId> nodes;
};

// Steps of one scope that run next to one another. `commits` are the memories that take their next value at its end (of
// a pack the first).
struct Segment {
    graph::ScopeId scope = graph::patch_scope;
    std::vector<Step> steps;
    std::vector<graph::NodeId> commits;
};

// A part of a loop: frame by frame, or with frames of a tick as the lanes of vectors (of voices: several frames of
// each).
struct Stage {
    Segment segment;
    bool across = false;
    std::string reason;
};

// One loop over the frames of a call. A loop with one segment of a voice scope has its lane groups outermost; a fused
// loop has its frames outermost and runs its segments in order in each. Where a call is a whole tick, `stages` (when
// there are any) do its work one after the other.
struct Loop {
    std::vector<Segment> segments;
    std::string reason;
    bool fused = false;
    std::vector<Stage> stages;
};

enum class Role : std::uint8_t {
    Memory,
    Count, // of a node: its value; a clocked line's number of activations, a voice's buffer's number of starts
    RampFrom,
    RampTo, // of a ramp node
    Value,  // of an initial or tick node that later code reads
    ParameterValue,
    ParameterTarget,
    ParameterStep,
    ParameterRemaining,
    Active, // of a poly: what it reads now
    ActiveQueue0,
    ActiveQueue1,
    ActiveQueue2,
    ActiveQueue3,
    Remaining,
    Age,
    Quiet,
    Peak,
    Idle, // of a voice: fade counter, frames since its start, silent ticks, peak of this tick, idle flag
};

enum class FieldType : std::uint8_t { Real, Phase, Integer, Boolean }; // the numbers of tactus_type

// One piece of state: one 32-bit word per instance of its scope. Voice v lies at offset + (v / lanes) * group_stride +
// (v % lanes) * 4.
struct Field {
    std::uint64_t key = 0;
    std::string name;
    Role role = Role::Memory;
    FieldType type = FieldType::Real;
    std::uint32_t owner = 0; // node, parameter or poly, as the role says
    graph::ScopeId scope = graph::patch_scope;
    std::uint32_t offset = 0, lanes = 1, voices = 1, group_stride = 0;
};

struct Line {
    graph::NodeId node;
    std::uint64_t key = 0;
    std::string name;
    std::uint32_t frames = 0, voices = 1, lanes = 1, least_delay = 0, longest_delay = 0;
    float init = 0.0f;
    bool random = false;   // a buffer: read and written anywhere
    bool mirrored = false; // its first tick stands behind its end once more, for reads of whole ticks
};

// A value that crosses loops (or segments of a fused loop): [group][frame][lane] in the scratch memory. The nodes of a
// pack share one, each with the offset of its lane.
struct Buffer {
    graph::NodeId node;
    std::uint32_t offset = 0, lanes = 1, groups = 1;
    bool of_parts = false; // also where a call is part of a tick; else between stages only
};

// An operand of a pack that comes from single nodes of other stages: [frame][lane] in the scratch memory.
struct Gather {
    std::uint32_t pack = 0, operand = 0, offset = 0;
};

// The 16 partials of a voice_sum: [frame][partial] in the scratch memory.
struct Partials {
    graph::NodeId node;
    std::uint32_t offset = 0;
};

// What one scope does away from audio, each in an order that its operands allow.
struct ScopePlan {
    std::vector<graph::NodeId> initial;  // nodes computed where an instance starts
    std::vector<graph::NodeId> tick;     // nodes computed at every refresh
    std::vector<graph::NodeId> ramps;    // ramp nodes: move at advance, take their value at refresh
    std::vector<graph::NodeId> memories; // audio memories, in the order of their fields
    std::vector<graph::NodeId>
        buffers; // of a voice: each counts its starts, so that what an earlier note wrote is gone
    // Rows of fields that lie next to one another in the state from these offsets on: the real memories that ticks
    // calm, the ramps' beginnings and their ends. A row of single words is filled up to whole vectors of the options'
    // lanes.
    std::uint32_t calm_offset = 0, calm_fields = 0;
    std::uint32_t from_offset = 0, to_offset = 0, ramp_fields = 0;
    std::uint32_t lanes = 1;  // voices per lane group: no more than the poly has
    std::uint32_t groups = 1; // lane groups
    std::uint32_t slots = 1;
    std::uint32_t group_stride = 0; // bytes of state of one lane group
};

struct Schedule {
    Options options;
    std::vector<ScopePlan> scopes;         // by ScopeId
    std::vector<graph::NodeId> constants;  // live nodes that are made of constants, in an order
    std::vector<std::uint32_t> parameters; // those that a live node reads
    std::vector<std::uint32_t> actives;    // polys whose `active` a live node reads
    std::vector<Pack> packs;
    std::vector<std::uint32_t> pack_of; // by node: its pack, or none
    std::vector<Loop> loops;
    std::vector<Field> fields;
    std::vector<Line> lines;
    std::vector<Buffer> buffers;
    std::vector<Partials> partials;
    std::vector<Gather> gathers;
    std::uint32_t state_bytes = 0, scratch_bytes = 0;
    std::uint64_t line_bytes = 0;
    std::uint32_t longest_delay = 0;
    std::array<std::uint8_t, 32> layout_hash{};

    // By node: index into fields (of its memory or a ramp's beginning, of a ramp's end, of its stored value), lines,
    // buffers, partials; or none.
    std::vector<std::uint32_t> field_of, to_field_of, value_field_of, line_of, buffer_of, partials_of;
    std::vector<bool> live; // by node: reached from an output, a note line or a poly

    // The field of a parameter, poly or scope that is not a node's; none when there is no such field.
    [[nodiscard]] std::uint32_t find(Role role, std::uint32_t owner) const;
    [[nodiscard]] std::uint32_t find_gather(std::uint32_t pack, std::uint32_t operand) const;
};

[[nodiscard]] Schedule schedule(const graph::Graph &graph, const Options &options);

// The stable text of --emit=schedule: loops and why they are apart, the layout, the sums of memory.
[[nodiscard]] std::string print(const Schedule &schedule, const graph::Graph &graph);

} // namespace tactus::schedule
