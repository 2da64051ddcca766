// Nodes as inputs: a name, or a call with inputs left out, whose given inputs are worked out outside; what is no node
// in the place of one.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

namespace {

// Whether a call leaves an input open that has no default.
bool lacks_input(const Compound &node, const std::vector<Argument *> &assigned) {
    const Builtin *builtin = node.definition != nullptr ? nullptr : find_builtin(node.builtin);
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        const bool has_default =
            builtin != nullptr ? builtin->optional[i] : node.definition->inputs[i].fallback.valid();
        if (assigned[i] == nullptr && !has_default) {
            return true;
        }
    }
    return false;
}

} // namespace

// An input declared `node` takes a name, or a call with inputs missing: what is given is worked out here, once.
Value Elaborator::eval_node(TreeId id) {
    const Kind kind = tree()[id].kind;
    if (kind == Kind::Name) {
        Value node = eval(id);
        if (node.form == Form::Node && !in_library(span_of(id))) {
            auto named = std::make_shared<Compound>(*node.compound);
            named->written = span_of(id);
            node.compound = named;
        }
        return node;
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
        const auto written = read_arguments(id);
        const Written call{written, any_number};
        return constant_name(name, span_of(id)) ? call_name(name, {}, span_of(id), tree()[id].name_span)
                                                : unknown_name(name, tree()[id].name_span, &call);
    }
    if (node.form != Form::Node) {
        return node;
    }
    auto given = std::make_shared<Compound>(*node.compound);
    given->written = in_library(span_of(id)) ? given->written : tree()[id].name_span;
    const std::vector<Port> &ports =
        given->definition != nullptr ? given->definition->inputs : find_builtin(given->builtin)->ports;
    auto arguments = read_arguments(id);
    std::vector<Argument *> assigned;
    // Positions in the brackets fill inputs from the second on where the first is the signal: what is missing comes in
    // order.
    if (!assign_partial(ports, name, arguments, assigned, tree()[id].name_span)) {
        return {};
    }
    if (!lacks_input(*given, assigned)) {
        return eval(id); // no node: its value
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

// Reports what is neither a node nor nothing.
bool Elaborator::want_node(const Value &value, Span span, std::string_view input) {
    if (value.form == Form::Node || value.is_nothing()) {
        return value.form == Form::Node;
    }
    auto &diagnostic = error(diag::Kind::NodeWanted, span, input, describe(value));
    const std::string text = text_of(span);
    const auto bracket = text.find('(');
    const Builtin *function = bracket != std::string::npos ? find_builtin(text.substr(0, bracket)) : nullptr;
    if (function != nullptr && function->form == BuiltinForm::function && function->ports.size() == 1 &&
        text.ends_with(")")) { // a curve, with nothing to be given but what goes through
        diagnostic.helps.push_back(
            {"a node is `" + text.substr(0, bracket) + "` alone: with all its inputs it is a value",
             diag::Edit{span, text.substr(0, bracket)}});
    } else if (const Binding *called = known_name(text.substr(0, bracket)); bracket != std::string::npos &&
                                                                            text.ends_with(")") && called != nullptr &&
                                                                            called->kind == BindingKind::Definition) {
        diagnostic.helps.push_back({"with all its inputs given it is a value: a node is `" + text.substr(0, bracket) +
                                        "` alone, or with an input left out",
                                    std::nullopt});
    }
    return false;
}

// Whether an argument names a node, or calls one with inputs left out, whatever the input it stands at.
bool Elaborator::names_node(const Argument &argument) {
    if (argument.name_span.file.valid() || !argument.expression.valid()) {
        return false;
    }
    const Kind kind = tree()[argument.expression].kind;
    if (kind != Kind::Name && kind != Kind::Call) {
        return false;
    }
    const std::string_view name = tree().text(argument.expression);
    const Binding *binding = known_name(name);
    const Builtin *builtin = binding == nullptr ? find_builtin(name) : nullptr;
    if (builtin == nullptr && (binding == nullptr || binding->kind != BindingKind::Definition)) {
        return false;
    }
    const std::vector<Port> &ports = builtin != nullptr ? builtin->ports : binding->definition->inputs;
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        wanted += ports[i].fallback.valid() || (builtin != nullptr && builtin->optional[i]) ? 0 : 1;
    }
    return kind == Kind::Name ? wanted > 0 : tree().children_of(argument.expression).size() < wanted;
}

// `oversample(drive(amount: 8), 4)`: a node and a number in each other's places.
bool Elaborator::are_exchanged(const std::vector<Port> &ports, const std::vector<Argument *> &assigned) {
    const auto is_number = [&](const Argument *argument) {
        return argument != nullptr && !argument->name_span.file.valid() && argument->expression.valid() &&
               (tree()[argument->expression].kind == Kind::Number ||
                tree()[argument->expression].kind == Kind::Fraction);
    };
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (ports[i].type != "node" || !is_number(assigned[i])) {
            continue;
        }
        for (std::size_t k = 0; k < ports.size(); ++k) {
            if (assigned[k] == nullptr || ports[k].type == "node" || !ports[k].choices.empty() ||
                !names_node(*assigned[k])) {
                continue;
            }
            const Span number = assigned[i]->span, node = assigned[k]->span;
            auto &diagnostic = error(diag::Kind::NodeWanted, number, ports[i].name, "a number");
            diagnostic.labels.push_back({node, "a node"});
            diagnostic.helps.push_back(mender_.exchanged(number, node));
            return true;
        }
    }
    return false;
}

// As `assign`, but positions fill the last inputs without a default, so that the missing ones are the first:
// `ladder(800Hz, 0.7)` lacks its signal.
bool Elaborator::assign_partial(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments,
                                std::vector<Argument *> &assigned, Span name_span) {
    std::vector<const Port *> wanted;
    for (const Port &port : ports) {
        const bool named =
            std::any_of(arguments.begin(), arguments.end(), [&](const Argument &a) { return a.name == port.name; });
        if (!named && !port.fallback.valid() && port.choices.empty()) {
            wanted.push_back(&port);
        }
    }
    const auto note = std::find_if(wanted.begin(), wanted.end(), [](const Port *p) { return p->type == "Note"; });
    const auto count = static_cast<std::size_t>(
        std::count_if(arguments.begin(), arguments.end(), [](const Argument &a) { return a.name.empty(); }));
    if (note != wanted.end() && count < wanted.size()) {
        wanted.erase(note); // `poly` fills it
    }
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

} // namespace tactus::elaborate
