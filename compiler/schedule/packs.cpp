// Packs: where many terms of one sum are made alike (the modes of a resonator, the combs of a reverb, the partials of
// an organ), their nodes go side by side into the lanes of vectors. In: steps of single nodes. Out: packs, and steps
// with the packs in place of their nodes. Starting from the terms, equal operations are followed down to inputs that
// are the same for all, or constants; a group is taken when it saves more than the moves between lanes cost, and only
// when nothing has to wait for itself through it.
#include <algorithm>
#include <bit>
#include <queue>
#include <unordered_map>

#include "compiler/graph/rules.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::Graph;
using graph::NodeId;
using graph::Op;
using graph::Rate;

using Bundle = std::vector<NodeId>; // as many as the sum has terms, in their order

constexpr std::size_t fewest_terms = 4;
constexpr std::size_t fewest_twins = 2;
constexpr std::size_t most_tries = 200; // each looks at the whole graph

bool is_packable(const graph::Node &node) {
    if (node.rate != Rate::Audio || node.scope != graph::patch_scope || keeps_blocks(node.op))
        return false;
    switch (node.op) {
    case Op::voice_sum:
    case Op::voice_input:
    case Op::beat_phase:
        return false;
    default:
        return node.op != Op::line || !node.clock.valid();
    }
}

// Lines and taps of whole ticks need no pack.
bool goes_across(const graph::Node &node, bool recurrent) {
    return !recurrent && (node.op == Op::line || graph::is_tap(node.op));
}

} // namespace

bool made_alike(const graph::Node &x, const graph::Node &y) {
    if (x.op != y.op || x.type != y.type || x.clock != y.clock || x.input_count != y.input_count)
        return false;
    if (x.op == Op::line || x.op == Op::tap || x.op == Op::ramp)
        return true; // each has its own ring, distance, ends
    return x.a == y.a && x.b == y.b;
}

namespace {

class Packer {
  public:
    Packer(const Graph &graph, Schedule &schedule, const Steps &steps)
        : graph_(graph), schedule_(schedule), steps_(steps), fused_(count_fused(steps)),
          recurrent_(find_recurrent(graph, steps)) {}

    void run() {
        schedule_.pack_of.assign(graph_.nodes.size(), none);
        if (schedule_.options.lanes == 1)
            return;
        std::size_t tries = 0;
        for (std::uint32_t i = 0; i < graph_.nodes.size() && tries < most_tries; ++i) {
            const graph::Node &node = graph_.nodes[i];
            if (schedule_.live[i] && node.op == Op::sum && node.scope == graph::patch_scope &&
                node.rate == Rate::Audio && node.input_count >= fewest_terms) {
                ++tries;
                try_terms(NodeId{i});
            }
        }
        const Twinned twinned = find_twins(graph_, steps_, [&](NodeId id) {
            return recurrent_[id.index] && !taken_.contains(id.index) && is_packable(graph_[id]);
        });
        for (std::size_t i = 0; i < twinned.groups.size() && i < most_tries; ++i)
            try_twins(twinned.groups[i], twinned.after_ring);
    }

  private:
    void try_terms(NodeId sum) {
        const auto terms = graph_.inputs_of(sum);
        fresh_.clear();
        where_.clear();
        if (!add({terms.begin(), terms.end()}))
            return;
        std::int64_t moves = 0;
        for (std::size_t b = 0; b < fresh_.size(); ++b)
            moves += follow(b, [](NodeId) { return true; });
        if (std::none_of(fresh_.begin(), fresh_.end(),
                         [&](const Bundle &bundle) { return recurrent_[bundle.front().index]; }))
            return; // the frames of a tick are better lanes
        if (gain_over(terms.size(), fewest_terms) > moves)
            take(fewest_terms);
    }

    // What lies between two rings in one frame goes with them; what comes before all rings has better lanes.
    void try_twins(const Twins &twins, const std::vector<bool> &after_ring) {
        fresh_.clear();
        where_.clear();
        for (const Bundle &bundle : twins.bundles)
            if (!add(bundle))
                return;
        std::int64_t moves = static_cast<std::int64_t>(twins.bundles.front().size()); // what comes out
        for (std::size_t b = 0; b < fresh_.size(); ++b)
            moves += follow(b, [&](NodeId id) { return after_ring[id.index]; });
        if (2 * gain_over(twins.bundles.front().size(), fewest_twins) > moves)
            take(fewest_twins);
    }

