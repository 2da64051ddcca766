// A part of the graph written out several times, so that it runs that often in one sample. In: a builder, the nodes of
// the part, the signal that changes from step to step and what it is in each. Out: the part's values of every step;
// what a memory holds goes from a step to the next, from the last to the first of the next sample. The original nodes
// stay, unused.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/graph/builder.h"

namespace tactus::elaborate {

struct Part {
    std::function<bool(graph::NodeId)> contains;
    std::function<std::optional<graph::NodeId>(graph::NodeId)> stands_for; // of a stand-in, what it stands for
    std::function<std::string(const std::string &)> unique;                // addresses for memories of later steps
    graph::NodeId clock;                                                   // of the memories outside any `when` in it
    graph::NodeId x;                                                       // the signal that differs
    std::span<const graph::NodeId> inputs;                                 // what it is, step by step
};

class Unroll {
  public:
    Unroll(graph::Builder &builder, const Part &part);

    // The value at a step; nothing where a cycle has no delay in it, which is reported elsewhere, or after `refused`.
    [[nodiscard]] std::optional<graph::NodeId> at(graph::NodeId id, std::uint32_t step);
    // Connects what the memories remember. After the last `at`; false: as there.
    bool finish();
    // What cannot be written out, and where; empty: all could.
    [[nodiscard]] const std::string &refused() const { return refused_; }
    [[nodiscard]] Span refused_span() const { return refused_span_; }

  private:
    using NodeId = graph::NodeId;
    using Key = std::pair<std::uint32_t, std::uint32_t>; // node, step
    struct Memory { // what was made to keep a value until the next sample, and whose value that is
        NodeId made, of;
        std::uint32_t step;
    };

    [[nodiscard]] std::uint32_t steps() const { return static_cast<std::uint32_t>(part_.inputs.size()); }
    [[nodiscard]] bool varies(NodeId id) const { return id.index < varies_.size() && varies_[id.index]; }
    std::optional<NodeId> make(NodeId id, std::uint32_t step);
    std::optional<NodeId> make_plain(NodeId id, std::uint32_t step);
    std::optional<NodeId> before(NodeId id, std::uint32_t step); // what a memory holds when a step begins
    std::optional<NodeId> after(NodeId id, std::uint32_t step);  // … and when it is over
    std::optional<NodeId> fresh_value(NodeId id, std::uint32_t step);
    std::optional<NodeId> make_tap(NodeId id, std::uint32_t step);
    // `last`: what an allpass tap gave at the step before.
    std::optional<NodeId> make_moving_tap(NodeId id, std::uint32_t step, NodeId last);
    NodeId sample_of(NodeId id, std::uint32_t step, NodeId steps_ago);
    NodeId line_at(NodeId id, std::uint32_t step, std::uint32_t longest);
    std::optional<NodeId> refuse(NodeId id, std::string_view what);
    NodeId add(NodeId like, graph::Op op, std::span<const NodeId> operands, std::uint32_t step,
               graph::Attributes attributes = {});

    graph::Builder &builder_;
    Part part_;
    std::vector<bool> varies_;
    std::map<Key, NodeId> made_, after_, lines_;
    std::set<Key> open_;
    std::map<std::uint32_t, NodeId> states_;
    std::vector<Memory> registers_, pending_lines_;
    std::string refused_;
    Span refused_span_;
};

} // namespace tactus::elaborate
