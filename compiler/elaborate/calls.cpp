// Calls: inputs by position and by name, nodes as inputs, arrays that expand, and the instance itself: a frame of its own for every written call.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

std::vector<Argument> Elaborator::read_arguments(TreeId call, std::uint32_t skip_last) {
    std::vector<Argument> made;
    const auto children = tree().children_of(call);
    for (std::size_t i = 0; i + skip_last < children.size(); ++i) {
        const TreeId expression = tree().child(children[i], 0);
        made.push_back(Argument{std::string(tree().text(children[i])), expression, std::nullopt, span_of(expression)});
    }
    return made;
}

Value Elaborator::call_name(std::string_view name, std::vector<Argument> arguments, Span span, Span name_span) {
    if (Binding *binding = find(at_.frame, name)) {
        if (binding->kind == BindingKind::Definition) {
            return call_definition(*binding->definition, std::move(arguments), span, name_span);
        }
        return call_value(value_of(*binding, name_span), std::move(arguments), span, name_span);
    }
    if (const Builtin *builtin = find_builtin(name)) {
        return call_builtin(*builtin, std::move(arguments), span, name_span);
    }
    if (name == "oversample" || name == "sequence" || name == "convolve" || name == "fft" || name == "ifft") {
        return not_yet(name, name_span);
    }
    if (constant_name(name, name_span)) {
        error(diag::Kind::NotANode, name_span, name, "a constant");
        return {};
    }
    return unknown_name(name, name_span);
}

// A call of a value: a node that came in as an input, perhaps with some of its own inputs given already.
Value Elaborator::call_value(const Value &node, std::vector<Argument> arguments, Span span, Span name_span) {
    if (node.is_nothing()) {
        return node;
    }
    if (node.form != Form::Node) {
        error(diag::Kind::NotANode, name_span, text_of(name_span), describe(node));
        return {};
    }
    const Compound &given = *node.compound;
    for (std::size_t i = 0; i < given.elements.size(); ++i) {
        arguments.push_back(Argument{given.names[i], {}, given.elements[i], span});
    }
    if (given.definition != nullptr) {
        return call_definition(*given.definition, std::move(arguments), span, name_span);
    }
    return call_builtin(*find_builtin(given.builtin), std::move(arguments), span, name_span);
}

// Which argument goes to which input. Reports too many, unknown, given twice and (unless `partial`) missing ones.
bool Elaborator::assign(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments, std::vector<Argument *> &assigned,
                        Span name_span, bool partial) {
    assigned.assign(ports.size(), nullptr);
    for (Argument &argument : arguments) { // names first: positions fill what they leave
        if (argument.name.empty()) {
            continue;
        }
        const auto it = std::find_if(ports.begin(), ports.end(), [&](const Port &p) { return p.name == argument.name; });
        if (it == ports.end()) {
            auto &diagnostic = error(diag::Kind::UnknownInput, argument.span, name, argument.name);
            std::vector<std::string> known;
            for (const Port &port : ports) {
                known.push_back(port.name);
            }
            if (const auto near = syntax::nearest(argument.name, known); !near.empty()) {
                diagnostic.helps.push_back({"is `" + near.front() + "` meant?", std::nullopt});
            } else if (!known.empty()) {
                diagnostic.helps.push_back({"its inputs: " + describe_ports(ports), std::nullopt});
            }
            return false;
        }
        Argument *&slot = assigned[static_cast<std::size_t>(it - ports.begin())];
        if (slot != nullptr) {
            error(diag::Kind::InputTwice, argument.span, name, argument.name).labels.push_back({slot->span, "the first"});
            return false;
        }
        slot = &argument;
    }
    std::size_t next = 0;
    for (Argument &argument : arguments) {
        if (!argument.name.empty()) {
            continue;
        }
        while (next < ports.size() && assigned[next] != nullptr) {
            ++next;
        }
        if (next == ports.size()) {
            auto &diagnostic = error(diag::Kind::TooManyInputs, argument.span, name, ports.size());
            diagnostic.helps.push_back({"its inputs: " + describe_ports(ports), std::nullopt});
            return false;
        }
        assigned[next] = &argument;
    }
    for (std::size_t i = 0; i < ports.size() && !partial; ++i) {
        if (assigned[i] == nullptr && !ports[i].fallback.valid()) {
            auto &diagnostic = error(diag::Kind::MissingInput, name_span, name, ports[i].name);
            diagnostic.primary_label = "wants  " + describe_ports(ports);
            diagnostic.helps.push_back({"give `" + ports[i].name + "`: `" + sample_call(std::string(name), ports, arguments, i) + "`", std::nullopt});
            return false;
        }
    }
    return true;
}

