// Bodies to bindings: every name of a body is declared before any is worked out, so the order of equations never matters.
// A binding is evaluated when it is first asked for, in the context of its own frame and clock, and once.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

Frame &Elaborator::new_frame(Frame *parent, const syntax::Tree &tree, std::string where) {
    Frame &frame = frames_.emplace_back();
    frame.parent = parent;
    frame.tree = &tree;
    frame.address = std::move(where);
    return frame;
}

Binding &Elaborator::declare(Frame &frame, std::string name, BindingKind kind, TreeId id, Span span, When *when) {
    auto &slot = frame.bindings[name];
    if (!slot) {
        slot = std::make_unique<Binding>();
        frame.order.push_back(slot.get());
        slot->name = std::move(name);
        slot->span = span;
    } else if (slot->id.valid() || slot->state == BindingState::Done) {
        auto &diagnostic = error(diag::Kind::NameTwice, span, slot->name);
        diagnostic.labels.push_back({slot->span, "the first"});
        return *slot;
    }
    slot->kind = kind;
    slot->tree = frame.tree;
    slot->id = id;
    slot->frame = &frame;
    slot->when = when;
    if (!slot->declared || id.valid()) {
        slot->span = span;
    }
    return *slot;
}

// What a header or a declaration says of a name: its shape, its type, its value before the first sample.
void Elaborator::describe_binding(Binding &binding, const syntax::Tree &tree, TreeId dimensions, TreeId type, TreeId init) {
    if (dimensions.valid()) {
        const auto list = tree.children_of(dimensions);
        binding.dimensions.emplace(list.begin(), list.end());
    }
    if (type.valid()) {
        binding.type = tree.text(type);
    }
    if (init.valid()) {
        binding.init = init;
    }
}

std::vector<Port> Elaborator::read_ports(const syntax::Tree &tree, TreeId ports) {
    std::vector<Port> made;
    if (!ports.valid()) {
        return made;
    }
    for (const TreeId id : tree.children_of(ports)) {
        Port port;
        port.name = tree.text(id);
        port.span = tree[id].span;
        if (const TreeId dimensions = tree.child(id, 0); dimensions.valid()) {
            const auto list = tree.children_of(dimensions);
            port.dimensions.assign(list.begin(), list.end());
        }
        if (const TreeId type = tree.child(id, 1); type.valid()) {
            port.type = tree.text(type);
            for (const TreeId choice : tree.children_of(type)) {
                port.choices.emplace_back(tree.text(choice));
            }
        }
        port.fallback = tree.child(id, 2);
        made.push_back(std::move(port));
    }
    return made;
}

Definition *Elaborator::make_definition(Frame &parent, TreeId id) {
    const syntax::Tree &tree = *parent.tree;
    Definition &made = definitions_.emplace_back();
    made.name = tree.text(id);
    made.tree = &tree;
    made.id = id;
    made.parent = &parent;
    const Kind kind = tree[id].kind;
    if (kind == Kind::PatchDefinition) {
        made.kind = DefinitionKind::Patch;
        made.body = tree.child(id, 0);
        for (const TreeId statement : tree.children_of(made.body)) {
            const Kind k = tree[statement].kind;
            if (k != Kind::Input && k != Kind::Parameter) {
                continue;
            }
            Port port;
            port.name = tree.text(statement);
            port.span = tree[statement].name_span;
            if (const TreeId dimensions = tree.child(statement, 0); dimensions.valid()) {
                const auto list = tree.children_of(dimensions);
                port.dimensions.assign(list.begin(), list.end());
            }
            if (const TreeId type = tree.child(statement, 1); type.valid()) {
                port.type = tree.text(type);
                for (const TreeId choice : tree.children_of(type)) {
                    port.choices.emplace_back(tree.text(choice));
                }
            }
            if (k == Kind::Parameter) {
                port.fallback = tree.child(statement, 2);
            }
            made.inputs.push_back(std::move(port));
        }
        std::stable_partition(made.inputs.begin(), made.inputs.end(), [](const Port &p) { return !p.fallback.valid(); });
        return &made;
    }
    made.kind = kind == Kind::WordDefinition ? DefinitionKind::Word : DefinitionKind::Node;
    made.inputs = read_ports(tree, tree.child(id, 0));
    made.outputs = read_ports(tree, tree.child(id, 1));
    made.body = tree.child(id, 2);
    made.expression = made.kind == DefinitionKind::Node && !tree.child(id, 1).valid();
    return &made;
}

