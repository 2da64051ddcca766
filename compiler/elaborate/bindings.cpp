// Working names out: a binding is evaluated when it is first asked for, in the context of its own frame and clock, and
// once.
#include <algorithm>

#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

Value Elaborator::value_of(Binding &binding, Span use) {
    needs(binding.span);
    switch (binding.state) {
    case BindingState::Done:
        return binding.value;
    case BindingState::Busy:
        return forward(binding, use);
    case BindingState::Waiting:
        break;
    }
    if (binding.kind == BindingKind::WordName) {
        if (at_.delays == 0) {
            error(diag::Kind::UsedBeforeBound, use, binding.name);
            return {};
        }
        return forward(binding, use);
    }
    const Causes::Work work{causes_, work_place(binding.span)};
    binding.state = BindingState::Busy;
    busy_.push_back(&binding);
    const Context before = at_;
    const std::uint64_t times = std::exchange(times_, binding.frame->times);
    at_ = Context{binding.frame, &binding, binding.frame->clock, 0};
    binding.value = compute(binding);
    binding.state = BindingState::Done;
    resolve_forwards(binding);
    at_ = before;
    times_ = times;
    busy_.pop_back();
    return binding.value;
}

Value Elaborator::compute(Binding &binding) {
    if (binding.doubled) {
        return {}; // which of the two is meant nobody knows, and it was said
    }
    bool never = false;
    NodeId clock;
    if (binding.when != nullptr) {
        clock = clock_of(*binding.when, *binding.frame, never);
        needs((*binding.frame->tree)[binding.when->condition].span);
        if (binding.when->failed) {
            return {};
        }
        if (never) { // the condition is constant and off: the name is its start value
            return init_of(binding);
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
    case BindingKind::Parameter:
        return compute_parameter(binding);
    case BindingKind::Input:
        return compute_input(binding);
    case BindingKind::Table:
        return compute_table(binding);
    case BindingKind::Sample:
        return compute_sample(binding);
    case BindingKind::Buffer:
        return compute_buffer(binding);
    case BindingKind::BufferWrite:
        return write_buffer(binding);
    case BindingKind::Track:
        return compute_track(binding);
    case BindingKind::Controller:
        return compute_controller(binding);
    case BindingKind::Slot:
        return slot_output(binding, "out", binding.span);
    case BindingKind::Wire:
        return value_of(*binding.wire, binding.wire->span);
    case BindingKind::UnpackPart: {
        const Value whole = value_of(*binding.whole, binding.span);
        if (whole.is_nothing()) {
            return {};
        }
        const std::size_t names = tree.children_of(binding.id).size() - 1;
        if ((whole.form != Form::Record && !whole.is_array()) || whole.elements().size() != names) {
            if (binding.part == 0) {
                const Span first = span_of(tree.child(binding.id, 0)),
                           last = span_of(tree.child(binding.id, static_cast<std::uint32_t>(names - 1)));
                auto &diagnostic =
                    error(diag::Kind::OutputCount, cover(first, last),
                          names == 1 ? std::string("1 name") : std::to_string(names) + " names", describe(whole));
                if (whole.form == Form::Record && !whole.compound->names.empty()) {
                    std::string all;
                    for (const auto &name : whole.compound->names) {
                        all += (all.empty() ? "`" : ", `") + name + "`";
                    }
                    const auto &outputs = whole.compound->names;
                    std::string plain;
                    bool known = true;
                    for (std::size_t i = 0; i < names; ++i) {
                        const std::string_view name = tree.text(tree.child(binding.id, static_cast<std::uint32_t>(i)));
                        known = known && std::find(outputs.begin(), outputs.end(), name) != outputs.end();
                    }
                    for (const auto &name : outputs) {
                        plain += (plain.empty() ? "" : ", ") + name;
                    }
                    diagnostic.helps.push_back(
                        {"its outputs: " + all,
                         known ? std::optional{diag::Edit{cover(first, last), plain}} : std::nullopt});
                }
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
        if (!binding.id.valid() && names_are_wrong(binding.frame)) {
            ++silent_;
            return {};
        }
        if (!binding.id.valid()) {
            mend_unnamed_output(error(diag::Kind::NoEquation, binding.span, binding.name), *binding.frame,
                                binding.name);
            return {};
        }
        // A definition of the form `node f(x) = …` binds `self` to the expression itself.
        value = eval(tree[binding.id].kind == Kind::Equation || tree[binding.id].kind == Kind::Unpack
                         ? tree.children_of(binding.id).back()
                         : binding.id,
                     want);
        break;
    default:
        return {};
    }
    const Span span = binding.id.valid() ? span_of(binding.id) : binding.span;
    if (!binding.type.empty()) {
        value = to_unit(value, binding.type, span, "`" + binding.name + "`");
    }
    value = shape_to(binding, value);
    return clock.valid() ? hold_all(value, init_of(binding), binding) : value;
}

// A name defined inside `when` holds its value between activations.
Value Elaborator::hold_all(const Value &given, const Value &start, const Binding &binding) {
    Value value = plain_value(given);
    if (value.is_array() || (value.is_scalar() && start.is_array())) {
        const Value operands[] = {value, start};
        return broadcast(operands, binding.span,
                         [&](std::span<const Value> v) { return hold_all(v[0], v[1], binding); });
    }
    if (!value.is_scalar() || start.is_nothing()) {
        return value;
    }
    const bool is_phase = type_of(value) == graph::Type::Phase, is_truth = type_of(value) == graph::Type::Boolean;
    const Span span = binding.span;
    const auto node = [&](const Value &v) {
        return is_phase ? phase(v, span) : is_truth && !binding.init.valid() ? boolean(v, span) : real(v, span);
    };
    return signal_value(emit_memory(Op::hold, {node(value), node(start)}, span, ""), value.unit);
}

// A declared shape: one signal is copied to every element, an array must have the length.
Value Elaborator::shape_to(const Binding &binding, Value value) {
    if (!binding.dimensions || binding.dimensions->empty() || value.is_nothing()) {
        return value;
    }
    for (const Binding *other : binding.frame->order) { // `tape[i] = …` may be meant for a buffer of another spelling
        if (other->kind == BindingKind::Buffer && !binding.frame->bindings.contains(other->name + "[]")) {
            needs(other->span);
        }
    }
    std::function<Value(const Value &, std::size_t)> shape = [&](const Value &v, std::size_t level) -> Value {
        if (level == binding.dimensions->size() || v.is_nothing()) {
            return v;
        }
        const TreeId dimension = (*binding.dimensions)[level];
        Value plain = plain_value(v);
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
        if (!check_entries(*count, binding.span)) {
            return {};
        }
        std::vector<Value> elements;
        for (std::uint32_t i = 0; i < *count && !exhausted_; ++i) {
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
        const Causes::Work work{causes_, work_place((*frame.tree)[when.condition].span)};
        NodeId outer = frame.clock;
        bool outer_never = false;
        if (when.outer != nullptr) {
            outer = clock_of(*when.outer, frame, outer_never);
        }
        at_ = Context{&frame, at_.binding, outer, 0};
        const Value condition = plain_value(eval(when.condition));
        const Span span = span_of(when.condition);
        when.failed = (when.outer != nullptr && when.outer->failed) || !want_scalar(condition, span, "`when`");
        if (outer_never || when.failed) {
            when.constant = false;
        } else if (condition.is_number()) {
            when.constant = condition.number < 0.0 || condition.number > 0.0;
            when.clock = outer;
        } else {
            when.clock = boolean(condition, span);
            if (outer.valid()) {
                when.clock = emit(Op::logical_and, {outer, when.clock}, span);
            }
        }
        at_ = before;
    }
    never = when.constant && !*when.constant;
    return when.clock;
}

void Elaborator::evaluate_all(Frame &frame) {
    for (std::size_t i = 0; i < frame.order.size() && !exhausted_; ++i) { // the list may grow
        Binding &binding = *frame.order[i];
        if (binding.state == BindingState::Waiting && binding.kind != BindingKind::Definition &&
            binding.kind != BindingKind::WordName && binding.kind != BindingKind::Slot) {
            const std::optional<Causes::Work> nobody =
                in_library(binding.span) ? std::nullopt : std::optional<Causes::Work>(std::in_place, causes_);
            value_of(binding, binding.span);
        }
    }
}

} // namespace tactus::elaborate
