// Where every piece of memory lies: state fields (patch first, then each poly group by group), delay lines, the scratch
// buffers of values that cross loops. In: loops and scope plans. The order is that of the nodes, so equal graphs get
// equal layouts.
#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "compiler/graph/hash.h"
#include "compiler/graph/rules.h"
#include "compiler/math/transform.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::Graph;
using graph::NodeId;
using graph::Op;
using graph::Rate;
using graph::ScopeId;

constexpr std::uint32_t alignment = 64;
constexpr std::uint32_t word = 4;
constexpr std::uint32_t pending = none - 1; // a buffer that has no place yet

std::uint32_t align(std::uint32_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

std::string_view role_name(Role role) {
    constexpr std::array<std::string_view, 19> names{
        "memory",  "count",   "from",    "to",      "value",     "value", "target", "step", "remaining", "active",
        "active0", "active1", "active2", "active3", "remaining", "age",   "quiet",  "peak", "idle"};
    return names[static_cast<std::size_t>(role)];
}

FieldType type_of(graph::Type type) {
    switch (type) {
    case graph::Type::Phase:
        return FieldType::Phase;
    case graph::Type::Boolean:
        return FieldType::Boolean;
    case graph::Type::Real:
    case graph::Type::Line:
    case graph::Type::Buffer:
        break;
    }
    return FieldType::Real;
}

class Layout {
  public:
    Layout(const Graph &graph, Schedule &schedule) : graph_(graph), schedule_(schedule) {}

    void run() {
        schedule_.field_of.assign(graph_.nodes.size(), none);
        schedule_.to_field_of.assign(graph_.nodes.size(), none);
        schedule_.value_field_of.assign(graph_.nodes.size(), none);
        schedule_.line_of.assign(graph_.nodes.size(), none);
        schedule_.buffer_of.assign(graph_.nodes.size(), none);
        schedule_.partials_of.assign(graph_.nodes.size(), none);
        find_stored_values();
        for (std::uint32_t s = 0; s < schedule_.scopes.size(); ++s)
            lay_out_scope(ScopeId{s});
        lay_out_lines();
        lay_out_scratch();
        hash();
    }

  private:
    // Initial and tick values that code at a higher rate, or the code of another scope's start, reads.
    void find_stored_values() {
        stored_.assign(graph_.nodes.size(), false);
        const auto audio_reads = [&](NodeId id) {
            const Rate rate = graph_[id].rate;
            if (rate == Rate::Initial || rate == Rate::Tick)
                stored_[id.index] = true;
        };
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
            if (!schedule_.live[i])
                continue;
            const graph::Node &node = graph_.nodes[i];
            for (const NodeId operand : graph_.inputs_of(NodeId{i})) {
                const graph::Node &used = graph_[operand];
                if (node.rate == Rate::Audio && node.op != Op::ramp)
                    audio_reads(operand);
                else if (used.rate == Rate::Initial && (node.rate > Rate::Initial || node.scope != used.scope))
                    stored_[operand.index] = true;
            }
            if (node.clock.valid())
                audio_reads(node.clock);
        }
        for (const Loop &loop : schedule_.loops)
            for (const Segment &segment : loop.segments)
                for (const Step &step : segment.steps)
                    for (const NodeId id : nodes_read(graph_, schedule_.packs, step))
                        audio_reads(id);
    }

    void lay_out_scope(ScopeId scope) {
        const std::size_t first = schedule_.fields.size();
        ScopePlan &plan = schedule_.scopes[scope.index];
        lanes_ = plan.lanes;
        base_ = schedule_.state_bytes;
        cursor_ = 0;
        if (scope == graph::patch_scope)
            patch_fields();
        else
            voice_fields(scope);
        const std::vector<NodeId> nodes = nodes_of(scope);
        for (const NodeId id : nodes)
            node_fields(id);
        plan.calm_offset = begin_row();
        for (const NodeId id : nodes)
            if (is_calmed(graph_[id]))
                schedule_.field_of[id.index] = add(Role::Memory, FieldType::Real, id.index, node_name(id));
        plan.calm_fields = end_row(plan.calm_offset);
        plan.from_offset = begin_row();
        for (const NodeId id : nodes)
            if (graph_[id].op == Op::ramp)
                schedule_.field_of[id.index] = add(Role::RampFrom, FieldType::Real, id.index, node_name(id));
        plan.ramp_fields = end_row(plan.from_offset);
        plan.to_offset = begin_row();
        for (const NodeId id : nodes)
            if (graph_[id].op == Op::ramp)
                schedule_.to_field_of[id.index] = add(Role::RampTo, FieldType::Real, id.index, node_name(id));
        end_row(plan.to_offset);
        plan.group_stride = align(cursor_ * lanes_ * word);
        for (std::size_t i = first; i < schedule_.fields.size(); ++i) {
            Field &field = schedule_.fields[i];
            field.scope = scope;
            field.voices = plan.slots;
            field.group_stride = plan.group_stride;
        }
        schedule_.state_bytes = base_ + plan.groups * plan.group_stride;
    }

    // Those of a pack next to one another: their fields are read as one vector.
    std::vector<NodeId> nodes_of(ScopeId scope) const {
        std::vector<NodeId> nodes;
        if (scope == graph::patch_scope)
            for (const Pack &pack : schedule_.packs)
                nodes.insert(nodes.end(), pack.nodes.begin(), pack.nodes.end());
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i)
            if (schedule_.live[i] && graph_.nodes[i].scope == scope && schedule_.pack_of[i] == none)
                nodes.emplace_back(i);
        return nodes;
    }

    // A row of single words is read in vectors; with more lanes every field is one already.
    std::uint32_t begin_row() {
        if (lanes_ == 1)
            cursor_ = align(cursor_ * word) / word;
        return base_ + cursor_ * lanes_ * word;
    }
    std::uint32_t end_row(std::uint32_t offset) {
        const std::uint32_t width = lanes_ == 1 ? schedule_.options.lanes : 1;
        cursor_ = (cursor_ + width - 1) / width * width;
        return cursor_ - (offset - base_) / (lanes_ * word);
    }

    void patch_fields() {
        for (const std::uint32_t p : schedule_.parameters)
            for (const Role role :
                 {Role::ParameterValue, Role::ParameterTarget, Role::ParameterStep, Role::ParameterRemaining})
                if (!graph_.parameters[p].stepped)
                    add(role, FieldType::Real, p, "parameter " + graph_.parameters[p].name);
        for (const std::uint32_t k : schedule_.actives)
            for (const Role role :
                 {Role::Active, Role::ActiveQueue0, Role::ActiveQueue1, Role::ActiveQueue2, Role::ActiveQueue3})
                add(role, FieldType::Integer, k, poly_name(k));
    }

    void voice_fields(ScopeId scope) {
        const std::uint32_t k = scope.index - 1;
        add(Role::Remaining, FieldType::Integer, k, poly_name(k));
        add(Role::Age, FieldType::Integer, k, poly_name(k));
        add(Role::Peak, FieldType::Real, k, poly_name(k));
        if (graph_.polys[k].idle.valid())
            add(Role::Idle, FieldType::Boolean, k, poly_name(k));
        else
            add(Role::Quiet, FieldType::Integer, k, poly_name(k));
    }

    static bool is_calmed(const graph::Node &node) {
        return has_memory_field(node) && node.type == graph::Type::Real && node.op != Op::random;
    }

    void node_fields(NodeId id) {
        const graph::Node &node = graph_[id];
        if (has_memory_field(node) && !is_calmed(node)) {
            const bool integer = node.op == Op::random || node.op == Op::line;
            schedule_.field_of[id.index] =
                add(node.op == Op::line ? Role::Count : Role::Memory, integer ? FieldType::Integer : type_of(node.type),
                    id.index, node_name(id));
        } else if (node.op == Op::buffer && node.scope != graph::patch_scope) {
            schedule_.field_of[id.index] = add(Role::Count, FieldType::Integer, id.index, node_name(id));
        } else if (stored_[id.index]) {
            schedule_.value_field_of[id.index] = add(Role::Value, type_of(node.type), id.index, node_name(id));
        }
    }

    std::string poly_name(std::uint32_t k) const {
        const graph::NameId name = graph_.polys[k].name;
        return name.valid() ? graph_.names[name.index] : fmt::format("poly {}", k);
    }
    std::string node_name(NodeId id) const {
        const graph::Node &node = graph_[id];
        return fmt::format("{}/{}", node.name.valid() ? graph_.names[node.name.index] : std::string{},
                           graph::info(node.op).name);
    }

    // Equal names are told apart by how many came before.
    std::string unique(std::string name) {
        const std::uint32_t before = seen_[name]++;
        return before == 0 ? name : fmt::format("{}~{}", name, before);
    }

    std::uint32_t add(Role role, FieldType type, std::uint32_t owner, const std::string &name) {
        Field &field = schedule_.fields.emplace_back();
        field.name = unique(fmt::format("{}.{}", name, role_name(role)));
        field.key = graph::fnv1a(field.name);
        field.role = role;
        field.type = type;
        field.owner = owner;
        field.lanes = lanes_;
        field.offset = base_ + cursor_++ * lanes_ * word;
        return static_cast<std::uint32_t>(schedule_.fields.size() - 1);
    }

    // Of an op that keeps blocks: they lie where a delay line would.
    std::uint32_t floats_kept(const graph::Node &node) const {
        if (node.op == Op::transform)
            return math::transform_shape(node.a, node.b).floats();
        if (node.op != Op::convolve)
            return 0;
        math::Partitions shape;
        shape.block = node.b;
        shape.count = static_cast<std::uint32_t>((graph_.tables[node.a].values.size() + node.b - 1) / node.b);
        return shape.floats();
    }

    void find_lines_read_across() {
        read_across_.assign(graph_.nodes.size(), false);
        for (const Loop &loop : schedule_.loops)
            for (const Stage &stage : loop.stages)
                for (const Step &step : stage.segment.steps)
                    if (stage.across && step.kind == StepKind::Evaluate && graph_.nodes[step.index].op == Op::tap)
                        read_across_[graph_.input(NodeId{step.index}, 0).index] = true;
    }

    void lay_out_lines() {
        find_lines_read_across();
        std::vector<std::uint32_t> least(graph_.nodes.size(), none);
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i)
            if (schedule_.live[i] && graph::is_tap(graph_.nodes[i].op)) {
                const NodeId line = graph_.input(NodeId{i}, 0);
                least[line.index] = std::min(least[line.index], graph_.nodes[i].a);
            }
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
            const graph::Node &node = graph_.nodes[i];
            const std::uint32_t floats = floats_kept(node);
            if (!schedule_.live[i] || (node.op != Op::line && node.op != Op::buffer && floats == 0))
                continue;
            schedule_.line_of[i] = static_cast<std::uint32_t>(schedule_.lines.size());
            const ScopePlan &plan = schedule_.scopes[node.scope.index];
            Line &line = schedule_.lines.emplace_back();
            line.node = NodeId{i};
            line.name = unique(node_name(NodeId{i}));
            line.key = graph::fnv1a(line.name);
            line.random = node.op == Op::buffer;
            const std::uint32_t words =
                node.scope == graph::patch_scope ? 1 : 2; // of an entry: of a voice also its start
            line.frames = line.random  ? words * node.b
                          : floats > 0 ? floats
                                       : std::bit_ceil(node.b + 2 * graph::tick_frames);
            line.voices = plan.slots;
            line.lanes = plan.lanes;
            line.least_delay = line.random ? 1 : least[i];
            line.longest_delay = floats > 0 ? 0 : node.b;
            line.mirrored = node.op == Op::line && read_across_[i];
            line.init = node.value;
            schedule_.line_bytes += std::uint64_t{line.frames} * plan.groups * line.lanes * word;
            schedule_.longest_delay = std::max(schedule_.longest_delay, line.longest_delay);
        }
    }

    // The segments of a loop as they run where a call is part of a tick, or a whole one.
    static std::vector<const Segment *> segments_of(const Loop &loop, bool whole) {
        std::vector<const Segment *> segments;
        if (whole && !loop.stages.empty())
            for (const Stage &stage : loop.stages)
                segments.push_back(&stage.segment);
        else
            for (const Segment &segment : loop.segments)
                segments.push_back(&segment);
        return segments;
    }

    void find_crossing(bool whole) {
        whole_ = whole;
        std::vector<const Segment *> made_in(graph_.nodes.size(), nullptr);
        for (const Loop &loop : schedule_.loops)
            for (const Segment *segment : segments_of(loop, whole))
                for (const Step &step : segment->steps)
                    for (const NodeId id : nodes_made(schedule_.packs, step))
                        made_in[id.index] = segment;
        for (const Loop &loop : schedule_.loops)
            for (const Segment *segment : segments_of(loop, whole)) {
                for (const Step &step : segment->steps)
                    for (const NodeId id : nodes_read(graph_, schedule_.packs, step))
                        cross(id, made_in[id.index], loop, *segment);
                for (const NodeId kept : segment->commits)
                    for (const NodeId memory : together_with(kept))
                        for (const NodeId id : nodes_committed(graph_, memory))
                            cross(id, made_in[id.index], loop, *segment);
            }
        made_whole_ = std::move(made_in);
    }

    void lay_out_scratch() {
        of_parts_.assign(graph_.nodes.size(), false);
        find_crossing(false);
        find_crossing(true);
        std::sort(crossing_.begin(), crossing_.end());
        for (const NodeId id : crossing_)
            add_buffer(id);
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i)
            if (schedule_.live[i] && graph_.nodes[i].op == Op::voice_sum) {
                schedule_.partials_of[i] = static_cast<std::uint32_t>(schedule_.partials.size());
                schedule_.partials.push_back({NodeId{i}, schedule_.scratch_bytes});
                schedule_.scratch_bytes += graph::tick_frames * 16 * word;
            }
        for (const Loop &loop : schedule_.loops)
            for (const Stage &stage : loop.stages)
                for (const Step &step : stage.segment.steps)
                    if (step.kind == StepKind::Pack)
                        add_gathers(step.index, stage.segment);
    }

    // Operands of a pack that single nodes of other stages make.
    void add_gathers(std::uint32_t pack, const Segment &segment) {
        const std::vector<NodeId> &nodes = schedule_.packs[pack].nodes;
        for (std::uint32_t k = 0; k < graph_[nodes.front()].input_count; ++k) {
            bool all = true, same = true;
            for (const NodeId id : nodes) {
                const NodeId operand = graph_.input(id, k);
                all = all && graph_[operand].rate == Rate::Audio && schedule_.pack_of[operand.index] == none &&
                      made_whole_[operand.index] != &segment;
                same = same && operand == graph_.input(nodes.front(), k);
            }
            if (!all || same)
                continue;
            schedule_.scratch_bytes = align(schedule_.scratch_bytes);
            schedule_.gathers.push_back({pack, k, schedule_.scratch_bytes});
            schedule_.scratch_bytes += align(graph::tick_frames * static_cast<std::uint32_t>(nodes.size()) * word);
        }
    }

    // A patch value of a fused loop reaches the later segments of the same frame by itself.
    void cross(NodeId id, const Segment *from, const Loop &loop, const Segment &to) {
        if (from == nullptr || from == &to)
            return;
        const bool same_loop = from >= loop.segments.data() && from < loop.segments.data() + loop.segments.size();
        if (same_loop && graph_[id].scope == graph::patch_scope)
            return;
        if (!whole_)
            for (const NodeId other : together_with(id))
                of_parts_[other.index] = true;
        if (schedule_.buffer_of[id.index] != none)
            return;
        schedule_.buffer_of[id.index] = pending;
        crossing_.push_back(id);
    }

    std::vector<NodeId> together_with(NodeId id) const {
        const std::uint32_t pack = schedule_.pack_of[id.index];
        return pack == none ? std::vector<NodeId>{id} : schedule_.packs[pack].nodes;
    }

    // The nodes of a pack are stored as one vector.
    void add_packed_buffer(const std::vector<NodeId> &nodes) {
        if (schedule_.buffer_of[nodes.front().index] != none && schedule_.buffer_of[nodes.front().index] != pending)
            return;
        const auto lanes = static_cast<std::uint32_t>(nodes.size());
        schedule_.scratch_bytes = align(schedule_.scratch_bytes);
        for (std::uint32_t lane = 0; lane < lanes; ++lane) {
            schedule_.buffer_of[nodes[lane].index] = static_cast<std::uint32_t>(schedule_.buffers.size());
            schedule_.buffers.push_back(
                {nodes[lane], schedule_.scratch_bytes + lane * word, lanes, 1, of_parts_[nodes[lane].index]});
        }
        schedule_.scratch_bytes = align(schedule_.scratch_bytes + graph::tick_frames * lanes * word);
    }

    void add_buffer(NodeId id) {
        if (schedule_.pack_of[id.index] != none)
            return add_packed_buffer(schedule_.packs[schedule_.pack_of[id.index]].nodes);
        const graph::Node &node = graph_[id];
        const ScopePlan &plan = schedule_.scopes[node.scope.index];
        Buffer buffer;
        buffer.node = id;
        buffer.offset = schedule_.scratch_bytes;
        buffer.lanes = plan.lanes;
        buffer.groups = plan.groups;
        buffer.of_parts = of_parts_[id.index];
        schedule_.buffer_of[id.index] = static_cast<std::uint32_t>(schedule_.buffers.size());
        schedule_.buffers.push_back(buffer);
        schedule_.scratch_bytes += buffer.groups * graph::tick_frames * buffer.lanes * word;
    }

    void hash() {
        std::string text = fmt::format("{} {}\n", graph_.sample_rate, schedule_.state_bytes);
        for (const Field &f : schedule_.fields)
            text += fmt::format("{:x} {} {} {} {} {}\n", f.key, static_cast<int>(f.type), f.offset, f.lanes, f.voices,
                                f.group_stride);
        for (const Line &l : schedule_.lines)
            text += fmt::format("{:x} {} {} {}{}\n", l.key, l.frames, l.lanes, l.voices, l.random ? " random" : "");
        schedule_.layout_hash = graph::hash_bytes(text);
    }

    const Graph &graph_;
    Schedule &schedule_;
    std::uint32_t base_ = 0, lanes_ = 1, cursor_ = 0; // of the scope at hand: its first byte, its lanes, fields so far
    std::vector<bool> stored_, read_across_, of_parts_; // by node
    bool whole_ = false;
    std::vector<NodeId> crossing_;
    std::vector<const Segment *> made_whole_; // by node: where, when a call is a whole tick
    std::unordered_map<std::string, std::uint32_t> seen_;
};

} // namespace

void lay_out(const Graph &graph, Schedule &schedule) { Layout(graph, schedule).run(); }

} // namespace tactus::schedule
