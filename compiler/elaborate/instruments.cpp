// What makes an instrument: parameters, audio inputs, notes and voices, outputs. A poly makes one voice's part of the
// graph in a scope of its own; the runtime hands the notes to as many of them as were asked for.
#include <algorithm>
#include <cmath>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"
#include "compiler/math/constant.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::NoteField;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

// Note(freq: f, gate: g, velocity: v): a line of notes that the patch makes; the fields it does not give have their
// resting values.
Value Elaborator::builtin_note(const std::vector<Value> &values, Span span, std::span<const Span> places) {
    if (at_.frame->region != 0) {
        error(diag::Kind::InsideSubsteps, span, "`Note`");
        return {};
    }
    Value gate = values[1];
    if (values[0].is_array() || gate.is_array() || values[2].is_array()) {
        const Value operands[] = {values[0], gate, values[2].is_nothing() ? number_value(1.0) : values[2]};
        return broadcast(operands, span,
                         [&](std::span<const Value> v) { return builtin_note({v[0], v[1], v[2]}, span, places); });
    }
    const Value freq = to_unit(values[0], "Hz", places[0], "`freq`");
    const Value velocity = values[2].is_nothing() ? number_value(1.0) : to_unit(values[2], "", places[2], "`velocity`");
    if (freq.is_nothing() || !want_scalar(gate, places[1], "`gate`") ||
        !want_scalar(velocity, places[2], "`velocity`")) {
        return {};
    }
    const NodeId held = boolean(gate, span);
    const NodeId before = emit_memory(Op::delay1, {held, builder_.truth(false)}, span, "gate");
    const NodeId on = emit(Op::logical_and, {held, emit(Op::logical_not, {before}, span)}, span);
    Value key = binary("/", freq, number_value(tuning(span), time_unit(-1)), span, span, span);
    if (key.is_number()) {
        key = number_value(69.0 + 12.0 * math::binary64::logarithm2(key.number));
    } else {
        const Value octaves = signal_value(emit(Op::logarithm2, {real(key, span)}, span));
        key = binary("+", binary("*", octaves, number_value(12.0), span, span, span), number_value(69.0), span, span,
                     span);
    }
    auto compound = std::make_shared<Compound>();
    compound->elements.assign(note_member_count, number_value(0.0));
    const auto set = [&](NoteMember member, Value value) {
        compound->elements[static_cast<std::size_t>(member)] = std::move(value);
    };
    set(NoteMember::freq, freq);
    set(NoteMember::key, key);
    set(NoteMember::gate, signal_value(held));
    set(NoteMember::on, signal_value(on));
    set(NoteMember::velocity, velocity);
    return Value{Form::Note, {}, 0.0, {}, compound};
}

// The note of one voice, as its node sees it.
Value Elaborator::voice_note(graph::PolyId poly, Span span) {
    auto compound = std::make_shared<Compound>();
    compound->external = true;
    const auto field = [&](NoteField f) {
        return signal_value(emit(Op::note_value, {}, span, {.a = static_cast<std::uint32_t>(f)}));
    };
    Value freq = field(NoteField::freq);
    freq.unit = time_unit(-1);
    // A frequency that the patch or its rack tells is what it is.
    const double ratio = builder_.graph.polys[poly.index].source.generated ? 1.0 : slot_tuning(span);
    if (ratio < 1.0 || ratio > 1.0) {
        freq = binary("*", freq, number_value(ratio), span, span, span);
    }
    compound->elements = {freq,
                          field(NoteField::key),
                          signal_value(emit(Op::note_gate, {}, span)),
                          signal_value(emit(Op::note_on, {}, span)),
                          field(NoteField::velocity),
                          field(NoteField::release),
                          field(NoteField::channel),
                          field(NoteField::bend),
                          field(NoteField::pressure),
                          field(NoteField::timbre)};
    return Value{Form::Note, {}, 0.0, {}, compound};
}

// How many voices: a constant, or `auto`. Those of all polys together have a limit.
std::optional<std::uint32_t> Elaborator::poly_voices(const Argument &count) {
    std::optional<std::uint32_t> voices;
    const bool name = !count.value && tree()[count.expression].kind == Kind::Name;
    if (name && tree().text(count.expression) == "auto" && find(at_.frame, "auto") == nullptr) {
        voices = options_.automatic_voices;
    } else {
        voices = whole_count(count.value ? plain_value(*count.value) : plain_value(eval(count.expression)), count.span,
                             "the number of voices");
    }
    std::uint64_t all = voices.value_or(0);
    for (const graph::Poly &other : builder_.graph.polys) {
        all += other.voices;
    }
    if (all > limits::voices) {
        error(diag::Kind::TooManyVoices, count.span, limits::voices);
        return std::nullopt;
    }
    return voices;
}

