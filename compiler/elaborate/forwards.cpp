// Cycles. A name that is asked for while it is being worked out becomes a stand-in node; when the name is known the
// stand-in stands for it. At the end every cycle must hold a delay; then stand-ins are replaced, what reaches no output
// is dropped, and the graph is in its final form.
#include <algorithm>
#include <utility>

#include "compiler/elaborate/elaborator.h"
#include "compiler/graph/reach.h"
#include "compiler/graph/rules.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using graph::Rate;
using graph::Type;

NodeId Elaborator::stand_in(Binding &binding, Span use, bool is_phase) {
    const Context before = at_;
    at_.frame = binding.frame;
    // An audio node without operands of its own; it is replaced before the graph is done.
    const NodeId made = emit(Op::constant, {}, use);
    at_ = before;
    graph::Node &node = builder_.graph[made];
    node.rate = Rate::Audio;
    node.scope = binding.frame->scope;
    node.type = is_phase ? Type::Phase : Type::Real;
    node.stepped = false;
    Forward forward{&binding, made, {}, at_call(use), false, {}}; // who called is not known any more at the end
    const auto from = std::find(busy_.begin(), busy_.end(), &binding);
    for (auto it = from; it != busy_.end(); ++it) {
        forward.chain.emplace_back((*it)->name, (*it)->span);
    }
    if (from == busy_.end()) {
        forward.chain.emplace_back(binding.name, binding.span);
    }
    binding.forwards.push_back(static_cast<std::uint32_t>(forwards_.size()));
    forwards_.push_back(std::move(forward));
    return made;
}

// The use of a name inside its own cycle that a signal is made of, itself or after operations and delays. What this
// looks at is bounded in all: it is asked once per element of a list.
Elaborator::Forward *Elaborator::cycle_behind(NodeId signal) {
    constexpr std::size_t most_looks = 1'000'000;
    std::set<std::uint32_t> seen;
    std::vector<NodeId> open{signal};
    while (!open.empty() && cycle_looks_ < most_looks) {
        const NodeId id = open.back();
        open.pop_back();
        ++cycle_looks_;
        if (!seen.insert(id.index).second) {
            continue;
        }
        const graph::Node &node = builder_[id];
        if (node.op == Op::constant && node.rate == Rate::Audio) { // a stand-in
            cycle_looks_ += forwards_.size();
            const auto it =
                std::find_if(forwards_.begin(), forwards_.end(), [&](const Forward &f) { return f.stand_in == id; });
            if (it != forwards_.end() && !it->target.valid()) {
                return &*it;
            }
            if (it != forwards_.end()) {
                open.push_back(it->target);
            }
        }
        for (std::uint32_t k = 0; k < node.input_count; ++k) {
            open.push_back(builder_.graph.input(id, k));
        }
    }
    return nullptr;
}

// All references under an `@` share one stand-in, so that `y@1` and `y@2` share a register.
Value Elaborator::forward(Binding &binding, Span use) {
    if (at_.delays == 0) {
        return make_forward(binding, use);
    }
    if (!binding.delayed_forward) {
        binding.delayed_forward = make_forward(binding, use);
    }
    return *binding.delayed_forward;
}

Value Elaborator::make_forward(Binding &binding, Span use) {
    const bool is_phase = binding.type == "phase";
    const auto scalar = [&] {
        const Unit unit = is_phase ? number_unit : any_unit;
        return signal_value(stand_in(binding, use, is_phase), unit);
    };
    if (!binding.dimensions || binding.dimensions->empty()) {
        return scalar();
    }
    std::function<Value(std::size_t)> build = [&](std::size_t level) -> Value {
        if (level == binding.dimensions->size()) {
            return scalar();
        }
        const Context before = at_;
        at_ = Context{binding.frame, nullptr, binding.frame->clock, 0};
        const TreeId dimension = (*binding.dimensions)[level];
        const auto count = dimension.valid() ? eval_count(dimension, "the length of an array") : std::nullopt;
        at_ = before;
        if (!dimension.valid()) {
            error(diag::Kind::ShapeUnknown, use, binding.name);
        }
        if (!count) {
            return {};
        }
        std::vector<Value> elements;
        for (std::uint32_t i = 0; i < *count && !exhausted_; ++i) {
            elements.push_back(build(level + 1));
        }
        return array_value(std::move(elements));
    };
    return build(0);
}

// The name is known: its stand-ins get their targets, element by element in the order they were made.
void Elaborator::resolve_forwards(Binding &binding) {
    if (binding.forwards.empty()) {
        return;
    }
    std::vector<Value> flat;
    std::function<void(const Value &)> flatten = [&](const Value &v) {
        const Value plain = plain_value(v);
        if (plain.is_array()) {
            for (const Value &element : plain.elements()) {
                flatten(element);
            }
        } else {
            flat.push_back(plain);
        }
    };
    flatten(binding.value);
    const bool declared_array = binding.dimensions && !binding.dimensions->empty();
    const bool is_array = plain_value(binding.value).is_array();
    for (std::size_t i = 0; i < binding.forwards.size(); ++i) {
        Forward &forward = forwards_[binding.forwards[i]];
        const Value v = flat.empty() ? Value{} : flat[declared_array ? i % flat.size() : 0];
        forward.target = builder_.constant(0.0f);
        if ((is_array && !declared_array) || forward.indexed) {
            auto &diagnostic = error(diag::Kind::ShapeUnknown, forward.use, binding.name);
            const std::size_t length = is_array ? plain_value(binding.value).elements().size() : 2;
            diagnostic.helps.push_back({"declare its shape: `" + binding.name + "[" + std::to_string(length) + "] = …`",
                                        diag::Edit{{binding.span.file, binding.span.end, binding.span.end},
                                                   "[" + std::to_string(length) + "]"}});
            binding.forwards.clear();
            return;
        }
        if (v.is_nothing()) {
            continue;
        }
        if (!want_scalar(v, forward.use, "a cycle")) {
            continue;
        }
        const Context before = at_;
        at_.frame = binding.frame;
        const bool is_phase = builder_[forward.stand_in].type == Type::Phase;
        forward.target = builder_.to_audio(is_phase ? phase(v, forward.use) : real(v, forward.use));
        at_ = before;
    }
}

