// Calls: inputs by position and by name, nodes as inputs, arrays that expand, and the instance itself: a frame of its
// own for every written call.
#include <algorithm>
#include <utility>

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
        const std::string name{tree().text(children[i])};
        Span name_span;
        if (!name.empty()) { // an argument with a name begins with it
            name_span = span_of(children[i]);
            name_span.end = name_span.begin + static_cast<std::uint32_t>(name.size());
        }
        made.push_back(Argument{name, expression, std::nullopt, span_of(expression), name_span, true});
    }
    return made;
}

Value Elaborator::call_name(std::string_view name, std::vector<Argument> arguments, Span span, Span name_span) {
    if (is_measure(name)) {
        return call_measure(name, std::move(arguments), span, name_span);
    }
    if (Binding *binding = find(at_.frame, name)) {
        if (binding->kind == BindingKind::Definition) {
            return call_definition(*binding->definition, std::move(arguments), span, name_span);
        }
        const bool is_node = binding->port != nullptr && binding->port->type == "node";
        if (name == "notes" && !is_node) { // the patch's own, or those of its rack: a part of them
            return call_builtin(*find_builtin(name), std::move(arguments), span, name_span);
        }
        return call_value(value_of(*binding, name_span), std::move(arguments), span, name_span);
    }
    if (const Builtin *builtin = find_builtin(name)) {
        return call_builtin(*builtin, std::move(arguments), span, name_span);
    }
    if (constant_name(name, name_span)) {
        error(diag::Kind::NotANode, name_span, name, "a constant");
        return {};
    }
    const Written call{arguments, 0};
    return unknown_name(name, name_span, &call);
}

// A call of a value: a node that came in as an input, perhaps with some of its own inputs given already.
Value Elaborator::call_value(const Value &node, std::vector<Argument> arguments, Span span, Span name_span) {
    if (node.is_nothing()) {
        return node;
    }
    if (node.form != Form::Node) {
        mender_.called_value(error(diag::Kind::NotANode, name_span, text_of(name_span), describe(node)), node,
                             name_span);
        return {};
    }
    const Compound &given = *node.compound;
    for (Argument &argument : arguments) { // what the node lacks is filled in order
        argument.placed = argument.placed && given.elements.empty();
    }
    for (std::size_t i = 0; i < given.elements.size(); ++i) {
        arguments.push_back(Argument{given.names[i], {}, given.elements[i], span});
    }
    if (in_library(name_span)) { // what it lacks is told where the user wrote it
        name_span = node_place(node, name_span);
    } else {
        handed_in_at_ = given.written;
    }
    if (given.definition != nullptr) {
        return call_definition(*given.definition, std::move(arguments), span, name_span, true);
    }
    return call_builtin(*find_builtin(given.builtin), std::move(arguments), span, name_span, true);
}

