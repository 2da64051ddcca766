// Values to graph nodes: constants where numbers meet signals, conversions between reals, phases and booleans, ramps
// where ticks meet audio, addresses for all that remembers, and the room that is left for expansion.
#include <bit>
#include <cmath>

#include "compiler/base/units.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/graph/rules.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::Op;
using graph::Rate;
using graph::Type;

void Elaborator::start_counting() {
    first_counted_ = builder_.graph.nodes.size();
    foreseen_ = 0;
    reentries_ = 0;
}

Elaborator::Repetition::Repetition(Elaborator &elaborator, std::uint64_t count, std::uint64_t index)
    : elaborator_(elaborator), before_(elaborator.times_) {
    elaborator.times_ = index > 0 ? 0 : std::min(before_ * count, limits::expanded_nodes + 1);
}

bool Elaborator::check_room(std::uint64_t more, Span span) {
    if (exhausted_) {
        return false;
    }
    if (builder_.graph.nodes.size() - first_counted_ + more > limits::expanded_nodes ||
        foreseen_ + more * times_ > limits::expanded_nodes) {
        exhausted_ = true;
        error(diag::Kind::ExpansionTooLarge, span, limits::expanded_nodes);
        return false;
    }
    return true;
}

// As above, for arrays that are about to be made: they cost memory even where they are numbers only.
bool Elaborator::check_entries(std::uint64_t more, Span span) {
    if (exhausted_) {
        return false;
    }
    entries_ += more;
    return entries_ <= limits::array_elements || refuse_arrays(limits::array_elements, span);
}

// As above, for the time that numbers take.
bool Elaborator::check_steps(std::uint64_t more, Span span) {
    steps_ += more;
    if (steps_ > limits::constant_steps && !exhausted_) {
        exhausted_ = true;
        error(diag::Kind::ConstantsTooLong, span, limits::constant_steps);
    }
    return !exhausted_;
}

bool Elaborator::refuse_arrays(std::uint64_t most, Span span) {
    exhausted_ = true;
    error(diag::Kind::ArraysTooLarge, span, most);
    return false;
}

Elaborator::NodeId Elaborator::emit_at(Op op, std::span<const NodeId> operands, Span span, graph::Attributes attributes,
                                       bool memory, std::string_view hint) {
    if (!check_room(1, span)) {
        return builder_.constant(0.0f);
    }
    foreseen_ += times_;
    std::vector<NodeId> ready(operands.begin(), operands.end());
    const bool starts = op == Op::delay1 || op == Op::hold; // the last operand is the start value, below audio
    bool audio = graph::info(op).rate == graph::RateRule::audio;
    bool generic = false;
    for (NodeId id : ready) {
        audio = audio || builder_[id].rate == Rate::Audio;
        generic = generic || is_generic(id);
    }
    if (audio && op != Op::ramp) {
        for (std::size_t i = 0; i < ready.size() - (starts ? 1 : 0); ++i) {
            ready[i] = builder_.to_audio(ready[i]);
        }
    }
    builder_.place.scope = at_.frame->scope;
    builder_.place.clock = memory ? at_.clock : NodeId{};
    builder_.place.span = span;
    builder_.place.name =
        builder_.name(memory ? unique(hint.empty() ? address() : address() + "/" + std::string(hint)) : address());
    const NodeId made = builder_.add(op, ready, attributes);
    if (memory && in_library(span)) {
        library_calls_[builder_.place.name] = at_call(span);
    }
    generic_.resize(builder_.graph.nodes.size(), false);
    generic_[made.index] = generic;
    regions_.resize(builder_.graph.nodes.size(), 0);
    regions_[made.index] = at_.frame->region;
    return made;
}

Elaborator::NodeId Elaborator::emit(Op op, std::initializer_list<NodeId> operands, Span span,
                                    graph::Attributes attributes) {
    return emit_at(op, {operands.begin(), operands.size()}, span, attributes, false, {});
}

Elaborator::NodeId Elaborator::emit_memory(Op op, std::initializer_list<NodeId> operands, Span span,
                                           std::string_view hint, graph::Attributes attributes) {
    return emit_at(op, {operands.begin(), operands.size()}, span, attributes, true, hint);
}

bool Elaborator::is_generic(NodeId id) const { return id.index < generic_.size() && generic_[id.index]; }

Type Elaborator::type_of(const Value &value) const {
    return value.is_signal() ? builder_[value.node].type : Type::Real;
}

