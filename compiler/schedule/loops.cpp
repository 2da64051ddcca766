// Steps → loops. Parts that are strongly connected over loop-level edges become one loop; the components are then taken
// scope by scope, by a small beam search for the fewest loops.
#include <algorithm>
#include <map>
#include <numeric>

#include "compiler/schedule/components.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::ScopeId;

// The components as a graph without cycles: what each waits for, which scope it has (none: fused).
struct Condensed {
    Neighbours members, next;
    std::vector<std::uint32_t> waits, scope;
};

Condensed condense(const Steps &steps) {
    const Neighbours next = followers(steps);
    const Components components(next);
    Condensed result;
    result.members.resize(components.count);
    result.next.resize(components.count);
    result.waits.assign(components.count, 0);
    result.scope.assign(components.count, none);
    for (std::uint32_t i = 0; i < steps.steps.size(); ++i) {
        const std::uint32_t c = components.of[i];
        const std::uint32_t scope = steps.steps[i].scope.index;
        if (result.members[c].empty())
            result.scope[c] = scope;
        else if (result.scope[c] != scope)
            result.scope[c] = none;
        result.members[c].push_back(i);
    }
    for (std::uint32_t i = 0; i < next.size(); ++i)
        for (const std::uint32_t to : next[i])
            if (components.of[i] != components.of[to]) {
                result.next[components.of[i]].push_back(components.of[to]);
                ++result.waits[components.of[to]];
            }
    return result;
}

// A way to have done part of the work: the loops chosen so far and what can be taken next.
struct Attempt {
    std::vector<std::uint32_t> waits;
    std::vector<std::vector<std::uint32_t>> loops;             // components of each
    std::map<std::uint32_t, std::vector<std::uint32_t>> ready; // by scope (none: fused components)
    std::size_t done = 0;
};

// Takes every component of the scope that can be taken, and then those that this made ready; of fused ones just the
// first.
Attempt take(const Condensed &graph, Attempt attempt, std::uint32_t scope) {
    std::vector<std::uint32_t> open;
    if (scope == none) {
        auto &fused = attempt.ready[none];
        open.push_back(fused.front());
        fused.erase(fused.begin());
        if (fused.empty())
            attempt.ready.erase(none);
    } else {
        open = std::move(attempt.ready[scope]);
        attempt.ready.erase(scope);
    }
    std::vector<std::uint32_t> &loop = attempt.loops.emplace_back();
    while (!open.empty()) {
        const std::uint32_t c = open.back();
        open.pop_back();
        loop.push_back(c);
        ++attempt.done;
        for (const std::uint32_t to : graph.next[c])
            if (--attempt.waits[to] == 0)
                (scope != none && graph.scope[to] == scope ? open : attempt.ready[graph.scope[to]]).push_back(to);
    }
    return attempt;
}

std::vector<std::vector<std::uint32_t>> fewest_loops(const Condensed &graph) {
    constexpr std::size_t beam = 8;
    Attempt start;
    start.waits = graph.waits;
    for (std::uint32_t c = 0; c < graph.members.size(); ++c)
        if (graph.waits[c] == 0)
            start.ready[graph.scope[c]].push_back(c);
    std::vector<Attempt> attempts{std::move(start)};
    while (attempts.front().done < graph.members.size()) {
        std::vector<Attempt> longer;
        for (const Attempt &attempt : attempts)
            for (const auto &[scope, components] : attempt.ready)
                longer.push_back(take(graph, attempt, scope));
        std::vector<std::size_t> best(longer.size());
        std::iota(best.begin(), best.end(), std::size_t{0});
        std::sort(best.begin(), best.end(), [&](std::size_t x, std::size_t y) {
            return longer[x].done != longer[y].done ? longer[x].done > longer[y].done : x < y;
        });
        best.resize(std::min(beam, best.size()));
        attempts.clear();
        for (const std::size_t i : best)
            attempts.push_back(std::move(longer[i]));
    }
    return std::move(attempts.front().loops);
}

