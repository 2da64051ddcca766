// What is said of a name that is nowhere: near names that exist, words of other systems. A guess is offered as an edit
// only where it could take what is written there.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/elaborate/tests.h"
#include "compiler/syntax/spelling.h"

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
const Binding *Elaborator::known_name(std::string_view name) const {
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
    return const_cast<Elaborator *>(this)->find_in_library(name);
}

// Whether a call of this name could take what is written: so many inputs, of these names and units.
bool Elaborator::takes(std::string_view name, const Written &call) const {
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

// Nowhere to be found: near names that exist, words of other systems.
Value Elaborator::unknown_name(std::string_view name, Span span, const Written *call) {
    if (names_are_wrong(at_.frame) || !unknown_.emplace(name).second) { // said once, where it is first asked for
        ++silent_;
        return {};
    }
    std::vector<std::string> known;
    for (const Frame *frame = at_.frame; frame != nullptr; frame = frame->parent) {
        for (const auto &[key, binding] : frame->bindings) {
            known.push_back(key);
        }
        for (const Frame *used : frame->uses) {
            for (const auto &[key, binding] : used->bindings) {
                known.push_back(key);
            }
        }
    }
    for (const auto &[key, file] : library_index()) {
        known.push_back(key);
    }
    for (const std::string_view builtin : builtin_names()) {
        known.emplace_back(builtin);
    }
    const std::vector<std::string> measures = measure_names();
    if (test_ != nullptr) {
        known.insert(known.end(), measures.begin(), measures.end());
    }
    std::sort(known.begin(), known.end());
    auto &diagnostic = error(diag::Kind::UnknownName, span, name);
    if (test_ == nullptr && std::find(measures.begin(), measures.end(), name) != measures.end()) {
        diagnostic.helps.push_back({"it measures a rendered signal, in the `expect` of a `test` only", std::nullopt});
        return {};
    }
    const auto suits = [&](std::string_view guess) { return call == nullptr || takes(guess, *call); };
    if (const auto here = syntax::word_of_other_language(name)) {
        diagnostic.helps.push_back(syntax::in_tactus(*here, span));
        if (!suits(*here)) {
            diagnostic.helps.back().edit.reset();
        }
        return {};
    }
    const auto near = syntax::nearest(name, known);
    if (near.empty()) {
        return {};
    }
    const auto likely = std::find_if(near.begin(), near.end(), suits);
    const std::string &guess = likely == near.end() ? near.front() : *likely;
    const auto edit = likely == near.end() ? std::nullopt : std::optional{diag::Edit{span, guess}};
    diagnostic.helps.push_back({"is `" + guess + "` meant?", edit});
    return {};
}

} // namespace tactus::elaborate
