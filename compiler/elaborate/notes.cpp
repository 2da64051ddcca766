// Notes on their way to the voices: from outside or from a line that a patch or a rack makes, through the filters of
// slots and of `notes(…)`. What comes out is the source of a poly; nothing is filtered here but in the runtime.
#include <algorithm>
#include <cmath>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/math/constant.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

namespace {

// One filter behind another: the keys of the inner one are those that the outer one has transposed. Notes that a patch
// makes are on no channel, so that each channel's filter lets them through.
graph::NoteSource behind(const graph::NoteSource &outer, const graph::NoteSource &inner) {
    graph::NoteSource both = outer;
    both.transpose = outer.transpose + inner.transpose;
    if (inner.low_key > 0) { // the ends of the range are no bounds
        both.low_key = std::clamp(inner.low_key - outer.transpose, outer.low_key, 127);
    }
    if (inner.high_key < 127) {
        both.high_key = std::clamp(inner.high_key - outer.transpose, 0, outer.high_key);
    }
    const bool apart = !outer.generated && outer.channel != 0 && inner.channel != 0 && outer.channel != inner.channel;
    both.channel = outer.generated ? 0 : outer.channel != 0 ? outer.channel : inner.channel;
    if (apart || both.low_key > both.high_key || inner.high_key - outer.transpose < 0 ||
        inner.low_key - outer.transpose > 127) {
        both.low_key = 127, both.high_key = 0; // no note is for both
    }
    return both;
}

} // namespace

// What stands in the brackets of `notes(range: C2..B3, channel: 10)`, after a slot's path or in an equation.
std::optional<graph::NoteSource> Elaborator::read_notes_filter(const std::vector<Argument *> &assigned, Span span) {
    graph::NoteSource filter;
    const auto whole = [&](std::size_t i, std::string_view what, double low,
                           double high) -> std::optional<std::int32_t> {
        const auto n = assigned[i]->value ? std::optional<double>{} : eval_number(assigned[i]->expression, what);
        if (n && (*n < low || *n > high || *n != std::floor(*n))) {
            error(diag::Kind::NotesFilter, assigned[i]->span, what, low, high);
            return std::nullopt;
        }
        return n ? std::optional(static_cast<std::int32_t>(*n)) : std::nullopt;
    };
    if (assigned[0] != nullptr) {
        const TreeId range = assigned[0]->expression;
        if (!range.valid() || tree()[range].kind != Kind::Range) {
            auto &diagnostic = error(diag::Kind::NotesRange, assigned[0]->span);
            if (range.valid() && tree()[range].kind == Kind::NoteName) {
                const std::string key = text_of(assigned[0]->span), mended = key + ".." + key;
                diagnostic.helps.push_back(
                    {"one key is a range too: `" + mended + "`", diag::Edit{assigned[0]->span, mended}});
            }
            return std::nullopt;
        }
        for (std::uint32_t k = 0; k < 2; ++k) {
            const TreeId bound = tree().child(range, k);
            const Value value = plain_value(eval(bound));
            if (!value.is_number() || (value.unit.time != -1 && !value.unit.plain())) {
                error(diag::Kind::NotesRange, span_of(bound));
                return std::nullopt;
            }
            const bool plain = value.unit.plain();
            const double key =
                plain ? value.number : 69.0 + 12.0 * math::binary64::logarithm2(value.number / tuning(span));
            const double nearest = std::nearbyint(key); // a frequency is that of a key, but for its rounding
            if (plain ? key != nearest || key < 0.0 || key > 127.0 : !(std::fabs(key - nearest) < 0.01)) {
                error(diag::Kind::NotesRange, span_of(bound))
                    .helps.push_back({"its ends are note names, or key numbers from 0 to 127", std::nullopt});
                return std::nullopt;
            }
            (k == 0 ? filter.low_key : filter.high_key) = static_cast<std::int32_t>(std::clamp(nearest, 0.0, 127.0));
        }
        if (filter.low_key > filter.high_key) {
            error(diag::Kind::RangeEmpty, span_of(range), "notes");
            return std::nullopt;
        }
    }
    if (assigned[1] != nullptr) {
        const auto channel = whole(1, "`channel`", 1, 16);
        if (!channel) {
            return std::nullopt;
        }
        filter.channel = *channel;
    }
    if (assigned[2] != nullptr) {
        const auto transpose = whole(2, "`transpose`", -127, 127);
        if (!transpose) {
            return std::nullopt;
        }
        filter.transpose = *transpose;
    }
    return filter;
}

