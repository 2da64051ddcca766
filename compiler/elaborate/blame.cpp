// Where a mistake is shown: in the user's text, at the call that led into the library; and which mistakes are shown at
// all: none that only follows from another.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "compiler/elaborate/elaborator.h"
#include "compiler/graph/stability.h"
#include "compiler/syntax/braces.h"

namespace tactus::elaborate {

// The place itself, or the innermost call in the user's text that led to a place in the library.
Span Elaborator::at_call(Span span) const {
    if (!in_library(span)) {
        return span;
    }
    for (const Frame *frame = at_.frame; frame != nullptr; frame = frame->caller) {
        if (frame->call.file.valid() && !in_library(frame->call)) {
            return frame->call;
        }
    }
    return span;
}

// Units that do not fit inside of the library: the input without a unit of its own that was given one is told, and
// where a number stands at an input of that unit, that the two are exchanged.
void Elaborator::blame_input(diag::Diagnostic &made) const {
    const Frame *frame = at_.frame;
    while (frame != nullptr && !(frame->call.file.valid() && !in_library(frame->call))) {
        frame = frame->caller;
    }
    const bool units = made.kind == diag::Kind::UnitsDiffer || made.kind == diag::Kind::UnitMismatch ||
                       made.kind == diag::Kind::RatioAdded;
    if (!units || frame == nullptr || frame->definition == nullptr) {
        return;
    }
    const std::vector<Port> &ports = frame->definition->inputs;
    const auto is_written = [&](std::size_t i) { return frame->given[i].file.valid() && !in_library(frame->given[i]); };
    std::optional<std::size_t> wrong;
    Unit unit;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto binding = frame->bindings.find(ports[i].name);
        if (!ports[i].type.empty() || !ports[i].choices.empty() || !is_written(i) || binding == frame->bindings.end()) {
            continue;
        }
        const Value &value = binding->second->value;
        if (!(value.is_number() || value.is_signal()) || value.unit.plain() || value.unit.any) {
            continue;
        }
        if (wrong) {
            return;
        }
        wrong = i;
        unit = value.unit;
    }
    if (!wrong) {
        return;
    }
    const Span place = frame->given[*wrong];
    diag::Report report;
    diag::Diagnostic told =
        report.add(diag::Kind::UnitMismatch, place, "`" + ports[*wrong].name + "` of `" + frame->definition->name + "`",
                   describe(number_unit), describe(unit));
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const tactus::Unit *wanted = find_unit(ports[i].type);
        const std::string text = is_written(i) ? text_of(frame->given[i]) : std::string{};
        const bool number = !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
        if (wanted == nullptr || !number || unit != unit_of(wanted->dimension) || frame->given[i].file != place.file) {
            continue;
        }
        told.labels.push_back({frame->given[i], "this went to `" + ports[i].name + ":" + ports[i].type + "`"});
        told.helps.push_back(mender_.exchanged(place, frame->given[i]));
        break;
    }
    made = std::move(told);
}

// Where a node that is handed on was written by the user, if he did.
Span Elaborator::node_place(const Value &node, Span otherwise) const {
    const bool known = node.form == Form::Node && node.compound->written.file.valid();
    return known ? node.compound->written : otherwise;
}

void Elaborator::needs(Span place) {
    if (!in_library(place)) {
        causes_.needs(place);
    }
}

// After two equations for one name, or a file that is not there, names that are missing are no further mistakes.
bool Elaborator::names_are_wrong(const Frame *frame) const {
    for (; frame != nullptr; frame = frame->parent) {
        if (frame->misnamed) {
            return true;
        }
    }
    return false;
}

// A filter of constant coefficients that grows by itself: once for each place in the user's text.
void Elaborator::report_unstable(const graph::Graph &graph) {
    const auto place_of = [&](NodeId id) {
        const auto call = library_calls_.find(graph[id].name);
        return call == library_calls_.end() ? graph[id].span : call->second;
    };
    for (const graph::Unstable &ring : graph::find_unstable(graph, place_of)) {
        const double beyond = -std::log10(std::clamp(ring.pole - 1.0, 1e-12, 0.9)); // as many digits as tell it from 1
        const std::string magnitude =
            ring.pole > 0.0 ? fmt::format("{:.{}g}", ring.pole, std::max(6, 4 + static_cast<int>(beyond))) : "above 1";
        report_.add(diag::Kind::UnstableFilter, place_of(ring.memories.front()), magnitude);
    }
}