    // Operations that vectors save.
    std::int64_t gain_over(std::size_t terms, std::size_t fewest) const {
        std::int64_t gain = 0;
        const auto vectors = static_cast<std::int64_t>(widths(terms, fewest).size());
        const auto count = static_cast<std::int64_t>(terms);
        for (const Bundle &bundle : fresh_) {
            const Op op = graph_[bundle.front()].op;
            gain += op == Op::line || graph::is_tap(op)
                        ? -count
                        : static_cast<std::int64_t>(operation_weight(op)) * (count - vectors);
        }
        return gain;
    }

    // The widths of the packs that so many terms make; what is left stays single.
    std::vector<std::size_t> widths(std::size_t terms, std::size_t fewest) const {
        std::vector<std::size_t> found;
        std::size_t width = schedule_.options.lanes;
        if (terms % width != 0 && terms % 8 == 0)
            width = std::min<std::size_t>(width, 8);
        while (terms >= fewest) {
            width = std::min(width, std::bit_floor(terms));
            found.push_back(width);
            terms -= width;
        }
        return found;
    }

    bool add(const Bundle &bundle) {
        if (!may_pack(bundle.front()))
            return false;
        for (std::size_t i = 0; i < bundle.size(); ++i) {
            const NodeId id = bundle[i];
            if (where_.contains(id.index) || taken_.contains(id.index) || !may_pack(id) ||
                !made_alike(graph_[bundle.front()], graph_[id]))
                return forget(bundle, i);
            where_[id.index] = fresh_.size();
        }
        fresh_.push_back(bundle);
        return true;
    }
    bool forget(const Bundle &bundle, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            where_.erase(bundle[i].index);
        return false;
    }

    bool may_pack(NodeId id) const { return is_packable(graph_[id]) && !goes_across(graph_[id], recurrent_[id.index]); }

    // Goes on to the operands of a bundle; gives how many values have to be moved into lanes for it.
    std::int64_t follow(std::size_t index, const std::function<bool(NodeId)> &goes_along) {
        const graph::Node &first = graph_[fresh_[index].front()];
        std::int64_t moves = 0;
        for (std::uint32_t k = 0; k < first.input_count; ++k) {
            if (first.op == Op::ramp || ((first.op == Op::delay1 || first.op == Op::hold) && k == 1))
                continue;
            Bundle operands;
            for (const NodeId id : fresh_[index])
                operands.push_back(graph_.input(id, k));
            const bool of_line = k == 0 && graph::is_tap(first.op);
            if (!is_known(operands) && !(goes_along(operands.front()) && add(operands)) && !of_line)
                moves += static_cast<std::int64_t>(operands.size());
        }
        return moves;
    }

    // The same for all, never changing in a tick, or a bundle already.
    bool is_known(const Bundle &operands) const {
        const auto is_first = [&](NodeId id) { return id == operands.front(); };
        const auto is_slow = [&](NodeId id) { return graph_[id].rate != Rate::Audio; };
        if (std::all_of(operands.begin(), operands.end(), is_first) ||
            std::all_of(operands.begin(), operands.end(), is_slow))
            return true;
        if (const auto found = where_.find(operands.front().index); found != where_.end())
            return fresh_[found->second] == operands;
        const auto found = taken_.find(operands.front().index);
        return found != taken_.end() && bundles_[found->second] == operands;
    }

    void take(std::size_t fewest) {
        const std::size_t packs_before = schedule_.packs.size();
        for (const Bundle &bundle : fresh_) {
            std::size_t at = 0;
            for (const std::size_t width : widths(bundle.size(), fewest)) {
                Pack &pack = schedule_.packs.emplace_back();
                pack.nodes.assign(bundle.begin() + static_cast<std::ptrdiff_t>(at),
                                  bundle.begin() + static_cast<std::ptrdiff_t>(at + width));
                for (const NodeId id : pack.nodes)
                    schedule_.pack_of[id.index] = static_cast<std::uint32_t>(schedule_.packs.size() - 1);
                at += width;
            }
        }
        if (!is_possible()) {
            for (std::size_t p = packs_before; p < schedule_.packs.size(); ++p)
                for (const NodeId id : schedule_.packs[p].nodes)
                    schedule_.pack_of[id.index] = none;
            schedule_.packs.resize(packs_before);
            return;
        }
        for (const Bundle &bundle : fresh_) {
            for (const NodeId id : bundle)
                taken_[id.index] = bundles_.size();
            bundles_.push_back(bundle);
        }
    }

