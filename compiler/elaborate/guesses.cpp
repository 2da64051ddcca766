// Edits that need what is known of names: whether a guess for a name that is nowhere could take what is written there,
// what an output without an equation is called, the frequency of a note.
#include <algorithm>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
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

// `sine(note)` where `sine(note.freq)` is meant.
void Elaborator::mend_note(const Port &port, Span span) {
    const tactus::Unit *unit = find_unit(port.type);
    if (unit == nullptr || unit->dimension != Dimension::Frequency) {
        return;
    }
    const Binding *binding = find(at_.frame, text_of(span));
    if (binding == nullptr || binding->value.form != Form::Note) {
        return;
    }
    report_.each().back().helps.assign(1, {"the frequency of a note is `" + text_of(span) + ".freq`",
                                           diag::Edit{Span{span.file, span.end, span.end}, ".freq"}});
}

// An output without an equation beside one name that nothing uses: that name was to be the output.
void Elaborator::mend_unnamed_output(diag::Diagnostic &diagnostic, const Frame &frame, std::string_view output) const {
    const Binding *only = nullptr;
    std::size_t unused = 0;
    bool misspelt = false;
    std::vector<std::string> names;
    for (const Binding *binding : frame.order) {
        if (binding->kind == BindingKind::Equation && binding->id.valid() && !binding->output &&
            !causes_.needed(binding->span)) {
            ++unused;
            only = binding;
            names.push_back(binding->name);
        }
    }
    if (const auto near = syntax::nearest(output, names); !near.empty()) {
        only = *std::find_if(frame.order.begin(), frame.order.end(),
                             [&](const Binding *b) { return b->name == near.front(); });
        unused = 1;
        misspelt = true;
    }
    if (unused != 1) {
        return;
    }
    if (frame.patch && misspelt) { // its name is the mistake
        diagnostic.labels.push_back({diagnostic.span, "has no output"});
        diagnostic.span = only->span;
        diagnostic.primary_label = "used nowhere";
    } else {
        diagnostic.labels.push_back({only->span, "used nowhere"});
    }
    diagnostic.helps.push_back(
        {"is `" + std::string(output) + "` meant?", diag::Edit{only->span, std::string(output)}});
}

} // namespace tactus::elaborate
