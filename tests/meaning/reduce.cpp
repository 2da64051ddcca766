#include "tests/meaning/reduce.h"

#include "compiler/graph/rules.h"
#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::meaning {

namespace {

using graph::NodeId;

class Reducer {
  public:
    Reducer(Case c, const std::function<bool(const Case &)> &fails, int trials)
        : case_(std::move(c)), fails_(fails), trials_(trials) {}

    Case run() {
        bool smaller = true;
        while (smaller && trials_ > 0) {
            smaller = false;
            smaller |= drop_each(&Case::graph, &graph::Graph::output_ports);
            smaller |= drop_each(&Case::graph, &graph::Graph::note_lines);
            smaller |= drop_each(&Case::script, &Script::actions);
            smaller |= shorten();
            smaller |= simplify_polys();
            smaller |= simplify_nodes();
        }
        return std::move(case_);
    }

  private:
    // Takes the candidate when it is right, not the same and fails too.
    bool take(Case candidate) {
        if (trials_ <= 0)
            return false;
        candidate.graph = simplify::remove_dead(std::move(candidate.graph)).graph;
        if (!graph::verify(candidate.graph).empty())
            return false;
        --trials_;
        if (!fails_(candidate))
            return false;
        case_ = std::move(candidate);
        return true;
    }

    // Elements of one list of the case, one by one from the end.
    template <typename Part, typename List> bool drop_each(Part Case::*part, List Part::*list) {
        bool smaller = false;
        for (std::size_t i = (case_.*part.*list).size(); i-- > 0;) {
            Case candidate = case_;
            auto &elements = candidate.*part.*list;
            elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(i));
            smaller |= take(std::move(candidate));
        }
        return smaller;
    }

    bool shorten() {
        bool smaller = false;
        for (const std::uint32_t frames :
             {case_.script.frames / 2, case_.script.frames - 16, case_.script.frames - 1}) {
            Case candidate = case_;
            candidate.script.frames = frames;
            std::erase_if(candidate.script.actions, [&](const Action &a) { return a.frame >= frames; });
            if (frames > 0 && frames < case_.script.frames)
                smaller |= take(std::move(candidate));
        }
        const auto attempt = [&](auto change) {
            Case candidate = case_;
            change(candidate.script);
            smaller |= take(std::move(candidate));
        };
        if (case_.script.blocks != std::vector<std::uint32_t>{16})
            attempt([](Script &s) { s.blocks = {16}; });
        if (case_.script.first_frame != 0)
            attempt([](Script &s) { s.first_frame = 0; });
        if (case_.script.list_all_groups)
            attempt([](Script &s) { s.list_all_groups = false; });
        if (case_.script.use_tiles)
            attempt([](Script &s) { s.use_tiles = false; });
        return smaller;
    }

    bool simplify_polys() {
        bool smaller = false;
        for (std::size_t p = 0; p < case_.graph.polys.size(); ++p) {
            const auto attempt = [&](auto change) {
                Case candidate = case_;
                change(candidate.graph.polys[p]);
                smaller |= take(std::move(candidate));
            };
            if (case_.graph.polys[p].idle.valid())
                attempt([](graph::Poly &poly) { poly.idle = {}; });
            for (std::size_t i = case_.graph.polys[p].outputs.size(); i-- > 0;)
                attempt([&](graph::Poly &poly) {
                    poly.outputs.erase(poly.outputs.begin() + static_cast<std::ptrdiff_t>(i));
                });
            while (fewer_voices(p))
                smaller = true;
        }
        return smaller;
    }
    bool fewer_voices(std::size_t p) {
        Case candidate = case_;
        graph::Poly &poly = candidate.graph.polys[p];
        if (poly.voices == 1)
            return false;
        poly.voices -= 1;
        std::erase_if(candidate.script.actions, [&](const Action &a) {
            return a.kind != ActionKind::parameter && a.poly == p && a.slot >= poly.slots();
        });
        return take(std::move(candidate));
    }

    // A node becomes one of its operands of the same type, or a constant; a clock goes.
    bool simplify_nodes() {
        bool smaller = false;
        for (std::size_t i = case_.graph.nodes.size(); i-- > 0;) {
            if (i >= case_.graph.nodes.size())
                continue;
            const graph::Node node = case_.graph.nodes[i];
            if (node.rate == graph::Rate::Constant && node.input_count == 0)
                continue;
            bool gone = false;
            for (std::uint32_t k = 0; k < node.input_count && !gone; ++k)
                if (const NodeId operand = case_.graph.input(NodeId{i}, k);
                    case_.graph[operand].type == node.type && operand != NodeId{i})
                    gone = replace(NodeId{i}, [&](simplify::Rewrite &r) { r.replace(NodeId{i}, operand); });
            for (const std::uint32_t bits : {0u, node.type == graph::Type::Real ? 0x3f800000u : 1u})
                if (!gone && node.type != graph::Type::Line && node.type != graph::Type::Buffer)
                    gone = replace(NodeId{i}, [&](simplify::Rewrite &r) { r.make_constant(NodeId{i}, bits); });
            if (!gone && node.clock.valid()) {
                Case candidate = case_;
                candidate.graph.nodes[i].clock = {};
                gone = take(std::move(candidate));
            }
            smaller |= gone;
        }
        return smaller;
    }
    template <typename Change> bool replace(NodeId, Change change) {
        Case candidate = case_;
        simplify::Rewrite rewrite(std::move(candidate.graph));
        change(rewrite);
        candidate.graph = std::move(rewrite).finish().graph;
        return take(std::move(candidate));
    }

    Case case_;
    const std::function<bool(const Case &)> &fails_;
    int trials_;
};

} // namespace

Case reduce(Case c, const std::function<bool(const Case &)> &fails, int most_trials) {
    return Reducer(std::move(c), fails, most_trials).run();
}

std::string text_of(const Case &c) {
    const char *const kinds[]{"strike", "release", "steal", "field", "parameter", "tempo"};
    std::string text = graph::print(c.graph);
    const Script &s = c.script;
    text += "script: " + std::to_string(s.frames) + " frames from " + std::to_string(s.first_frame) +
            (s.use_tiles ? ", tiles" : "") + (s.list_all_groups ? ", all groups" : "") + ", blocks";
    for (const std::uint32_t block : s.blocks)
        text += " " + std::to_string(block);
    text += "\n";
    for (const Action &a : s.actions) {
        text += "  frame " + std::to_string(a.frame) + ": " + kinds[static_cast<std::size_t>(a.kind)] + " poly " +
                std::to_string(a.poly) + " slot " + std::to_string(a.slot) + " index " + std::to_string(a.index) +
                " value " + std::to_string(a.value);
        if (a.kind == ActionKind::strike)
            for (const float field : a.fields)
                text += " " + std::to_string(field);
        text += "\n";
    }
    return text;
}

} // namespace tactus::meaning
