// Racks: files loaded as slots and the wires between them. A rack becomes one graph: each slot is the loaded patch in a
// frame of its own, whose notes pass the slot's filter, whose parameters are the rack's with the slot's name before
// them, and whose inputs, parameters and notes the rack's equations may give. docs/reference/language.md, "Racks".
#include <algorithm>
#include <set>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

void Elaborator::declare_slot(Frame &frame, TreeId id) {
    const syntax::Tree &tree = *frame.tree;
    const auto &node = tree[id];
    Binding &binding = declare(frame, std::string(tree.text(id)), BindingKind::Slot, id, node.name_span, nullptr);
    if (binding.id != id) {
        return; // a name twice
    }
    Slot &slot = slots_.emplace_back();
    slot.binding = &binding;
    slot.where = tree[tree.child(id, 1)].name_span;
    slot_of_[&binding] = &slot;
}

// The slot whose patch a frame belongs to, however deep the calls.
const Slot *Elaborator::slot_around(const Frame *frame) const {
    while (frame != nullptr && frame->slot == nullptr) {
        frame = frame->caller != nullptr ? frame->caller : frame->parent;
    }
    return frame != nullptr ? frame->slot : nullptr;
}

// "keys.", for the names of the controls and inputs of the patch in slot `keys`.
std::string Elaborator::slot_prefix(const Frame &frame) const {
    std::string prefix;
    for (const Slot *slot = slot_around(&frame); slot != nullptr; slot = slot_around(slot->binding->frame)) {
        prefix.insert(0, slot->binding->name + ".");
    }
    return prefix;
}

// What the patch of a slot makes of the pitch of a key: its own tuning over that of the rack.
double Elaborator::slot_tuning(Span span) {
    if (played_ == nullptr || slot_around(at_.frame) == nullptr) {
        return 1.0;
    }
    const double own = tuning(span);
    const Context before = at_;
    at_ = Context{played_, nullptr, {}, 0};
    const double common = tuning(span);
    at_ = before;
    return own / common;
}

// The file of a slot, or nothing after an error. A file that is being loaded already, further out, loads itself.
std::optional<std::string> Elaborator::slot_path(const Slot &slot) {
    const syntax::Tree &tree = *slot.binding->frame->tree;
    const std::string_view written = tree.text(tree.child(slot.binding->id, 1));
    if (written.ends_with(".ave")) {
        not_yet("load \"" + std::string(written) + "\"", slot.where);
        return std::nullopt;
    }
    const auto path = path_below(slot.where, std::string(written));
    if (!path) {
        return std::nullopt;
    }
    std::error_code status;
    const auto real = [&](const std::filesystem::path &p) { return std::filesystem::weakly_canonical(p, status); };
    std::string chain = "`" + path->filename().string() + "`";
    for (const Binding *outer = slot.binding; outer != nullptr;) {
        const std::filesystem::path around{std::string(sources_.name(outer->frame->tree->file))};
        chain.insert(0, "`" + around.filename().string() + "` → ");
        if (real(around) == real(*path)) {
            error(diag::Kind::LoadCycle, slot.where, chain);
            return std::nullopt;
        }
        const Slot *next = slot_around(outer->frame);
        outer = next != nullptr ? next->binding : nullptr;
    }
    return path->lexically_normal().string();
}

const syntax::Tree *Elaborator::parse_beside(const std::filesystem::path &path) {
    const auto [it, fresh] = loaded_trees_.try_emplace(path.string(), nullptr);
    if (fresh) {
        const auto read = sources_.read(path, report_);
        if (auto parsed = read ? syntax::parse(sources_, *read, report_) : std::nullopt) {
            trees_.push_back(std::move(*parsed));
            it->second = &trees_.back();
        } else if (read) {
            for (Slot &slot : slots_) { // the mistakes are told where the file is loaded
                slot.file = slot.path == path.string() ? *read : slot.file;
            }
        }
    }
    return it->second;
}

// load "organ.tac" notes(channel: 1, range: C4..C8): `notes` is all that may follow, once.
bool Elaborator::read_slot_notes(Slot &slot) {
    const syntax::Tree &tree = *slot.binding->frame->tree;
    const auto calls = tree.children_of(tree.child(slot.binding->id, 1));
    for (const TreeId call : calls) {
        if (tree.text(call) != "notes") {
            error(diag::Kind::UnknownInput, tree[call].name_span, "load", tree.text(call))
                .helps.push_back(
                    {"after the path may stand `notes(range: C2..B3, channel: 1, transpose: -12)`", std::nullopt});
            return false;
        }
        if (call != calls[0]) {
            error(diag::Kind::InputTwice, tree[call].span, "load", "notes");
            return false;
        }
        const Builtin &filter = *find_builtin("notes");
        auto arguments = read_arguments(call);
        std::vector<Argument *> assigned;
        const auto notes = assign(filter.ports, filter.name, arguments, assigned, tree[call].name_span, true)
                               ? read_notes_filter(assigned, tree[call].span)
                               : std::nullopt;
        if (!notes) {
            return false;
        }
        slot.notes = *notes;
    }
    return true;
}