std::string Elaborator::sample_call(const std::string &name, const std::vector<Port> &ports, const std::vector<Argument> &arguments, std::size_t missing) const {
    std::string made = name + "(";
    for (const Argument &argument : arguments) {
        made += (made.back() == '(' ? "" : ", ") + (argument.name.empty() ? "" : argument.name + ": ") + text_of(argument.span);
    }
    return made + (made.back() == '(' ? "" : ", ") + ports[missing].name + ": " + sample_value(ports[missing]) + ")";
}

Value Elaborator::call_definition(const Definition &definition, std::vector<Argument> arguments, Span span, Span name_span) {
    std::vector<Argument *> assigned;
    if (!assign(definition.inputs, definition.name, arguments, assigned, name_span, false)) {
        return {};
    }
    std::vector<Value> values(definition.inputs.size());
    std::vector<bool> given(values.size(), false);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (assigned[i] == nullptr) {
            continue;
        }
        values[i] = eval_argument(definition.inputs[i], *assigned[i]);
        if (values[i].is_nothing()) {
            return {};
        }
        given[i] = true;
    }
    std::string where = address();
    where += (where.empty() ? "" : "/") + definition.name;
    return expand(definition, std::move(values), given, unique(std::move(where)), span);
}

// What an input makes of what it is given: units, phases, choices, nodes.
Value Elaborator::eval_argument(const Port &port, Argument &argument) {
    const auto value = [&](Want want = Want::Anything) { return argument.value ? *argument.value : eval(argument.expression, want); };
    const std::string what = "`" + port.name + "`";
    if (!port.choices.empty()) {
        const bool name = !argument.value && tree()[argument.expression].kind == Kind::Name;
        for (std::size_t i = 0; i < port.choices.size(); ++i) {
            if (name && tree().text(argument.expression) == port.choices[i]) {
                return number_value(static_cast<double>(i));
            }
        }
        const Value chosen = name && find(at_.frame, tree().text(argument.expression)) == nullptr ? Value{} : plain_value(value());
        if (chosen.is_scalar()) {
            return chosen;
        }
        std::string all;
        for (const auto &choice : port.choices) {
            all += (all.empty() ? "" : ", ") + choice;
        }
        error(diag::Kind::NotAChoice, argument.span, port.name, all);
        return {};
    }
    if (port.type == "node") {
        const Value node = argument.value ? *argument.value : eval_node(argument.expression);
        if (node.form != Form::Node && !node.is_nothing()) {
            error(diag::Kind::NodeWanted, argument.span, port.name, describe(node));
            return {};
        }
        return node;
    }
    Value given = value(port.type == "phase" ? Want::Phase : Want::Anything);
    if (port.type == "table" || port.type == "Note") {
        const Form wanted = port.type == "table" ? Form::Table : Form::Note;
        const bool lines = given.is_array() && std::all_of(given.elements().begin(), given.elements().end(), [&](const Value &v) { return v.form == wanted; });
        if (given.form != wanted && !lines && !given.is_nothing()) {
            auto &diagnostic = error(diag::Kind::TypeMismatch, argument.span, port.name, wanted == Form::Note ? "a note" : "a table", describe(given));
            if (given.form == Form::Notes) {
                diagnostic.helps.push_back({"`poly(n, node)` shares the notes out to voices", std::nullopt});
            }
            return {};
        }
        return given;
    }
    if (given.form == Form::Node || given.form == Form::Table || given.form == Form::Notes || given.form == Form::Note ||
        (given.form == Form::Record && !given.compound->primary)) {
        want_scalar(given, argument.span, what);
        return {};
    }
    return to_unit(plain_value(given), port.type, argument.span, what);
}