// Which argument goes to which input. Reports too many, unknown, given twice and (unless `partial`) missing ones.
bool Elaborator::assign(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments,
                        std::vector<Argument *> &assigned, Span name_span, bool partial) {
    assigned.assign(ports.size(), nullptr);
    const Span handed_in_at = std::exchange(handed_in_at_, {});
    const auto tell_handed_in = [&](diag::Diagnostic &diagnostic) {
        if (handed_in_at.file.valid()) {
            diagnostic.labels.push_back({handed_in_at, "handed in here"});
        }
    };
    for (Argument &argument : arguments) { // names first: positions fill what they leave
        if (argument.name.empty()) {
            continue;
        }
        const auto it =
            std::find_if(ports.begin(), ports.end(), [&](const Port &p) { return p.name == argument.name; });
        if (it == ports.end()) {
            auto &diagnostic =
                error(diag::Kind::UnknownInput, argument.name_span.file.valid() ? argument.name_span : argument.span,
                      name, argument.name);
            tell_handed_in(diagnostic);
            mender_.input_name(diagnostic, ports, arguments, argument);
            return false;
        }
        Argument *&slot = assigned[static_cast<std::size_t>(it - ports.begin())];
        if (slot != nullptr) {
            error(diag::Kind::InputTwice, argument.span, name, argument.name)
                .labels.push_back({slot->span, "the first"});
            return false;
        }
        slot = &argument;
    }
    std::size_t next = 0;
    for (Argument &argument : arguments) {
        if (!argument.name.empty()) {
            continue;
        }
        if (argument.placed && next < ports.size() && assigned[next] != nullptr) {
            error(diag::Kind::InputTwice, assigned[next]->span, name, ports[next].name)
                .labels.push_back({argument.span, "the first"});
            return false;
        }
        while (next < ports.size() && assigned[next] != nullptr) {
            ++next;
        }
        if (next == ports.size() || ports[next].by_name) {
            const auto places = std::count_if(ports.begin(), ports.end(), [](const Port &p) { return !p.by_name; });
            const bool handed_on = in_library(argument.span) && !in_library(name_span);
            auto &diagnostic = error(diag::Kind::TooManyInputs, handed_on ? name_span : argument.span, name,
                                     places == 1 ? std::string("1 input") : std::to_string(places) + " inputs");
            tell_handed_in(diagnostic);
            diagnostic.helps.push_back({"its inputs: " + describe_ports(ports), std::nullopt});
            return false;
        }
        assigned[next++] = &argument;
    }
    for (std::size_t i = 0; i < ports.size() && !partial; ++i) {
        if (assigned[i] == nullptr && !ports[i].fallback.valid()) {
            auto &diagnostic = error(diag::Kind::MissingInput, name_span, name, ports[i].name);
            tell_handed_in(diagnostic);
            diagnostic.primary_label = "wants  " + describe_ports(ports);
            if (mender_.arrow(diagnostic, ports, arguments) ||
                mender_.voice(diagnostic, ports[i], name, arguments, name_span)) {
                return false;
            }
            std::vector<Argument> written; // here; not what the call around gives to a node that is handed on
            std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(written), [&](const Argument &a) {
                const bool around = a.span.begin <= name_span.begin && a.span.end >= name_span.end;
                return !around && !handed_in_at.file.valid();
            });
            diagnostic.helps.push_back(
                {"give `" + ports[i].name + "`" + (has_usual_value(ports[i]) ? "" : ", " + wanted_of(ports[i])) +
                     ": `" + sample_call(std::string(name), ports, written, i) + "`",
                 i == 0 && find_unit(ports[i].type) == nullptr && !arguments.empty() // what goes through is no guess
                     ? std::nullopt
                     : mender_.missing_input(name_span, arguments, ports[i])});
            return false;
        }
    }
    return true;
}

std::string Elaborator::sample_call(const std::string &name, const std::vector<Port> &ports,
                                    const std::vector<Argument> &arguments, std::size_t missing) const {
    std::string made = name + "(";
    for (const Argument &argument : arguments) {
        const bool voice = argument.value && argument.value->form == Form::Note; // its own, which `poly` gives
        if (voice || in_library(argument.span)) {
            continue;
        }
        made += (made.back() == '(' ? "" : ", ") + (argument.name.empty() ? "" : argument.name + ": ") +
                text_of(argument.span);
    }
    return made + (made.back() == '(' ? "" : ", ") + ports[missing].name + ": " +
           (has_usual_value(ports[missing]) ? sample_value(ports[missing]) : "…") + ")";
}

Value Elaborator::call_definition(const Definition &definition, std::vector<Argument> arguments, Span span,
                                  Span name_span, bool handed_in) {
    if (definition.rack) {
        error(diag::Kind::NotANode, name_span, definition.name, "a rack");
        return {};
    }
    std::vector<Argument *> assigned;
    if (!assign(definition.inputs, definition.name, arguments, assigned, name_span, false) ||
        are_exchanged(definition.inputs, assigned)) {
        return {};
    }
    std::vector<Value> values(definition.inputs.size());
    std::vector<Span> given(values.size()); // where each is written; no file: left out
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (assigned[i] == nullptr) {
            continue;
        }
        values[i] = eval_argument(definition.inputs[i], *assigned[i]);
        if (values[i].is_nothing()) {
            return {};
        }
        given[i] = assigned[i]->span;
    }
    std::string where = address();
    where += (where.empty() ? "" : "/") + definition.name;
    return expand(definition, std::move(values), given, unique(where), span, handed_in);
}

