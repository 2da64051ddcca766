// What a patch takes from outside: parameters with their ranges and controllers, audio inputs, the tuning.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compiler/base/units.h"
#include "compiler/elaborate/controllers.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

namespace {

constexpr double default_smooth_seconds = 0.005;

bool all_numbers(const Value &value) {
    return value.is_array() ? std::all_of(value.elements().begin(), value.elements().end(), all_numbers)
                            : value.is_number();
}

} // namespace

double Elaborator::tuning(Span span) {
    Binding *binding = find(at_.frame, "tuning");
    if (binding == nullptr) {
        return 440.0;
    }
    const Value value = plain_value(value_of(*binding, span));
    const bool frequency = value.unit.time == -1 || value.unit.plain();
    if (value.is_number() && value.number > 0.0 && frequency) {
        return value.number;
    }
    if (value.is_number() && !frequency) {
        error(diag::Kind::UnitMismatch, binding->span, "`tuning`", describe(time_unit(-1)), describe(value.unit));
    } else if (!value.is_nothing()) {
        error(diag::Kind::NotConstant, binding->span, "`tuning`", value.is_number() ? "not above 0" : describe(value));
    }
    binding->value = number_value(440.0, time_unit(-1)); // said once
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
        // The number of element `index`: all of a range are taken in turn, one alone belongs to the first element.
        [[nodiscard]] std::int32_t of(std::uint32_t index) const {
            return first ? static_cast<std::int32_t>(*first) + static_cast<std::int32_t>(index) : -1;
        }
        [[nodiscard]] double count() const { return first ? last.value_or(*first) - *first + 1.0 : 0.0; }
        Span span;
    } controller, nrpn;
    const Control *control = nullptr; // of a controller file; from element `first` on, `count` of them
    std::uint32_t first = 0, count = 0;
    Span control_span;
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
        const bool takes_unit = find_unit(made.common.unit) != nullptr && !count_beats_;
        const std::string unit = takes_unit ? made.common.unit : "";
        const auto low = parameter_bound(t.child(option, 0), unit);
        const auto high = low ? parameter_bound(t.child(option, 1), unit) : std::nullopt;
        if (!high) {
            return false;
        }
        if (!(*low < *high)) {
            auto &diagnostic = error(diag::Kind::RangeEmpty, span_of(option), binding.name);
            if (*low > *high) {
                const Span first = span_of(t.child(option, 0)), last = span_of(t.child(option, 1));
                const std::string mended = text_of(last) + ".." + text_of(first);
                diagnostic.helps.push_back({"write `" + mended + "`", diag::Edit{cover(first, last), mended}});
            }
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
        if (!is_osc_address(made.common.osc)) {
            mender_.address(error(diag::Kind::OscAddress, span_of(option)));
            return false;
        }
        return true;
    case Kind::OptionToggle:
        made.common.toggle = true;
        return true;
    case Kind::OptionArg: {
        const auto argument = eval_count(t.child(option, 0), "`arg`");
        made.common.osc_argument = argument.value_or(1);
        return argument.has_value();
    }
    case Kind::OptionFrom: {
        const auto range = followed_controls(t.child(option, 0));
        if (range) {
            made.control = range->control, made.first = range->first, made.count = range->count;
            made.control_span = span_of(option);
        }
        return range.has_value();
    }
    default:
        return true;
    }
}

// The nearer end of the range takes the place of what lies outside.
void Elaborator::mend_outside(diag::Diagnostic &diagnostic, Span range, bool below) const {
    const auto bounds = text_of(range);
    const auto dots = bounds.find("..");
    if (bounds.starts_with("in ") && dots != std::string::npos) {
        const std::string nearest = below ? bounds.substr(3, dots - 3) : bounds.substr(dots + 2);
        diagnostic.helps.push_back({"the nearest inside is `" + nearest + "`", diag::Edit{diagnostic.span, nearest}});
    }
}

// What a parameter is given from outside is of the unit of its own value and, where it is a number, in its range. Its
// line is read in the frame at hand.
bool Elaborator::fits_parameter(TreeId parameter, const Value &value, Span span) {
    const syntax::Tree &t = tree();
    const auto children = t.children_of(parameter);
    const std::string name{t.text(parameter)};
    const auto first_of = [](const Value &v) {
        const Value *leaf = &v;
        while (leaf->is_array() && !leaf->elements().empty()) {
            leaf = &leaf->elements()[0];
        }
        return *leaf;
    };
    const TreeId type = children[1];
    if (value.is_nothing() || (type.valid() && t[type].child_count > 0)) {
        return true; // of a choice only its words are taken
    }
    const Value given = first_of(plain_value(value));
    const Value own = type.valid() ? given : first_of(plain_value(eval(children[2])));
    if (own.is_scalar() && given.is_scalar() && own.unit.time != given.unit.time && !given.unit.any && !own.unit.any) {
        error(diag::Kind::UnitMismatch, span, "`" + name + "`", describe(own.unit), describe(given.unit))
            .labels.push_back({span_of(children[2]), "its own value"});
        return false;
    }
    const auto range = std::find_if(children.begin() + 3, children.end(),
                                    [&](TreeId option) { return t[option].kind == Kind::OptionIn; });
    if (range == children.end() || !given.is_number()) {
        return true;
    }
    const std::string unit = type.valid() ? known_type(t, type) : "";
    const auto low = parameter_bound(t.child(*range, 0), unit), high = parameter_bound(t.child(*range, 1), unit);
    if (!low || !high || (given.number >= *low && given.number <= *high)) {
        return low && high;
    }
    mend_outside(error(diag::Kind::DefaultOutside, span, name), span_of(*range), given.number < *low);
    return false;
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
            elements.push_back(make_parameters(value.elements()[i], fmt::format("{}[{}]", name, number), binding,
                                               element, index, span));
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
        mend_outside(error(diag::Kind::DefaultOutside, span, binding.name), options.range, value.number < options.low);
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
    if (index < options.count) {
        options.control->drive(parameter, options.first + index);
    }
    ++index;
    auto &parameters = builder_.graph.parameters;
    parameters.push_back(std::move(parameter));
    return signal_value(emit(Op::parameter, {}, binding.span, {.a = static_cast<std::uint32_t>(parameters.size() - 1)}),
                        value.unit);
}

