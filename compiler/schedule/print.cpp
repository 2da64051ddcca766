// The text of --emit=schedule. Stable: the same graph and options give the same text.
#include <fmt/format.h>

#include "compiler/schedule/schedule.h"

namespace tactus::schedule {

namespace {

std::string ids(const std::vector<graph::NodeId> &nodes) {
    std::string text;
    for (const graph::NodeId id : nodes)
        text += fmt::format(" %{}", id.index);
    return text.empty() ? " -" : text;
}

std::string step_text(const Step &step, const Schedule &schedule, const graph::Graph &graph) {
    switch (step.kind) {
    case StepKind::Evaluate:
        return fmt::format("%{} {}", step.index, graph::info(graph.nodes[step.index].op).name);
    case StepKind::Pack: {
        const std::vector<graph::NodeId> &nodes = schedule.packs[step.index].nodes;
        return fmt::format("pack of {}{}", graph::info(graph[nodes.front()].op).name, ids(nodes));
    }
    case StepKind::Accumulate:
        return fmt::format("accumulate for %{}", step.index);
    case StepKind::Watch:
        return fmt::format("watch the voices of poly {}", step.index);
    case StepKind::Output:
        return fmt::format("output {}[{}]", graph.output_ports[step.index].name,
                           graph.output_ports[step.index].channel);
    case StepKind::WriteNotes:
        return fmt::format("write note line {}", step.index);
    }
    return {};
}

std::string_view type_text(FieldType type) {
    switch (type) {
    case FieldType::Real:
        return "real";
    case FieldType::Phase:
        return "phase";
    case FieldType::Integer:
        return "integer";
    case FieldType::Boolean:
        return "boolean";
    }
    return {};
}

} // namespace

std::string print(const Schedule &s, const graph::Graph &graph) {
    std::string text = fmt::format("schedule lanes {} tile {}\n", s.options.lanes, s.options.tile_frames);
    for (std::size_t i = 0; i < s.scopes.size(); ++i) {
        const ScopePlan &plan = s.scopes[i];
        text += i == 0 ? std::string("scope patch\n")
                       : fmt::format("scope voice{} slots {} groups {} of {}\n", i - 1, plan.slots, plan.groups,
                                     plan.lanes);
        text += fmt::format("  initial{}\n  tick{}\n  ramps{}\n  memories{}\n", ids(plan.initial), ids(plan.tick),
                            ids(plan.ramps), ids(plan.memories));
    }
    for (std::size_t i = 0; i < s.loops.size(); ++i) {
        text += fmt::format("loop {}{}: {}\n", i, s.loops[i].fused ? " fused" : "", s.loops[i].reason);
        for (const Segment &segment : s.loops[i].segments) {
            text += segment.scope == graph::patch_scope ? std::string("  in the patch\n")
                                                        : fmt::format("  in voice{}\n", segment.scope.index - 1);
            for (const Step &step : segment.steps)
                text += fmt::format("    {}\n", step_text(step, s, graph));
            if (!segment.commits.empty())
                text += fmt::format("    keep{}\n", ids(segment.commits));
        }
        for (const Stage &stage : s.loops[i].stages) {
            text += fmt::format("  of whole ticks {}: {}\n", stage.across ? "across the frames" : "frame by frame",
                                stage.reason);
            for (const Step &step : stage.segment.steps)
                text += fmt::format("    {}\n", step_text(step, s, graph));
        }
    }
    for (const Field &f : s.fields)
        text += fmt::format("field {:>6} {} {}x{} stride {} \"{}\"\n", f.offset, type_text(f.type), f.voices, f.lanes,
                            f.group_stride, f.name);
    for (const Line &l : s.lines)
        text += l.random ? fmt::format("random line %{} frames {} {}x{} \"{}\"\n", l.node.index, l.frames, l.voices,
                                       l.lanes, l.name)
                         : fmt::format("line %{} frames {} {}x{} delays {}..{} init {} \"{}\"\n", l.node.index,
                                       l.frames, l.voices, l.lanes, l.least_delay, l.longest_delay, l.init, l.name);
    for (const Buffer &b : s.buffers)
        text += fmt::format("buffer {:>6} %{} {}x{}\n", b.offset, b.node.index, b.groups, b.lanes);
    for (const Partials &p : s.partials)
        text += fmt::format("partials {:>6} %{}\n", p.offset, p.node.index);
    text += fmt::format("state {} bytes, scratch {} bytes, lines {} bytes, longest delay {} frames\n", s.state_bytes,
                        s.scratch_bytes, s.line_bytes, s.longest_delay);
    return text;
}

} // namespace tactus::schedule