// The alternatives of a name that stands for one: an input of the node, or a parameter of the patch.
std::vector<std::string> Elaborator::choices_of(const Binding &binding) const {
    if (binding.port != nullptr) {
        return binding.port->choices;
    }
    std::vector<std::string> made;
    if (binding.kind == BindingKind::Parameter) {
        if (const TreeId type = binding.tree->child(binding.id, 1); type.valid()) {
            for (const TreeId choice : binding.tree->children_of(type)) {
                made.emplace_back(binding.tree->text(choice));
            }
        }
    }
    return made;
}

// What an input makes of what it is given: units, phases, choices, nodes.
Value Elaborator::eval_argument(const Port &port, Argument &argument) {
    const auto value = [&](Want want = Want::Anything) {
        return argument.value ? *argument.value : eval(argument.expression, want);
    };
    const std::string what = "`" + port.name + "`";
    if (!port.choices.empty()) {
        const bool name = !argument.value && tree()[argument.expression].kind == Kind::Name;
        for (std::size_t i = 0; i < port.choices.size(); ++i) {
            if (name && tree().text(argument.expression) == port.choices[i]) {
                return number_value(static_cast<double>(i));
            }
        }
        if (argument.value) { // from the stack, or given before
            const Value chosen = plain_value(value());
            const bool whole = chosen.number >= 0.0 && chosen.number < static_cast<double>(port.choices.size()) &&
                               chosen.number == std::floor(chosen.number);
            if (chosen.is_nothing() || chosen.is_signal() || (chosen.is_number() && whole)) {
                return chosen;
            }
        } else if (const Binding *passed = name ? find(at_.frame, tree().text(argument.expression)) : nullptr;
                   passed != nullptr) {
            const Value chosen = plain_value(value());
            if (chosen.is_nothing() || choices_of(*passed) == port.choices) {
                return chosen;
            }
        }
        std::string all;
        for (const auto &choice : port.choices) {
            all += (all.empty() ? "" : ", ") + choice;
        }
        auto &diagnostic = error(diag::Kind::NotAChoice, argument.span, port.name, all);
        const std::string theirs = text_of(argument.span);
        const auto begins = std::find_if(port.choices.begin(), port.choices.end(),
                                         [&](const std::string &choice) { return theirs.starts_with(choice); });
        if (begins != port.choices.end() && begins->size() >= 3) { // `sawtooth` is `saw`
            diagnostic.helps.push_back({"is `" + *begins + "` meant?", diag::Edit{argument.span, *begins}});
        } else if (const auto near = syntax::nearest(theirs, port.choices); !near.empty()) {
            diagnostic.helps.push_back({"is `" + near.front() + "` meant?", diag::Edit{argument.span, near.front()}});
        }
        return {};
    }
    if (port.type == "node") {
        Value node = argument.value ? *argument.value : eval_node(argument.expression);
        return want_node(node, argument.span, port.name) ? node : Value{};
    }
    Value given = value(port.type == "phase" ? Want::Phase : Want::Anything);
    if (port.type == "table" || port.type == "Note") {
        const Form wanted = port.type == "table" ? Form::Table : Form::Note;
        const bool lines = given.is_array() && std::all_of(given.elements().begin(), given.elements().end(),
                                                           [&](const Value &v) { return v.form == wanted; });
        if (given.form != wanted && !lines && !given.is_nothing()) {
            auto &diagnostic = error(diag::Kind::TypeMismatch, argument.span, port.name,
                                     wanted == Form::Note ? "a note" : "a table", describe(given));
            if (given.form == Form::Notes) {
                diagnostic.helps.push_back({"`poly(n, node)` shares the notes out to voices", std::nullopt});
            } else if (wanted == Form::Note && given.is_scalar() && given.unit.time == -1) {
                const std::string mended = "Note(freq: " + text_of(argument.span) + ", gate: 1)";
                diagnostic.helps.push_back(
                    {"a note of this frequency: `" + mended + "`", diag::Edit{argument.span, mended}});
            }
            return {};
        }
        return given;
    }
    if (given.form == Form::Node || given.form == Form::Table || given.form == Form::Notes ||
        given.form == Form::Note || (given.form == Form::Record && !given.compound->primary)) {
        want_scalar(given, argument.span, what);
        if (given.form == Form::Note) {
            mend_note(port, argument.span);
        }
        return {};
    }
    return to_unit(plain_value(given), port.type, argument.span, what);
}

} // namespace tactus::elaborate