// The frame of the slot's patch, made when it is first asked for; null after an error.
Frame *Elaborator::open_slot(Binding &binding) {
    Slot &slot = *slot_of_.at(&binding);
    if (std::exchange(slot.opened, true)) {
        return slot.frame;
    }
    const Context before = at_;
    at_ = Context{binding.frame, &binding, {}, 0};
    const Causes::Work work{causes_, work_place(binding.span)};
    if (const auto path = read_slot_notes(slot) ? slot_path(slot) : std::nullopt) {
        slot.path = *path;
        if (const syntax::Tree *tree = parse_beside(*path)) {
            slot.file = tree->file;
            slot.frame = load_patch(slot, *tree);
        }
    }
    at_ = before;
    return slot.frame;
}

// The file's last patch or rack, or the file itself where it has an `out`, in the place of the slot.
Frame *Elaborator::load_patch(Slot &slot, const syntax::Tree &tree) {
    const Played played = find_played(tree, "");
    if (!played.definition.valid() && !played.top_level) {
        error(diag::Kind::NoPatch, Span{tree.file, 0, 0});
        return nullptr;
    }
    const std::string where = slot.binding->frame->address + "/" + slot.binding->name;
    Frame &file = new_frame(nullptr, tree, where);
    file.times = 1;
    Frame *frame = &file;
    at_ = Context{&file, nullptr, {}, 0};
    if (played.top_level) {
        file.patch = file.rendered = true;
        file.slot = &slot;
    }
    declare_body(file, tree.root, nullptr);
    if (!played.top_level) {
        frame = &patch_frame(tree, find(&file, tree.text(played.definition))->definition);
        frame->address = where;
        frame->slot = &slot;
        frame->times = 1;
        declare_body(*frame, frame->definition->body, nullptr);
    }
    return frame;
}

void Elaborator::open_slots(Frame &rack) {
    for (Binding *binding : std::vector<Binding *>(rack.order)) {
        Frame *inside = binding->kind == BindingKind::Slot ? open_slot(*binding) : nullptr;
        if (inside != nullptr) {
            open_slots(*inside);
        }
    }
    connect_wires(rack);
}

// hall.x = …: the equation stands for the input, the parameter or the notes of the slot's patch.
void Elaborator::connect_wires(Frame &rack) {
    for (Binding *wire : std::vector<Binding *>(rack.order)) {
        const auto dot = wire->name.find('.');
        if (wire->kind != BindingKind::Equation || dot == std::string::npos || wire->name.starts_with("out.")) {
            continue;
        }
        const auto slot = rack.bindings.find(wire->name.substr(0, dot));
        const std::string member = wire->name.substr(dot + 1);
        const Causes::Work work{causes_, work_place(wire->span)};
        if (slot == rack.bindings.end() && find(&rack, wire->name.substr(0, dot)) == nullptr) {
            const Context before = std::exchange(at_, Context{&rack, nullptr, {}, 0});
            const Span name{wire->span.file, wire->span.begin, wire->span.begin + static_cast<std::uint32_t>(dot)};
            unknown_name(wire->name.substr(0, dot), name);
            at_ = before;
            wire->state = BindingState::Done;
            continue;
        }
        if (slot == rack.bindings.end() || slot->second->kind != BindingKind::Slot) {
            if (names_are_wrong(&rack)) { // said once: one slot misspelt is several wires without one
                ++silent_;
            } else {
                error(diag::Kind::MemberAssigned, wire->span, wire->name);
                misnamed(rack);
            }
            wire->state = BindingState::Done;
            continue;
        }
        Frame *inside = open_slot(*slot->second);
        if (inside == nullptr) {
            wire->state = BindingState::Done;
            continue;
        }
        const auto found = inside->bindings.find(member);
        if (member == "notes") {
            if (found != inside->bindings.end()) {
                found->second->kind = BindingKind::Wire;
                found->second->wire = wire;
            } else {
                declare(*inside, member, BindingKind::Wire, {}, wire->span, nullptr).wire = wire;
            }
            continue;
        }
        if (found != inside->bindings.end() &&
            (found->second->kind == BindingKind::Input || found->second->kind == BindingKind::Parameter)) {
            found->second->wire = wire;
            continue;
        }
        std::vector<std::string> known{"notes"};
        std::string input;
        std::size_t inputs = 0;
        for (const Binding *binding : inside->order) {
            if (binding->kind == BindingKind::Input || binding->kind == BindingKind::Parameter) {
                known.push_back(binding->name);
            }
            if (binding->kind == BindingKind::Input) {
                input = binding->name;
                ++inputs;
            }
        }
        auto &diagnostic = error(diag::Kind::SlotMember, wire->span, slot->first, member);
        const Span name{wire->span.file, wire->span.begin + static_cast<std::uint32_t>(dot) + 1, wire->span.end};
        if (const auto near = syntax::nearest(member, known);
            (member == "in" || member == "input") && inputs == 1) { // as others call the only one
            diagnostic.helps.push_back({"its only input is `" + input + "`", diag::Edit{name, input}});
        } else if (!near.empty()) {
            diagnostic.helps.push_back({"is `" + near.front() + "` meant?", diag::Edit{name, near.front()}});
        } else {
            std::string all;
            for (const std::string &one : known) {
                all += (all.empty() ? "`" : ", `") + one + "`";
            }
            diagnostic.helps.push_back({"it has " + all, std::nullopt});
        }
        wire->state = BindingState::Done;
    }
}