void Elaborator::declare_body(Frame &frame, TreeId body, When *when) {
    for (const TreeId id : frame.tree->children_of(body)) {
        declare_statement(frame, id, when);
    }
}

void Elaborator::declare_statement(Frame &frame, TreeId id, When *when) {
    const syntax::Tree &tree = *frame.tree;
    const auto &node = tree[id];
    const std::string name{tree.text(id)};
    const auto given = [&] { // a called patch: what the call gave stands for the declaration
        const auto it = frame.bindings.find(name);
        return it != frame.bindings.end() && it->second->port != nullptr;
    };
    switch (node.kind) {
    case Kind::NodeDefinition:
    case Kind::WordDefinition:
    case Kind::PatchDefinition:
        declare(frame, name, BindingKind::Definition, id, node.name_span, when).definition = make_definition(frame, id);
        return;
    case Kind::Parameter:
    case Kind::Input:
        if (!frame.patch) {
            error(diag::Kind::PatchOnly, node.span, node.kind == Kind::Input ? "input" : "param");
        } else if (!given()) {
            declare(frame, name, node.kind == Kind::Input ? BindingKind::Input : BindingKind::Parameter, id, node.name_span, when);
        }
        return;
    case Kind::Table:
        declare(frame, name, BindingKind::Table, id, node.name_span, when);
        return;
    case Kind::When: {
        frame.whens.push_back(std::make_unique<When>());
        frame.whens.back()->outer = when;
        frame.whens.back()->condition = tree.child(id, 0);
        declare_body(frame, tree.child(id, 1), frame.whens.back().get());
        return;
    }
    case Kind::Use:
        if (Frame *used = use_file(id)) {
            frame.uses.push_back(used);
        }
        return;
    case Kind::Equation:
    case Kind::Unpack:
    case Kind::ChainOut:
    case Kind::Declare:
        declare_equation(frame, id, when);
        return;
    case Kind::RackDefinition: not_yet("rack", node.span); return;
    case Kind::ControllerDefinition: not_yet("controller", node.span); return;
    case Kind::TestDefinition:
    case Kind::Expect: not_yet("test", node.span); return;
    case Kind::Buffer:
        not_yet("buffer", node.span);
        declare(frame, name, BindingKind::Unsupported, id, node.name_span, when);
        return;
    case Kind::Sample:
        not_yet("sample", node.span);
        declare(frame, name, BindingKind::Unsupported, id, node.name_span, when);
        return;
    case Kind::Track:
        not_yet("track", node.span);
        declare(frame, name, BindingKind::Unsupported, id, node.name_span, when);
        return;
    default: return;
    }
}

void Elaborator::declare_equation(Frame &frame, TreeId id, When *when) {
    const syntax::Tree &tree = *frame.tree;
    const auto &node = tree[id];
    if (node.kind == Kind::Unpack) {
        const auto children = tree.children_of(id);
        std::string all;
        for (std::size_t i = 0; i + 1 < children.size(); ++i) {
            all += (i == 0 ? "" : ", ") + std::string(tree.text(children[i]));
        }
        Binding &whole = declare(frame, "(" + all + ")", BindingKind::Equation, id, node.span, when);
        for (std::uint32_t i = 0; i + 1 < children.size(); ++i) {
            Binding &part = declare(frame, std::string(tree.text(children[i])), BindingKind::UnpackPart, id, tree[children[i]].span, when);
            part.part = i;
            part.whole = &whole;
        }
        return;
    }
    if (node.kind == Kind::ChainOut) {
        const TreeId last = tree.children_of(id).back();
        std::string name{tree.text(last)};
        if (tree[last].child_count > 0 && tree[tree.children_of(last).back()].kind == Kind::Member) {
            name += "." + std::string(tree.text(tree.children_of(last).back()));
        }
        const auto it = frame.bindings.find(name);
        const bool output = (it != frame.bindings.end() && it->second->output) || (frame.patch && (name == "out" || name.starts_with("out.")));
        if (!output) {
            error(diag::Kind::ChainEnd, tree[last].span, name);
            return;
        }
        declare(frame, name, BindingKind::ChainEnd, id, tree[last].span, when);
        return;
    }
    const std::string name{tree.text(id)};
    if (node.kind == Kind::Declare) {
        auto &slot = frame.bindings[name];
        if (!slot) {
            slot = std::make_unique<Binding>();
            slot->name = name;
            slot->span = node.name_span;
            slot->frame = &frame;
            slot->tree = &tree;
            slot->when = when;
            slot->kind = BindingKind::Equation;
            frame.order.push_back(slot.get());
        } else if (slot->declared) {
            error(diag::Kind::NameTwice, node.name_span, name).labels.push_back({slot->span, "the first"});
            return;
        }
        slot->declared = true;
        describe_binding(*slot, tree, tree.child(id, 0), tree.child(id, 1), tree.child(id, 2));
        return;
    }
    if (name.find('.') != std::string::npos && !(frame.patch && name.starts_with("out."))) {
        error(diag::Kind::MemberAssigned, node.name_span, name);
        return;
    }
    if (const auto it = frame.bindings.find(name); it != frame.bindings.end() && it->second->kind == BindingKind::Unsupported) {
        return; // the writing equation of a buffer, which was reported where it is declared
    }
    Binding &made = declare(frame, name, BindingKind::Equation, id, node.name_span, when);
    if (made.id == id) {
        describe_binding(made, tree, tree.child(id, 0), {}, {});
    }
}