    // Nothing waits for itself within a frame, and no more of the patch is drawn into a loop with voices.
    bool is_possible() const;

    const Graph &graph_;
    Schedule &schedule_;
    const Steps &steps_;
    std::size_t fused_;
    std::vector<bool> recurrent_;                                  // by node
    std::vector<Bundle> fresh_, bundles_;                          // of the group at hand; of those taken
    std::unordered_map<std::uint32_t, std::size_t> where_, taken_; // by node: in which bundle
};

// Steps as the packs make them: a pack is one unit, any other step one of its own.
struct Units {
    std::vector<std::uint32_t> unit_of; // by step
    std::uint32_t count = 0;
};

Units units_of(const Schedule &schedule, const Steps &steps) {
    Units units;
    std::unordered_map<std::uint32_t, std::uint32_t> of_pack;
    for (const Step &step : steps.steps) {
        const std::uint32_t pack = step.kind == StepKind::Evaluate ? schedule.pack_of[step.index] : none;
        if (pack == none) {
            units.unit_of.push_back(units.count++);
            continue;
        }
        const auto [place, fresh] = of_pack.emplace(pack, units.count);
        units.count += fresh ? 1 : 0;
        units.unit_of.push_back(place->second);
    }
    return units;
}

// The units in an order that edges within a frame allow, the earliest first; shorter than their number when there is
// none.
std::vector<std::uint32_t> order_of(const Steps &steps, const Units &units) {
    std::vector<std::vector<std::uint32_t>> next(units.count);
    std::vector<std::uint32_t> waits(units.count, 0), order;
    for (const Edge &e : steps.edges)
        if (e.delay == 0) {
            next[units.unit_of[e.from]].push_back(units.unit_of[e.to]);
            ++waits[units.unit_of[e.to]];
        }
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
    for (std::uint32_t u = 0; u < units.count; ++u)
        if (waits[u] == 0)
            ready.push(u);
    while (!ready.empty()) {
        const std::uint32_t u = ready.top();
        ready.pop();
        order.push_back(u);
        for (const std::uint32_t to : next[u])
            if (--waits[to] == 0)
                ready.push(to);
    }
    return order;
}

bool Packer::is_possible() const {
    const Units units = units_of(schedule_, steps_);
    if (order_of(steps_, units).size() < units.count)
        return false;
    Steps bound = steps_; // the nodes of a pack hang together
    for (const Pack &pack : schedule_.packs)
        for (std::size_t i = 0; i < pack.nodes.size(); ++i) {
            const NodeId other = pack.nodes[(i + 1) % pack.nodes.size()];
            bound.edges.push_back({steps_.evaluation[pack.nodes[i].index], steps_.evaluation[other.index], 1});
        }
    return count_fused(bound) == fused_;
}

} // namespace

Steps pack_steps(const Graph &graph, Schedule &schedule, Steps steps) {
    Packer(graph, schedule, steps).run();
    if (schedule.packs.empty())
        return steps;
    const Units units = units_of(schedule, steps);
    const std::vector<std::uint32_t> order = order_of(steps, units);
    std::vector<std::uint32_t> place(units.count, 0);
    for (std::uint32_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    Steps packed;
    packed.steps.resize(units.count);
    for (std::size_t i = 0; i < steps.steps.size(); ++i) {
        Step step = steps.steps[i];
        if (const std::uint32_t pack = step.kind == StepKind::Evaluate ? schedule.pack_of[step.index] : none;
            pack != none)
            step = {StepKind::Pack, pack, graph::patch_scope};
        packed.steps[place[units.unit_of[i]]] = step;
    }
    packed.evaluation = std::move(steps.evaluation);
    for (std::uint32_t &step : packed.evaluation)
        if (step != none)
            step = place[units.unit_of[step]];
    for (const Edge &e : steps.edges) {
        const std::uint32_t from = place[units.unit_of[e.from]], to = place[units.unit_of[e.to]];
        if (from != to)
            packed.edges.push_back({from, to, e.delay});
    }
    return packed;
}

} // namespace tactus::schedule
