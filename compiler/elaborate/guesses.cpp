// Whether a guess for a name that is nowhere could take what is written there; only then it is offered as an edit.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using syntax::Kind;

namespace {

// Of a number as it is written; nothing of other expressions.
std::optional<Unit> unit_as_written(const syntax::Tree &tree, syntax::TreeId id) {
    switch (tree[id].kind) {
    case Kind::NoteName:
        return time_unit(-1);
    case Kind::Fraction:
        return time_unit(1);
    case Kind::Number:
        if (const tactus::Unit *unit = find_unit(tree.text(id))) {
            return unit->dimension == Dimension::Beats ? time_unit(1) : unit_of(unit->dimension);
        }
        return number_unit;
    default:
        return std::nullopt;
    }
}

// Whether a unit can be meant for an input; a plain number can always.
bool may_be(Unit given, const Port &port, bool plain) {
    if (given.plain() || given.any) {
        return true;
    }
    if (port.type == "Note" || port.type == "table" || port.type == "node") {
        return false;
    }
    const tactus::Unit *unit = find_unit(port.type);
    return unit != nullptr ? given == unit_of(unit->dimension) : !(plain && given.time != 0);
}

} // namespace

// What a name stands for, without anything needing it; null also for built-in functions.
const Binding *Elaborator::known_name(std::string_view name) {
    const std::string key{name};
    for (const Frame *frame = at_.frame; frame != nullptr; frame = frame->parent) {
        if (const auto it = frame->bindings.find(key); it != frame->bindings.end()) {
            return it->second.get();
        }
        for (const Frame *used : frame->uses) {
            if (const auto it = used->bindings.find(key);
                it != used->bindings.end() && it->second->kind == BindingKind::Definition) {
                return it->second.get();
            }
        }
    }
    return find_in_library(name);
}

// Whether a call of this name could take what is written: so many inputs, of these names and units.
bool Elaborator::takes(std::string_view name, const Written &call) {
    const Binding *binding = known_name(name);
    const Builtin *builtin = binding == nullptr ? find_builtin(name) : nullptr;
    if (builtin == nullptr && binding == nullptr) {
        return test_ != nullptr; // a measure
    }
    if (binding != nullptr && binding->kind != BindingKind::Definition) {
        return binding->state == BindingState::Done && binding->value.form == Form::Node;
    }
    const std::vector<Port> &ports = builtin != nullptr ? builtin->ports : binding->definition->inputs;
    const auto has_default = [&](std::size_t i) {
        return ports[i].fallback.valid() || (builtin != nullptr && builtin->optional[i]);
    };
    const bool plain = builtin != nullptr && builtin->form == BuiltinForm::function &&
                       (builtin->units == UnitRule::plain || builtin->units == UnitRule::turn);
    const auto places =
        static_cast<std::size_t>(std::count_if(ports.begin(), ports.end(), [](const Port &p) { return !p.by_name; }));
    std::size_t next = 0, wanted = 0, filled = 0;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        wanted += has_default(i) ? 0 : 1;
    }
    for (const Argument &argument : call.arguments) {
        std::size_t at = next;
        if (!argument.name.empty()) {
            const auto port =
                std::find_if(ports.begin(), ports.end(), [&](const Port &p) { return p.name == argument.name; });
            at = static_cast<std::size_t>(port - ports.begin());
        } else if (++next > places) {
            return false;
        }
        if (at >= ports.size()) {
            return false;
        }
        const auto unit = argument.value ? argument.value->unit : unit_as_written(tree(), argument.expression);
        if (call.more == 0 && unit && !may_be(*unit, ports[at], plain)) { // else places are not known yet
            return false;
        }
        filled += has_default(at) ? 0 : 1;
    }
    return wanted <= filled || wanted - filled <= call.more;
}

} // namespace tactus::elaborate
