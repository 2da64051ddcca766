// What a graph and its script have in them, by name.
#include <algorithm>
#include <cmath>
#include <vector>

#include "compiler/graph/order.h"
#include "compiler/graph/rules.h"
#include "tests/meaning/generate.h"

namespace tactus::meaning {

namespace {

using graph::NodeId;
using graph::Op;
using graph::Rate;

std::string rate_text(const graph::Node &node) {
    return node.rate == Rate::Tick && node.stepped ? "stepped" : std::string(graph::rate_name(node.rate));
}
std::string scope_text(const graph::Node &node) { return node.scope == graph::patch_scope ? "patch" : "voice"; }

// Nodes that a delayed edge of `from` leads back to: a loop. True when it holds nodes of the patch and of a voice.
struct Loop {
    bool found = false, fused = false;
};
Loop loop_through(const graph::Graph &g, NodeId memory) {
    std::vector<bool> above(g.nodes.size(), false); // what the memory's operand needs, over any edge
    std::vector<NodeId> open{g.input(memory, 0)};
    bool patch = false, voice = false;
    std::vector<std::vector<NodeId>> users(g.nodes.size());
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        for (const NodeId operand : g.inputs_of(NodeId{i}))
            users[operand.index].push_back(NodeId{i});
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        if (above[id.index])
            continue;
        above[id.index] = true;
        for (const NodeId operand : g.inputs_of(id))
            open.push_back(operand);
    }
    if (!above[memory.index])
        return {};
    std::vector<bool> below(g.nodes.size(), false);
    open = {memory};
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        if (below[id.index])
            continue;
        below[id.index] = true;
        if (above[id.index])
            (g[id].scope == graph::patch_scope ? patch : voice) = true;
        open.insert(open.end(), users[id.index].begin(), users[id.index].end());
    }
    return {true, patch && voice};
}

void node_features(const Case &c, NodeId id, std::set<std::string> &f) {
    const graph::Graph &g = c.graph;
    const graph::Node &node = g[id];
    f.insert("op " + std::string(graph::info(node.op).name));
    for (const NodeId operand : g.inputs_of(id)) {
        if (graph::info(node.op).rate == graph::RateRule::join)
            f.insert("rates " + rate_text(g[operand]) + " in " + rate_text(node));
        if (node.op == Op::ramp)
            f.insert("ramp of " + rate_text(g[operand]) + " of the " + scope_text(g[operand]) + " in the " +
                     scope_text(node));
        if (g[operand].rate != Rate::Constant)
            f.insert("scopes " + scope_text(g[operand]) + " in " + scope_text(node));
    }
    if (node.clock.valid()) {
        f.insert("clock " + rate_text(g[node.clock]) + " of the " + scope_text(g[node.clock]) + " in the " +
                 scope_text(node));
        if (g[node.clock].op == Op::logical_and)
            f.insert("clock nested");
    }
    if (node.op == Op::sum)
        f.insert(node.input_count < 16    ? "sum below 16"
                 : node.input_count == 16 ? "sum of 16"
                 : node.input_count < 32  ? "sum below 32"
                                          : "sum of 32 or more");
    if ((node.op == Op::delay1 || node.op == Op::hold) && g[g.input(id, 1)].rate == Rate::Initial)
        f.insert("start value drawn");
    if (node.op == Op::delay1) {
        f.insert("delay1 of " + std::string(graph::type_name(node.type)));
        const Loop loop = loop_through(g, id);
        if (loop.found)
            f.insert(loop.fused ? "loop of patch and voice" : "loop through delay1");
    }
    if (graph::is_moving_tap(node.op))
        f.insert(node.a == 0   ? "moving tap from 0"
                 : node.a == 1 ? "moving tap from 1"
                 : node.a < 16 ? "moving tap from 2 to 15"
                               : "moving tap from 16");
    if (node.op == Op::line) {
        bool looped = false;
        for (std::size_t i = 0; i < g.nodes.size(); ++i)
            if (graph::is_tap(g.nodes[i].op) && g.input(NodeId{i}, 0) == id && g.nodes[i].a > 0)
                looped = looped || loop_through(g, NodeId{i}).found;
        if (looped)
            f.insert("loop through a line");
    }
    if (node.op == Op::constant && std::isinf(node.value))
        f.insert("constant infinity");
    if (node.op == Op::constant && std::fpclassify(node.value) == FP_SUBNORMAL)
        f.insert("constant subnormal");
}

