// What a patch takes from outside: parameters with their ranges and controllers, audio inputs, the tuning.
#include <algorithm>
#include <cmath>

#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::TreeId;
using syntax::Kind;

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

// param name[n]: type = default options…
Value Elaborator::compute_parameter(Binding &binding) {
    const syntax::Tree &t = tree();
    const auto children = t.children_of(binding.id);
    const TreeId type = children[1];
    const std::string unit = type.valid() ? known_type(t, type) : std::string{};
    std::vector<std::string> choices;
    if (type.valid()) {
        for (const TreeId choice : t.children_of(type)) {
            choices.emplace_back(t.text(choice));
        }
    }
    graph::Parameter common;
    common.unit = unit;
    for (const auto &choice : choices) { // in place of a unit: "saw|square"
        common.unit += (common.unit.empty() ? "" : "|") + choice;
    }
    double low = 0.0, high = choices.empty() ? 1.0 : static_cast<double>(choices.size() - 1);
    common.stepped = !choices.empty();
    double smooth = default_smooth_seconds;
    bool ranged = !choices.empty();
    Span range_span = binding.span;
    std::optional<double> controller, controller_last, nrpn, nrpn_last;
    for (std::size_t i = 3; i < children.size(); ++i) {
        const TreeId option = children[i];
        const Span span = span_of(option);
        const auto number = [&](std::uint32_t k, std::string_view what) -> std::optional<double> {
            const Value value = plain_value(to_unit(eval(t.child(option, k)), unit, span_of(t.child(option, k)), what));
            if (!value.is_number()) {
                if (!value.is_nothing()) {
                    error(diag::Kind::NotConstant, span_of(t.child(option, k)), what, describe(value));
                }
                return std::nullopt;
            }
            return value.number;
        };
        const auto plain = [&](std::uint32_t k, std::string_view what, double most) -> std::optional<double> {
            if (k >= t[option].child_count || !t.child(option, k).valid()) {
                return std::nullopt;
            }
            const auto n = eval_number(t.child(option, k), what);
            if (n && (*n < 0.0 || *n > most || *n != std::floor(*n))) {
                error(diag::Kind::ControllerNumber, span_of(t.child(option, k)), what, most);
                return std::nullopt;
            }
            return n;
        };
        switch (t[option].kind) {
        case Kind::OptionIn: {
            const auto a = number(0, "the range of a parameter"), b = number(1, "the range of a parameter");
            if (!a || !b) {
                return {};
            }
            if (!(*a < *b)) {
                error(diag::Kind::RangeEmpty, span, binding.name);
                return {};
            }
            low = *a, high = *b, ranged = true;
            range_span = span;
            break;
        }
        case Kind::OptionLog: common.logarithmic = true; break;
        case Kind::OptionStep: common.stepped = true; break;
        case Kind::OptionSmooth: {
            const auto seconds = eval_number(t.child(option, 0), "`smooth`", time_unit(1));
            if (!seconds) {
                return {};
            }
            smooth = *seconds;
            break;
        }
        case Kind::OptionCc: controller = plain(0, "`cc`", 127.0), controller_last = plain(1, "`cc`", 127.0); break;
        case Kind::OptionNrpn: nrpn = plain(0, "`nrpn`", 16383.0), nrpn_last = plain(1, "`nrpn`", 16383.0); break;
        case Kind::OptionOsc: common.osc = t.text(option); break;
        case Kind::OptionFrom: not_yet("from", span); return {};
        default: break;
        }
    }
    if (common.logarithmic && !(low > 0.0)) {
        error(diag::Kind::LogRange, range_span, binding.name);
        return {};
    }
    common.low = static_cast<float>(low), common.high = static_cast<float>(high);
    const double ticks = smooth * options_.sample_rate / graph::tick_frames;
    common.smooth_ticks = common.stepped ? 0 : static_cast<std::uint32_t>(std::clamp(std::nearbyint(ticks), 1.0, 1e6));
    Port port;
    port.name = binding.name;
    port.type = choices.empty() ? unit : "";
    port.choices = choices;
    if (children[0].valid()) {
        const auto list = t.children_of(children[0]);
        port.dimensions.assign(list.begin(), list.end());
    }
    Argument given{"", children[2], std::nullopt, span_of(children[2])};
    const Value fallback = shape_input(port, eval_argument(port, given), span_of(children[2]));
    std::uint32_t index = 0;
    std::function<Value(const Value &, std::string)> make = [&](const Value &value, std::string name) -> Value {
        if (value.is_array()) {
            std::vector<Value> elements;
            for (std::size_t i = 0; i < value.elements().size(); ++i) {
                elements.push_back(make(value.elements()[i], name + "[" + std::to_string(i) + "]"));
            }
            return array_value(std::move(elements));
        }
        if (!value.is_number()) {
            if (!value.is_nothing()) {
                error(diag::Kind::NotConstant, span_of(children[2]), "the value of a parameter", describe(value));
            }
            return {};
        }
        if (ranged && !(value.number >= low && value.number <= high)) {
            error(diag::Kind::DefaultOutside, span_of(children[2]), binding.name);
            return {};
        }
        graph::Parameter parameter = common;
        parameter.name = name;
        parameter.init = static_cast<float>(value.number);
        if (!ranged) {
            parameter.low = std::min(0.0f, parameter.init);
            parameter.high = std::max(1.0f, parameter.init);
        }
        const auto numbered = [&](std::optional<double> first, std::optional<double> last) {
            const bool reached = first && (index == 0 || (last && *first + index <= *last));
            return reached ? static_cast<std::int32_t>(*first) + static_cast<std::int32_t>(index) : -1;
        };
        parameter.controller = numbered(controller, controller_last);
        parameter.nrpn = numbered(nrpn, nrpn_last);
        ++index;
        builder_.graph.parameters.push_back(std::move(parameter));
        const NodeId node = emit(Op::parameter, {}, binding.span, {.a = static_cast<std::uint32_t>(builder_.graph.parameters.size() - 1)});
        return signal_value(node, value.unit);
    };
    return make(fallback, binding.name);
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
        ports.push_back(graph::Port{binding.name, channel++, {}});
        return signal_value(emit(Op::voice_input, {}, binding.span, {.a = static_cast<std::uint32_t>(ports.size() - 1)}));
    };
    return type.valid() ? to_unit(make(0), known_type(t, type), binding.span, "`" + binding.name + "`") : make(0);
}

} // namespace tactus::elaborate