// Every cycle of the graph passes a stand-in; one without a delay in it is reported with all its names, in order.
bool Elaborator::report_cycles() {
    const graph::Graph &g = builder_.graph;
    std::vector<std::uint32_t> forward_of(g.nodes.size(), 0xffffffffu);
    for (std::uint32_t i = 0; i < forwards_.size(); ++i) {
        forward_of[forwards_[i].stand_in.index] = i;
    }
    enum : std::uint8_t { fresh, open, closed };
    std::vector<std::uint8_t> mark(g.nodes.size(), fresh);
    struct Step {
        NodeId node;
        std::uint32_t next = 0;
    };
    const auto needs = [&](NodeId id,
                           std::uint32_t k) -> std::optional<NodeId> { // operand k, then the clock, then the target
        const graph::Node &node = g[id];
        if (k < node.input_count) {
            const NodeId operand = g.input(id, k);
            return graph::is_delayed_edge(g, id, k) ? NodeId{} : operand;
        }
        if (k == node.input_count) {
            return node.clock;
        }
        if (k == node.input_count + 1 && forward_of[id.index] != 0xffffffffu) {
            return forwards_[forward_of[id.index]].target;
        }
        return std::nullopt;
    };
    bool clean = !report_.has_errors(); // what is missing may have been the delay
    for (std::uint32_t root = 0; root < g.nodes.size(); ++root) {
        if (mark[root] != fresh) {
            continue;
        }
        std::vector<Step> stack{{NodeId{root}}};
        mark[root] = open;
        while (!stack.empty()) {
            Step &top = stack.back();
            const auto next = needs(top.node, top.next++);
            if (!next) {
                mark[top.node.index] = closed;
                stack.pop_back();
                continue;
            }
            if (!next->valid() || mark[next->index] == closed) {
                continue;
            }
            if (mark[next->index] == fresh) {
                mark[next->index] = open;
                stack.push_back({*next});
                continue;
            }
            auto it = std::find_if(stack.begin(), stack.end(), [&](const Step &s) { return s.node == *next; });
            it = std::find_if(it, stack.end(), [&](const Step &s) { return forward_of[s.node.index] != 0xffffffffu; });
            if (it != stack.end() && clean) {
                clean = false;
                const Forward &forward = forwards_[forward_of[it->node.index]];
                std::string names;
                for (const auto &[name, span] : forward.chain) {
                    names += "`" + name + "` → ";
                }
                auto &diagnostic =
                    error(diag::Kind::CycleWithoutDelay, forward.use, names + "`" + forward.chain.front().first + "`");
                const bool inside = in_library(forward.chain.front().second) && !in_library(forward.use);
                for (const auto &[name, span] : forward.chain) {
                    diagnostic.labels.push_back({span, inside ? "in the library" : "`" + name + "`"});
                }
                const auto open_tap = std::find_if(it, stack.end(), [&](const Step &s) {
                    return graph::is_moving_tap(g[s.node].op) && g[s.node].a == 0;
                });
                if (open_tap != stack.end()) {
                    diagnostic.helps.push_back(
                        {"a delay inside a cycle is at least one sample: without `min: 0`, or `min: 1`", std::nullopt});
                } else if (inside) {
                    diagnostic.helps.push_back(
                        {"a delay of this call is 0: it takes at least one sample", std::nullopt});
                } else {
                    mender_.cycle(diagnostic, forward.chain.front().first);
                }
            }
        }
    }
    return clean;
}

// Whatever used a stand-in uses what it stood for.
void Elaborator::replace_stand_ins() {
    graph::Graph &g = builder_.graph;
    std::vector<NodeId> stands_for(g.nodes.size());
    for (const Forward &forward : forwards_) {
        stands_for[forward.stand_in.index] = forward.target;
    }
    const auto replace = [&](NodeId &id) {
        while (id.valid() && stands_for[id.index].valid()) {
            id = stands_for[id.index];
        }
    };
    for (NodeId &operand : g.inputs) {
        replace(operand);
    }
    for (auto &node : g.nodes) {
        replace(node.clock);
    }
    graph::for_each_root(g, replace);
}

// The graph in its final form; each poly knows the longest line or buffer of its voices.
graph::Graph Elaborator::finish_graph() {
    graph::Graph &g = builder_.graph;
    replace_stand_ins();
    graph::drop_dead(g);
    for (const auto &node : g.nodes) {
        if ((node.op == Op::line || node.op == Op::buffer) && node.scope != graph::patch_scope) {
            auto &longest = g.polys[node.scope.index - 1].longest_delay_frames;
            longest = std::max(longest, node.b);
        }
    }
    return std::move(g);
}

} // namespace tactus::elaborate
