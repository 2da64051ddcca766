// The axis of each part of a loop. In: the steps of one loop of one scope. Out: stages that run one after the other in
// the loop's place where a call is a whole tick. What hangs together with itself over a delay shorter than a tick runs
// frame by frame. The rest of a patch may have the frames of the tick as lanes, and has them where that saves more than
// another pass over the frames costs: before all recurrences, behind all, or between two when it is heavy. Voices fill
// the lanes by themselves; what is heavy there takes several frames at once, so that long chains of operations overlap.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/graph/rules.h"
#include "compiler/schedule/components.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::NodeId;
using graph::Op;

constexpr std::uint32_t heavy = 10; // an elementary function; less is not worth two more passes over the frames
constexpr std::uint32_t medium = 4; // a division; where there are more of them
constexpr std::uint32_t worth_a_pass = 16;
constexpr std::uint32_t least_weight = 8; // of all that would go across

// A phase that adds up increments: sums of integers may be taken in any order.
bool is_phase_memory(const graph::Graph &graph, NodeId memory, NodeId sum) {
    const graph::Node &d = graph[memory];
    if (d.op != Op::delay1 || d.type != graph::Type::Phase || d.clock.valid() || graph[sum].op != Op::phase_add)
        return false;
    return graph.input(memory, 0) == sum && (graph.input(sum, 0) == memory) != (graph.input(sum, 1) == memory);
}

// Whether steps that hang together are one such phase.
bool is_accumulator(const graph::Graph &graph, const std::vector<Step> &steps) {
    if (steps.size() != 2 || steps[0].kind != StepKind::Evaluate || steps[1].kind != StepKind::Evaluate)
        return false;
    const NodeId x{steps[0].index}, y{steps[1].index};
    return is_phase_memory(graph, x, y) || is_phase_memory(graph, y, x);
}

class Stages {
  public:
    Stages(const graph::Graph &graph, const Steps &steps, const std::vector<std::uint32_t> &members)
        : graph_(graph), steps_(steps), members_(members),
          of_voices_(steps.steps[members.front()].scope != graph::patch_scope) {
        std::vector<std::uint32_t> local(steps.steps.size(), none);
        for (std::uint32_t i = 0; i < members.size(); ++i)
            local[members[i]] = i;
        next_.resize(members.size());
        for (const Edge &e : steps.edges)
            if (e.same_loop_or_earlier() && local[e.from] != none && local[e.to] != none)
                next_[local[e.from]].push_back(local[e.to]);
    }

    std::vector<Stage> make() {
        find_components();
        choose();
        std::uint32_t weight = 0;
        for (std::uint32_t c = 0; c < parts_.size(); ++c)
            weight += serial_[c] ? 0 : weight_of(c);
        if (weight < least_weight)
            return {};
        place();
        return gather();
    }

  private:
    [[nodiscard]] const Step &step(std::uint32_t local) const { return steps_.steps[members_[local]]; }

    void find_components() {
        const Components components(next_);
        parts_.resize(components.count);
        // A component has a smaller number than those that lead to it: turned round, they come in an order of work.
        const auto turned = [&](std::uint32_t i) { return components.count - 1 - components.of[i]; };
        for (std::uint32_t i = 0; i < members_.size(); ++i)
            parts_[turned(i)].push_back(i);
        before_.resize(parts_.size());
        after_.resize(parts_.size());
        recurrent_.assign(parts_.size(), false);
        for (std::uint32_t i = 0; i < members_.size(); ++i)
            for (const std::uint32_t to : next_[i])
                if (turned(i) == turned(to)) {
                    recurrent_[turned(i)] = true;
                } else {
                    before_[turned(to)].push_back(turned(i));
                    after_[turned(i)].push_back(turned(to));
                }
    }