// Each option stands once, and a parameter that steps is not smoothed.
bool Elaborator::options_agree(std::span<const TreeId> options) {
    const syntax::Tree &t = tree();
    const auto excludes = [&](Kind a, Kind b) {
        return a == b || (a == Kind::OptionStep && b == Kind::OptionSmooth) ||
               (a == Kind::OptionSmooth && b == Kind::OptionStep);
    };
    for (std::size_t i = 0; i < options.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (excludes(t[options[k]].kind, t[options[i]].kind)) {
                error(diag::Kind::OptionConflict, span_of(options[i]), "`" + text_of(span_of(options[i])) + "`",
                      "`" + text_of(span_of(options[k])) + "`")
                    .labels.push_back({span_of(options[k]), "the first"});
                return false;
            }
        }
    }
    return true;
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
    const bool in_beats = port.type == "beat";
    count_beats_ = in_beats;
    bool read = options_agree(children.subspan(3));
    for (std::size_t i = 3; i < children.size() && read; ++i) {
        read = read_parameter_option(children[i], binding, options);
    }
    count_beats_ = false;
    if (!read) {
        return {};
    }
    if (options.common.logarithmic && !(options.low > 0.0)) {
        auto &diagnostic =
            error(diag::Kind::LogRange, options.range.file.valid() ? options.range : binding.span, binding.name);
        if (const std::string range = text_of(diagnostic.span); range.starts_with("in 0Hz..")) {
            diagnostic.helps.push_back(
                {"begin where hearing does: `20Hz`", diag::Edit{diagnostic.span, "in 20Hz" + range.substr(6)}});
        }
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
    if (options.control != nullptr && (options.controller.first || options.nrpn.first || !options.common.osc.empty())) {
        error(diag::Kind::ControllerTwice, options.control_span, binding.name);
        return {};
    }
    const std::string type_name = std::exchange(port.type, in_beats ? "" : port.type);
    count_beats_ = in_beats;
    Argument given{"", fallback, std::nullopt, span_of(fallback)};
    Span span = span_of(fallback);
    std::optional<Value> value = wire_value(binding, port);
    if (value) {
        count_beats_ = false;
        const syntax::Tree &rack = *binding.wire->frame->tree;
        if (!in_beats && !fits_parameter(binding.id, *value, rack[rack.child(binding.wire->id, 1)].span)) {
            return {};
        }
        count_beats_ = in_beats;
    }
    if (value && !all_numbers(*value)) {
        count_beats_ = false;
        return *value; // a signal of the rack: no control any more
    }
    if (value) {
        span = (*binding.wire->frame->tree)[binding.wire->frame->tree->child(binding.wire->id, 1)].span;
    } else {
        value = shape_input(port, eval_argument(port, given), span);
    }
    count_beats_ = false;
    std::uint32_t index = 0;
    const Value made =
        make_parameters(*value, slot_prefix(*binding.frame) + binding.name, binding, options, index, span);
    if (options.control != nullptr && !made.is_nothing() && options.count != index) {
        error(diag::Kind::BindingCount, options.control_span, options.count, index);
        return {};
    }
    for (const auto &numbers : {options.controller, options.nrpn}) {
        if (numbers.first && !made.is_nothing() && numbers.count() != index) {
            auto &diagnostic = error(diag::Kind::BindingCount, numbers.span, numbers.count(), index);
            if (numbers.count() == 1 && *numbers.first + index - 1 <= 127) {
                const std::string last = std::to_string(static_cast<std::uint32_t>(*numbers.first) + index - 1);
                diagnostic.helps.push_back(
                    {"one for each: `" + text_of(numbers.span) + ".." + last + "`",
                     diag::Edit{{numbers.span.file, numbers.span.end, numbers.span.end}, ".." + last}});
            }
            return {};
        }
    }
    return in_beats ? to_unit(made, type_name, span, "`" + binding.name + "`") : made;
}

// input x[2]: channels in the order of the text.
Value Elaborator::compute_input(Binding &binding) {
    const syntax::Tree &t = tree();
    const TreeId dimensions = t.child(binding.id, 0), type = t.child(binding.id, 1);
    if (binding.wire != nullptr) {
        Port port;
        port.name = binding.name;
        port.type = type.valid() ? known_type(t, type) : "";
        if (dimensions.valid()) {
            const auto list = t.children_of(dimensions);
            port.dimensions.assign(list.begin(), list.end());
        }
        return *wire_value(binding, port);
    }
    const std::string name = slot_prefix(*binding.frame) + binding.name;
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
        ports.push_back(graph::Port{name, channel++, {}});
        return signal_value(
            emit(Op::voice_input, {}, binding.span, {.a = static_cast<std::uint32_t>(ports.size() - 1)}));
    };
    return type.valid() ? to_unit(make(0), known_type(t, type), binding.span, "`" + binding.name + "`") : make(0);
}

} // namespace tactus::elaborate