Binding *Elaborator::slot_named(TreeId id) {
    Binding *binding = tree()[id].kind == Kind::Name ? find(at_.frame, tree().text(id)) : nullptr;
    return binding != nullptr && binding->kind == BindingKind::Slot ? binding : nullptr;
}

// keys.out, bass.send: an output of the slot's patch.
Value Elaborator::slot_output(Binding &binding, std::string_view output, Span use) {
    needs(binding.span);
    Frame *inside = open_slot(binding);
    if (inside == nullptr) {
        ++silent_;
        return {};
    }
    const std::string name = output == "out" ? "out" : "out." + std::string(output);
    if (const auto found = inside->bindings.find(name); found != inside->bindings.end()) {
        return value_of(*found->second, use);
    }
    auto &diagnostic = error(diag::Kind::NoMember, use, "the patch `" + binding.name + "`", output);
    std::string all;
    for (const Binding *made : inside->order) {
        if (made->name == "out" || made->name.starts_with("out.")) {
            all += (all.empty() ? "`." : ", `.") + (made->name == "out" ? made->name : made->name.substr(4)) + "`";
        }
    }
    if (!all.empty()) {
        diagnostic.helps.push_back({"it has " + all, std::nullopt});
    }
    return {};
}

// What the rack gives to an input or a parameter, as a call would; nothing where it gives none.
std::optional<Value> Elaborator::wire_value(Binding &binding, const Port &port) {
    if (binding.wire == nullptr) {
        return std::nullopt;
    }
    Binding &wire = *binding.wire;
    const syntax::Tree &rack = *wire.frame->tree;
    const TreeId written = rack.child(wire.id, 1);
    for (std::size_t i = 0; i < port.choices.size(); ++i) {
        if (rack[written].kind == Kind::Name && rack.text(written) == port.choices[i]) {
            wire.state = BindingState::Done; // the name of an alternative, not of a signal
            return number_value(static_cast<double>(i));
        }
    }
    const Span span = rack[written].span;
    Argument given{"", {}, value_of(wire, wire.span), span};
    const Value value = given.value->is_nothing() ? Value{} : eval_argument(port, given);
    if (rank_of(value) > port.dimensions.size()) {
        error(diag::Kind::InputShape, span, port.name, 1, value.elements().size())
            .helps.push_back(
                {"one of them: `" + text_of(span) + "[0]`, or all: `sum(" + text_of(span) + ")`", std::nullopt});
        return Value{};
    }
    return shape_input(port, value, span);
}

// Every parameter (then every input) of the slots, in the order of the text, used or not.
void Elaborator::collect_slots(Frame &rack, BindingKind kind) {
    for (Binding *binding : std::vector<Binding *>(rack.order)) {
        Frame *inside = binding->kind == BindingKind::Slot ? open_slot(*binding) : nullptr;
        if (inside == nullptr) {
            continue;
        }
        for (Binding *own : std::vector<Binding *>(inside->order)) {
            if (own->kind == kind) {
                value_of(*own, own->span);
            }
        }
        collect_slots(*inside, kind);
    }
}

// What no wire asks for is looked at too.
void Elaborator::finish_slots(Frame &rack) {
    for (Binding *binding : std::vector<Binding *>(rack.order)) {
        Frame *inside = binding->kind == BindingKind::Slot ? open_slot(*binding) : nullptr;
        if (inside != nullptr) {
            evaluate_all(*inside);
            finish_slots(*inside);
        }
    }
}

// A mistake in a loaded file is shown there, and says who loads it.
void Elaborator::tell_loads() {
    for (const Slot &slot : slots_) {
        for (diag::Diagnostic &diagnostic : report_.each()) {
            const diag::Label label{slot.where, "loaded here"};
            const bool told = std::any_of(diagnostic.labels.begin(), diagnostic.labels.end(),
                                          [&](const diag::Label &l) { return l.text == label.text; });
            if (slot.file.valid() && diagnostic.span.file == slot.file && !told) {
                diagnostic.labels.push_back(label);
            }
        }
    }
}

} // namespace tactus::elaborate
