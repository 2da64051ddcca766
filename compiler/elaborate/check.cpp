// Checking nodes that no patch calls: one signal (or note, table, choice) per input, so that every line of a file is
// looked at. Where such a stand-in meets a place that wants a constant, the check of that node ends without a word:
// only a real call can tell.
#include <array>

#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

// A value as a caller might give it, marked as a stand-in; nothing when an input cannot be stood in for (a node).
std::optional<Value> Elaborator::generic_value(const Port &port) {
    const Span span = port.span;
    if (port.type == "node") {
        return std::nullopt;
    }
    if (port.type == "table") {
        auto compound = std::make_shared<Compound>();
        compound->rows.push_back(constant_table("a table", {0.0f, 1.0f, 0.0f, -1.0f}));
        compound->length = 4;
        return Value{Form::Table, {}, 0.0, {}, compound};
    }
    if (!port.choices.empty()) {
        return number_value(0.0);
    }
    const auto signal = [&](Unit unit) {
        NodeId node = emit(Op::voice_input, {}, span);
        if (port.type == "phase") {
            node = emit(Op::phase, {node}, span);
        }
        generic_.resize(builder_.graph.nodes.size(), false);
        generic_[node.index] = true;
        return signal_value(node, unit);
    };
    if (port.type == "Note") {
        return builtin_note({signal(time_unit(-1)), signal(number_unit), signal(number_unit)}, span,
                            std::array{span, span, span});
    }
    const auto scalar = [&] {
        Value value = signal(port.type.empty() ? any_unit : number_unit);
        if (const tactus::Unit *unit = find_unit(port.type)) {
            value.unit = unit_of(unit->dimension);
        }
        return value;
    };
    std::function<Value(std::size_t)> shaped = [&](std::size_t level) -> Value {
        if (level == port.dimensions.size()) {
            return scalar();
        }
        const auto dimension = port.dimensions[level];
        const auto count =
            dimension.valid() ? eval_count(dimension, "the length of an array") : std::optional<std::uint32_t>(2);
        if (count && !check_entries(*count, span)) {
            return {};
        }
        std::vector<Value> elements;
        for (std::uint32_t i = 0; count && i < *count && !exhausted_; ++i) {
            elements.push_back(shaped(level + 1));
        }
        return array_value(std::move(elements));
    };
    return shaped(0);
}

void Elaborator::check_definition(const Definition &definition) {
    at_ = Context{definition.parent, nullptr, {}, 0};
    const Span name_span = definition.tree->nodes[definition.id.index].name_span;
    if (!check_room(least_nodes(const_cast<Definition &>(definition)), name_span)) {
        return;
    }
    if (builder_.graph.input_ports.empty()) {
        builder_.graph.input_ports.push_back(graph::Port{"x", 0, {}});
    }
    std::vector<Value> values;
    std::vector<Span> given;
    for (const Port &port : definition.inputs) {
        const bool optional = port.fallback.valid();
        const auto value = optional ? std::optional<Value>(Value{}) : generic_value(port);
        if (!value) {
            return;
        }
        values.push_back(*value);
        given.push_back(optional ? Span{} : port.span);
    }
    instantiate(definition, values, given, definition.name, name_span);
}

} // namespace tactus::elaborate
