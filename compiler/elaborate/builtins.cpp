// Built-in names: ops called as functions, sums, folds and constants.
#include "compiler/elaborate/builtins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "compiler/elaborate/elaborator.h"
#include "compiler/math/constant.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

void read_inputs(std::string_view text, Builtin &builtin) {
    while (!text.empty()) {
        const auto end = text.find(' ');
        std::string_view word = text.substr(0, end);
        Port port;
        const bool optional = word.ends_with('=');
        if (optional) {
            word.remove_suffix(1);
        }
        const auto colon = word.find(':');
        port.name = word.substr(0, colon);
        std::string_view type = colon == std::string_view::npos ? std::string_view{} : word.substr(colon + 1);
        if (type.find('|') == std::string_view::npos) {
            port.type = type;
        } else {
            for (auto bar = type.find('|'); !type.empty(); bar = type.find('|')) {
                port.choices.emplace_back(type.substr(0, bar));
                type = bar == std::string_view::npos ? std::string_view{} : type.substr(bar + 1);
            }
        }
        builtin.ports.push_back(std::move(port));
        builtin.optional.push_back(optional);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

namespace {

std::vector<Builtin> make_builtins() {
    std::vector<Builtin> made;
    const auto add = [&](std::string_view name, BuiltinForm form, Op op, std::string_view inputs, UnitRule units,
                         std::string_view meaning, std::string_view range, std::string_view example) {
        Builtin builtin{name, form, op, units, {}, {}, meaning, range, example};
        read_inputs(inputs, builtin);
        made.push_back(std::move(builtin));
    };
#define FUNCTION(name, op, inputs, units, meaning, range, example)                                                     \
    add(#name, BuiltinForm::function, Op::op, inputs, UnitRule::units, meaning, range, example);
#define FORM(name, inputs, meaning, example)                                                                           \
    add(#name, BuiltinForm::form_##name, Op::constant, inputs, UnitRule::plain, meaning, "", example);
#include "compiler/elaborate/builtins.def"
#undef FORM
#undef FUNCTION
    return made;
}

constexpr std::array<std::string_view, 5> constant_names{"pi", "samplerate", "sampletime", "tempo", "beatphase"};

constexpr std::uint64_t steps_of_function = 8; // about what one of the dearer ones takes

double evaluate(Op op, double x, double y) {
    namespace c = math::binary64;
    switch (op) {
    case Op::sine:
        return c::sine(x);
    case Op::cosine:
        return c::cosine(x);
    case Op::tangent:
        return c::tangent(x);
    case Op::arcsine:
        return c::arcsine(x);
    case Op::arccosine:
        return c::arccosine(x);
    case Op::arctangent:
        return c::arctangent(x);
    case Op::arctangent2:
        return c::arctangent2(x, y);
    case Op::hyperbolic_sine:
        return c::hyperbolic_sine(x);
    case Op::hyperbolic_cosine:
        return c::hyperbolic_cosine(x);
    case Op::hyperbolic_tangent:
        return c::hyperbolic_tangent(x);
    case Op::exponential:
        return c::exponential(x);
    case Op::exponential2:
        return c::exponential2(x);
    case Op::logarithm:
        return c::logarithm(x);
    case Op::logarithm2:
        return c::logarithm2(x);
    case Op::logarithm10:
        return c::logarithm10(x);
    case Op::square_root:
        return std::sqrt(x);
    case Op::absolute:
        return std::abs(x);
    case Op::floor:
        return std::floor(x);
    case Op::ceiling:
        return std::ceil(x);
    case Op::round:
        return std::nearbyint(x);
    case Op::truncate:
        return std::trunc(x);
    case Op::negate:
        return -x;
    case Op::minimum:
        return x < y ? x : y;
    case Op::maximum:
        return y < x ? x : y;
    case Op::sine_turn:
        return c::sine(2.0 * std::numbers::pi * (x - std::nearbyint(x)));
    default:
        return c::cosine(2.0 * std::numbers::pi * (x - std::nearbyint(x))); // cosine_turn
    }
}

} // namespace

const std::vector<Builtin> &all_builtins() {
    static const std::vector<Builtin> table = make_builtins();
    return table;
}

const Builtin *find_builtin(std::string_view name) {
    const auto &table = all_builtins();
    const auto it = std::find_if(table.begin(), table.end(), [&](const Builtin &b) { return b.name == name; });
    return it == table.end() ? nullptr : &*it;
}

const std::vector<std::string_view> &builtin_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> made(constant_names.begin(), constant_names.end());
        for (const Builtin &builtin : all_builtins()) {
            made.push_back(builtin.name);
        }
        return made;
    }();
    return names;
}

std::string describe_ports(const std::vector<Port> &ports) {
    std::string made;
    for (const Port &port : ports) {
        made += (made.empty() ? "" : "  ") + port.name;
        for (std::size_t i = 0; i < port.dimensions.size(); ++i) {
            made += "[]";
        }
        made += port.type.empty() ? "" : ":" + port.type;
    }
    return made.empty() ? "nothing" : made;
}

bool has_usual_value(const Port &port) {
    static constexpr std::array<std::string_view, 10> usual{"resonance", "amount", "width", "wet",    "damp",
                                                            "fb",        "depth",  "blend", "detune", "position"};
    const tactus::Unit *unit = find_unit(port.type);
    if (!port.dimensions.empty() || port.type == "Note" || port.type == "node" || port.type == "table") {
        return false;
    }
    return unit != nullptr || !port.choices.empty() || std::find(usual.begin(), usual.end(), port.name) != usual.end();
}

std::string wanted_of(const Port &port) {
    if (port.type == "node") {
        return "the name of a node";
    }
    if (port.type == "table") {
        return "a table or a sample";
    }
    if (port.type == "Note") {
        return "a note";
    }
    if (!port.dimensions.empty()) {
        return "an array";
    }
    return port.name == "trigger" ? "a trigger, 1 on one sample, as `metro(500ms)` gives" : "a number or a signal";
}

std::string sample_value(const Port &port) {
    const tactus::Unit *unit = find_unit(port.type);
    if (unit == nullptr) {
        return port.type == "Note"    ? "note"
               : port.type == "node"  ? "sine"
               : port.choices.empty() ? "0.3"
                                      : port.choices[0];
    }
    switch (unit->dimension) {
    case Dimension::Frequency:
        return port.name == "rate" ? "2Hz" : port.name == "freq" ? "440Hz" : "1kHz";
    case Dimension::Time:
        return "10ms";
    case Dimension::Beats:
        return "1/4 beat";
    case Dimension::RatioOfTen:
        return "-6dB";
    case Dimension::RatioOfTwo:
        return "7st";
    case Dimension::Plain:
        break;
    }
    return "0.3";
}

std::optional<Value> Elaborator::constant_name(std::string_view name, Span span) {
    if (name == "pi") {
        return number_value(std::numbers::pi);
    }
    if (name == "samplerate") {
        return number_value(sample_rate(), time_unit(-1));
    }
    if (name == "sampletime") {
        return number_value(1.0 / sample_rate(), time_unit(1));
    }
    if (name == "tempo") {
        return signal_value(emit(Op::tempo, {}, span), time_unit(-1));
    }
    if (name == "beatphase") {
        return signal_value(emit(Op::beat_phase, {}, span));
    }
    return std::nullopt;
}

Value Elaborator::call_builtin(const Builtin &builtin, std::vector<Argument> arguments, Span span, Span name_span,
                               bool handed_in) {
    std::vector<Argument *> assigned;
    if (!assign(builtin.ports, builtin.name, arguments, assigned, name_span, true)) {
        return {};
    }
    for (std::size_t i = 0; i < builtin.ports.size(); ++i) {
        if (assigned[i] == nullptr && !builtin.optional[i]) {
            error(diag::Kind::MissingInput, name_span, builtin.name, builtin.ports[i].name).primary_label =
                "wants  " + describe_ports(builtin.ports);
            return {};
        }
    }
    if (are_exchanged(builtin.ports, assigned)) {
        return {};
    }
    switch (builtin.form) { // forms that look at their arguments as written
    case BuiltinForm::form_poly:
        return builtin_poly(assigned, span);
    case BuiltinForm::form_notes:
        return builtin_notes(assigned, span);
    default:
        break;
    }
    std::vector<Value> values(assigned.size());
    std::vector<Span> spans(assigned.size(), span);
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        if (assigned[i] == nullptr) {
            continue;
        }
        Argument &a = *assigned[i];
        spans[i] = a.span;
        if (!builtin.ports[i].choices.empty()) {
            values[i] = eval_argument(builtin.ports[i], a);
        } else if (builtin.ports[i].type == "node") {
            values[i] = a.value ? *a.value : eval_node(a.expression);
        } else {
            values[i] = plain_value(
                a.value ? *a.value
                        : eval(a.expression, builtin.units == UnitRule::turn ? Want::Phase : Want::Anything));
        }
        if (values[i].is_nothing()) {
            return {};
        }
    }
    switch (builtin.form) {
    case BuiltinForm::function:
        return apply_function(builtin, values, spans, span);
    case BuiltinForm::form_sum:
        return builtin_sum(values[0], span, spans[0]);
    case BuiltinForm::form_fold:
        return builtin_fold(values[0], values[1], values[2], span, spans);
    case BuiltinForm::form_convolve:
        return builtin_convolve(values, spans, span);
    case BuiltinForm::form_fft:
    case BuiltinForm::form_ifft:
        return builtin_fft(values, spans, builtin.form == BuiltinForm::form_ifft, span);
    case BuiltinForm::form_blockposition:
        return builtin_blockposition(values, spans, span);
    case BuiltinForm::form_substeps:
        return builtin_substeps(values[0], values[1], span, spans);
    case BuiltinForm::form_oversample:
        return builtin_oversample(values, span, spans, handed_in);
    case BuiltinForm::form_read: {
        const auto between = values[3].is_nothing() ? 1.0 : constant_number(values[3], spans[3], "`interp:`");
        return between ? builtin_read(values[0], values[1], values[2], static_cast<Between>(*between), span, spans)
                       : Value{};
    }
    case BuiltinForm::form_random:
        return signal_value(emit_memory(Op::random, {}, span, "random"));
    case BuiltinForm::form_randomstart:
        return signal_value(emit_at(Op::random_start, {}, span, {}, true, "randomstart"));
    case BuiltinForm::form_Note:
        return builtin_note(values, span, spans);
    case BuiltinForm::form_length:
        if (values[0].form == Form::Table) {
            return number_value(values[0].compound->length);
        }
        if (!values[0].is_array()) {
            error(diag::Kind::NotAnArray, spans[0], describe(values[0]));
            return {};
        }
        return number_value(static_cast<double>(values[0].elements().size()));
    default:
        return {};
    }
}

Value Elaborator::apply_function(const Builtin &builtin, std::span<const Value> values, std::span<const Span> spans,
                                 Span span) {
    if (std::any_of(values.begin(), values.end(), [](const Value &v) { return v.is_array(); })) {
        return broadcast(values, span,
                         [&](std::span<const Value> v) { return apply_function(builtin, v, spans, span); });
    }
    const std::string what = "`" + std::string(builtin.name) + "`";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!want_scalar(values[i], spans[i], what)) {
            return {};
        }
        const bool plain = builtin.units == UnitRule::plain || builtin.units == UnitRule::turn;
        if (plain && values[i].unit.time != 0) {
            auto &diagnostic =
                error(diag::Kind::UnitMismatch, spans[i], what, describe(number_unit), describe(values[i].unit));
            if (builtin.name == "sin" && values[i].unit.time == -1 && text_of(span).starts_with("sin(")) {
                diagnostic.helps.push_back({"an oscillator of this frequency is `sine`",
                                            diag::Edit{{span.file, span.begin, span.begin + 3}, "sine"}});
            }
            return {};
        }
    }
    Unit unit;
    if (builtin.units == UnitRule::same) {
        unit = values[0].unit;
    } else if (builtin.units == UnitRule::join) {
        const auto joined = join_units(values[0], values[1], what, span, spans[0], spans[1]);
        if (!joined) {
            return {};
        }
        unit = *joined;
    } else if (builtin.units == UnitRule::root) {
        unit = values[0].unit;
        if (unit.time % 2 != 0) {
            error(diag::Kind::UnitMismatch, spans[0], what, describe(number_unit), describe(unit));
            return {};
        }
        unit.time = static_cast<std::int8_t>(unit.time / 2);
    }
    const bool two = values.size() == 2;
    if (std::all_of(values.begin(), values.end(), [](const Value &v) { return v.is_number(); })) {
        if (!check_steps(steps_of_function, span)) {
            return {};
        }
        return number_value(evaluate(builtin.op, values[0].number, two ? values[1].number : 0.0), unit);
    }
    const NodeId x = builtin.units == UnitRule::turn ? phase(values[0], spans[0]) : real(values[0], spans[0]);
    return signal_value(two ? emit(builtin.op, {x, real(values[1], spans[1])}, span) : emit(builtin.op, {x}, span),
                        unit);
}

