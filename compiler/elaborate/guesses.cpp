// Edits that need what is known of names: whether a guess for a name that is nowhere could take what is written there,
// what an output without an equation is called, the frequency of a note.
#include <algorithm>
#include <set>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/syntax/foreign_words.h"
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

// Whether what is written can stand for a note, a table or a choice.
bool suits_as_written(Kind kind, std::string_view text, const Port &port) {
    const bool number =
        kind == Kind::Number || kind == Kind::NoteName || kind == Kind::Fraction || kind == Kind::Binary;
    if (port.type == "Note") {
        return !number && (kind != Kind::Call || text == "Note" || text == "note");
    }
    return !number || (port.type != "table" && port.choices.empty());
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
        const bool written = argument.expression.valid() && !argument.value;
        if (written &&
            !suits_as_written(tree()[argument.expression].kind, tree().text(argument.expression), ports[at])) {
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

namespace {

// A note in small letters, `c4` or `f#3`: as it is written here, or nothing.
std::string note_in_capitals(std::string_view name) {
    const bool sign = name.size() == 3 && name[1] == 'b';
    const bool digit = !name.empty() && std::isdigit(static_cast<unsigned char>(name.back())) != 0;
    if (!(name.size() == 2 || sign) || !digit || name[0] < 'a' || name[0] > 'g') {
        return {};
    }
    std::string made{name};
    made[0] = static_cast<char>(made[0] - 'a' + 'A');
    return made;
}

void collect_names(const syntax::Tree &tree, syntax::TreeId id, std::set<std::string, std::less<>> &names) {
    if (!id.valid()) {
        return;
    }
    if (tree[id].kind == Kind::Name) {
        names.emplace(tree.text(id));
    }
    for (const syntax::TreeId child : tree.children_of(id)) {
        collect_names(tree, child, names);
    }
}

} // namespace

// What is known of a name that is nowhere, apart from its spelling. Whether there is something to say.
bool Elaborator::mend_unknown(diag::Diagnostic &diagnostic, std::string_view name, const Written *call) {
    const Definition *inside = at_.frame->definition;
    const auto named = [&](const Port &port) { return port.name == name; };
    if (inside != nullptr && inside->kind == DefinitionKind::Word &&
        std::any_of(inside->inputs.begin(), inside->inputs.end(), named)) {
        mend_header_name(diagnostic, *inside);
        return true;
    }
    const std::string note = note_in_capitals(name);
    const bool row = !note.empty() && known_name(std::string(name.substr(0, name.size() - 1)) + "1") != nullptr;
    if (!note.empty() && !row && call == nullptr) { // a1 beside a2 is a coefficient
        diagnostic.helps.push_back(
            {"a note begins with a capital letter: `" + note + "`", diag::Edit{diagnostic.span, note}});
        return true;
    }
    const auto theirs = syntax::word_of_other_language(name);
    const bool sign =
        theirs && !syntax::is_converted(name) && std::isalpha(static_cast<unsigned char>(theirs->front())) == 0;
    if (sign && call != nullptr && call->arguments.size() == 2 &&
        mender_.letter_at(diagnostic.span.file, diagnostic.span.end) == '(' && call->more == 0) {
        const auto operand = [&](const Argument &argument) {
            const std::string text = text_of(argument.span);
            return text.find(' ') == std::string::npos || text.ends_with(")") ? text : "(" + text + ")";
        };
        const std::string mended =
            "(" + operand(call->arguments[0]) + " " + std::string(*theirs) + " " + operand(call->arguments[1]) + ")";
        Span whole{diagnostic.span.file, diagnostic.span.begin, call->arguments[1].span.end};
        while (mender_.letter_at(whole.file, whole.end) == ' ') {
            ++whole.end;
        }
        ++whole.end;
        diagnostic.helps.push_back({"a sign stands between: `" + mended + "`", diag::Edit{whole, mended}});
        return true;
    }
    const bool row_of_calls = name == "par" && call != nullptr && call->arguments.size() == 3 &&
                              mender_.letter_at(diagnostic.span.file, diagnostic.span.end) == '(';
    if (row_of_calls) {
        const std::string index = text_of(call->arguments[0].span), count = text_of(call->arguments[1].span);
        const bool number = !count.empty() && count.find_first_not_of("0123456789") == std::string::npos;
        const std::string last = number && count.size() < 6 ? std::to_string(std::stoi(count) - 1) : count + " - 1";
        const std::string mended = "[" + index + " in 0.." + last + ": " + text_of(call->arguments[2].span) + "]";
        Span whole{diagnostic.span.file, diagnostic.span.begin, call->arguments[2].span.end};
        while (mender_.letter_at(whole.file, whole.end) == ' ') {
            ++whole.end;
        }
        ++whole.end;
        diagnostic.helps.push_back({"many of one kind are an array: `" + mended + "`", diag::Edit{whole, mended}});
        return true;
    }
    return false;
}

// `word w ( freq -- y ) { freq saw }`: in words the inputs lie on the stack.
void Elaborator::mend_header_name(diag::Diagnostic &diagnostic, const Definition &word) const {
    std::set<std::string, std::less<>> used;
    collect_names(*word.tree, word.body, used);
    std::string bound;
    bool all = true;
    for (auto port = word.inputs.rbegin(); port != word.inputs.rend(); ++port) {
        if (!port->fallback.valid() && port->type != "node") {
            bound += "-> " + port->name + "  ";
            all = all && used.contains(port->name);
        }
    }
    const auto items = word.tree->children_of(word.body);
    const Span first = word.tree->nodes[items.front().index].span;
    diagnostic.helps.push_back(
        {"the names of a header name places for callers: the value lies on the stack already, and "
         "`-> " +
             text_of(diagnostic.span) + "` gives it a name",
         std::nullopt});
    if (all) {
        diagnostic.helps.back().edit = diag::Edit{{first.file, first.begin, first.begin}, bound};
    }
}

// Words that make no sense alone, but with what stands before them: `svf low`, `800 Hz`.
void Elaborator::mend_word(syntax::TreeId before, syntax::TreeId item) {
    if (!before.valid() || report_.diagnostics().empty() || tree()[item].kind != Kind::Name) {
        return;
    }
    diag::Diagnostic &diagnostic = report_.each().back();
    const Span place = span_of(item), left = span_of(before);
    if (diagnostic.kind != diag::Kind::UnknownName || diagnostic.span != place) {
        return;
    }
    const std::string name{tree().text(item)};
    const Span gap{place.file, left.end, place.begin};
    const Kind kind = tree()[before].kind;
    if (kind == Kind::Number && find_unit(name) != nullptr && find_unit(tree().text(before)) == nullptr) {
        diagnostic.helps.assign(1, {"a unit touches its number: `" + text_of(left) + name + "`", diag::Edit{gap, ""}});
        return;
    }
    const Binding *called = kind == Kind::Name || kind == Kind::Call ? known_name(tree().text(before)) : nullptr;
    if (called == nullptr || called->definition == nullptr) {
        return;
    }
    const auto &outputs = called->definition->outputs;
    if (std::any_of(outputs.begin(), outputs.end(), [&](const Port &port) { return port.name == name; })) {
        diagnostic.helps.assign(
            1, {"one output is selected with a point: `" + text_of(left) + "." + name + "`", diag::Edit{gap, "."}});
    }
}

// Operators and nodes stand behind what they take: `sine 440Hz` is `440Hz sine`, `sine * 0.5` is `440Hz sine 0.5 *`.
void Elaborator::mend_order(syntax::TreeId item, std::span<const syntax::TreeId> behind) {
    if (behind.empty() || report_.diagnostics().empty()) {
        return;
    }
    diag::Diagnostic &diagnostic = report_.each().back();
    const Span place = span_of(item);
    if (diagnostic.kind != diag::Kind::StackTooShort || diagnostic.span != place) {
        return;
    }
    const auto is_value = [&](syntax::TreeId id) {
        return tree()[id].kind == Kind::Number ||
               (tree()[id].kind == Kind::Name && known_name(tree().text(id)) != nullptr &&
                known_name(tree().text(id))->definition == nullptr);
    };
    const std::string word = text_of(place), next = text_of(span_of(behind[0]));
    if (tree()[item].kind == Kind::Operator) {
        if (is_value(behind[0])) {
            diagnostic.helps.assign(
                1, {"an operator stands behind both of what it takes: `… " + next + " " + word + "`", std::nullopt});
        }
        return;
    }
    const Binding *node = known_name(word);
    if (node == nullptr || node->definition == nullptr) {
        return;
    }
    if (tree()[behind[0]].kind == Kind::Operator && behind.size() > 1 && is_value(behind[1])) {
        diagnostic.helps.push_back({"an operator stands behind both of what it takes: `" + word + " " +
                                        text_of(span_of(behind[1])) + " " + next + "`",
                                    std::nullopt});
        diagnostic.helps.front().edit.reset();
        return;
    }
    const std::string unit = tree()[behind[0]].kind == Kind::Number && find_unit(tree().text(behind[0])) != nullptr
                                 ? std::string{find_unit(tree().text(behind[0]))->text}
                                 : std::string{};
    const auto &inputs = node->definition->inputs;
    if (!unit.empty() && !inputs.empty() && find_unit(inputs[0].type) != nullptr &&
        find_unit(inputs[0].type)->dimension == find_unit(unit)->dimension) {
        const Span both{place.file, place.begin, span_of(behind[0]).end};
        diagnostic.helps.assign(1, {"what a word takes stands before it: `" + next + " " + word + "`",
                                    diag::Edit{both, next + " " + word}});
    }
}

// In a word whose header has an input with a default: it never comes from the stack, its name stands in the words.
std::optional<diag::Help> Elaborator::input_by_name(Span place) const {
    const Definition *inside = at_.frame->definition;
    if (inside == nullptr || inside->kind != DefinitionKind::Word || in_library(place)) {
        return std::nullopt;
    }
    std::set<std::string, std::less<>> used;
    collect_names(*inside->tree, inside->body, used);
    const Port *only = nullptr;
    for (const Port &port : inside->inputs) {
        if (port.fallback.valid() && port.choices.empty() && !used.contains(port.name)) {
            if (only != nullptr) {
                return std::nullopt;
            }
            only = &port;
        }
    }
    if (only == nullptr) {
        return std::nullopt;
    }
    return diag::Help{"`" + only->name + "` has a default, so it never lies on the stack: its name stands for it",
                      diag::Edit{{place.file, place.begin, place.begin}, only->name + " "}};
}

// Faust's `process` in a file without `out`, where nothing uses it.
void Elaborator::mend_process(const Frame &file) {
    const auto found = file.bindings.find("process");
    if (report_.has_errors() || found == file.bindings.end() || found->second->kind != BindingKind::Equation ||
        causes_.needed(found->second->span)) {
        return;
    }
    const Span name = found->second->span;
    error(diag::Kind::NoPatch, name)
        .helps.push_back(syntax::in_tactus({"process", name, sources_.file(name.file).text}));
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
    const bool moved = diagnostic.span == only->span;
    diagnostic.helps.push_back({moved ? "is `" + std::string(output) + "` meant?"
                                      : "is `" + only->name + "` to be called `" + std::string(output) + "`?",
                                diag::Edit{only->span, std::string(output)}});
}

} // namespace tactus::elaborate