// A scalar as a real: numbers are rounded to 32 bits here, once.
Elaborator::NodeId Elaborator::real(const Value &value, Span span) {
    if (value.form == Form::Record && value.compound->primary) {
        return real(value.elements()[0], span);
    }
    if (!value.is_signal()) {
        return builder_.constant(static_cast<float>(value.number));
    }
    switch (builder_[value.node].type) {
    case Type::Phase:
        return emit(Op::turns, {value.node}, span);
    case Type::Boolean:
        return emit(Op::number, {value.node}, span);
    default:
        return value.node;
    }
}

Elaborator::NodeId Elaborator::boolean(const Value &value, Span span) {
    if (value.is_signal() && builder_[value.node].type == Type::Boolean) {
        return value.node;
    }
    if (value.is_number()) {
        return builder_.truth(value.number < 0.0 || value.number > 0.0);
    }
    return emit(Op::truth, {real(value, span)}, span);
}

Elaborator::NodeId Elaborator::phase(const Value &value, Span span) {
    if (value.is_signal() && builder_[value.node].type == Type::Phase) {
        return value.node;
    }
    if (value.is_number()) {
        const double rest = value.number - std::nearbyint(value.number);
        const double scaled = std::isfinite(rest) ? rest * 4294967296.0 : 0.0;
        return builder_.phase(static_cast<std::uint32_t>(static_cast<std::int64_t>(scaled)));
    }
    return emit(Op::phase, {real(value, span)}, span);
}

Value Elaborator::to_phase(const Value &value, Span span) {
    if (value.is_nothing()) {
        return value;
    }
    if (value.is_array()) {
        return broadcast({&value, 1}, span, [&](std::span<const Value> v) { return to_phase(v[0], span); });
    }
    if (!want_scalar(value, span, "a phase")) {
        return {};
    }
    if (!value.unit.plain() && !value.unit.any) {
        error(diag::Kind::UnitMismatch, span, "a phase", describe(number_unit), describe(value.unit));
        return {};
    }
    return signal_value(phase(plain_value(value), span));
}

// What an input or a declared name of this type makes of a value: a plain number takes the unit; another unit is an
// error.
Value Elaborator::to_unit(const Value &given, std::string_view type, Span span, std::string_view what) {
    if (given.is_nothing() || type.empty()) {
        return given;
    }
    const Value value = plain_value(given);
    if (value.is_array()) {
        return broadcast({&value, 1}, span, [&](std::span<const Value> v) { return to_unit(v[0], type, span, what); });
    }
    if (type == "phase") {
        return to_phase(value, span);
    }
    if (!want_scalar(value, span, what)) {
        return {};
    }
    const tactus::Unit *written = find_unit(type);
    if (written == nullptr) {
        error(diag::Kind::UnknownType, span, type);
        return {};
    }
    const Unit unit = unit_of(written->dimension);
    const bool ratio = unit.ratio;
    if (value.unit == unit || value.unit.any || (value.is_number() && value.number == 0.0 && !ratio)) {
        Value same = value;
        same.unit = unit;
        return same;
    }
    if (!value.unit.plain()) {
        error(diag::Kind::UnitMismatch, span, what, describe(unit), describe(value.unit));
        return {};
    }
    if (written->dimension == Dimension::Beats) {
        const Value beat = signal_value(beat_seconds(span), time_unit(1));
        return binary("*", value, beat, span, span, span);
    }
    const double factor = written->multiplier / written->divisor;
    if (ratio) {
        const double base = written->dimension == Dimension::RatioOfTen ? 10.0 : 2.0;
        const Value exponent = binary("*", value, number_value(factor), span, span, span);
        Value made = power(number_value(base), exponent, span, span, span);
        made.unit = ratio_unit;
        return made;
    }
    Value scaled = factor == 1.0 ? value : binary("*", value, number_value(factor), span, span, span);
    scaled.unit = unit;
    return scaled;
}

// The seconds of a beat: changes with the tempo, at ticks.
Elaborator::NodeId Elaborator::beat_seconds(Span span) {
    if (!beat_seconds_.valid()) {
        beat_seconds_ = emit(Op::divide, {builder_.constant(1.0f), emit(Op::tempo, {}, span)}, span);
    }
    return beat_seconds_;
}

// patch / defined name / node name …: the frame's own address and the name of the equation that is being worked out.
std::string Elaborator::address() const {
    const std::string &base = at_.frame->address;
    if (at_.binding == nullptr || at_.binding->frame != at_.frame || at_.binding->name == "self") {
        return base;
    }
    return base.empty() ? at_.binding->name : base + "/" + at_.binding->name;
}

// Equal addresses are numbered in the order of the text: "a", "a#2", …
std::string Elaborator::unique(const std::string &wanted) {
    const std::uint32_t count = ++address_counts_[wanted];
    return count == 1 ? wanted : wanted + "#" + std::to_string(count);
}

} // namespace tactus::elaborate