// A fused loop's steps as segments: in one frame, stays in a scope as long as something of it can go on.
std::vector<Segment> segments_of(const Steps &steps, const std::vector<std::uint32_t> &members) {
    std::map<std::uint32_t, std::uint32_t> waits;
    std::map<std::uint32_t, std::vector<std::uint32_t>> next;
    for (const std::uint32_t m : members)
        waits[m] = 0;
    for (const Edge &e : steps.edges)
        if (e.delay == 0 && waits.contains(e.from) && waits.contains(e.to)) {
            next[e.from].push_back(e.to);
            ++waits[e.to];
        }
    std::map<std::uint32_t, std::vector<std::uint32_t>> ready; // by scope
    for (const std::uint32_t m : members)
        if (waits[m] == 0)
            ready[steps.steps[m].scope.index].push_back(m);
    std::vector<Segment> segments;
    while (!ready.empty()) {
        const std::uint32_t scope = ready.begin()->first;
        std::vector<std::uint32_t> open = std::move(ready.begin()->second), taken;
        ready.erase(ready.begin());
        while (!open.empty()) {
            const std::uint32_t m = open.back();
            open.pop_back();
            taken.push_back(m);
            for (const std::uint32_t to : next[m])
                if (--waits[to] == 0)
                    (steps.steps[to].scope.index == scope ? open : ready[steps.steps[to].scope.index]).push_back(to);
        }
        std::sort(taken.begin(), taken.end()); // their numbers are an order that edges within a frame allow
        Segment &segment = segments.emplace_back();
        segment.scope = ScopeId{scope};
        for (const std::uint32_t m : taken)
            segment.steps.push_back(steps.steps[m]);
    }
    return segments;
}

bool is_late(const graph::Node &node) { return node.op == graph::Op::delay1 || node.op == graph::Op::line; }

// Where in the loop each node is evaluated.
std::map<std::uint32_t, std::size_t> segments_by_node(const std::vector<Pack> &packs, const Loop &loop) {
    std::map<std::uint32_t, std::size_t> found;
    for (std::size_t s = 0; s < loop.segments.size(); ++s)
        for (const Step &step : loop.segments[s].steps)
            for (const graph::NodeId id : nodes_made(packs, step))
                found[id.index] = s;
    return found;
}

// A delay1 and a line's count take their next values at the end of the last segment of their scope, when everything has
// been computed and has read the old ones; other memories right where they are. Where what a voice keeps comes from the
// patch after its last segment, one more follows that does nothing else.
void place_commits(const graph::Graph &graph, const Schedule &schedule, Loop &loop) {
    const std::map<std::uint32_t, std::size_t> made_in = segments_by_node(schedule.packs, loop);
    const auto stands_for_another = [&](std::uint32_t node) {
        const std::uint32_t pack = schedule.pack_of[node];
        return pack != none && schedule.packs[pack].nodes.front().index != node;
    };
    std::map<std::uint32_t, std::size_t> last; // by scope
    for (std::size_t s = 0; s < loop.segments.size(); ++s)
        last[loop.segments[s].scope.index] = s;
    for (const auto &[node, segment] : made_in) {
        const graph::ScopeId scope = graph.nodes[node].scope;
        if (scope == graph::patch_scope || !is_late(graph.nodes[node]) || !has_memory_field(graph.nodes[node]))
            continue;
        for (const graph::NodeId needed : nodes_committed(graph, graph::NodeId{node}))
            if (const auto found = made_in.find(needed.index);
                found != made_in.end() && found->second > last[scope.index]) {
                last[scope.index] = loop.segments.size();
                loop.segments.push_back({scope, {}, {}});
                break;
            }
    }
    for (const auto &[node, segment] : made_in)
        if (has_memory_field(graph.nodes[node]) && !stands_for_another(node))
            loop.segments[is_late(graph.nodes[node]) ? last[graph.nodes[node].scope.index] : segment]
                .commits.emplace_back(node);
    for (Stage &stage : loop.stages)
        for (const Step &step : stage.segment.steps)
            if (const std::vector<graph::NodeId> made = nodes_made(schedule.packs, step);
                !made.empty() && has_memory_field(graph[made.front()]))
                stage.segment.commits.push_back(made.front());
}

