// `@`: short constant delays are registers, longer ones a line with taps. Registers and lines of one signal are shared
// by all that ask for them.
#include <bit>
#include <cmath>
#include <functional>
#include <set>

#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

namespace {

constexpr std::uint32_t most_registers = 4; // a chain of this many samples costs less than a line

} // namespace

struct DelayOptions {
    std::optional<double> least_samples, most_samples;
    std::string interpolation = "linear";
    bool between = false; // `interp:` is told: a constant time keeps its fraction
    std::string name;     // of what is delayed, for addresses
    Span length_span;     // of what stands after `@`
};

// What a declaration says of a name before its first sample; 0 where it says nothing. A value that moves is reported
// once.
Value Elaborator::init_of(Binding &binding) {
    if (!binding.init.valid()) {
        return number_value(0.0);
    }
    if (!binding.start) {
        const Context before = at_;
        at_ = Context{binding.frame, &binding, {}, 0};
        const Span span = span_of(binding.init);
        binding.start = plain_value(to_unit(eval(binding.init), binding.type, span, "`" + binding.name + "`"));
        if (moves(*binding.start)) {
            error(diag::Kind::NotConstant, span, "`init`", describe(*binding.start));
            binding.start = Value{};
        }
        at_ = before;
    }
    return *binding.start;
}

// Whether a value, or an element of it, changes after the start.
bool Elaborator::moves(const Value &value) {
    return value.is_array() ? std::any_of(value.elements().begin(), value.elements().end(),
                                          [&](const Value &element) { return moves(plain_value(element)); })
                            : value.is_signal() && builder_[value.node].rate > graph::Rate::Initial;
}

// The value before the first sample of what is delayed: the `init` of its name, or of the element that is taken.
Value Elaborator::start_value(TreeId operand) {
    const syntax::Tree &t = tree();
    Binding *binding = nullptr;
    switch (t[operand].kind) {
    case Kind::Name:
        binding = find(at_.frame, t.text(operand));
        break;
    case Kind::Self:
        binding = find(at_.frame, "self");
        break;
    case Kind::Group:
    case Kind::Delay:
        return start_value(t.child(operand, 0));
    case Kind::Index: {
        Value whole = start_value(t.child(operand, 0));
        if (!whole.is_array()) {
            return whole;
        }
        const Value index = plain_value(eval(t.child(operand, 1)));
        const auto &elements = whole.elements();
        if (index.is_number() && index.number >= 0.0 && index.number < static_cast<double>(elements.size())) {
            return elements[static_cast<std::size_t>(index.number)];
        }
        if (!index.is_nothing() && !index.is_number()) {
            error(diag::Kind::NotConstant, span_of(t.child(operand, 1)),
                  "the index of a delayed element whose `init` is an array", describe(index));
        }
        return {};
    }
    default:
        break;
    }
    return binding != nullptr ? init_of(*binding) : number_value(0.0);
}

Value Elaborator::eval_delay(TreeId id) {
    const syntax::Tree &t = tree();
    const auto children = t.children_of(id);
    const Span span = span_of(id);
    DelayOptions options;
    std::optional<Value> length;
    Span length_span = span;
    for (std::size_t i = 1; i < children.size(); ++i) {
        const TreeId expression = t.child(children[i], 0);
        const std::string_view name = t.text(children[i]);
        if (name.empty() && !length) {
            length = plain_value(eval(expression));
            length_span = span_of(expression);
        } else if (name == "min" || name == "max") {
            const Value bound = plain_value(eval(expression));
            if (bound.is_nothing()) {
                return {};
            }
            if (!bound.is_number() || (bound.unit.time != 1 && !bound.unit.plain())) {
                error(diag::Kind::NotConstant, span_of(expression), "`" + std::string(name) + ":` of a delay",
                      describe(bound));
                return {};
            }
            const double samples = bound.unit.time == 1 ? bound.number * sample_rate() : bound.number;
            (name == "min" ? options.least_samples : options.most_samples) = std::nearbyint(samples);
        } else if (name == "interp" && t[expression].kind == Kind::Name) {
            options.interpolation = t.text(expression);
            options.between = options.interpolation != "none";
            if (options.interpolation != "none" && options.interpolation != "linear" &&
                options.interpolation != "cubic" && options.interpolation != "allpass") {
                error(diag::Kind::NotAChoice, span_of(expression), "interp", "none, linear, cubic, allpass");
                return {};
            }
        } else {
            error(diag::Kind::UnknownInput, span_of(children[i]), "@", name)
                .helps.push_back({"`@` takes a length, `min:`, `max:`, `interp:`", std::nullopt});
            return {};
        }
    }
    if (!length || length->is_nothing()) {
        return {};
    }
    if (t[children[0]].kind == Kind::Name) {
        options.name = t.text(children[0]);
    }
    options.length_span = length_span;
    const Value start = start_value(children[0]);
    ++at_.delays;
    const Value value = plain_value(eval(children[0]));
    --at_.delays;
    return delay(value, *length, start, options, cover(span, length_span));
}

