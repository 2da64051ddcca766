// The instance that a call makes: one, or one per element where an array is given to a single signal; a frame of its
// own, its inputs and outputs. The size of an expansion is known before it is made.
#include <algorithm>

#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

std::uint32_t Elaborator::rank_of(const Value &value) const {
    std::uint32_t rank = 0;
    const Value *v = &value;
    while (v->is_array()) {
        ++rank;
        if (v->elements().empty()) {
            break;
        }
        v = &v->elements()[0];
    }
    return rank;
}

// One instance, or one per element where an input that wants less gets an array. The size is known before anything is
// made.
Value Elaborator::expand(const Definition &definition, std::vector<Value> values, const std::vector<Span> &given,
                         std::string where, Span span, bool handed_in) {
    std::optional<std::size_t> count;
    std::vector<bool> spread(values.size(), false);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (given[i].file.valid() && rank_of(values[i]) > definition.inputs[i].dimensions.size()) {
            const std::size_t length = values[i].elements().size();
            if (count && *count != length) {
                auto &diagnostic = error(diag::Kind::ShapeMismatch, span, *count, length);
                for (std::size_t k = 0; k <= i; ++k) {
                    if (spread[k] || k == i) {
                        diagnostic.labels.push_back({given[k], describe(values[k])});
                    }
                }
                return {};
            }
            count = length;
            spread[i] = true;
        }
    }
    if (!check_room(least_nodes(const_cast<Definition &>(definition)) * count.value_or(1), span)) {
        return {};
    }
    if (!count) {
        return instantiate(definition, values, given, std::move(where), span, handed_in);
    }
    if (!check_entries(*count, span)) {
        return {};
    }
    std::vector<Value> made;
    for (std::size_t k = 0; k < *count; ++k) {
        const Repetition repetition(*this, *count, k);
        std::vector<Value> row = values;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (spread[i]) {
                row[i] = values[i].elements()[k];
            }
        }
        made.push_back(
            expand(definition, std::move(row), given, where + "[" + std::to_string(k) + "]", span, handed_in));
        if (exhausted_ || abandoned_ || made.back().is_nothing()) {
            return {};
        }
    }
    return regroup(std::move(made));
}

// Several outputs of every instance become several outputs of arrays.
Value Elaborator::regroup(std::vector<Value> made) {
    if (made.empty() || made[0].form != Form::Record || made[0].compound->primary) {
        return array_value(std::move(made));
    }
    std::vector<Value> columns;
    for (std::size_t c = 0; c < made[0].elements().size(); ++c) {
        std::vector<Value> column;
        column.reserve(made.size());
        for (const Value &row : made) {
            column.push_back(row.elements()[c]);
        }
        columns.push_back(array_value(std::move(column)));
    }
    return record_value(made[0].compound->names, std::move(columns), false);
}

// Nodes that call each other in a ring are one mistake, whichever of them is asked for first.
void Elaborator::report_ring(const Frame &first, const Definition &definition, Span span, const std::string &names) {
    bool known = rings_.contains(&definition);
    for (const Frame *f = at_.frame; f != first.caller; f = f->caller) {
        known = known || (f->definition != nullptr && rings_.contains(f->definition));
        rings_.insert(f->definition);
    }
    if (!known) {
        error(diag::Kind::Recursion, span, names);
    }
}

// Whether a call is refused because of the calls around it. A node that is called by the name of an input is another
// one wherever it was handed in, so a ring through inputs ends by the depth of calls, or by their number.
bool Elaborator::calls_itself(const Definition &definition, bool handed_in, Span span) {
    std::string chain;
    for (const Frame *f = at_.frame; f != nullptr && !handed_in; f = f->caller) {
        if (f->definition != nullptr) {
            chain.insert(0, "`" + f->definition->name + "` → ");
        }
        if (f->definition == &definition) {
            report_ring(*f, definition, span, chain + "`" + definition.name + "`");
            return true;
        }
        handed_in = f->handed_in;
    }
    if (at_.frame->depth >= limits::expansion_depth) {
        auto &diagnostic = error(diag::Kind::ExpansionTooDeep, span, limits::expansion_depth);
        if (const std::string ring = ring_of_inputs(definition); !ring.empty()) {
            diagnostic.helps.push_back({"a node that is handed to itself never ends: " + ring, std::nullopt});
        }
        exhausted_ = true; // once is enough
        return true;
    }
    for (const Frame *f = at_.frame; f != nullptr; f = f->caller) {
        if (f->definition == &definition) { // nodes that only hand on others make no operations, but take their time
            return !check_room(++reentries_, span);
        }
    }
    return false;
}

