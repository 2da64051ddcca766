// What a patch takes from outside: parameters with their ranges and controllers, audio inputs, the tuning.
#include <algorithm>
#include <cmath>

#include "compiler/base/units.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

namespace {

constexpr double default_smooth_seconds = 0.005;

} // namespace

double Elaborator::tuning(Span span) {
    if (Binding *binding = find(at_.frame, "tuning")) {
        const Value value = plain_value(value_of(*binding, span));
        if (value.is_number() && value.number > 0.0) {
            return value.number;
        }
    }
    return 440.0;
}

// What the options of a parameter's line say, shared by all elements of an array of parameters.
struct ParameterOptions {
    graph::Parameter common;
    double low = 0.0, high = 1.0;
    bool ranged = false;
    Span range; // as written
    double smooth_seconds = default_smooth_seconds;
    struct Numbers {
        std::optional<double> first, last;
        Span span;
        // The number of element `index`: all of a range are taken in turn, one alone belongs to the first element.
        [[nodiscard]] std::int32_t of(std::uint32_t index) const {
            const bool reached = first && (index == 0 || (last && *first + index <= *last));
            return reached ? static_cast<std::int32_t>(*first) + static_cast<std::int32_t>(index) : -1;
        }
    } controller, nrpn;
};

// A bound of the range, in the parameter's unit.
std::optional<double> Elaborator::parameter_bound(TreeId id, std::string_view unit) {
    constexpr std::string_view what = "the range of a parameter";
    const Value value = plain_value(to_unit(eval(id), unit, span_of(id), what));
    if (!value.is_number()) {
        if (!value.is_nothing()) {
            error(diag::Kind::NotConstant, span_of(id), what, describe(value));
        }
        return std::nullopt;
    }
    return value.number;
}

// A controller number, perhaps the end of a range that is not there.
std::optional<double> Elaborator::controller_number(TreeId option, std::uint32_t child, std::string_view what,
                                                    double most) {
    const syntax::Tree &t = tree();
    if (child >= t[option].child_count || !t.child(option, child).valid()) {
        return std::nullopt;
    }
    const auto number = eval_number(t.child(option, child), what);
    if (number && (*number < 0.0 || *number > most || *number != std::floor(*number))) {
        error(diag::Kind::ControllerNumber, span_of(t.child(option, child)), what, most);
        return std::nullopt;
    }
    return number;
}

// One option of the line; false after an error.
bool Elaborator::read_parameter_option(TreeId option, const Binding &binding, ParameterOptions &made) {
    const syntax::Tree &t = tree();
    switch (t[option].kind) {
    case Kind::OptionIn: {
        const auto low =
            parameter_bound(t.child(option, 0), find_unit(made.common.unit) != nullptr ? made.common.unit : "");
        const auto high =
            parameter_bound(t.child(option, 1), find_unit(made.common.unit) != nullptr ? made.common.unit : "");
        if (!low || !high) {
            return false;
        }
        if (!(*low < *high)) {
            error(diag::Kind::RangeEmpty, span_of(option), binding.name);
            return false;
        }
        made.low = *low, made.high = *high, made.ranged = true;
        made.range = span_of(option);
        return true;
    }
    case Kind::OptionLog:
        made.common.logarithmic = true;
        return true;
    case Kind::OptionStep:
        made.common.stepped = true;
        return true;
    case Kind::OptionSmooth: {
        const auto seconds = eval_number(t.child(option, 0), "`smooth`", time_unit(1));
        made.smooth_seconds = seconds.value_or(default_smooth_seconds);
        return seconds.has_value();
    }
    case Kind::OptionCc:
        made.controller = {controller_number(option, 0, "`cc`", 127.0), controller_number(option, 1, "`cc`", 127.0),
                           span_of(option)};
        return true;
    case Kind::OptionNrpn:
        made.nrpn = {controller_number(option, 0, "`nrpn`", 16383.0), controller_number(option, 1, "`nrpn`", 16383.0),
                     span_of(option)};
        return true;
    case Kind::OptionOsc:
        made.common.osc = t.text(option);
        return true;
    case Kind::OptionFrom:
        not_yet("from", span_of(option));
        return false;
    default:
        return true;
    }
}