Value Elaborator::delay(const Value &value, const Value &length, const Value &start, const DelayOptions &options,
                        Span span) {
    if (value.is_nothing() || length.is_nothing() || start.is_nothing()) {
        return {};
    }
    if (value.is_array() || length.is_array() || start.is_array()) {
        const Value operands[] = {value, length, start};
        return broadcast(operands, span,
                         [&](std::span<const Value> v) { return delay(v[0], v[1], v[2], options, span); });
    }
    if (!want_scalar(value, span, "`@`") || !want_scalar(length, options.length_span, "the length of a delay") ||
        !want_scalar(start, span, "`init`")) {
        return {};
    }
    if (length.unit.time != 1 && !length.unit.plain() && !length.unit.any) {
        error(diag::Kind::UnitMismatch, options.length_span, "the length of a delay", "a time or a number of samples",
              describe(length.unit));
        return {};
    }
    return delay_scalar(value, length, start, options, span);
}

Value Elaborator::delay_scalar(const Value &value, const Value &length, const Value &start, const DelayOptions &options,
                               Span span) {
    const double rate = sample_rate();
    const bool is_phase = type_of(value) == graph::Type::Phase, is_truth = type_of(value) == graph::Type::Boolean;
    if (length.is_number() && !options.between) {
        double samples = std::nearbyint(length.unit.time == 1 ? length.number * rate : length.number);
        if (length.unit.time != 1 && samples != length.number) {
            const bool finite = std::isfinite(length.number);
            const std::string text = finite ? fmt::format("{}", length.number) : text_of(options.length_span);
            auto &diagnostic = error(diag::Kind::DelayNotWhole, options.length_span, text);
            diagnostic.helps.push_back(
                {"count whole samples, give a time (`5ms`), or say how to read between two", std::nullopt});
            if (finite && length.number > 0.0 &&
                !options.least_samples) { // without `min: 0` it would be a whole sample
                diagnostic.helps.back().edit = mender_.delay_option(
                    options.length_span, length.number < 1.0 ? "min: 0, interp: linear" : "interp: linear");
            }
            return {};
        }
        samples = options.least_samples ? std::max(samples, *options.least_samples) : samples;
        samples = options.most_samples ? std::min(samples, *options.most_samples) : samples;
        const bool ordered =
            !options.least_samples || !options.most_samples || *options.least_samples <= *options.most_samples;
        if (!(ordered && samples >= 0.0 && samples <= limits::delay_seconds * rate)) {
            auto &diagnostic = error(diag::Kind::DelayTooLong, options.length_span, limits::delay_seconds);
            if (ordered && samples > 0.0 && length.unit.time == 1) {
                const std::string longest = std::to_string(static_cast<int>(limits::delay_seconds)) + "s";
                diagnostic.helps.push_back(
                    {"the longest is `" + longest + "`", diag::Edit{options.length_span, longest}});
            }
            return {};
        }
        const auto count = static_cast<std::uint32_t>(samples);
        if (count == 0) {
            return value;
        }
        if (count <= most_registers || is_phase || is_truth) {
            const NodeId x = is_phase ? phase(value, span) : is_truth ? boolean(value, span) : real(value, span);
            const NodeId first = is_phase ? phase(start, span) : is_truth ? boolean(start, span) : real(start, span);
            return signal_value(registers(x, first, count, span), value.unit);
        }
        if (!start.is_number()) {
            error(diag::Kind::NotConstant, span, "`init` of a delay this long", describe(start));
            return {};
        }
        const NodeId line = line_of(real(value, span), static_cast<float>(start.number), count, span);
        return signal_value(emit(Op::tap, {line}, span, {.a = count}), value.unit);
    }
    if (!options.most_samples && !length.is_number() && !is_generic(length.node) &&
        tell_moving_input(length.node, options.length_span)) {
        return {};
    }
    if (!options.most_samples && !length.is_number() && !is_generic(length.node)) {
        error(diag::Kind::DelayNeedsMax, options.length_span)
            .helps.push_back({"say how long it can become: `@(" + text_of(options.length_span) + ", max: 1s)`",
                              mender_.delay_option(options.length_span, "max: 1s")});
        if (in_library(options.length_span)) {
            report_.each().back().helps.push_back(
                {"lengths and sizes of this node are constant: no signal, no beats, no parameter", std::nullopt});
        }
        return {};
    }
    const double longest_told =
        length.is_number() ? std::ceil(length.unit.time == 1 ? length.number * rate : length.number) + 2.0 : rate;
    const double most = options.most_samples.value_or(longest_told), least = options.least_samples.value_or(1.0);
    if (!(most >= 1.0 && most <= limits::delay_seconds * rate && least >= 0.0 && least <= most)) {
        error(diag::Kind::DelayTooLong, options.length_span, limits::delay_seconds);
        return {};
    }
    if (!start.is_number()) {
        error(diag::Kind::NotConstant, span, "`init` of a moving delay", describe(start));
        return {};
    }
    const Value samples =
        length.unit.time == 1 ? binary("*", length, number_value(rate, time_unit(-1)), span, span, span) : length;
    const auto longest = static_cast<std::uint32_t>(most), shortest = static_cast<std::uint32_t>(least);
    const NodeId line = line_of(real(value, span), static_cast<float>(start.number), longest, span);
    const Op op = options.interpolation == "none"      ? Op::tap_nearest
                  : options.interpolation == "cubic"   ? Op::tap_cubic
                  : options.interpolation == "allpass" ? Op::tap_allpass
                                                       : Op::tap_linear;
    const graph::Attributes range{.a = shortest, .b = longest};
    const NodeId distance = real(samples, span);
    const NodeId made = op == Op::tap_allpass ? emit_memory(op, {line, distance}, span, "allpass", range)
                                              : emit(op, {line, distance}, span, range);
    return signal_value(made, value.unit);
}

