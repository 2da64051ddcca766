// What the frame loops have to do, as steps with edges between them. In: a graph and which of its nodes are live. Out:
// steps in an order that every undelayed edge allows (graph::frame_order), and the edges that decide about loops. Used
// inside this stage only.
#pragma once

#include <functional>

#include "compiler/schedule/schedule.h"

namespace tactus::schedule {

struct Edge {
    std::uint32_t from = 0, to = 0; // steps
    std::uint32_t delay = 0;        // frames between the value and its use
    [[nodiscard]] bool same_loop_or_earlier() const { return delay < graph::tick_frames; }
};

struct Steps {
    std::vector<Step> steps;
    std::vector<Edge> edges;
    std::vector<std::uint32_t> evaluation; // by node: its Evaluate step, or none
};

// The steps of a graph whose live nodes are known.
[[nodiscard]] Steps make_steps(const graph::Graph &graph, const std::vector<graph::NodeId> &order,
                               const std::vector<bool> &live);
// The nodes that a step gives values.
[[nodiscard]] std::vector<graph::NodeId> nodes_made(const std::vector<Pack> &packs, const Step &step);
// The nodes whose values a step reads in its frame, clocks among them.
[[nodiscard]] std::vector<graph::NodeId> nodes_read(const graph::Graph &graph, const std::vector<Pack> &packs,
                                                    const Step &step);
// The nodes that a memory's next value is made of.
[[nodiscard]] std::vector<graph::NodeId> nodes_committed(const graph::Graph &graph, graph::NodeId memory);
// Memories whose value lies in the state: all but buffers and lines without a clock.
[[nodiscard]] bool has_memory_field(const graph::Node &node);

// Recurrences made alike: the nodes of the first, each with its partners in the others.
struct Twins {
    std::vector<std::vector<graph::NodeId>> bundles;
};
struct Twinned {
    std::vector<Twins> groups;
    std::vector<bool> after_ring; // by node: it waits for a recurrence in its frame
};
[[nodiscard]] Twinned find_twins(const graph::Graph &graph, const Steps &steps,
                                 const std::function<bool(graph::NodeId)> &may_pack);
// What nodes side by side must have in common besides their operands.
[[nodiscard]] bool made_alike(const graph::Node &x, const graph::Node &y);

// Finds the packs of a schedule whose live nodes are known, and gives the steps with them in place of their nodes.
[[nodiscard]] Steps pack_steps(const graph::Graph &graph, Schedule &schedule, Steps steps);
// How many steps lie in parts that hold nodes of the patch and of voices.
[[nodiscard]] std::size_t count_fused(const Steps &steps);

// Steps → loops: strongly connected parts together, the rest in an order that keeps the number of loops small.
[[nodiscard]] std::vector<Loop> make_loops(const graph::Graph &graph, const Schedule &schedule, const Steps &steps);

// Rough costs of one operation against an addition.
[[nodiscard]] std::uint32_t operation_weight(graph::Op op);
// Buffers and what works on whole blocks: neither frames nor lanes of them stand side by side.
[[nodiscard]] bool keeps_blocks(graph::Op op);
// Whether a node that is not part of a recurrence may be computed for many frames at once.
[[nodiscard]] bool has_no_order(const graph::Graph &graph, graph::NodeId id);
// By node: whether it has to be computed frame by frame.
[[nodiscard]] std::vector<bool> find_recurrent(const graph::Graph &graph, const Steps &steps);
// What does the work of a loop of one scope where a call is a whole tick; nothing when the loop does it as well.
[[nodiscard]] std::vector<Stage> make_stages(const graph::Graph &graph, const Steps &steps,
                                             const std::vector<std::uint32_t> &members);

// Fields, lines, buffers, partials and their sums, for the loops and scope plans that are there already.
void lay_out(const graph::Graph &graph, Schedule &schedule);

} // namespace tactus::schedule