// The sum of an array; of nested arrays, element by element over the outermost.
Value Elaborator::builtin_sum(const Value &value, Span span, Span list_span) {
    if (!value.is_array()) {
        if (value.is_scalar()) { // one signal is an array of one
            return value;
        }
        error(diag::Kind::NotAnArray, list_span, describe(value));
        return {};
    }
    const auto &elements = value.elements();
    if (elements.empty()) {
        return number_value(0.0);
    }
    if (elements[0].is_array()) {
        return broadcast(elements, span, [&](std::span<const Value> v) {
            return builtin_sum(array_value({v.begin(), v.end()}), span, list_span);
        });
    }
    Value total = elements[0];
    bool numbers = true;
    for (const Value &element : elements) {
        if (!want_scalar(element, list_span, "`sum`")) {
            return {};
        }
        numbers = numbers && plain_value(element).is_number();
    }
    for (std::size_t i = 1; i < elements.size(); ++i) {
        const auto unit = join_units(total, elements[i], "`sum`", span, span, span, true);
        if (!unit) {
            return {};
        }
        total.unit = *unit;
        total.number += elements[i].number;
    }
    if (numbers) {
        return total;
    }
    std::vector<NodeId> terms;
    for (const Value &element : elements) {
        terms.push_back(real(element, span));
    }
    return signal_value(terms.size() == 1 ? terms[0] : emit_at(Op::sum, terms, span, {}, false, {}), total.unit);
}

// f(… f(f(x, a[0]), a[1]) …): each call its own instance.
Value Elaborator::builtin_fold(const Value &list, Value start, const Value &node, Span span,
                               std::span<const Span> places) {
    if (!list.is_array()) {
        error(diag::Kind::NotAnArray, places[0], describe(list));
        return {};
    }
    if (!want_node(node, places[2], "f")) {
        return {};
    }
    for (std::size_t i = 0; i < list.elements().size(); ++i) {
        const Repetition repetition(*this, list.elements().size(), i);
        std::vector<Argument> arguments{{"", {}, start, span}, {"", {}, list.elements()[i], span}};
        start = call_value(node, std::move(arguments), span, node_place(node, span));
        if (start.is_nothing()) {
            return {};
        }
    }
    return start;
}

} // namespace tactus::elaborate
