// Bodies to bindings: every name of a body is declared before any is worked out, so the order of equations never
// matters. Looking names up.
#include <algorithm>

#include "compiler/base/units.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/syntax/numbers.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

Frame &Elaborator::new_frame(Frame *parent, const syntax::Tree &tree, std::string where) {
    Frame &frame = frames_.emplace_back();
    frame.parent = parent;
    frame.tree = &tree;
    frame.address = std::move(where);
    frame.times = times_;
    return frame;
}

Binding &Elaborator::declare(Frame &frame, std::string name, BindingKind kind, TreeId id, Span span, When *when) {
    auto &slot = frame.bindings[name];
    if (!slot) {
        slot = std::make_unique<Binding>();
        frame.order.push_back(slot.get());
        slot->name = std::move(name);
        slot->span = span;
    } else if (slot->id.valid() || slot->state == BindingState::Done) {
        misnamed(frame);
        if (!std::exchange(slot->doubled, true)) {
            const Causes::Work work{causes_, work_place(span)};
            error(diag::Kind::NameTwice, span, slot->name).labels.push_back({slot->span, "the first"});
        }
        return *slot;
    }
    slot->kind = kind;
    slot->tree = frame.tree;
    slot->id = id;
    slot->frame = &frame;
    slot->when = when;
    if (!slot->declared || id.valid()) {
        slot->span = span;
    }
    return *slot;
}

// What a header or a declaration says of a name: its shape, its type, its value before the first sample.
void Elaborator::describe_binding(Binding &binding, const syntax::Tree &tree, TreeId dimensions, TreeId type,
                                  TreeId init) {
    if (dimensions.valid()) {
        const auto list = tree.children_of(dimensions);
        binding.dimensions.emplace(list.begin(), list.end());
    }
    if (type.valid()) {
        binding.type = known_type(tree, type);
    }
    if (init.valid()) {
        binding.init = init;
    }
}

// The type as written; one that there is not is reported, and from there on accepts everything.
std::string Elaborator::known_type(const syntax::Tree &tree, TreeId type) {
    static const std::vector<std::string> others{"phase", "Note", "node", "table"};
    std::string name{tree.text(type)};
    if (name.empty() || find_unit(name) != nullptr || std::find(others.begin(), others.end(), name) != others.end()) {
        return name;
    }
    std::vector<std::string> known = others;
    for (const tactus::Unit &unit : units()) {
        known.emplace_back(unit.text);
    }
    auto &diagnostic = error(diag::Kind::UnknownType, tree[type].span, name);
    if (const auto unit = syntax::usual_unit(name)) {
        const std::string written{*unit};
        diagnostic.helps.push_back({"the unit is written `" + written + "`", diag::Edit{tree[type].span, written}});
    } else if (const auto near = syntax::nearest(name, known); !near.empty()) {
        diagnostic.helps.push_back({"is `" + near.front() + "` meant?", diag::Edit{tree[type].span, near.front()}});
    } else {
        diagnostic.helps.push_back(
            {"a type is a unit (`Hz`, `s`, `dB` …), `phase`, `Note`, `node`, `table` or a choice `a | b`",
             std::nullopt});
    }
    return {};
}

std::vector<Port> Elaborator::read_ports(const syntax::Tree &tree, TreeId ports) {
    std::vector<Port> made;
    if (!ports.valid()) {
        return made;
    }
    for (const TreeId id : tree.children_of(ports)) {
        Port port;
        port.name = tree.text(id);
        port.span = tree[id].span;
        if (const TreeId dimensions = tree.child(id, 0); dimensions.valid()) {
            const auto list = tree.children_of(dimensions);
            port.dimensions.assign(list.begin(), list.end());
        }
        if (const TreeId type = tree.child(id, 1); type.valid()) {
            port.type = known_type(tree, type);
            for (const TreeId choice : tree.children_of(type)) {
                port.choices.emplace_back(tree.text(choice));
            }
        }
        port.fallback = tree.child(id, 2);
        made.push_back(std::move(port));
    }
    return made;
}

