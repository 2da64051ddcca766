// Controllers: `controller nano { fader[1..8] : cc 0..7 }` names the controls of a device as they are printed on it,
// and `from nano.fader[1]` makes a parameter follow one. All that is left of them in the graph are the numbers and
// paths of its parameters.
#include "compiler/elaborate/controllers.h"

#include <algorithm>
#include <cmath>

#include "compiler/elaborate/elaborator.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

namespace {

constexpr double most_printed = 9999.0;

std::string_view shown_option(Kind kind) {
    switch (kind) {
    case Kind::OptionLog:
        return "log";
    case Kind::OptionStep:
        return "step";
    case Kind::OptionSmooth:
        return "smooth";
    default:
        return "from";
    }
}

} // namespace

Value Elaborator::compute_controller(Binding &binding) {
    auto box = std::make_shared<ControllerBox>();
    for (const TreeId id : tree().children_of(binding.id)) {
        Control control;
        if (!read_control(id, control)) {
            continue;
        }
        const auto same = std::find_if(box->controls.begin(), box->controls.end(),
                                       [&](const Control &other) { return other.name == control.name; });
        if (same != box->controls.end()) {
            error(diag::Kind::NameTwice, control.span, control.name).labels.push_back({same->span, "the first"});
            continue;
        }
        box->controls.push_back(std::move(control));
    }
    controllers_[&binding] = box;
    return {};
}

// One line: the name, the numbers printed on the device, what is listened to.
bool Elaborator::read_control(TreeId id, Control &made) {
    const syntax::Tree &t = tree();
    const auto children = t.children_of(id);
    made.name = t.text(id);
    made.span = t[id].name_span;
    if (children[0].valid()) {
        const auto brackets = t.children_of(children[0]);
        const bool range = brackets.size() == 1 && brackets[0].valid() && t[brackets[0]].kind == Kind::Range;
        const auto first = range ? eval_number(t.child(brackets[0], 0), "the number of a control") : std::nullopt;
        const auto last = range ? eval_number(t.child(brackets[0], 1), "the number of a control") : std::nullopt;
        if (range && (!first || !last)) {
            return false;
        }
        if (!range || !(*first >= 0.0 && *first <= *last && *last <= most_printed) ||
            *first != std::nearbyint(*first)) {
            auto &diagnostic =
                error(diag::Kind::ControlNumbers, span_of(children[0]), made.name, text_of(span_of(children[0])));
            const auto count = brackets.size() == 1 && brackets[0].valid() && t[brackets[0]].kind == Kind::Number
                                   ? text_of(span_of(brackets[0]))
                                   : "8";
            diagnostic.helps.push_back({"several controls: `" + made.name + "[1.." + count +
                                            "]` with as many numbers after `cc`; a single one has a name alone: `" +
                                            made.name + "`",
                                        std::nullopt});
            return false;
        }
        made.numbered = true;
        made.first = static_cast<std::uint32_t>(*first);
        made.count = static_cast<std::uint32_t>(*last) - made.first + 1;
    }
    for (std::size_t i = 1; i < children.size(); ++i) {
        if (!read_control_option(children[i], made)) {
            return false;
        }
    }
    if (made.controller < 0 && made.nrpn < 0 && made.osc.empty()) {
        error(diag::Kind::ControlSource, made.span, made.name);
        return false;
    }
    if (made.ranged && made.osc.empty()) {
        error(diag::Kind::ControlOption, made.span, "in")
            .helps.push_back({"it says what an `osc` sends", std::nullopt});
        return false;
    }
    for (const std::uint32_t listened : {made.controllers, made.nrpns}) {
        if (listened != 0 && listened != made.count) {
            error(diag::Kind::ControlCount, made.span, made.name,
                  made.count == 1 ? std::string("1 number") : std::to_string(made.count) + " numbers", listened);
            return false;
        }
    }
    return true;
}

bool Elaborator::read_control_option(TreeId option, Control &made) {
    const syntax::Tree &t = tree();
    const Kind kind = t[option].kind;
    switch (kind) {
    case Kind::OptionCc:
    case Kind::OptionNrpn: {
        const bool cc = kind == Kind::OptionCc;
        const std::string_view what = cc ? "`cc`" : "`nrpn`";
        const double most = cc ? 127.0 : 16383.0;
        const auto first = controller_number(option, 0, what, most);
        const bool range = t[option].child_count > 1 && t.child(option, 1).valid();
        const auto last = range ? controller_number(option, 1, what, most) : first;
        if (!first || !last) {
            return false;
        }
        if (*last < *first) {
            error(diag::Kind::RangeEmpty, span_of(option), made.name);
            return false;
        }
        (cc ? made.controller : made.nrpn) = static_cast<std::int32_t>(*first);
        (cc ? made.controllers : made.nrpns) = static_cast<std::uint32_t>(*last - *first) + 1;
        return true;
    }
    case Kind::OptionOsc:
        made.osc = t.text(option);
        if (!is_osc_address(made.osc)) {
            mender_.address(error(diag::Kind::OscAddress, span_of(option)));
            return false;
        }
        return true;
    case Kind::OptionToggle:
        made.toggle = true;
        return true;
    case Kind::OptionArg: {
        const auto argument = eval_count(t.child(option, 0), "`arg`");
        made.osc_argument = argument.value_or(1);
        return argument.has_value();
    }
    case Kind::OptionIn:
        break;
    default:
        error(diag::Kind::ControlOption, span_of(option), shown_option(kind))
            .helps.push_back({"it stands on the `param` that follows the control", std::nullopt});
        return false;
    }
    const auto low = eval_number(t.child(option, 0), "the range of a control");
    const auto high = eval_number(t.child(option, 1), "the range of a control");
    if (!low || !high) {
        return false;
    }
    if (!(*low < *high)) {
        error(diag::Kind::RangeEmpty, span_of(option), made.name);
        return false;
    }
    made.osc_low = static_cast<float>(*low);
    made.osc_high = static_cast<float>(*high);
    made.ranged = true;
    return true;
}