Value Elaborator::not_yet(std::string_view what, Span span) {
    error(diag::Kind::NotYet, span, what);
    return {};
}

Binding *Elaborator::find(Frame *frame, std::string_view name) {
    const std::string key{name};
    for (Frame *f = frame; f != nullptr; f = f->parent) {
        if (const auto it = f->bindings.find(key); it != f->bindings.end()) {
            return it->second.get();
        }
        for (Frame *used : f->uses) {
            if (const auto it = used->bindings.find(key); it != used->bindings.end() && it->second->kind == BindingKind::Definition) {
                return it->second.get();
            }
        }
    }
    return find_in_library(name);
}

Value Elaborator::value_of(Binding &binding, Span use) {
    switch (binding.state) {
    case BindingState::Done: return binding.value;
    case BindingState::Busy: return forward(binding, use);
    case BindingState::Waiting: break;
    }
    if (binding.kind == BindingKind::WordName) {
        if (at_.delays == 0) {
            error(diag::Kind::UsedBeforeBound, use, binding.name);
            return {};
        }
        return forward(binding, use);
    }
    binding.state = BindingState::Busy;
    busy_.push_back(&binding);
    const Context before = at_;
    at_ = Context{binding.frame, &binding, binding.frame->clock, 0};
    binding.value = compute(binding);
    binding.state = BindingState::Done;
    resolve_forwards(binding);
    at_ = before;
    busy_.pop_back();
    return binding.value;
}

Value Elaborator::compute(Binding &binding) {
    bool never = false;
    NodeId clock;
    if (binding.when != nullptr) {
        clock = clock_of(*binding.when, *binding.frame, never);
        if (never) { // the condition is constant and off: the name is its start value
            return binding.init.valid() ? to_unit(eval(binding.init), binding.type, span_of(binding.init), "`" + binding.name + "`") : number_value(0.0);
        }
        at_.clock = clock;
    }
    Value value;
    const syntax::Tree &tree = *binding.frame->tree;
    const Want want = binding.type == "phase" ? Want::Phase : Want::Anything;
    switch (binding.kind) {
    case BindingKind::Value:
        if (binding.port != nullptr) { // the default of an input
            Argument argument{"", binding.id, std::nullopt, span_of(binding.id)};
            return eval_argument(*binding.port, argument);
        }
        return binding.value;
    case BindingKind::Definition: {
        auto compound = std::make_shared<Compound>();
        compound->definition = binding.definition;
        return Value{Form::Node, {}, 0.0, {}, compound};
    }
    case BindingKind::Parameter: return compute_parameter(binding);
    case BindingKind::Input: return compute_input(binding);
    case BindingKind::Table: return compute_table(binding);
    case BindingKind::UnpackPart: {
        const Value whole = value_of(*binding.whole, binding.span);
        if (whole.is_nothing()) {
            return {};
        }
        const std::size_t names = tree.children_of(binding.id).size() - 1;
        if ((whole.form != Form::Record && !whole.is_array()) || whole.elements().size() != names) {
            if (binding.part == 0) {
                error(diag::Kind::OutputCount, binding.whole->span, names, describe(whole));
            }
            return {};
        }
        return whole.elements()[binding.part];
    }
    case BindingKind::ChainEnd: {
        const auto children = tree.children_of(binding.id);
        value = eval(children[0]);
        Span span = span_of(children[0]);
        for (std::size_t i = 1; i + 1 < children.size(); ++i) {
            value = eval_step(value, span, children[i]);
            span = cover(span, span_of(children[i]));
        }
        break;
    }
    case BindingKind::Equation:
        if (!binding.id.valid()) {
            error(diag::Kind::NoEquation, binding.span, binding.name);
            return {};
        }
        // A definition of the form `node f(x) = …` binds `self` to the expression itself.
        value = eval(tree[binding.id].kind == Kind::Equation || tree[binding.id].kind == Kind::Unpack ? tree.children_of(binding.id).back() : binding.id, want);
        break;
    default: return {};
    }
    const Span span = binding.id.valid() ? span_of(binding.id) : binding.span;
    if (!binding.type.empty()) {
        value = to_unit(value, binding.type, span, "`" + binding.name + "`");
    }
    value = shape_to(binding, value);
    return clock.valid() ? hold_all(value, binding) : value;
}