Definition *Elaborator::make_definition(Frame &parent, TreeId id) {
    const syntax::Tree &tree = *parent.tree;
    const Causes::Work work{causes_, work_place(tree[id].name_span)};
    Definition &made = definitions_.emplace_back();
    made.name = tree.text(id);
    made.tree = &tree;
    made.id = id;
    made.parent = &parent;
    const Kind kind = tree[id].kind;
    if (kind == Kind::PatchDefinition || kind == Kind::RackDefinition) {
        made.kind = DefinitionKind::Patch;
        made.rack = kind == Kind::RackDefinition;
        made.body = tree.child(id, 0);
        for (const TreeId statement : tree.children_of(made.body)) {
            const Kind k = tree[statement].kind;
            if (k != Kind::Input && k != Kind::Parameter) {
                continue;
            }
            Port port;
            port.name = tree.text(statement);
            port.span = tree[statement].name_span;
            if (const TreeId dimensions = tree.child(statement, 0); dimensions.valid()) {
                const auto list = tree.children_of(dimensions);
                port.dimensions.assign(list.begin(), list.end());
            }
            if (const TreeId type = tree.child(statement, 1); type.valid()) {
                port.type = known_type(tree, type);
                for (const TreeId choice : tree.children_of(type)) {
                    port.choices.emplace_back(tree.text(choice));
                }
            }
            if (k == Kind::Parameter) {
                port.fallback = tree.child(statement, 2);
                port.by_name = true;
                port.parameter = statement;
            }
            made.inputs.push_back(std::move(port));
        }
        std::stable_partition(made.inputs.begin(), made.inputs.end(),
                              [](const Port &p) { return !p.fallback.valid(); });
        return &made;
    }
    made.kind = kind == Kind::WordDefinition ? DefinitionKind::Word : DefinitionKind::Node;
    made.inputs = read_ports(tree, tree.child(id, 0));
    made.outputs = read_ports(tree, tree.child(id, 1));
    for (auto port = made.outputs.begin(); port != made.outputs.end();) {
        const auto same = std::find_if(made.outputs.begin(), port, [&](const Port &p) { return p.name == port->name; });
        if (same != port) {
            error(diag::Kind::NameTwice, port->span, port->name).labels.push_back({same->span, "the first"});
            port = made.outputs.erase(port);
        } else {
            ++port;
        }
    }
    made.body = tree.child(id, 2);
    made.expression = made.kind == DefinitionKind::Node && !tree.child(id, 1).valid();
    return &made;
}

void Elaborator::declare_body(Frame &frame, TreeId body, When *when) {
    for (const TreeId id : frame.tree->children_of(body)) {
        if ((*frame.tree)[id].kind == Kind::Buffer) {
            declare(frame, std::string(frame.tree->text(id)), BindingKind::Buffer, id, (*frame.tree)[id].name_span,
                    when);
        }
    }
    for (const TreeId id : frame.tree->children_of(body)) {
        declare_statement(frame, id, when);
    }
}

void Elaborator::declare_statement(Frame &frame, TreeId id, When *when) {
    const syntax::Tree &tree = *frame.tree;
    const auto &node = tree[id];
    const std::string name{tree.text(id)};
    const auto given = [&] { // a called patch: what the call gave stands for the declaration
        const auto it = frame.bindings.find(name);
        return it != frame.bindings.end() && it->second->port != nullptr;
    };
    switch (node.kind) {
    case Kind::NodeDefinition:
    case Kind::WordDefinition:
    case Kind::PatchDefinition:
    case Kind::RackDefinition:
        declare(frame, name, BindingKind::Definition, id, node.name_span, when).definition = make_definition(frame, id);
        return;
    case Kind::Parameter:
    case Kind::Input:
        if (!frame.patch) {
            error(diag::Kind::PatchOnly, node.span, node.kind == Kind::Input ? "input" : "param");
            declare(frame, name, BindingKind::Unsupported, id, node.name_span,
                    when); // its uses are no further mistakes
        } else if (!given()) {
            const auto kind = node.kind == Kind::Input ? BindingKind::Input : BindingKind::Parameter;
            if (Binding &made = declare(frame, name, kind, id, node.name_span, when); made.id == id) {
                describe_binding(made, tree, tree.child(id, 0), {}, {}); // a wire may close a ring through it
            }
            if (const TreeId type = tree.child(id, 1); type.valid()) {
                declare_choices(frame, type);
            }
        }
        return;
    case Kind::Table:
        declare(frame, name, BindingKind::Table, id, node.name_span, when);
        return;
    case Kind::When: {
        frame.whens.push_back(std::make_unique<When>());
        frame.whens.back()->outer = when;
        frame.whens.back()->condition = tree.child(id, 0);
        declare_body(frame, tree.child(id, 1), frame.whens.back().get());
        return;
    }
    case Kind::Use:
        if (Frame *used = use_file(frame, id);
            used != nullptr && std::find(frame.uses.begin(), frame.uses.end(), used) == frame.uses.end()) {
            frame.uses.push_back(used);
        }
        return;
    case Kind::Equation:
    case Kind::Unpack:
    case Kind::ChainOut:
    case Kind::Declare:
        declare_equation(frame, id, when);
        return;
    case Kind::ControllerDefinition:
        declare(frame, name, BindingKind::Controller, id, node.name_span, when);
        return;
    case Kind::Buffer:         // declared by declare_body, before the equation that writes it
    case Kind::TestDefinition: // `tactus test` plays them, nothing else does
    case Kind::Expect:
        return;
    case Kind::Sample:
        declare(frame, name, BindingKind::Sample, id, node.name_span, when);
        return;
    case Kind::Track:
        declare(frame, name, BindingKind::Track, id, node.name_span, when);
        return;
    default:
        return;
    }
}

// The alternatives of a choice are names for 0, 1, 2 … where the body has no such name itself.
void Elaborator::declare_choices(Frame &frame, TreeId type) {
    double number = 0.0;
    for (const TreeId choice : frame.tree->children_of(type)) {
        const std::string name{frame.tree->text(choice)};
        if (!frame.bindings.contains(name)) {
            Binding &binding = declare(frame, name, BindingKind::Value, {}, (*frame.tree)[choice].span, nullptr);
            binding.value = number_value(number);
            binding.state = BindingState::Done;
        }
        number += 1.0;
    }
}

