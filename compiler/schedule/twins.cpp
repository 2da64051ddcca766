// Recurrences that are made alike and do not wait for one another: the two sides of an effect, the filters of a bank,
// the damping of combs. In: the steps of a graph. Out: groups of them, node beside node. They are found by what they
// do: one node of each is laid on one of the other, and what their rings are made of has to agree from there on.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "compiler/schedule/components.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::NodeId;
using Ring = std::vector<NodeId>;

class Finder {
  public:
    Finder(const graph::Graph &graph, const Steps &steps, const std::function<bool(NodeId)> &may_pack)
        : graph_(graph), steps_(steps), may_pack_(may_pack) {
        const Neighbours next = followers(steps);
        const Components components(next);
        ring_of_.assign(graph.nodes.size(), none);
        rings_.resize(components.count);
        depth_.assign(components.count, 0);
        std::vector<std::vector<std::uint32_t>> members(components.count);
        for (std::uint32_t i = 0; i < steps.steps.size(); ++i)
            members[components.of[i]].push_back(i);
        for (std::uint32_t c = components.count; c-- > 0;) { // each after all that lead to it
            fill(c, members[c]);
            for (const std::uint32_t i : members[c])
                for (const std::uint32_t to : next[i])
                    if (components.of[to] != c)
                        depth_[components.of[to]] =
                            std::max(depth_[components.of[to]], depth_[c] + (rings_[c].empty() ? 0 : 1));
        }
        after_ring_.assign(graph.nodes.size(), false);
        for (std::uint32_t i = 0; i < steps.steps.size(); ++i)
            if (steps.steps[i].kind == StepKind::Evaluate)
                after_ring_[steps.steps[i].index] = depth_[components.of[i]] > 0;
    }

    std::vector<Twins> find() {
        using Key = std::tuple<std::uint32_t, std::vector<graph::Op>>; // depth, operations
        std::map<Key, std::vector<std::uint32_t>> alike;
        for (std::uint32_t c = 0; c < rings_.size(); ++c) {
            if (rings_[c].empty())
                continue;
            std::vector<graph::Op> ops;
            for (const NodeId id : rings_[c])
                ops.push_back(graph_[id].op);
            std::sort(ops.begin(), ops.end());
            alike[{depth_[c], std::move(ops)}].push_back(c);
        }
        std::vector<Twins> found;
        for (auto &[key, rings] : alike) {
            std::sort(rings.begin(), rings.end(), [&](std::uint32_t x, std::uint32_t y) {
                return rings_[x].front().index < rings_[y].front().index;
            });
            while (rings.size() > 1)
                take_group(rings, found);
        }
        std::sort(found.begin(), found.end(),
                  [](const Twins &x, const Twins &y) { return x.bundles[0][0].index < y.bundles[0][0].index; });
        return found;
    }

    // Nodes that wait for a recurrence within the frame, or are part of one that does.
    [[nodiscard]] std::vector<bool> after_ring() && { return std::move(after_ring_); }

  private:
    // A component counts when all of it may lie in lanes.
    void fill(std::uint32_t c, const std::vector<std::uint32_t> &members) {
        if (members.size() < 2)
            return;
        Ring ring;
        for (const std::uint32_t i : members) {
            const Step &step = steps_.steps[i];
            if (step.kind != StepKind::Evaluate || !may_pack_(NodeId{step.index}))
                return;
            ring.emplace_back(step.index);
        }
        std::sort(ring.begin(), ring.end());
        for (const NodeId id : ring)
            ring_of_[id.index] = c;
        rings_[c] = std::move(ring);
    }

    // The first ring and all that can be laid on it.
    void take_group(std::vector<std::uint32_t> &rings, std::vector<Twins> &found) const {
        const Ring &first = rings_[rings.front()];
        Twins group;
        for (const NodeId id : first)
            group.bundles.push_back({id});
        std::vector<std::uint32_t> left;
        for (std::size_t i = 1; i < rings.size(); ++i) {
            const std::vector<NodeId> other = laid_on(first, rings[i]);
            if (other.empty()) {
                left.push_back(rings[i]);
                continue;
            }
            for (std::size_t k = 0; k < first.size(); ++k)
                group.bundles[k].push_back(other[k]);
        }
        rings = std::move(left);
        if (group.bundles.front().size() > 1)
            found.push_back(std::move(group));
    }

    // The nodes of the other ring in the order of the first; none when they differ.
    std::vector<NodeId> laid_on(const Ring &first, std::uint32_t other) const {
        for (const NodeId start : rings_[other]) {
            std::unordered_map<std::uint32_t, NodeId> partner;
            std::vector<std::pair<NodeId, NodeId>> open{{first.front(), start}};
            bool agree = true;
            while (agree && !open.empty()) {
                const auto [x, y] = open.back();
                open.pop_back();
                const auto [place, fresh] = partner.emplace(x.index, y);
                agree = fresh ? made_alike(graph_[x], graph_[y]) : place->second == y;
                for (std::uint32_t k = 0; agree && fresh && k < graph_[x].input_count; ++k) {
                    const NodeId a = graph_.input(x, k), b = graph_.input(y, k);
                    const bool inside = ring_of_[a.index] == ring_of_[first.front().index];
                    agree = inside == (ring_of_[b.index] == other);
                    if (inside && agree)
                        open.emplace_back(a, b);
                }
            }
            if (!agree || partner.size() < first.size())
                continue;
            std::vector<NodeId> made;
            for (const NodeId id : first)
                made.push_back(partner.at(id.index));
            return made;
        }
        return {};
    }

    const graph::Graph &graph_;
    const Steps &steps_;
    const std::function<bool(NodeId)> &may_pack_;
    std::vector<std::uint32_t> ring_of_; // by node
    std::vector<Ring> rings_;            // by component; empty: does not count
    std::vector<std::uint32_t> depth_;   // rings on the longest way to it
    std::vector<bool> after_ring_;       // by node
};

} // namespace

Twinned find_twins(const graph::Graph &graph, const Steps &steps, const std::function<bool(NodeId)> &may_pack) {
    Finder finder(graph, steps, may_pack);
    Twinned made;
    made.groups = finder.find();
    made.after_ring = std::move(finder).after_ring();
    return made;
}

} // namespace tactus::schedule