// One parameter per element of the default: `param bars[9] = [8, 6, …]` makes nine.
Value Elaborator::make_parameters(const Value &value, const std::string &name, const Binding &binding,
                                  const ParameterOptions &options, std::uint32_t &index, Span span) {
    if (value.is_array()) {
        std::vector<Value> elements;
        elements.reserve(value.elements().size());
        for (std::size_t i = 0; i < value.elements().size(); ++i) {
            const std::string number = std::to_string(i);
            ParameterOptions element = options; // each has an address of its own: /bars/3
            if (!element.common.osc.empty()) {
                element.common.osc += "/" + number;
            }
            elements.push_back(
                make_parameters(value.elements()[i], name + "[" + number + "]", binding, element, index, span));
            if (elements.back().is_nothing()) {
                return {};
            }
        }
        return array_value(std::move(elements));
    }
    if (!value.is_number()) {
        if (!value.is_nothing()) {
            error(diag::Kind::NotConstant, span, "the value of a parameter", describe(value));
        }
        return {};
    }
    if (options.ranged && !(value.number >= options.low && value.number <= options.high)) {
        error(diag::Kind::DefaultOutside, span, binding.name);
        return {};
    }
    graph::Parameter parameter = options.common;
    parameter.name = name;
    parameter.init = static_cast<float>(value.number);
    if (!options.ranged) {
        parameter.low = std::min(0.0f, parameter.init);
        parameter.high = std::max(1.0f, parameter.init);
    }
    parameter.controller = options.controller.of(index);
    parameter.nrpn = options.nrpn.of(index);
    ++index;
    auto &parameters = builder_.graph.parameters;
    parameters.push_back(std::move(parameter));
    return signal_value(emit(Op::parameter, {}, binding.span, {.a = static_cast<std::uint32_t>(parameters.size() - 1)}),
                        value.unit);
}

// param name[n]: type = default options…
Value Elaborator::compute_parameter(Binding &binding) {
    const syntax::Tree &t = tree();
    const auto children = t.children_of(binding.id);
    const TreeId dimensions = children[0], type = children[1], fallback = children[2];
    Port port;
    port.name = binding.name;
    ParameterOptions options;
    if (type.valid()) {
        port.type = known_type(t, type);
        options.common.unit = port.type;
        for (const TreeId choice : t.children_of(type)) { // alternatives stand in place of a unit: "saw|square"
            port.choices.emplace_back(t.text(choice));
            options.common.unit += (options.common.unit.empty() ? "" : "|") + port.choices.back();
        }
    }
    if (!port.choices.empty()) {
        options.high = static_cast<double>(port.choices.size() - 1);
        options.common.stepped = options.ranged = true;
    }
    for (std::size_t i = 3; i < children.size(); ++i) {
        if (!read_parameter_option(children[i], binding, options)) {
            return {};
        }
    }
    if (options.common.logarithmic && !(options.low > 0.0)) {
        error(diag::Kind::LogRange, options.range.file.valid() ? options.range : binding.span, binding.name);
        return {};
    }
    options.common.low = static_cast<float>(options.low), options.common.high = static_cast<float>(options.high);
    const double ticks = options.smooth_seconds * options_.sample_rate / graph::tick_frames;
    options.common.smooth_ticks =
        options.common.stepped ? 0 : static_cast<std::uint32_t>(std::clamp(std::nearbyint(ticks), 1.0, 1e6));
    if (dimensions.valid()) {
        const auto list = t.children_of(dimensions);
        port.dimensions.assign(list.begin(), list.end());
    }
    Argument given{"", fallback, std::nullopt, span_of(fallback)};
    const Value value = shape_input(port, eval_argument(port, given), span_of(fallback));
    const std::uint64_t count = value.is_array() ? value.compound->leaves : 1;
    for (const ParameterOptions::Numbers &numbers : {options.controller, options.nrpn}) { // a range has one for each
        if (numbers.last && !value.is_nothing() && *numbers.last - *numbers.first + 1.0 != static_cast<double>(count)) {
            error(diag::Kind::ShapeMismatch, numbers.span, count, std::max(*numbers.last - *numbers.first + 1.0, 0.0));
            return {};
        }
    }
    std::uint32_t index = 0;
    return make_parameters(value, binding.name, binding, options, index, span_of(fallback));
}

// input x[2]: channels in the order of the text.
Value Elaborator::compute_input(Binding &binding) {
    const syntax::Tree &t = tree();
    const TreeId dimensions = t.child(binding.id, 0), type = t.child(binding.id, 1);
    std::uint32_t channel = 0;
    std::function<Value(std::size_t)> make = [&](std::size_t level) -> Value {
        if (dimensions.valid() && level < t.children_of(dimensions).size()) {
            const TreeId dimension = t.children_of(dimensions)[level];
            const auto count = dimension.valid() ? eval_count(dimension, "the channels of an input") : std::nullopt;
            std::vector<Value> elements;
            for (std::uint32_t i = 0; count && i < *count && !exhausted_; ++i) {
                elements.push_back(make(level + 1));
            }
            return count ? array_value(std::move(elements)) : Value{};
        }
        auto &ports = builder_.graph.input_ports;
        if (exhausted_) {
            return {};
        }
        if (ports.size() == limits::channels) {
            error(diag::Kind::TooManyChannels, binding.span, limits::channels, "input");
            exhausted_ = true; // the others would only say it again
            return {};
        }
        ports.push_back(graph::Port{binding.name, channel++, {}});
        return signal_value(
            emit(Op::voice_input, {}, binding.span, {.a = static_cast<std::uint32_t>(ports.size() - 1)}));
    };
    return type.valid() ? to_unit(make(0), known_type(t, type), binding.span, "`" + binding.name + "`") : make(0);
}

} // namespace tactus::elaborate