// notes(range: C2..B3, channel: 10): the part of the notes that are heard here.
Value Elaborator::builtin_notes(const std::vector<Argument *> &assigned, Span span) {
    const auto filter = read_notes_filter(assigned, span);
    const auto heard = filter ? notes_heard(at_.frame, span) : std::nullopt;
    if (!heard) {
        return {};
    }
    auto compound = std::make_shared<Compound>();
    compound->notes = behind(*heard, *filter);
    return Value{Form::Notes, {}, 0.0, {}, compound};
}

// The notes that what stands in a frame hears: what its patch calls `notes`, or what the racks around its slot make or
// hear, through their filters; else all from outside. In the equation of `notes` itself they are those that it hears
// without it.
std::optional<graph::NoteSource> Elaborator::notes_heard(Frame *frame, Span span) {
    for (Frame *f = frame; f != nullptr; f = f->caller != nullptr ? f->caller : f->parent) {
        Binding *binding = find(f, "notes");
        if (binding != nullptr && binding->kind != BindingKind::Definition && binding != at_.binding) {
            return notes_given(*binding, span);
        }
        if (f->patch) {
            break;
        }
    }
    const Slot *slot = slot_around(frame);
    if (slot == nullptr) {
        return graph::NoteSource{};
    }
    const auto heard = notes_heard(slot->binding->frame, span);
    return heard ? std::optional(behind(*heard, slot->notes)) : std::nullopt;
}

// What an equation, a rack's wire or an input called `notes` gives. Its lines are made once for all polys.
std::optional<graph::NoteSource> Elaborator::notes_given(Binding &binding, Span span) {
    if (const auto made = note_sources_.find(&binding); made != note_sources_.end()) {
        return made->second;
    }
    const Value value = value_of(binding, span);
    const Binding &given = binding.wire != nullptr ? *binding.wire : binding;
    const TreeId right =
        given.kind == BindingKind::Equation && given.id.valid() ? given.tree->child(given.id, 1) : TreeId{};
    auto source =
        value.is_nothing() ? std::nullopt : note_source(value, right.valid() ? (*given.tree)[right].span : given.span);
    if (binding.kind == BindingKind::Wire && source) {
        source = behind(*source, slot_around(binding.frame)->notes);
    }
    if (binding.kind != BindingKind::Value) {
        note_sources_.emplace(&binding, source);
    }
    return source;
}

// From a value to where a poly's notes come from; a note the patch makes becomes a line of the graph.
std::optional<graph::NoteSource> Elaborator::note_source(const Value &value, Span span) {
    if (value.form == Form::Notes) {
        return value.compound->notes;
    }
    const std::vector<Value> single{value};
    const std::vector<Value> &lines = value.is_array() ? value.elements() : single;
    graph::NoteSource source;
    source.generated = true;
    source.first_line = static_cast<std::uint32_t>(builder_.graph.note_lines.size());
    for (const Value &line : lines) {
        if (line.form != Form::Note || line.compound->external) {
            if (!line.is_nothing()) {
                auto &diagnostic = error(diag::Kind::TypeMismatch, span, "notes", "notes", describe(line));
                if (line.form == Form::Table) {
                    const std::string mended = "sequence(" + text_of(span) + ", 1/4 beat)";
                    diagnostic.helps.push_back({"a track is played by `" + mended + "`", diag::Edit{span, mended}});
                }
            }
            return std::nullopt;
        }
        const auto &fields = line.elements();
        const auto audio = [&](NoteMember m) {
            return builder_.to_audio(real(fields[static_cast<std::size_t>(m)], span));
        };
        graph::NoteLine made;
        made.freq = audio(NoteMember::freq);
        made.velocity = audio(NoteMember::velocity);
        made.gate = boolean(fields[static_cast<std::size_t>(NoteMember::gate)], span);
        made.name = builder_.name(unique(address() + "/notes"));
        builder_.graph.note_lines.push_back(made);
        ++source.line_count;
    }
    return source;
}

// The notes given, else all that are heard here.
std::optional<graph::NoteSource> Elaborator::poly_notes(const Argument *argument, Span span) {
    const bool name = argument != nullptr && !argument->value && tree()[argument->expression].kind == Kind::Name;
    const Binding *binding = name ? find(at_.frame, tree().text(argument->expression)) : nullptr;
    const bool is_heard = name && tree().text(argument->expression) == "notes" &&
                          (binding == nullptr || binding->kind != BindingKind::Definition);
    if (argument == nullptr || is_heard) {
        return notes_heard(at_.frame, span);
    }
    const Value notes = argument->value ? *argument->value : eval(argument->expression);
    return notes.is_nothing() ? std::nullopt : note_source(notes, argument->span);
}

} // namespace tactus::elaborate