    // Which components go frame by frame.
    void choose() {
        const std::size_t count = parts_.size();
        serial_.assign(count, false);
        for (std::uint32_t c = 0; c < count; ++c)
            serial_[c] = !may_go_across(c);
        early_.assign(count, false);
        std::vector<bool> late(count, false);
        std::uint32_t before_all = 0;
        for (std::uint32_t c = 0; c < count; ++c) {
            early_[c] = !serial_[c] &&
                        std::all_of(before_[c].begin(), before_[c].end(), [&](std::uint32_t b) { return early_[b]; });
            before_all += early_[c] ? weight_of(c) : 0;
        }
        for (std::size_t i = count; i-- > 0;)
            late[i] = !serial_[i] && !of_voices_ &&
                      std::all_of(after_[i].begin(), after_[i].end(), [&](std::uint32_t a) { return late[a]; });
        if (of_voices_ && before_all < heavy)
            early_.assign(count, false);
        std::uint32_t between = 0;
        for (std::uint32_t c = 0; c < count; ++c)
            between += serial_[c] || early_[c] || late[c] ? 0 : weight_of(c);
        find_near_heavy(!of_voices_ && between >= worth_a_pass ? medium : heavy);
        for (std::uint32_t c = 0; c < count; ++c)
            if (!early_[c] && !late[c] && !near_heavy_[c])
                serial_[c] = true;
    }

    // What is heavy, and what leads to it or follows from it without a recurrence between.
    void find_near_heavy(std::uint32_t least) {
        std::vector<bool> behind(parts_.size(), false), before(parts_.size(), false);
        const auto lies = [&](const std::vector<std::uint32_t> &others, const std::vector<bool> &there) {
            return std::any_of(others.begin(), others.end(), [&](std::uint32_t o) { return there[o]; });
        };
        for (std::uint32_t c = 0; c < parts_.size(); ++c)
            behind[c] = !serial_[c] && (weight_of(c) >= least || lies(before_[c], behind));
        for (std::size_t i = parts_.size(); i-- > 0;)
            before[i] = !serial_[i] && (weight_of(static_cast<std::uint32_t>(i)) >= least || lies(after_[i], before));
        near_heavy_.resize(parts_.size());
        for (std::uint32_t c = 0; c < parts_.size(); ++c)
            near_heavy_[c] = behind[c] || before[c];
    }

    bool may_go_across(std::uint32_t c) const {
        if (recurrent_[c]) {
            std::vector<Step> steps;
            for (const std::uint32_t i : parts_[c])
                steps.push_back(step(i));
            return is_accumulator(graph_, steps);
        }
        const Step &only = step(parts_[c].front());
        return only.kind == StepKind::Output ||
               (only.kind == StepKind::Evaluate && has_no_order(graph_, NodeId{only.index}));
    }

    std::uint32_t weight_of(std::uint32_t c) const {
        std::uint32_t weight = 0;
        for (const std::uint32_t i : parts_[c])
            weight += step(i).kind == StepKind::Evaluate ? operation_weight(graph_[NodeId{step(i).index}].op) : 1;
        return weight;
    }

    // Stages take turns: across, frame by frame, across …; each component as early as it can be. What is light and has
    // to wait for a recurrence anyway stays with it.
    void place() {
        level_.assign(parts_.size(), 0);
        for (std::uint32_t c = 0; c < parts_.size(); ++c) {
            std::uint32_t after_across = 0;
            for (const std::uint32_t b : before_[c])
                after_across = std::max(after_across, serial_[b] ? 0 : level_[b]);
            level_[c] = level_as(c, serial_[c]);
            const bool light = !serial_[c] && !early_[c] && weight_of(c) < heavy && has_followers_in_frames(c);
            if (light && after_across > 0 && level_[c] > after_across) {
                serial_[c] = true;
                level_[c] = level_as(c, true);
            }
        }
    }
    std::uint32_t level_as(std::uint32_t c, bool serial) const {
        std::uint32_t level = serial ? 1 : 0;
        for (const std::uint32_t b : before_[c])
            level = std::max(level, level_[b] + (serial_[b] != serial ? 1 : 0));
        return level;
    }
    bool has_followers_in_frames(std::uint32_t c) const {
        return std::any_of(after_[c].begin(), after_[c].end(), [&](std::uint32_t a) { return serial_[a]; });
    }

