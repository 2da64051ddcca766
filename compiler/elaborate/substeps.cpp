// `substeps(a, f)` runs a node once for each element of an array within one sample, in order; `oversample(x, n, f)` is
// that between the library's filters up and down.
#include <algorithm>

#include "compiler/elaborate/elaborator.h"
#include "compiler/elaborate/unroll.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

namespace {

bool is_empty(const Value &value) { return value.is_nothing() || (value.is_array() && value.elements().empty()); }

} // namespace

// The node is worked out once, at the higher rate, on a signal that stands for every element; what it made is then
// written out for each.
Value Elaborator::builtin_substeps(const Value &list, const Value &node, Span span, std::span<const Span> places) {
    if (!list.is_array() || is_empty(list)) {
        error(diag::Kind::NotAnArray, places[0], describe(list));
        return {};
    }
    if (!want_node(node, places[1], "f")) {
        return {};
    }
    std::vector<NodeId> inputs;
    for (const Value &element : list.elements()) {
        if (!want_scalar(element, places[0], "`substeps`")) {
            return {};
        }
        inputs.push_back(builder_.to_audio(real(element, span)));
    }
    const Context outer = at_;
    Frame &frame = new_frame(outer.frame, *outer.frame->tree, address());
    frame.scope = outer.frame->scope;
    frame.clock = outer.clock;
    frame.caller = outer.frame;
    frame.depth = outer.frame->depth + 1;
    frame.region = ++region_count_;
    frame.steps = outer.frame->steps * static_cast<std::uint32_t>(inputs.size());
    at_ = Context{&frame, nullptr, outer.clock, 0};
    const NodeId x = emit(Op::constant, {}, span);
    builder_.graph[x].rate = graph::Rate::Audio;
    builder_.graph[x].scope = frame.scope;
    const Unit unit = plain_value(list.elements()[0]).unit;
    const Value made =
        plain_value(call_value(node, {Argument{"", {}, signal_value(x, unit), span}}, span, node_place(node, span)));
    const auto to_signal = [&](const Value &v) {
        return want_scalar(v, span, "`substeps`") ? signal_value(builder_.to_audio(real(v, span)), v.unit) : Value{};
    };
    const Value signals = is_empty(made) || exhausted_ || abandoned_ ? Value{}
                          : made.is_array() ? broadcast({&made, 1}, span, [&](auto v) { return to_signal(v[0]); })
                                            : to_signal(made);
    at_ = outer;
    return signals.is_nothing() ? Value{} : unroll(signals, frame.region, x, inputs, span);
}

// The value of every step: an array of as many as there are inputs; of a node with an array for its output, an array of
// such arrays.
Value Elaborator::unroll(const Value &made, std::uint32_t region, NodeId x, std::span<const NodeId> inputs, Span span) {
    Part part;
    part.contains = [&](NodeId id) { return id.index < regions_.size() && regions_[id.index] == region; };
    std::map<std::uint32_t, NodeId> targets;
    for (const Forward &forward : forwards_) {
        targets.emplace(forward.stand_in.index, forward.target);
    }
    part.stands_for = [&](NodeId id) {
        const auto found = targets.find(id.index);
        return found == targets.end() ? std::nullopt : std::optional(found->second);
    };
    part.unique = [&](const std::string &wanted) { return unique(wanted); };
    part.clock = at_.clock;
    part.x = x;
    part.inputs = inputs;
    const std::size_t first = builder_.graph.nodes.size();
    const auto own = static_cast<std::uint64_t>(std::count(regions_.begin(), regions_.end(), region));
    if (!check_room(own * inputs.size(), span)) {
        return {};
    }
    foreseen_ += times_ * own * inputs.size();
    Unroll work(builder_, part);
    const auto steps_of = [&](const Value &scalar) -> Value {
        std::vector<Value> row;
        for (std::uint32_t step = 0; step < inputs.size(); ++step) {
            const auto value = work.at(scalar.node, step);
            if (!value) {
                return {};
            }
            row.push_back(signal_value(*value, scalar.unit));
        }
        return array_value(std::move(row));
    };
    Value result =
        made.is_array() ? broadcast({&made, 1}, span, [&](auto v) { return steps_of(v[0]); }) : steps_of(made);
    if (!work.finish() || !work.refused().empty()) {
        if (!work.refused().empty()) {
            error(diag::Kind::InsideSubsteps, work.refused_span(), work.refused());
        }
        return {};
    }
    // The copies stand where the call stands: in the part around it, if there is one.
    const bool generic = std::any_of(inputs.begin(), inputs.end(), [&](NodeId id) { return is_generic(id); });
    generic_.resize(builder_.graph.nodes.size(), generic);
    regions_.resize(builder_.graph.nodes.size(), 0);
    std::fill(regions_.begin() + static_cast<std::ptrdiff_t>(first), regions_.end(), at_.frame->region);
    return result;
}

Value Elaborator::builtin_oversample(const std::vector<Value> &values, Span span, std::span<const Span> places,
                                     bool handed_in) {
    const Span factor_span = places[1];
    const auto factor = constant_number(values[1], factor_span, "the factor of `oversample`");
    if (!factor) {
        return {};
    }
    if (*factor != 2.0 && *factor != 4.0 && *factor != 8.0) {
        error(diag::Kind::OversampleFactor, factor_span, *factor);
        return {};
    }
    Binding *library = find_in_library("oversample" + std::to_string(static_cast<int>(*factor)));
    std::vector<Argument> arguments{{"", {}, values[0], places[0]}, {"", {}, values[2], places[2]}};
    return call_definition(*library->definition, std::move(arguments), span, span, handed_in);
}

} // namespace tactus::elaborate