// An input declared `node` takes a name, or a call with inputs missing: what is given is worked out here, once.
Value Elaborator::eval_node(TreeId id) {
    const Kind kind = tree()[id].kind;
    if (kind == Kind::Name) {
        return eval(id);
    }
    if (kind != Kind::Call) {
        return eval(id);
    }
    const std::string_view name = tree().text(id);
    Binding *binding = find(at_.frame, name);
    Value node;
    if (binding != nullptr) {
        node = value_of(*binding, tree()[id].name_span);
    } else if (find_builtin(name) != nullptr) {
        auto compound = std::make_shared<Compound>();
        compound->builtin = name;
        node = Value{Form::Node, {}, 0.0, {}, compound};
    } else {
        return call_name(name, {}, span_of(id), tree()[id].name_span);
    }
    if (node.form != Form::Node) {
        return node;
    }
    auto given = std::make_shared<Compound>(*node.compound);
    const std::vector<Port> &ports = given->definition != nullptr ? given->definition->inputs : find_builtin(given->builtin)->ports;
    auto arguments = read_arguments(id);
    std::vector<Argument *> assigned;
    // Positions in the brackets fill inputs from the second on where the first is the signal: what is missing comes in order.
    if (!assign_partial(ports, name, arguments, assigned, tree()[id].name_span)) {
        return {};
    }
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (assigned[i] == nullptr) {
            continue;
        }
        given->elements.push_back(eval_argument(ports[i], *assigned[i]));
        given->names.push_back(ports[i].name);
        if (given->elements.back().is_nothing()) {
            return {};
        }
    }
    return Value{Form::Node, {}, 0.0, {}, given};
}

// As `assign`, but positions fill the last inputs without a default, so that the missing ones are the first: `ladder(800Hz, 0.7)` lacks its signal.
bool Elaborator::assign_partial(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments,
                                std::vector<Argument *> &assigned, Span name_span) {
    std::vector<const Port *> wanted;
    for (const Port &port : ports) {
        const bool named = std::any_of(arguments.begin(), arguments.end(), [&](const Argument &a) { return a.name == port.name; });
        if (!named && !port.fallback.valid() && port.choices.empty()) {
            wanted.push_back(&port);
        }
    }
    const auto count = static_cast<std::size_t>(std::count_if(arguments.begin(), arguments.end(), [](const Argument &a) { return a.name.empty(); }));
    if (count <= wanted.size()) {
        std::size_t next = wanted.size() - count;
        for (Argument &argument : arguments) {
            if (argument.name.empty()) {
                argument.name = wanted[next++]->name;
            }
        }
    }
    return assign(ports, name, arguments, assigned, name_span, true);
}

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