// One of a few words; the first where nothing is given.
std::optional<std::uint32_t> Elaborator::poly_choice(const Argument *argument, std::string_view input,
                                                     std::initializer_list<std::string_view> words) {
    if (argument == nullptr) {
        return 0;
    }
    const bool name = !argument->value && tree()[argument->expression].kind == Kind::Name;
    std::uint32_t index = 0;
    std::string all;
    for (const std::string_view word : words) {
        if (name && tree().text(argument->expression) == word) {
            return index;
        }
        all += (all.empty() ? "" : ", ") + std::string(word);
        ++index;
    }
    error(diag::Kind::NotAChoice, argument->span, input, all);
    return std::nullopt;
}

// The voice's node, called in the scope of the voices with a voice's note.
Value Elaborator::call_voice(const Value &node, graph::PolyId poly, Span node_span, Span span) {
    const auto &inputs = node.compound->definition->inputs;
    const auto &given = node.compound->names;
    const auto takes_note = std::find_if(inputs.begin(), inputs.end(), [&](const Port &port) {
        return port.type == "Note" && std::find(given.begin(), given.end(), port.name) == given.end();
    });
    if (takes_note == inputs.end()) {
        error(diag::Kind::VoiceWithoutNote, node_span, node.compound->definition->name);
        return {};
    }
    const Context outer = at_;
    Frame &frame = new_frame(outer.frame, *outer.frame->tree, address());
    frame.scope = builder_.scope_of(poly);
    frame.caller = outer.frame->caller;
    frame.call = outer.frame->call;
    frame.depth = outer.frame->depth;
    frame.handed_in = outer.frame->handed_in;
    frame.definition = outer.frame->definition;
    at_ = Context{&frame, nullptr, {}, 0};
    std::vector<Argument> arguments{Argument{takes_note->name, {}, voice_note(poly, span), node_span}};
    const Value made = call_value(node, std::move(arguments), node_span, node_span);
    at_ = outer;
    return made;
}

// poly(n, node, notes: …, steal: …, mode: …)
Value Elaborator::builtin_poly(std::vector<Argument *> &assigned, Span span) {
    if (at_.frame->region != 0) {
        error(diag::Kind::InsideSubsteps, span, "`poly`");
        return {};
    }
    if (at_.frame->scope != graph::patch_scope) {
        error(diag::Kind::PolyInVoice, span);
        return {};
    }
    const auto voices = poly_voices(*assigned[0]);
    const auto steal = voices ? poly_choice(assigned[3], "steal", {"oldest", "quietest"}) : std::nullopt;
    const auto mode = steal ? poly_choice(assigned[4], "mode", {"poly", "mono", "legato"}) : std::nullopt;
    if (!mode) {
        return {};
    }
    const Value node = assigned[1]->value ? *assigned[1]->value : eval_node(assigned[1]->expression);
    if (node.is_nothing()) {
        return {};
    }
    if (!want_node(node, assigned[1]->span, "voice")) {
        return {};
    }
    if (node.compound->definition == nullptr) {
        error(diag::Kind::NodeWanted, assigned[1]->span, "voice", describe(node));
        return {};
    }
    const auto source = poly_notes(assigned[2], span);
    if (!source) {
        return {};
    }
    graph::Poly poly;
    poly.voices = *voices;
    poly.steal = static_cast<graph::Steal>(*steal);
    poly.mode = static_cast<graph::VoiceMode>(*mode);
    poly.source = *source;
    poly.name = builder_.name(unique(address() + "/poly"));
    const graph::PolyId id{builder_.graph.polys.size()};
    builder_.graph.polys.push_back(poly);
    const Value made = call_voice(node, id, assigned[1]->span, span);
    if (made.is_nothing()) {
        return {};
    }
    std::vector<std::string> names;
    std::vector<Value> values;
    make_voice_sums(made, id, names, values, span);
    if (values.empty()) {
        return {};
    }
    names.emplace_back("active");
    values.push_back(signal_value(emit(Op::active, {}, span, {.a = id.index})));
    return record_value(std::move(names), std::move(values), true);
}

// Works something out in the scope of a poly's voices.
void Elaborator::in_voice(graph::PolyId poly, const std::function<void()> &work) {
    const Context outer = at_;
    Frame frame;
    frame.scope = builder_.scope_of(poly);
    frame.tree = outer.frame->tree;
    frame.address = outer.frame->address;
    at_.frame = &frame;
    work();
    at_ = outer;
}