    std::vector<Stage> gather() const {
        const std::uint32_t last = *std::max_element(level_.begin(), level_.end());
        std::vector<Stage> stages;
        for (std::uint32_t level = 0; level <= last; ++level) {
            std::vector<std::uint32_t> chosen; // local steps
            std::size_t recurrences = 0;
            for (std::uint32_t c = 0; c < parts_.size(); ++c)
                if (level_[c] == level) {
                    chosen.insert(chosen.end(), parts_[c].begin(), parts_[c].end());
                    recurrences += recurrent_[c] ? 1 : 0;
                }
            if (chosen.empty())
                continue;
            const bool across = level % 2 == 0;
            if (!across) // their numbers are an order that edges within a frame allow
                std::sort(chosen.begin(), chosen.end());
            Stage &stage = stages.emplace_back();
            stage.across = across;
            stage.segment.scope = step(chosen.front()).scope;
            stage.reason = across             ? std::string("nothing waits for the frame before")
                           : recurrences == 0 ? std::string("what has an order of its own")
                           : recurrences == 1 ? std::string("a recurrence shorter than a tick")
                                              : fmt::format("{} recurrences shorter than a tick", recurrences);
            for (const std::uint32_t i : chosen)
                stage.segment.steps.push_back(step(i));
        }
        return stages;
    }

    const graph::Graph &graph_;
    const Steps &steps_;
    const std::vector<std::uint32_t> &members_;
    bool of_voices_;
    Neighbours next_;                   // by local step
    Neighbours parts_, before_, after_; // by component
    std::vector<bool> recurrent_, serial_, early_, near_heavy_;
    std::vector<std::uint32_t> level_;
};

} // namespace

std::uint32_t operation_weight(Op op) {
    if (op >= Op::exponential && op <= Op::hyperbolic_tangent)
        return 15;
    if (op == Op::convolve || op == Op::transform)
        return heavy; // in frames, each number goes to its place alone
    if (op == Op::sine_turn || op == Op::cosine_turn)
        return 10;
    if (op == Op::modulo)
        return 8;
    return op == Op::divide || op == Op::square_root ? 4 : 1;
}

bool keeps_blocks(Op op) {
    return op == Op::buffer || op == Op::entry || op == Op::block_position || op == Op::convolve ||
           op == Op::transform || graph::reads_transform(op);
}

bool has_no_order(const graph::Graph &graph, NodeId id) {
    const graph::Node &node = graph[id];
    if (node.clock.valid())
        return false;
    const bool of_voice = node.scope != graph::patch_scope;
    switch (node.op) {
    case Op::buffer:
    case Op::entry:
    case Op::random:
    case Op::hold:
    case Op::tap_allpass:
    case Op::note_on:
        return false;
    case Op::line:
        return !of_voice;
    default:
        if (of_voice && graph::is_tap(node.op))
            return false;
        return !graph::is_tap(node.op) || !graph[graph.input(id, 0)].clock.valid();
    }
}

std::vector<bool> find_recurrent(const graph::Graph &graph, const Steps &steps) {
    const Neighbours next = followers(steps);
    std::vector<bool> recurrent(graph.nodes.size(), false);
    const Components components(next);
    std::vector<std::vector<Step>> together(components.count);
    for (std::uint32_t i = 0; i < steps.steps.size(); ++i)
        together[components.of[i]].push_back(steps.steps[i]);
    for (std::uint32_t i = 0; i < steps.steps.size(); ++i) {
        const std::vector<Step> &all = together[components.of[i]];
        const bool itself = std::find(next[i].begin(), next[i].end(), i) != next[i].end();
        if (steps.steps[i].kind == StepKind::Evaluate)
            recurrent[steps.steps[i].index] = ((all.size() > 1 || itself) && !is_accumulator(graph, all)) ||
                                              !has_no_order(graph, NodeId{steps.steps[i].index});
    }
    return recurrent;
}

std::vector<Stage> make_stages(const graph::Graph &graph, const Steps &steps,
                               const std::vector<std::uint32_t> &members) {
    return Stages(graph, steps, members).make();
}

} // namespace tactus::schedule