std::string name_of_scope(ScopeId scope) {
    return scope == graph::patch_scope ? std::string("the patch") : "voices of poly " + std::to_string(scope.index - 1);
}

// The time that code generation takes grows faster than a loop's length: a loop of more steps is cut into even pieces
// between its components, which are in an order that allows it.
constexpr std::size_t most_steps = 512;

std::vector<std::vector<std::uint32_t>> cut_long_ones(const Condensed &condensed,
                                                      const std::vector<std::vector<std::uint32_t>> &loops) {
    std::vector<std::vector<std::uint32_t>> pieces;
    for (const std::vector<std::uint32_t> &components : loops) {
        std::size_t total = 0;
        for (const std::uint32_t c : components)
            total += condensed.members[c].size();
        const std::size_t count = (total + most_steps - 1) / most_steps;
        std::size_t steps = 0;
        pieces.emplace_back();
        for (const std::uint32_t c : components) {
            if (steps * count >= total && !pieces.back().empty()) {
                pieces.emplace_back();
                steps = 0;
            }
            pieces.back().push_back(c);
            steps += condensed.members[c].size();
        }
    }
    return pieces;
}

} // namespace

std::size_t count_fused(const Steps &steps) {
    const Condensed condensed = condense(steps);
    std::size_t count = 0;
    for (std::size_t c = 0; c < condensed.members.size(); ++c)
        if (condensed.scope[c] == none)
            count += condensed.members[c].size();
    return count;
}

std::vector<Loop> make_loops(const graph::Graph &graph, const Schedule &schedule, const Steps &steps) {
    const Condensed condensed = condense(steps);
    std::vector<std::uint32_t> loop_of(steps.steps.size(), none);
    std::vector<Loop> loops;
    for (const std::vector<std::uint32_t> &components : cut_long_ones(condensed, fewest_loops(condensed))) {
        std::vector<std::uint32_t> members;
        for (const std::uint32_t c : components)
            members.insert(members.end(), condensed.members[c].begin(), condensed.members[c].end());
        std::sort(members.begin(), members.end());
        for (const std::uint32_t m : members)
            loop_of[m] = static_cast<std::uint32_t>(loops.size());
        Loop &loop = loops.emplace_back();
        loop.fused = condensed.scope[components.front()] == none;
        if (loop.fused) {
            loop.segments = segments_of(steps, members);
            loop.reason = "patch and voices feed one another within a tick";
        } else {
            Segment &segment = loop.segments.emplace_back();
            segment.scope = ScopeId{condensed.scope[components.front()]};
            for (const std::uint32_t m : members)
                segment.steps.push_back(steps.steps[m]);
            loop.reason = name_of_scope(segment.scope);
            if (schedule.options.lanes > 1)
                loop.stages = make_stages(graph, steps, members);
        }
        place_commits(graph, schedule, loop);
    }
    const auto name_of = [&](const Step &step) {
        return step.kind == StepKind::Pack ? schedule.packs[step.index].nodes.front().index : step.index;
    };
    for (const Edge &e : steps.edges) {
        const std::uint32_t from = loop_of[e.from], to = loop_of[e.to];
        if (e.same_loop_or_earlier() && from + 1 == to && loops[to].reason.find(", after") == std::string::npos)
            loops[to].reason +=
                ", after loop " + std::to_string(from) + " for %" + std::to_string(name_of(steps.steps[e.from]));
    }
    return loops;
}

} // namespace tactus::schedule