// A delay of the library whose length moves: the input of the user's call that makes it move wants a constant.
bool Elaborator::tell_moving_input(NodeId length, Span place) {
    const Frame *called = at_.frame;
    while (in_library(place) && called != nullptr &&
           (called->definition == nullptr || !called->call.file.valid() || in_library(called->call))) {
        called = called->caller;
    }
    if (!in_library(place) || called == nullptr) {
        return false;
    }
    std::set<NodeId> behind;
    for (std::vector<NodeId> waiting{length}; !waiting.empty();) {
        const NodeId id = waiting.back();
        waiting.pop_back();
        if (id.valid() && behind.insert(id).second) {
            const auto &node = builder_.graph[id];
            for (std::uint32_t k = 0; k < node.input_count; ++k) {
                waiting.push_back(builder_.graph.input(id, k));
            }
        }
    }
    const std::function<bool(const Value &)> moves_it = [&](const Value &value) {
        return value.is_array() ? std::any_of(value.elements().begin(), value.elements().end(), moves_it)
                                : value.is_signal() && behind.contains(value.node);
    };
    for (std::size_t i = 0; i < called->given.size(); ++i) {
        const Port &port = called->definition->inputs[i];
        const auto binding = called->bindings.find(port.name);
        if (called->given[i].file.valid() && binding != called->bindings.end() && moves_it(binding->second->value)) {
            error(diag::Kind::NotConstant, called->given[i],
                  "the input `" + port.name + "` of `" + called->definition->name + "`",
                  "a signal: it is the length of a delay, which cannot move here")
                .helps.push_back(
                    {"a time that moves is taken by `delay`, `echo` and `@(time, max: 1s)`", std::nullopt});
            return true;
        }
    }
    return false;
}

NodeId Elaborator::registers(NodeId value, NodeId start, std::uint32_t count, Span span) {
    auto &chain = registers_[LineKey{value, at_.clock, at_.frame->scope, at_.frame->region, start.index}];
    while (chain.size() < count && !exhausted_) {
        const NodeId previous = chain.empty() ? value : chain.back();
        const NodeId made = emit_memory(Op::delay1, {previous, start}, span, "@" + std::to_string(chain.size() + 1));
        chain.push_back(made);
    }
    return exhausted_ ? value : chain[count - 1];
}

NodeId Elaborator::line_of(NodeId value, float start, std::uint32_t longest, Span span) {
    NodeId &line =
        lines_[LineKey{value, at_.clock, at_.frame->scope, at_.frame->region, std::bit_cast<std::uint32_t>(start)}];
    if (!line.valid()) {
        line = emit_memory(Op::line, {value}, span, "line", {.a = 0, .b = longest, .value = start});
    }
    builder_.graph[line].b = std::max(builder_.graph[line].b, longest);
    return line;
}

} // namespace tactus::elaborate