// The names of a ring through inputs that are nodes, where the calls so far went round it at least three times; the
// last calls may have left it.
std::string Elaborator::ring_of_inputs(const Definition &definition) const {
    std::vector<const Definition *> calls{&definition};
    for (const Frame *f = at_.frame; f != nullptr; f = f->caller) {
        if (f->definition != nullptr) {
            calls.push_back(f->definition);
        }
    }
    const auto rings = [&](std::size_t period) {
        return std::equal(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(2 * period),
                          calls.begin() + static_cast<std::ptrdiff_t>(period));
    };
    for (; calls.size() > limits::expansion_depth / 2; calls.erase(calls.begin())) {
        std::size_t period = 1;
        while (3 * period < calls.size() && !rings(period)) {
            ++period;
        }
        if (3 * period >= calls.size()) {
            continue;
        }
        std::string names = "`" + calls.front()->name + "`";
        for (std::size_t i = 1; i <= period; ++i) {
            names.insert(0, "`" + calls[i]->name + "` → ");
        }
        return names;
    }
    return "";
}

Value Elaborator::instantiate(const Definition &definition, const std::vector<Value> &values,
                              const std::vector<Span> &given, std::string where, Span span, bool handed_in) {
    if (calls_itself(definition, handed_in, span)) {
        return {};
    }
    const Context outer = at_;
    const Causes::Work work{causes_, work_place(definition.tree->nodes[definition.id.index].name_span)};
    Frame &frame = new_frame(definition.parent, *definition.tree, std::move(where));
    frame.definition = &definition;
    frame.call = span;
    frame.given = given;
    frame.scope = outer.frame->scope;
    frame.region = outer.frame->region;
    frame.steps = outer.frame->steps;
    frame.clock = outer.clock;
    frame.caller = outer.frame;
    frame.depth = outer.frame->depth + 1;
    frame.handed_in = handed_in;
    frame.patch = definition.kind == DefinitionKind::Patch;
    at_ = Context{&frame, nullptr, frame.clock, 0};
    std::vector<Value> inputs;
    for (std::size_t i = 0; i < definition.inputs.size(); ++i) {
        const Port &port = definition.inputs[i];
        if (definition.kind == DefinitionKind::Word && !port.fallback.valid() &&
            port.type != "node") { // on the stack; its name is for callers
            inputs.push_back(shape_input(port, values[i], given[i]));
            continue;
        }
        Binding &binding = declare(frame, port.name, BindingKind::Value, port.fallback, port.span, nullptr);
        binding.port = &port;
        if (given[i].file.valid()) {
            binding.value = shape_input(port, values[i], given[i]);
            binding.state = BindingState::Done;
        }
        inputs.push_back(given[i].file.valid() ? binding.value : Value{});
        for (std::size_t c = 0; c < port.choices.size(); ++c) {
            if (!frame.bindings.contains(port.choices[c])) {
                Binding &choice = declare(frame, port.choices[c], BindingKind::Value, {}, port.span, nullptr);
                choice.value = number_value(static_cast<double>(c));
                choice.state = BindingState::Done;
            }
        }
    }
    const Value made =
        definition.kind == DefinitionKind::Word ? run_word(definition, frame, inputs) : outputs_of(frame, definition);
    at_ = outer;
    return made;
}

// One signal given to `x[2]` is copied; an array must have the length.
Value Elaborator::shape_input(const Port &port, const Value &value, Span span) {
    if (port.dimensions.empty() || value.is_nothing()) {
        return value;
    }
    std::function<Value(const Value &, std::size_t)> shape = [&](const Value &v, std::size_t level) -> Value {
        if (level == port.dimensions.size()) {
            return v;
        }
        const TreeId dimension = port.dimensions[level];
        std::optional<std::uint32_t> count;
        if (dimension.valid() && !(count = eval_count(dimension, "the length of an array"))) {
            return {};
        }
        if (v.is_array() && count && v.elements().size() != *count) {
            error(diag::Kind::InputShape, span, port.name, *count, v.elements().size());
            return {};
        }
        std::vector<Value> elements;
        const std::size_t length = v.is_array() ? v.elements().size() : count.value_or(1);
        if (!check_entries(length, span)) {
            return {};
        }
        for (std::size_t i = 0; i < length && !exhausted_; ++i) {
            elements.push_back(shape(v.is_array() ? v.elements()[i] : v, level + 1));
        }
        return array_value(std::move(elements));
    };
    return shape(value, 0);
}