void script_features(const Case &c, std::set<std::string> &f) {
    const Script &s = c.script;
    std::set<std::uint64_t> frames;
    for (const Action &a : s.actions) {
        static const char *const names[]{"strike", "release", "steal", "field", "parameter", "tempo"};
        f.insert(std::string("action ") + names[static_cast<std::size_t>(a.kind)]);
        if (!frames.insert(a.frame).second)
            f.insert("two actions on one frame");
        if (a.kind == ActionKind::parameter && c.graph.parameters[a.index].stepped)
            f.insert("action stepped parameter");
        if (a.kind == ActionKind::strike)
            f.insert("strike at offset " + std::to_string(a.frame % 16));
    }
    f.insert(s.use_tiles ? "tiles" : "no tiles");
    f.insert(s.list_all_groups ? "all groups listed" : "awake groups listed");
    f.insert(s.first_frame == 0 ? "from frame 0" : "from a later frame");
}

} // namespace

std::set<std::string> features_of(const Case &c) {
    std::set<std::string> f;
    for (std::size_t i = 0; i < c.graph.nodes.size(); ++i)
        node_features(c, NodeId{i}, f);
    for (const graph::Poly &poly : c.graph.polys) {
        f.insert("voices " + std::to_string(poly.voices));
        if (poly.idle.valid())
            f.insert("idle value");
        if (poly.mode != graph::VoiceMode::poly)
            f.insert("no spare voices");
    }
    f.insert("polys " + std::to_string(c.graph.polys.size()));
    for (const graph::Parameter &p : c.graph.parameters)
        f.insert(p.stepped ? "parameter stepped" : p.logarithmic ? "parameter logarithmic" : "parameter smooth");
    if (!c.graph.note_lines.empty())
        f.insert("note line");
    if (c.graph.sample_rate < 2000)
        f.insert("low sample rate");
    script_features(c, f);
    return f;
}

std::set<std::string> all_features() {
    std::set<std::string> f{"clock nested",
                            "sum below 16",
                            "sum of 16",
                            "sum below 32",
                            "sum of 32 or more",
                            "start value drawn",
                            "delay1 of real",
                            "delay1 of phase",
                            "delay1 of boolean",
                            "loop through delay1",
                            "loop of patch and voice",
                            "loop through a line",
                            "moving tap from 0",
                            "moving tap from 1",
                            "moving tap from 2 to 15",
                            "moving tap from 16",
                            "constant infinity",
                            "constant subnormal",
                            "idle value",
                            "no spare voices",
                            "polys 0",
                            "polys 1",
                            "polys 2",
                            "parameter stepped",
                            "parameter logarithmic",
                            "parameter smooth",
                            "note line",
                            "low sample rate",
                            "action strike",
                            "action release",
                            "action steal",
                            "action field",
                            "action parameter",
                            "action tempo",
                            "action stepped parameter",
                            "two actions on one frame",
                            "tiles",
                            "no tiles",
                            "all groups listed",
                            "awake groups listed",
                            "from frame 0",
                            "from a later frame",
                            "scopes patch in patch",
                            "scopes patch in voice",
                            "scopes voice in voice",
                            "scopes voice in patch",
                            "clock audio of the patch in the patch",
                            "clock audio of the voice in the voice",
                            "clock audio of the patch in the voice",
                            "clock stepped of the patch in the patch",
                            "ramp of tick of the patch in the patch",
                            "ramp of tick of the voice in the voice",
                            "ramp of stepped of the patch in the patch",
                            "ramp of constant of the patch in the patch"};
    for (const graph::OpInfo &op : graph::all_ops())
        f.insert("op " + std::string(op.name));
    const std::vector<std::string> rates{"constant", "initial", "stepped", "tick", "audio"};
    for (std::size_t in = 0; in < rates.size(); ++in)
        for (std::size_t out = in; out < rates.size(); ++out)
            if (!(rates[in] == "tick" && rates[out] == "audio")) // that needs a ramp
                f.insert("rates " + rates[in] + " in " + rates[out]);
    for (const int voices : {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17})
        f.insert("voices " + std::to_string(voices));
    for (int offset = 0; offset < 16; ++offset)
        f.insert("strike at offset " + std::to_string(offset));
    return f;
}

} // namespace tactus::meaning
