#include "compiler/schedule/steps.h"

#include <algorithm>
#include <tuple>

#include "compiler/graph/rules.h"

namespace tactus::schedule {

namespace {

using graph::Graph;
using graph::NodeId;
using graph::Op;
using graph::Rate;
using graph::ScopeId;

// Steps with the place they want: every step comes after what it reads in its frame.
class Maker {
  public:
    Maker(const Graph &graph, const std::vector<NodeId> &order, const std::vector<bool> &live)
        : graph_(graph), live_(live), position_(graph.nodes.size(), 0) {
        for (std::size_t i = 0; i < order.size(); ++i)
            position_[order[i].index] = static_cast<std::uint32_t>(i);
    }

    Steps make() {
        place_steps();
        result_.evaluation.assign(graph_.nodes.size(), none);
        for (std::uint32_t i = 0; i < result_.steps.size(); ++i)
            if (result_.steps[i].kind == StepKind::Evaluate)
                result_.evaluation[result_.steps[i].index] = i;
        for (std::uint32_t i = 0; i < result_.steps.size(); ++i)
            edges_into(i);
        return std::move(result_);
    }

  private:
    using Placed = std::tuple<std::uint64_t, std::uint32_t, Step>; // position, tie, step

    void place_steps() {
        std::vector<Placed> placed;
        const auto add = [&](std::uint64_t position, Step step) {
            placed.emplace_back(position, static_cast<std::uint32_t>(placed.size()), step);
        };
        const auto after = [&](NodeId id) { return 2 * std::uint64_t{position_[id.index]} + 1; };
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
            const graph::Node &node = graph_.nodes[i];
            if (!live_[i] || node.rate != Rate::Audio)
                continue;
            add(2 * std::uint64_t{position_[i]}, {StepKind::Evaluate, i, node.scope});
            if (node.op == Op::voice_sum)
                add(after(graph_.input(NodeId{i}, 0)), {StepKind::Accumulate, i, ScopeId{1 + node.a}});
        }
        for (std::uint32_t i = 0; i < graph_.output_ports.size(); ++i)
            add(after(graph_.output_ports[i].node), {StepKind::Output, i, graph::patch_scope});
        const std::uint64_t last = 2 * std::uint64_t{graph_.nodes.size()} + 2;
        for (std::uint32_t i = 0; i < graph_.note_lines.size(); ++i)
            add(last, {StepKind::WriteNotes, i, graph::patch_scope});
        for (std::uint32_t i = 0; i < graph_.polys.size(); ++i)
            add(last, {StepKind::Watch, i, ScopeId{1 + i}});
        std::sort(placed.begin(), placed.end(), [](const Placed &x, const Placed &y) {
            return std::tie(std::get<0>(x), std::get<1>(x)) < std::tie(std::get<0>(y), std::get<1>(y));
        });
        for (const Placed &p : placed)
            result_.steps.push_back(std::get<2>(p));
    }

    void edge(std::uint32_t from, std::uint32_t to, std::uint32_t delay) {
        if (from != none)
            result_.edges.push_back({from, to, delay});
    }

    void edges_into(std::uint32_t to) {
        const Step &step = result_.steps[to];
        switch (step.kind) {
        case StepKind::Evaluate:
            edges_into_node(to, NodeId{step.index});
            break;
        case StepKind::Accumulate: // its sum follows it; what watches the voices does too
            edge(to, result_.evaluation[step.index], 0);
            edge(to, watch_of(step.scope), 0);
            [[fallthrough]];
        default:
            for (const NodeId id : nodes_read(graph_, {}, step))
                edge(result_.evaluation[id.index], to, 0);
        }
    }