namespace {

// The same words again are the same misunderstanding: later places hang on the first, as many as are drawn well.
void fold_repeated(diag::Report &report) {
    constexpr std::size_t most_labels = 3;
    std::vector<diag::Diagnostic> &all = report.each();
    std::vector<std::size_t> repeated;
    std::map<std::pair<diag::Kind, std::string>, std::size_t> first;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind == diag::Kind::StackTooShort || all[i].kind == diag::Kind::StackLeaves) {
            continue; // each has a picture of its own
        }
        const auto [it, fresh] = first.emplace(std::pair{all[i].kind, all[i].message}, i);
        diag::Diagnostic &earlier = all[it->second];
        if (fresh || !all[i].span.file.valid() || earlier.span.file != all[i].span.file) {
            continue;
        }
        if (all[i].span.begin < earlier.span.begin) {
            std::swap(earlier, all[i]);
        }
        repeated.push_back(i);
        if (!(earlier.span == all[i].span) && earlier.labels.size() < most_labels) {
            earlier.labels.push_back({all[i].span, "here too"});
        }
    }
    report.remove(repeated);
}

// `note.dry` where there is no `dry` either: one name has lost its place.
void drop_lost_names(diag::Report &report, const source::SourceSet &sources) {
    std::set<std::string, std::less<>> members;
    std::vector<std::size_t> lost;
    for (const diag::Diagnostic &d : report.diagnostics()) {
        if (d.kind == diag::Kind::NoMember && d.span.file.valid()) {
            members.emplace(sources.text(d.span));
        }
    }
    for (std::size_t i = 0; i < report.diagnostics().size(); ++i) {
        const diag::Diagnostic &d = report.diagnostics()[i];
        if (d.kind == diag::Kind::UnknownName && d.span.file.valid() && members.contains(sources.text(d.span))) {
            lost.push_back(i);
        }
    }
    report.remove(lost);
}

// A brace on another line moves statements into another body, where they may still be well formed: then names are not
// found, or found twice. Other mistakes are their own, however the lines are indented.
bool blame_brace(diag::Report &report, const source::SourceSet &sources, FileId file) {
    const auto &all = report.diagnostics();
    const bool here = std::any_of(all.begin(), all.end(), [&](const diag::Diagnostic &d) {
        const bool of_names = d.kind == diag::Kind::UnknownName || d.kind == diag::Kind::NameTwice ||
                              d.kind == diag::Kind::NoPatch || d.kind == diag::Kind::NoEquation;
        return d.span.file == file && of_names;
    });
    auto brace = here && report.has_errors() ? syntax::misplaced_brace(sources, file) : std::nullopt;
    if (!brace) {
        return false;
    }
    std::vector<std::size_t> every(all.size());
    std::iota(every.begin(), every.end(), std::size_t{0});
    report.remove(every);
    report.add(std::move(*brace));
    return true;
}

} // namespace

void Elaborator::settle_blame(FileId file) {
    if (blame_brace(report_, sources_, file)) {
        return;
    }
    report_.remove(causes_.consequences(report_.diagnostics()));
    drop_lost_names(report_, sources_);
    fold_repeated(report_);
    tell_loads();
    for (diag::Diagnostic &diagnostic : report_.each()) {
        // The text of the library is not the user's to edit.
        std::erase_if(diagnostic.helps,
                      [&](const diag::Help &help) { return help.edit && in_library(help.edit->span); });
        bool told = false;
        std::erase_if(diagnostic.labels, [&](const diag::Label &label) {
            return in_library(label.span) && !in_library(diagnostic.span) && std::exchange(told, true);
        });
    }
}

} // namespace tactus::elaborate