void Elaborator::declare_equation(Frame &frame, TreeId id, When *when) {
    const syntax::Tree &tree = *frame.tree;
    const auto &node = tree[id];
    if (node.kind == Kind::Unpack) {
        const auto children = tree.children_of(id);
        std::string all;
        for (std::size_t i = 0; i + 1 < children.size(); ++i) {
            all += (i == 0 ? "" : ", ") + std::string(tree.text(children[i]));
        }
        Binding &whole = declare(frame, "(" + all + ")", BindingKind::Equation, id, node.span, when);
        for (std::uint32_t i = 0; i + 1 < children.size(); ++i) {
            Binding &part = declare(frame, std::string(tree.text(children[i])), BindingKind::UnpackPart, id,
                                    tree[children[i]].span, when);
            part.part = i;
            part.whole = &whole;
        }
        return;
    }
    if (node.kind == Kind::ChainOut) {
        const TreeId last = tree.children_of(id).back();
        std::string name{tree.text(last)};
        if (tree[last].child_count > 0 && tree[tree.children_of(last).back()].kind == Kind::Member) {
            name += "." + std::string(tree.text(tree.children_of(last).back()));
        }
        const auto it = frame.bindings.find(name);
        const bool output = (it != frame.bindings.end() && it->second->output) ||
                            (frame.patch && (name == "out" || name.starts_with("out.")));
        if (!output) {
            misnamed(frame);
            const Causes::Work work{causes_, work_place(tree[last].span)};
            error(diag::Kind::ChainEnd, tree[last].span, name);
            return;
        }
        declare(frame, name, BindingKind::ChainEnd, id, tree[last].span, when);
        return;
    }
    const std::string name{tree.text(id)};
    if (node.kind == Kind::Declare) {
        auto &slot = frame.bindings[name];
        if (!slot) {
            slot = std::make_unique<Binding>();
            slot->name = name;
            slot->span = node.name_span;
            slot->frame = &frame;
            slot->tree = &tree;
            slot->when = when;
            slot->kind = BindingKind::Equation;
            frame.order.push_back(slot.get());
        } else if (slot->declared) {
            misnamed(frame);
            const Causes::Work work{causes_, work_place(node.name_span)};
            error(diag::Kind::NameTwice, node.name_span, name).labels.push_back({slot->span, "the first"});
            return;
        }
        slot->declared = true;
        describe_binding(*slot, tree, tree.child(id, 0), tree.child(id, 1), tree.child(id, 2));
        return;
    }
    const bool rack = frame.definition != nullptr && frame.definition->rack;
    if (const TreeId right = tree.child(id, 1); tree[right].kind == Kind::Load) {
        if (rack && name.find('.') == std::string::npos) {
            declare_slot(frame, id);
        } else {
            auto &diagnostic = error(diag::Kind::LoadPlace, tree[right].span);
            if (const Definition *patch = frame.patch ? frame.definition : nullptr; patch != nullptr) {
                mender_.load(diagnostic, *patch);
            }
            declare(frame, name, BindingKind::Unsupported, id, node.name_span, when);
        }
        return;
    }
    if (name.find('.') != std::string::npos && !rack && !(frame.patch && name.starts_with("out."))) {
        misnamed(frame);
        const Causes::Work work{causes_, work_place(node.name_span)};
        error(diag::Kind::MemberAssigned, node.name_span, name);
        return;
    }
    if (const auto it = frame.bindings.find(name);
        it != frame.bindings.end() && it->second->kind == BindingKind::Buffer && it->second->frame == &frame) {
        if (frame.bindings.contains(name + "[]")) {
            const Causes::Work work{causes_, work_place(node.name_span)};
            error(diag::Kind::NameTwice, node.name_span, name)
                .labels.push_back({frame.bindings.at(name + "[]")->span, "the first"});
            return;
        }
        declare(frame, name + "[]", BindingKind::BufferWrite, id, node.name_span, when);
        return;
    }
    Binding &made = declare(frame, name, BindingKind::Equation, id, node.name_span, when);
    if (made.id == id) {
        describe_binding(made, tree, tree.child(id, 0), {}, {});
    }
}

Value Elaborator::not_yet(std::string_view what, Span span) {
    error(diag::Kind::NotYet, span, what);
    return {};
}

Binding *Elaborator::find(Frame *frame, std::string_view name) {
    const std::string key{name};
    for (Frame *f = frame; f != nullptr; f = f->parent) {
        if (const auto it = f->bindings.find(key); it != f->bindings.end()) {
            needs(it->second->span);
            return it->second.get();
        }
        for (Frame *used : f->uses) {
            if (const auto it = used->bindings.find(key);
                it != used->bindings.end() &&
                (it->second->kind == BindingKind::Definition || it->second->kind == BindingKind::Controller)) {
                needs(it->second->span);
                return it->second.get();
            }
        }
    }
    return find_in_library(name);
}

} // namespace tactus::elaborate