    void edges_into_node(std::uint32_t to, NodeId id) {
        const graph::Node &node = graph_[id];
        if (node.op != Op::voice_sum)
            for (std::uint32_t i = 0; i < node.input_count; ++i)
                edge(result_.evaluation[graph_.input(id, i).index], to, edge_delay_frames(graph_, id, i));
        if (node.clock.valid())
            edge(result_.evaluation[node.clock.index], to, 0);
        if (node.op == Op::entry) // the buffer is written after it
            edge(to, result_.evaluation[graph_.input(id, 0).index], 0);
        const bool tap = is_tap(node.op);
        if ((tap || node.op == Op::line) && node.scope != graph::patch_scope)
            edge(to, watch_of(node.scope), 0); // both use the age that Watch counts on
        if (!tap)
            return;
        // A line with a clock is read by its own count, which its loop carries.
        const NodeId line = graph_.input(id, 0);
        if (graph_[line].clock.valid()) {
            edge(result_.evaluation[line.index], to, 1);
            edge(to, result_.evaluation[line.index], 1);
        }
    }

    std::uint32_t watch_of(ScopeId scope) const {
        for (std::uint32_t i = static_cast<std::uint32_t>(result_.steps.size()); i-- > 0;)
            if (result_.steps[i].kind == StepKind::Watch && result_.steps[i].scope == scope)
                return i;
        return none;
    }

    const Graph &graph_;
    const std::vector<bool> &live_;
    std::vector<std::uint32_t> position_;
    Steps result_;
};

} // namespace

Steps make_steps(const Graph &graph, const std::vector<NodeId> &order, const std::vector<bool> &live) {
    return Maker(graph, order, live).make();
}

namespace {

std::vector<NodeId> read_by_node(const Graph &graph, NodeId id) {
    const graph::Node &node = graph[id];
    std::vector<NodeId> read;
    if (node.op == Op::voice_sum || node.op == Op::ramp)
        return read; // they read partials, and what the last refresh left
    for (std::uint32_t i = 0; i < node.input_count; ++i)
        if (node.op != Op::delay1 &&
            !(i == 0 && (graph::is_tap(node.op) || graph::reads_transform(node.op) || node.op == Op::entry)))
            read.push_back(graph.input(id, i));
    // Only a tap that may read what this frame writes asks whether it does.
    if (graph::is_tap(node.op) && node.a == 0 && graph[graph.input(id, 0)].clock.valid())
        read.push_back(graph[graph.input(id, 0)].clock);
    if (node.clock.valid() && node.op != Op::delay1)
        read.push_back(node.clock);
    return read;
}

} // namespace

std::vector<NodeId> nodes_made(const std::vector<Pack> &packs, const Step &step) {
    if (step.kind == StepKind::Evaluate)
        return {NodeId{step.index}};
    return step.kind == StepKind::Pack ? packs[step.index].nodes : std::vector<NodeId>{};
}

std::vector<NodeId> nodes_read(const Graph &graph, const std::vector<Pack> &packs, const Step &step) {
    std::vector<NodeId> read;
    switch (step.kind) {
    case StepKind::Evaluate:
    case StepKind::Pack:
        for (const NodeId made : nodes_made(packs, step))
            for (const NodeId id : read_by_node(graph, made))
                read.push_back(id);
        break;
    case StepKind::Accumulate:
        read.push_back(graph.input(NodeId{step.index}, 0));
        break;
    case StepKind::Watch: {
        const graph::Poly &poly = graph.polys[step.index];
        read = poly.outputs;
        if (poly.idle.valid())
            read.push_back(poly.idle);
        break;
    }
    case StepKind::Output:
        read.push_back(graph.output_ports[step.index].node);
        break;
    case StepKind::WriteNotes: {
        const graph::NoteLine &line = graph.note_lines[step.index];
        read = {line.freq, line.gate, line.velocity};
        break;
    }
    }
    return read;
}

std::vector<NodeId> nodes_committed(const Graph &graph, NodeId memory) {
    const graph::Node &node = graph[memory];
    std::vector<NodeId> read;
    if (node.op == Op::delay1)
        read.push_back(graph.input(memory, 0));
    if ((node.op == Op::delay1 || node.op == Op::line) && node.clock.valid())
        read.push_back(node.clock);
    return read;
}

bool has_memory_field(const graph::Node &node) {
    return graph::runs_on_clock(node.op) && node.op != Op::buffer && (node.op != Op::line || node.clock.valid());
}

} // namespace tactus::schedule