// Declares the body of a node or a called patch, works it out, and gives its outputs.
Value Elaborator::outputs_of(Frame &frame, const Definition &definition) {
    const syntax::Tree &t = *definition.tree;
    if (definition.expression) {
        Binding &self =
            declare(frame, "self", BindingKind::Equation, definition.body, t[definition.body].span, nullptr);
        return value_of(self, self.span);
    }
    for (const Port &port : definition.outputs) {
        Binding &output = declare(frame, port.name, BindingKind::Equation, {}, port.span, nullptr);
        output.output = true;
        output.type = port.type;
        if (!port.dimensions.empty()) {
            output.dimensions = port.dimensions;
        }
    }
    declare_body(frame, definition.body, nullptr);
    for (std::size_t i = 0; i < definition.inputs.size(); ++i) {
        const Port &port = definition.inputs[i];
        if (port.parameter.valid() && frame.given[i].file.valid() &&
            !fits_parameter(port.parameter, frame.bindings.at(port.name)->value, frame.given[i])) {
            return {};
        }
    }
    std::vector<std::string> names;
    std::vector<Value> values;
    if (frame.patch) {
        for (Binding *binding : std::vector<Binding *>(frame.order)) {
            if (binding->name == "out" || binding->name.starts_with("out.")) {
                names.push_back(binding->name == "out" ? "out" : binding->name.substr(4));
                values.push_back(value_of(*binding, binding->span));
            }
        }
        const bool silent = std::find(names.begin(), names.end(), "out") == names.end();
        if (silent && !names_are_wrong(&frame)) {
            error(diag::Kind::NoOutput, t[definition.id].name_span, "patch", definition.name);
        }
        if (silent) {
            return {};
        }
    }
    for (const Port &port : definition.outputs) {
        Binding &output = *frame.bindings.at(port.name);
        names.push_back(port.name);
        values.push_back(value_of(output, output.span));
    }
    evaluate_all(frame);
    if (values.size() == 1) {
        return values[0];
    }
    const bool primary = frame.patch && names[0] == "out";
    return record_value(std::move(names), std::move(values), primary);
}

// A lower bound of the nodes an instance makes, from the text alone: each call in it makes at least what its own body
// makes. So a tower of doublings is refused before it is built.
std::uint64_t Elaborator::least_nodes(Definition &definition) {
    constexpr std::uint64_t enough = limits::expanded_nodes + 1;
    if (definition.least_nodes != 0 || definition.counting || definition.kind == DefinitionKind::Patch) {
        return definition.least_nodes;
    }
    definition.counting = true;
    const syntax::Tree &t = *definition.tree;
    std::vector<TreeId> work{definition.body};
    std::vector<std::string_view> own, called;
    for (const Port &port : definition.inputs) {
        own.push_back(port.name);
    }
    while (!work.empty()) {
        const TreeId id = work.back();
        work.pop_back();
        if (!id.valid()) {
            continue;
        }
        const Kind kind = t[id].kind;
        if (kind == Kind::If || kind == Kind::NodeDefinition || kind == Kind::WordDefinition ||
            kind == Kind::Comprehension) {
            continue; // what may be dropped, or is counted when it is called
        }
        if (kind == Kind::Equation || kind == Kind::Bind || kind == Kind::Declare) {
            own.push_back(t.text(id));
        }
        if (kind == Kind::Call || kind == Kind::Step ||
            (kind == Kind::Name && definition.kind == DefinitionKind::Word)) {
            called.push_back(t.text(id));
        }
        const auto children = t.children_of(id);
        work.insert(work.end(), children.begin(), children.end());
    }
    std::uint64_t count = 1;
    for (const std::string_view name : called) {
        if (std::find(own.begin(), own.end(), name) != own.end()) {
            continue;
        }
        const Binding *binding = find(definition.parent, name);
        if (binding != nullptr && binding->kind == BindingKind::Definition) {
            count = std::min(enough, count + least_nodes(*binding->definition));
        }
    }
    definition.counting = false;
    definition.least_nodes = count;
    return count;
}

} // namespace tactus::elaborate