// A control moves parameters; it is no signal itself.
Value Elaborator::control_as_value(Span span) {
    error(diag::Kind::NotASignal, span, "an expression", "a control of a controller")
        .helps.push_back(
            {"a parameter follows it: `param level = 0 in 0..1 from " + text_of(span) + "`", std::nullopt});
    return {};
}

// The controller whose member is taken: `nano` of `nano.fader`.
const ControllerBox *Elaborator::controller_named(TreeId expression) {
    const syntax::Tree &t = tree();
    const TreeId name = t[expression].kind == Kind::Select ? t.child(expression, 0) : expression;
    Binding *binding = t[name].kind == Kind::Name ? find(at_.frame, t.text(name)) : nullptr;
    if (binding == nullptr && t[name].kind == Kind::Name) {
        unknown_name(t.text(name), span_of(name));
        return nullptr;
    }
    if (binding == nullptr || binding->kind != BindingKind::Controller || t[expression].kind != Kind::Select) {
        const bool whole = binding != nullptr && binding->kind == BindingKind::Controller;
        error(diag::Kind::NotAControl, span_of(expression), whole ? "a whole controller" : "something else")
            .helps.push_back({"a control of a `controller`: `from nano.fader[1]`", std::nullopt});
        return nullptr;
    }
    value_of(*binding, span_of(name));
    return controllers_.at(binding).get();
}

// nano.tilt, nano.fader[3], nano.fader[1..4], nano.fader: the last two for arrays of parameters.
std::optional<Elaborator::ControlRange> Elaborator::followed_controls(TreeId expression) {
    const syntax::Tree &t = tree();
    const bool indexed = t[expression].kind == Kind::Index;
    const TreeId selected = indexed ? t.child(expression, 0) : expression;
    const ControllerBox *box = controller_named(selected);
    if (box == nullptr) {
        return std::nullopt;
    }
    const std::string_view name = t.text(selected);
    const auto control =
        std::find_if(box->controls.begin(), box->controls.end(), [&](const Control &c) { return c.name == name; });
    const std::string_view device = t.text(t.child(selected, 0));
    if (control == box->controls.end()) {
        std::vector<std::string> known;
        for (const Control &c : box->controls) {
            known.push_back(c.name);
        }
        auto &diagnostic = error(diag::Kind::NoSuchControl, t[selected].name_span, device, name);
        if (const auto near = syntax::nearest(name, known); !near.empty()) {
            diagnostic.helps.push_back(
                {"is `" + near.front() + "` meant?", diag::Edit{t[selected].name_span, near.front()}});
        }
        return std::nullopt;
    }
    ControlRange range{&*control, 0, control->count};
    if (!indexed) {
        return range;
    }
    const TreeId index = t.child(expression, 1);
    const bool several = t[index].kind == Kind::Range;
    const auto first = eval_number(several ? t.child(index, 0) : index, "the number of a control");
    const auto last = several ? eval_number(t.child(index, 1), "the number of a control") : first;
    if (!first || !last) {
        return std::nullopt;
    }
    const double low = control->first, high = low + control->count - 1.0;
    const bool printed =
        control->numbered && *first >= low && *last <= high && *first <= *last && *first == std::nearbyint(*first);
    if (!printed) {
        auto &diagnostic = error(diag::Kind::NoSuchControl, span_of(index), device,
                                 std::string(name) + "[" + text_of(span_of(index)) + "]");
        diagnostic.helps.push_back({control->numbered ? "its numbers go from " + std::to_string(control->first) +
                                                            " to " + std::to_string(control->first + control->count - 1)
                                                      : "it has no numbers: `" + std::string(name) + "`",
                                    std::nullopt});
        return std::nullopt;
    }
    range.first = static_cast<std::uint32_t>(*first) - control->first;
    range.count = static_cast<std::uint32_t>(*last - *first) + 1;
    return range;
}

} // namespace tactus::elaborate