// A name defined inside `when` holds its value between activations.
Value Elaborator::hold_all(const Value &given, const Binding &binding) {
    const Value value = plain_value(given);
    if (value.is_array()) {
        std::vector<Value> held;
        for (const Value &element : value.elements()) {
            held.push_back(hold_all(element, binding));
        }
        return array_value(std::move(held));
    }
    if (!value.is_scalar()) {
        return value;
    }
    const bool is_phase = type_of(value) == graph::Type::Phase, is_truth = type_of(value) == graph::Type::Boolean;
    Value start = number_value(0.0);
    if (binding.init.valid()) {
        start = to_unit(eval(binding.init), binding.type, span_of(binding.init), "`" + binding.name + "`");
    }
    const Span span = binding.span;
    const auto node = [&](const Value &v) { return is_phase ? phase(v, span) : is_truth && !binding.init.valid() ? boolean(v, span) : real(v, span); };
    return signal_value(emit_memory(Op::hold, {node(value), node(start)}, span, ""), value.unit);
}

// A declared shape: one signal is copied to every element, an array must have the length.
Value Elaborator::shape_to(const Binding &binding, Value value) {
    if (!binding.dimensions || binding.dimensions->empty() || value.is_nothing()) {
        return value;
    }
    std::function<Value(const Value &, std::size_t)> shape = [&](const Value &v, std::size_t level) -> Value {
        if (level == binding.dimensions->size() || v.is_nothing()) {
            return v;
        }
        const TreeId dimension = (*binding.dimensions)[level];
        const Value plain = plain_value(v);
        if (!dimension.valid()) {
            return plain;
        }
        const auto count = eval_count(dimension, "the length of an array");
        if (!count) {
            return {};
        }
        if (plain.is_array() && plain.elements().size() != *count) {
            error(diag::Kind::ShapeMismatch, binding.span, *count, plain.elements().size());
            return {};
        }
        std::vector<Value> elements;
        for (std::uint32_t i = 0; i < *count; ++i) {
            elements.push_back(shape(plain.is_array() ? plain.elements()[i] : plain, level + 1));
        }
        return array_value(std::move(elements));
    };
    return shape(value, 0);
}

// The clock of a block: its condition and those of the blocks around it. Constant conditions make no clock.
NodeId Elaborator::clock_of(When &when, Frame &frame, bool &never) {
    if (!when.evaluated) {
        when.evaluated = true;
        const Context before = at_;
        NodeId outer = frame.clock;
        bool outer_never = false;
        if (when.outer != nullptr) {
            outer = clock_of(*when.outer, frame, outer_never);
        }
        at_ = Context{&frame, at_.binding, outer, 0};
        const Value condition = plain_value(eval(when.condition));
        const Span span = span_of(when.condition);
        if (outer_never) {
            when.constant = false;
        } else if (want_scalar(condition, span, "`when`")) {
            if (condition.is_number()) {
                when.constant = condition.number < 0.0 || condition.number > 0.0;
                when.clock = outer;
            } else {
                when.clock = boolean(condition, span);
                if (outer.valid()) {
                    when.clock = emit(Op::logical_and, {outer, when.clock}, span);
                }
            }
        } else {
            when.constant = false;
        }
        at_ = before;
    }
    never = when.constant && !*when.constant;
    return when.clock;
}

void Elaborator::evaluate_all(Frame &frame) {
    for (std::size_t i = 0; i < frame.order.size() && !exhausted_; ++i) { // the list may grow
        Binding &binding = *frame.order[i];
        if (binding.state == BindingState::Waiting && binding.kind != BindingKind::Definition && binding.kind != BindingKind::WordName) {
            value_of(binding, binding.span);
        }
    }
}

} // namespace tactus::elaborate