// One instance, or one per element where an input that wants less gets an array. The size is known before anything is made.
Value Elaborator::expand(const Definition &definition, std::vector<Value> values, const std::vector<bool> &given, std::string where, Span span) {
    std::optional<std::size_t> count;
    std::vector<bool> spread(values.size(), false);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (given[i] && rank_of(values[i]) > definition.inputs[i].dimensions.size()) {
            const std::size_t length = values[i].elements().size();
            if (count && *count != length) {
                error(diag::Kind::ShapeMismatch, span, *count, length);
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
        return instantiate(definition, values, given, std::move(where), span);
    }
    std::vector<Value> made;
    const std::size_t before = builder_.graph.nodes.size();
    for (std::size_t k = 0; k < *count; ++k) {
        std::vector<Value> row = values;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (spread[i]) {
                row[i] = values[i].elements()[k];
            }
        }
        made.push_back(expand(definition, std::move(row), given, where + "[" + std::to_string(k) + "]", span));
        if (exhausted_ || abandoned_ || made.back().is_nothing() ||
            (k == 0 && !check_room((builder_.graph.nodes.size() - before) * (*count - 1), span))) {
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
        for (const Value &row : made) {
            column.push_back(row.elements()[c]);
        }
        columns.push_back(array_value(std::move(column)));
    }
    return record_value(made[0].compound->names, std::move(columns), false);
}

Value Elaborator::instantiate(const Definition &definition, const std::vector<Value> &values, const std::vector<bool> &given, std::string where, Span span) {
    std::string chain;
    for (const Frame *f = at_.frame; f != nullptr; f = f->caller) {
        if (f->definition != nullptr) {
            chain = "`" + f->definition->name + "` → " + chain;
        }
        if (f->definition == &definition) {
            error(diag::Kind::Recursion, span, chain + "`" + definition.name + "`");
            return {};
        }
    }
    if (at_.frame->depth >= limits::expansion_depth) {
        error(diag::Kind::ExpansionTooDeep, span, limits::expansion_depth);
        return {};
    }
    const Context outer = at_;
    Frame &frame = new_frame(definition.parent, *definition.tree, std::move(where));
    frame.definition = &definition;
    frame.scope = outer.frame->scope;
    frame.clock = outer.clock;
    frame.caller = outer.frame;
    frame.depth = outer.frame->depth + 1;
    frame.patch = definition.kind == DefinitionKind::Patch;
    frame.library = definition.parent != nullptr && definition.parent->library;
    at_ = Context{&frame, nullptr, frame.clock, 0};
    std::vector<Value> inputs;
    for (std::size_t i = 0; i < definition.inputs.size(); ++i) {
        const Port &port = definition.inputs[i];
        if (definition.kind == DefinitionKind::Word && !port.fallback.valid() && port.type != "node") { // on the stack; its name is for callers
            inputs.push_back(shape_input(port, values[i], span));
            continue;
        }
        Binding &binding = declare(frame, port.name, BindingKind::Value, port.fallback, port.span, nullptr);
        binding.port = &port;
        if (given[i]) {
            binding.value = shape_input(port, values[i], span);
            binding.state = BindingState::Done;
        }
        inputs.push_back(given[i] ? binding.value : Value{});
        for (std::size_t c = 0; c < port.choices.size(); ++c) {
            if (!frame.bindings.contains(port.choices[c])) {
                Binding &choice = declare(frame, port.choices[c], BindingKind::Value, {}, port.span, nullptr);
                choice.value = number_value(static_cast<double>(c));
                choice.state = BindingState::Done;
            }
        }
    }
    const Value made = definition.kind == DefinitionKind::Word ? run_word(definition, frame, inputs) : outputs_of(frame, definition);
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
        for (std::size_t i = 0; i < length; ++i) {
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
        Binding &self = declare(frame, "self", BindingKind::Equation, definition.body, t[definition.body].span, nullptr);
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
    std::vector<std::string> names;
    std::vector<Value> values;
    if (frame.patch) {
        for (Binding *binding : std::vector<Binding *>(frame.order)) {
            if (binding->name == "out" || binding->name.starts_with("out.")) {
                names.push_back(binding->name == "out" ? "out" : binding->name.substr(4));
                values.push_back(value_of(*binding, binding->span));
            }
        }
        if (values.empty()) {
            error(diag::Kind::NoOutput, t[definition.id].name_span, definition.name);
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

// A lower bound of the nodes an instance makes, from the text alone: each call in it makes at least what its own body makes.
// So a tower of doublings is refused before it is built.
std::uint64_t Elaborator::least_nodes(Definition &definition) {
    constexpr std::uint64_t enough = std::uint64_t{1} << 40;
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
        if (kind == Kind::If || kind == Kind::NodeDefinition || kind == Kind::WordDefinition || kind == Kind::Comprehension) {
            continue; // what may be dropped, or is counted when it is called
        }
        if (kind == Kind::Equation || kind == Kind::Bind || kind == Kind::Declare) {
            own.push_back(t.text(id));
        }
        if (kind == Kind::Call || kind == Kind::Step || (kind == Kind::Name && definition.kind == DefinitionKind::Word)) {
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