// The outputs of a voice become sums over the voices; an output `idle` says when the voice may sleep.
void Elaborator::make_voice_sums(const Value &made, graph::PolyId id, std::vector<std::string> &names,
                                 std::vector<Value> &values, Span span) {
    std::function<Value(const Value &)> sum = [&](const Value &given) -> Value {
        const Value value = plain_value(given);
        if (value.is_array()) {
            if (!check_room(value.compound->leaves, span)) {
                return {};
            }
            std::vector<Value> elements;
            for (const Value &element : value.elements()) {
                elements.push_back(sum(element));
            }
            return array_value(std::move(elements));
        }
        if (!want_scalar(value, span, "the output of a voice")) {
            return {};
        }
        NodeId voice;
        in_voice(id, [&] { voice = builder_.to_audio(real(value, span)); });
        builder_.graph.polys[id.index].outputs.push_back(voice);
        return signal_value(emit(Op::voice_sum, {voice}, span, {.a = id.index}), value.unit);
    };
    if (made.form != Form::Record || made.compound->primary) {
        names.emplace_back("out");
        values.push_back(sum(made));
        return;
    }
    for (std::size_t i = 0; i < made.elements().size(); ++i) {
        if (made.compound->names[i] == "idle") {
            const Value idle = plain_value(made.elements()[i]);
            if (want_scalar(idle, span, "`idle`")) {
                in_voice(id, [&] { builder_.graph.polys[id.index].idle = boolean(idle, span); });
            }
            continue;
        }
        names.push_back(made.compound->names[i]);
        values.push_back(sum(made.elements()[i]));
    }
}

// The patch that is played: a frame whose parameters are controls, and its outputs as ports.
Frame &Elaborator::patch_frame(const syntax::Tree &file, const Definition *definition) {
    Frame &frame = new_frame(definition != nullptr ? definition->parent : nullptr, file,
                             definition != nullptr ? definition->name : "patch");
    frame.patch = true;
    frame.rendered = true;
    frame.definition = definition;
    at_ = Context{&frame, nullptr, {}, 0};
    return frame;
}

void Elaborator::collect_outputs(Frame &frame) {
    played_ = &frame;
    open_slots(frame);
    if (!check_rings(frame)) {
        return;
    }
    collect_slots(frame, BindingKind::Parameter);
    collect_slots(frame, BindingKind::Input);
    for (Binding *binding : std::vector<Binding *>(frame.order)) {
        if (binding->kind == BindingKind::Parameter || binding->kind == BindingKind::Input) {
            value_of(*binding, binding->span); // in the order of the text, used or not
        }
    }
    bool any = false;
    for (Binding *binding : std::vector<Binding *>(frame.order)) {
        const bool main = binding->name == "out";
        if (!main && !binding->name.starts_with("out.")) {
            continue;
        }
        any = any || main;
        const Value value = value_of(*binding, binding->span);
        const bool equation = binding->kind == BindingKind::Equation && binding->id.valid();
        const Span place = equation ? (*binding->tree)[binding->tree->child(binding->id, 1)].span : binding->span;
        at_ = Context{&frame, binding, {}, 0};
        std::uint32_t channel = 0;
        std::function<void(const Value &)> add = [&](const Value &given) {
            const Value plain = plain_value(given);
            if (plain.is_array() && builder_.graph.output_ports.size() + plain.compound->leaves > limits::channels) {
                error(diag::Kind::TooManyChannels, binding->span, limits::channels, "output");
            } else if (plain.is_array()) {
                for (const Value &element : plain.elements()) {
                    add(element);
                }
            } else if (want_scalar(plain, place, "`out`")) {
                if (plain.unit.time != 0) {
                    error(diag::Kind::UnitMismatch, place, "`out`", describe(number_unit), describe(plain.unit));
                    return;
                }
                builder_.graph.output_ports.push_back(graph::Port{main ? "out" : binding->name.substr(4), channel++,
                                                                  builder_.to_audio(real(plain, binding->span))});
            }
        };
        add(value);
    }
    at_ = Context{&frame, nullptr, {}, 0};
    evaluate_all(frame);
    if (!any && !names_are_wrong(&frame)) {
        auto &diagnostic = error(diag::Kind::NoOutput,
                                 frame.definition != nullptr ? frame.tree->nodes[frame.definition->id.index].name_span
                                                             : Span{frame.tree->file, 0, 0},
                                 frame.definition != nullptr && frame.definition->rack ? "rack" : "patch",
                                 frame.definition != nullptr ? frame.definition->name : "patch");
        mend_unnamed_output(diagnostic, frame, "out");
    }
    finish_slots(frame);
}

} // namespace tactus::elaborate
