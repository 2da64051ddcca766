#include "compiler/schedule/schedule.h"

#include <algorithm>

#include "compiler/graph/order.h"
#include "compiler/graph/reach.h"
#include "compiler/schedule/steps.h"

namespace tactus::schedule {

namespace {

using graph::NodeId;
using graph::Op;
using graph::Rate;

// The narrowest vector that holds all voices, or the widest there is: narrow ones are cheaper to divide in and to load.
// The spare slots may make another group, which sleeps as long as no voice is stolen.
std::uint32_t lanes_for(std::uint32_t voices, std::uint32_t widest) {
    for (const std::uint32_t lanes : {1u, 4u, 8u})
        if (lanes < widest && voices <= lanes)
            return lanes;
    return widest;
}

void plan_scopes(const graph::Graph &graph, const std::vector<NodeId> &order, Schedule &schedule) {
    schedule.scopes.resize(1 + graph.polys.size());
    for (std::size_t k = 0; k < graph.polys.size(); ++k) {
        ScopePlan &plan = schedule.scopes[1 + k];
        plan.slots = graph.polys[k].slots();
        plan.lanes = lanes_for(graph.polys[k].voices, schedule.options.lanes);
        plan.groups = (plan.slots + plan.lanes - 1) / plan.lanes;
    }
    const auto add_once = [](std::vector<std::uint32_t> &list, std::uint32_t value) {
        const auto place = std::lower_bound(list.begin(), list.end(), value);
        if (place == list.end() || *place != value)
            list.insert(place, value);
    };
    for (const NodeId id : order) {
        if (!schedule.live[id.index])
            continue;
        const graph::Node &node = graph[id];
        ScopePlan &plan = schedule.scopes[node.scope.index];
        if (node.rate == Rate::Constant)
            schedule.constants.push_back(id);
        else if (node.rate == Rate::Initial)
            plan.initial.push_back(id);
        else if (node.rate == Rate::Tick)
            plan.tick.push_back(id);
        else if (node.op == Op::ramp)
            plan.ramps.push_back(id);
        else if (has_memory_field(node))
            plan.memories.push_back(id);
        if (node.op == Op::buffer && node.scope != graph::patch_scope)
            plan.buffers.push_back(id);
        if (node.op == Op::parameter)
            add_once(schedule.parameters, node.a);
        if (node.op == Op::active)
            add_once(schedule.actives, node.a);
    }
}

} // namespace

Schedule schedule(const graph::Graph &graph, const Options &options) {
    Schedule result;
    result.options = options;
    result.live = graph::find_live(graph);
    const std::vector<NodeId> order = graph::frame_order(graph).nodes;
    plan_scopes(graph, order, result);
    result.loops = make_loops(graph, result, pack_steps(graph, result, make_steps(graph, order, result.live)));
    lay_out(graph, result);
    return result;
}

std::uint32_t Schedule::find(Role role, std::uint32_t owner) const {
    for (std::uint32_t i = 0; i < fields.size(); ++i)
        if (fields[i].role == role && fields[i].owner == owner)
            return i;
    return none;
}

std::uint32_t Schedule::find_gather(std::uint32_t pack, std::uint32_t operand) const {
    for (std::uint32_t i = 0; i < gathers.size(); ++i)
        if (gathers[i].pack == pack && gathers[i].operand == operand)
            return i;
    return none;
}

} // namespace tactus::schedule
