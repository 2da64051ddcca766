// Operators on numbers, signals and arrays. Units are checked here: adding needs one unit, multiplying adds exponents
// of time, ratios multiply. Numbers are computed in 64 bits with the project's own functions; a signal operand makes a
// graph node.
#include <cmath>

#include "compiler/elaborate/elaborator.h"
#include "compiler/math/constant.h"

namespace tactus::elaborate {

using graph::Op;
using graph::Type;

// A record with a first output that stands for the whole is that output wherever a value is wanted.
Value Elaborator::plain_value(const Value &value) {
    return value.form == Form::Record && value.compound->primary ? value.elements()[0] : value;
}

bool Elaborator::want_scalar(const Value &given, Span span, std::string_view what) {
    const Value value = plain_value(given);
    if (value.is_scalar()) {
        return true;
    }
    if (!value.is_nothing()) {
        const bool node = value.form == Form::Node;
        const std::string text = text_of(span);
        const bool by_itself =
            node && text == (value.compound->definition ? value.compound->definition->name : value.compound->builtin);
        if (node && !by_itself &&
            !unknown_.emplace("the node " + text).second) { // a name for it, said where first used
            ++silent_;
            return false;
        }
        auto &diagnostic = error(diag::Kind::NotASignal, span, what, describe(value));
        if (value.form == Form::Record) {
            std::string names;
            for (const auto &name : value.compound->names) {
                names += (names.empty() ? "`." : ", `.") + name + "`";
            }
            diagnostic.helps.push_back({"select one output: " + names, std::nullopt});
        } else if (value.form == Form::Node) {
            mender_.uncalled(diagnostic, value, span);
        } else if (value.form == Form::Note) {
            diagnostic.helps.push_back({"of a note take `.freq`, `.gate`, `.velocity` …", std::nullopt});
        } else if (value.form == Form::Table) {
            const bool sample = value.compound->channels > 0;
            diagnostic.helps.push_back({(sample                           ? "a sample"
                                         : value.compound->buffer.valid() ? "a buffer"
                                                                          : "a table") +
                                            (" is read: `read(" + text_of(span)) +
                                            (sample                           ? ", time)`"
                                             : value.compound->buffer.valid() ? ", i)`"
                                                                              : ", phasor(440Hz))`"),
                                        std::nullopt});
        } else if (value.form == Form::Notes) {
            diagnostic.helps.push_back({"notes become sound in voices: `poly(8, voice)`", std::nullopt});
        }
    }
    return false;
}

// Calls `each` once per element: arrays go side by side from the outside, what is no array goes to every element.
Value Elaborator::broadcast(std::span<const Value> operands, Span span,
                            const std::function<Value(std::span<const Value>)> &each) {
    std::optional<std::size_t> length;
    for (const Value &v : operands) {
        if (!v.is_array()) {
            continue;
        }
        if (length && *length != v.elements().size()) {
            error(diag::Kind::ShapeMismatch, span, *length, v.elements().size());
            return {};
        }
        length = v.elements().size();
    }
    if (!check_entries(*length, span)) {
        return {};
    }
    std::vector<Value> made, row(operands.begin(), operands.end());
    for (std::size_t i = 0; i < *length; ++i) {
        const Repetition repetition(*this, *length, i);
        for (std::size_t k = 0; k < operands.size(); ++k) {
            row[k] = operands[k].is_array() ? operands[k].elements()[i] : operands[k];
        }
        made.push_back(each(row));
        if (exhausted_) {
            return {};
        }
    }
    return array_value(std::move(made));
}

// The one unit of both sides of `+ - < > == min max if`; zero has every unit.
std::optional<Unit> Elaborator::join_units(const Value &a, const Value &b, std::string_view what, Span span,
                                           Span a_span, Span b_span, bool adding) {
    if (adding && (a.unit.ratio || b.unit.ratio)) {
        auto &diagnostic = error(diag::Kind::RatioAdded, span, what);
        diagnostic.labels.push_back({a_span, describe(a.unit)});
        diagnostic.labels.push_back({b_span, describe(b.unit)});
        mender_.ratio(diagnostic, a, b, what, span, a_span, b_span);
        return std::nullopt;
    }
    if (a.unit.any || (a.is_number() && a.number == 0.0 && a.unit.plain())) {
        return b.unit;
    }
    if (b.unit.any || (b.is_number() && b.number == 0.0 && b.unit.plain())) {
        return a.unit;
    }
    if (a.unit.time == b.unit.time) {
        return Unit{a.unit.time, a.unit.ratio && b.unit.ratio, false};
    }
    auto &diagnostic = error(diag::Kind::UnitsDiffer, span, what, describe(a.unit), describe(b.unit));
    diagnostic.labels.push_back({a_span, describe(a.unit)});
    diagnostic.labels.push_back({b_span, describe(b.unit)});
    const Unit wanted = a.unit.plain() ? b.unit : a.unit;
    const Span bare = a.unit.plain() ? a_span : b_span;
    if ((a.unit.plain() || b.unit.plain()) && (a.unit.plain() ? a : b).is_number() &&
        (wanted.time == 1 || wanted.time == -1)) {
        const std::string mended = text_of(bare) + (wanted.time == 1 ? "s" : "Hz");
        diagnostic.helps.push_back({"write the unit: `" + mended + "`", diag::Edit{bare, mended}});
    }
    return std::nullopt;
}

Value Elaborator::binary(std::string_view op, const Value &given_a, const Value &given_b, Span span, Span a_span,
                         Span b_span, Want want) {
    const Value a = plain_value(given_a), b = plain_value(given_b);
    if (a.is_nothing() || b.is_nothing()) {
        return {};
    }
    if (a.is_array() && b.is_array() && a.elements().size() != b.elements().size()) {
        auto &diagnostic = error(diag::Kind::ShapeMismatch, span, a.elements().size(), b.elements().size());
        diagnostic.labels = {{a_span, describe(a)}, {b_span, describe(b)}};
        return {};
    }
    if (a.is_array() || b.is_array()) {
        const Value operands[] = {a, b};
        return broadcast(operands, span,
                         [&](std::span<const Value> v) { return binary(op, v[0], v[1], span, a_span, b_span, want); });
    }
    const std::string what = "`" + std::string(op) + "`";
    if (!want_scalar(a, a_span, what) || !want_scalar(b, b_span, what)) {
        return {};
    }
    if (op == "and" || op == "or") {
        return logic(op, a, b, span);
    }
    if (op == "^") {
        return power(a, b, span, a_span, b_span);
    }
    if (op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=") {
        return compare(op, a, b, span, a_span, b_span);
    }
    return binary_scalar(op, a, b, span, a_span, b_span, want);
}

Value Elaborator::binary_scalar(std::string_view op, const Value &a, const Value &b, Span span, Span a_span,
                                Span b_span, Want want) {
    Unit unit;
    if (op == "+" || op == "-" || op == "mod") {
        const auto joined = join_units(a, b, "`" + std::string(op) + "`", span, a_span, b_span, true);
        if (!joined) {
            return {};
        }
        unit = *joined;
    } else {
        unit.any = a.unit.any || b.unit.any;
        const int time = op == "*" ? a.unit.time + b.unit.time : a.unit.time - b.unit.time;
        unit.time = static_cast<std::int8_t>(unit.any ? 0 : std::min(100, std::max(-100, time)));
        unit.ratio = op == "*" && a.unit.ratio && b.unit.ratio;
    }
    if (want == Want::Phase && (op == "+" || op == "-")) {
        return signal_value(
            emit(op == "+" ? Op::phase_add : Op::phase_subtract, {phase(a, a_span), phase(b, b_span)}, span));
    }
    if (a.is_number() && b.is_number()) {
        const double x = a.number, y = b.number;
        const double made = op == "+"   ? x + y
                            : op == "-" ? x - y
                            : op == "*" ? x * y
                            : op == "/" ? x / y
                                        : x - std::floor(x / y) * y;
        return number_value(made, unit);
    }
    const Op node = op == "+"   ? Op::add
                    : op == "-" ? Op::subtract
                    : op == "*" ? Op::multiply
                    : op == "/" ? Op::divide
                                : Op::modulo;
    return signal_value(emit(node, {real(a, a_span), real(b, b_span)}, span), unit);
}

// Small whole exponents are multiplications, a constant base is 2^(x log2 base), all else is the op.
Value Elaborator::power(const Value &a, const Value &b, Span span, Span a_span, Span b_span) {
    if (!b.unit.plain() && !b.unit.any) {
        error(diag::Kind::UnitMismatch, b_span, "the exponent of `^`", describe(number_unit), describe(b.unit));
        return {};
    }
    Unit unit = a.unit;
    if (a.unit.time != 0) {
        if (!b.is_number() || b.number != std::nearbyint(b.number) || std::abs(b.number * a.unit.time) > 100) {
            error(diag::Kind::UnitMismatch, a_span, "`^` with an exponent that is not a whole constant",
                  describe(number_unit), describe(a.unit));
            return {};
        }
        unit = time_unit(static_cast<int>(b.number) * a.unit.time);
    }
    if (a.is_number() && b.is_number()) {
        return number_value(math::binary64::power(a.number, b.number), unit);
    }
    if (b.is_number() && (b.number == 1.0 || b.number == 2.0 || b.number == 3.0 || b.number == 4.0)) {
        const NodeId x = real(a, a_span);
        NodeId made = x;
        if (b.number == 3.0) {
            made = emit(Op::multiply, {emit(Op::multiply, {x, x}, span), x}, span);
        } else if (b.number >= 2.0) {
            made = emit(Op::multiply, {x, x}, span);
            made = b.number == 4.0 ? emit(Op::multiply, {made, made}, span) : made;
        }
        return signal_value(made, unit);
    }
    if (b.is_number() && b.number == 0.5 && a.unit.time == 0) {
        return signal_value(emit(Op::square_root, {real(a, a_span)}, span), unit);
    }
    if (a.is_number() && a.number > 0.0) {
        const double scale = math::binary64::logarithm2(a.number);
        const NodeId exponent =
            scale == 1.0 ? real(b, b_span)
                         : emit(Op::multiply, {real(b, b_span), builder_.constant(static_cast<float>(scale))}, span);
        return signal_value(emit(Op::exponential2, {exponent}, span), unit);
    }
    return signal_value(emit(Op::power, {real(a, a_span), real(b, b_span)}, span), unit);
}

Value Elaborator::compare(std::string_view op, const Value &a, const Value &b, Span span, Span a_span, Span b_span) {
    if (!join_units(a, b, "`" + std::string(op) + "`", span, a_span, b_span)) {
        return {};
    }
    if (a.is_number() && b.is_number()) {
        const double x = a.number, y = b.number;
        const bool made = op == "<"    ? x < y
                          : op == "<=" ? x <= y
                          : op == ">"  ? x > y
                          : op == ">=" ? x >= y
                          : op == "==" ? x == y
                                       : x < y || x > y;
        return number_value(made ? 1.0 : 0.0);
    }
    const Op node = op == "<"    ? Op::less
                    : op == "<=" ? Op::less_equal
                    : op == ">"  ? Op::greater
                    : op == ">=" ? Op::greater_equal
                    : op == "==" ? Op::equal
                                 : Op::not_equal;
    return signal_value(emit(node, {real(a, a_span), real(b, b_span)}, span));
}

Value Elaborator::logic(std::string_view op, const Value &a, const Value &b, Span span) {
    const auto truth = [](const Value &v) { return v.number < 0.0 || v.number > 0.0; };
    if (a.is_number() && b.is_number()) {
        return number_value((op == "and" ? truth(a) && truth(b) : truth(a) || truth(b)) ? 1.0 : 0.0);
    }
    return signal_value(
        emit(op == "and" ? Op::logical_and : Op::logical_or, {boolean(a, span), boolean(b, span)}, span));
}

Value Elaborator::negate(const Value &given, Span span, Want want) {
    Value a = plain_value(given);
    if (a.is_nothing()) {
        return a;
    }
    if (a.is_array()) {
        return broadcast({&a, 1}, span, [&](std::span<const Value> v) { return negate(v[0], span, want); });
    }
    if (!want_scalar(a, span, "`-`")) {
        return {};
    }
    if (a.is_number()) {
        return number_value(-a.number, a.unit);
    }
    if (want == Want::Phase) {
        return signal_value(emit(Op::phase_negate, {phase(a, span)}, span));
    }
    return signal_value(emit(Op::negate, {real(a, span)}, span), a.unit);
}

Value Elaborator::logical_not(const Value &given, Span span) {
    Value a = plain_value(given);
    if (a.is_nothing()) {
        return a;
    }
    if (a.is_array()) {
        return broadcast({&a, 1}, span, [&](std::span<const Value> v) { return logical_not(v[0], span); });
    }
    if (!want_scalar(a, span, "`not`")) {
        return {};
    }
    if (a.is_number()) {
        return number_value(a.number < 0.0 || a.number > 0.0 ? 0.0 : 1.0);
    }
    return signal_value(emit(Op::logical_not, {boolean(a, span)}, span));
}

// `if` with a condition that is a signal: both sides are computed, one is taken; phases stay phases when both are.
Value Elaborator::choose(const Value &given_condition, const Value &given_a, const Value &given_b, Span span,
                         Span a_span, Span b_span) {
    const Value condition = plain_value(given_condition), a = plain_value(given_a), b = plain_value(given_b);
    if (condition.is_nothing() || a.is_nothing() || b.is_nothing()) {
        return {};
    }
    if (condition.is_array() || a.is_array() || b.is_array()) {
        const Value operands[] = {condition, a, b};
        return broadcast(operands, span,
                         [&](std::span<const Value> v) { return choose(v[0], v[1], v[2], span, a_span, b_span); });
    }
    if (!want_scalar(condition, span, "a condition") || !want_scalar(a, a_span, "`if`") ||
        !want_scalar(b, b_span, "`if`")) {
        return {};
    }
    const auto unit = join_units(a, b, "`if`", span, a_span, b_span);
    if (!unit) {
        return {};
    }
    if (condition.is_number()) {
        Value taken = condition.number < 0.0 || condition.number > 0.0 ? a : b;
        taken.unit = *unit;
        return taken;
    }
    const Type type = type_of(a) == type_of(b) ? type_of(a) : Type::Real;
    const auto side = [&](const Value &v, Span s) {
        return type == Type::Phase ? phase(v, s) : type == Type::Boolean ? boolean(v, s) : real(v, s);
    };
    return signal_value(emit(Op::select, {boolean(condition, span), side(a, a_span), side(b, b_span)}, span), *unit);
}

} // namespace tactus::elaborate
