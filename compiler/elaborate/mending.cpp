// Edits that are offered with a mistake: only those that are sure to be meant, or that `fix` tries and looks at again.
#include <algorithm>
#include <cctype>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_literal(std::string_view text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0 &&
           text.find_first_of(" ()[]") == std::string_view::npos;
}

bool is_identifier(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_letter) && !is_literal(text);
}

Span point(Span span, std::uint32_t place) { return Span{span.file, place, place}; }

} // namespace

// The character at a place of a file, or 0.
char Elaborator::letter_at(FileId file, std::uint32_t place) const {
    const std::string &text = sources_.file(file).text;
    return place < text.size() ? text[place] : '\0';
}

// `x - 6dB` is `x * -6dB`; in words the operator alone is another.
void Elaborator::mend_ratio(diag::Diagnostic &diagnostic, const Value &a, const Value &b, std::string_view what,
                            Span span, Span a_span, Span b_span) const {
    const bool minus = what == "`-`";
    if ((!minus && what != "`+`") || (a.unit.ratio && b.unit.ratio && minus)) {
        return;
    }
    if (span.end - span.begin == 1) {
        const std::string op = minus ? "/" : "*";
        diagnostic.helps.push_back({"ratios multiply: put `" + op + "` here", diag::Edit{span, op}});
        return;
    }
    const auto whole = [&](Span part) {
        const std::string text = text_of(part);
        const bool sum = text.find(" + ") != std::string::npos || text.find(" - ") != std::string::npos;
        return sum ? "(" + text + ")" : text;
    };
    const std::string right = whole(b_span);
    const std::string mended = !minus              ? whole(a_span) + " * " + right
                               : is_literal(right) ? whole(a_span) + " * -" + right
                                                   : whole(a_span) + " / " + right;
    diagnostic.helps.push_back({"ratios multiply: `" + mended + "`, and scale with `^`", diag::Edit{span, mended}});
}

// A node where a signal is wanted: called with a value for each input, where these are obvious.
void Elaborator::mend_uncalled(diag::Diagnostic &diagnostic, const Value &node, Span span) const {
    const std::vector<Port> &ports = node.compound->definition != nullptr ? node.compound->definition->inputs
                                                                          : find_builtin(node.compound->builtin)->ports;
    std::string inputs;
    for (const Port &port : ports) {
        if (port.fallback.valid()) {
            continue;
        }
        if (find_unit(port.type) == nullptr) {
            inputs.clear();
            break;
        }
        inputs += (inputs.empty() ? "" : ", ") + sample_value(port);
    }
    if (inputs.empty() || !is_identifier(text_of(span))) {
        diagnostic.helps.push_back({"a node is called with brackets: `" + text_of(span) + "(…)`", std::nullopt});
        return;
    }
    const std::string mended = text_of(span) + "(" + inputs + ")";
    diagnostic.helps.push_back({"a node is called with brackets: `" + mended + "`", diag::Edit{span, mended}});
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
    report_.each().back().helps.assign(
        1, {"the frequency of a note is `" + text_of(span) + ".freq`", diag::Edit{point(span, span.end), ".freq"}});
}

void Elaborator::mend_input_name(diag::Diagnostic &diagnostic, const std::vector<Port> &ports,
                                 const std::vector<Argument> &arguments, const Argument &wrong) const {
    std::vector<std::string> known, free;
    for (const Port &port : ports) {
        known.push_back(port.name);
        const bool given =
            std::any_of(arguments.begin(), arguments.end(), [&](const Argument &a) { return a.name == port.name; });
        if (!given) {
            free.push_back(port.name);
        }
    }
    std::vector<std::string> likely = syntax::nearest(wrong.name, free);
    if (likely.empty()) { // `attack` for `a`, `freq` for `frequency`
        std::copy_if(free.begin(), free.end(), std::back_inserter(likely), [&](const std::string &name) {
            return wrong.name.starts_with(name) || name.starts_with(wrong.name);
        });
    }
    if (likely.empty()) { // the only one that must be given and that no position fills
        const auto positions = static_cast<std::size_t>(
            std::count_if(arguments.begin(), arguments.end(), [](const Argument &a) { return a.name.empty(); }));
        std::vector<std::string> must;
        for (const Port &port : ports) {
            if (!port.fallback.valid() && std::find(free.begin(), free.end(), port.name) != free.end()) {
                must.push_back(port.name);
            }
        }
        if (must.size() == positions + 1) {
            likely.push_back(must.back());
        }
    }
    if (!likely.empty()) {
        const std::optional<diag::Edit> edit =
            wrong.name_span.file.valid() ? std::optional{diag::Edit{wrong.name_span, likely.front()}} : std::nullopt;
        diagnostic.helps.push_back({"is `" + likely.front() + "` meant?", edit});
    } else if (!known.empty()) {
        diagnostic.helps.push_back({"its inputs: " + describe_ports(ports), std::nullopt});
    }
}

// Behind the last input that is written, or between the brackets.
std::optional<diag::Edit> Elaborator::missing_input(Span name_span, const std::vector<Argument> &arguments,
                                                    const Port &port) const {
    if (port.type == "Note" || port.type == "table") {
        return std::nullopt;
    }
    const bool handed_on = !arguments.empty() && in_library(arguments.front().span) && !in_library(name_span);
    if (handed_on && letter_at(name_span.file, name_span.end) != '(') { // `oversample(4, drive)`
        return diag::Edit{point(name_span, name_span.end), "(" + port.name + ": " + sample_value(port) + ")"};
    }
    if (letter_at(name_span.file, name_span.end) != '(') {
        return std::nullopt;
    }
    std::uint32_t place = name_span.end + 1;
    bool any = false;
    for (const Argument &argument : arguments) {
        if (!argument.expression.valid()) {
            return std::nullopt; // from the stack or a chain
        }
        any = true;
        place = std::max(place, argument.span.end);
    }
    if (!any && letter_at(name_span.file, place) != ')') {
        return std::nullopt;
    }
    return diag::Edit{point(name_span, place), (any ? ", " : "") + port.name + ": " + sample_value(port)};
}

// `gain(x)`: a value is multiplied.
void Elaborator::mend_called_value(diag::Diagnostic &diagnostic, const Value &value, Span name_span) const {
    if (plain_form(value) && letter_at(name_span.file, name_span.end) == '(') {
        diagnostic.helps.push_back({"to multiply, write `" + text_of(name_span) + " * (…)`",
                                    diag::Edit{point(name_span, name_span.end), " * "}});
    }
}

bool Elaborator::plain_form(const Value &value) const { return value.is_number() || value.is_signal(); }

// What stands after `@` in a form that takes options: `t` becomes `(t, max: 1s)`.
diag::Edit Elaborator::with_delay_option(Span length, const std::string &option) const {
    const bool inside = length.begin > 0 && letter_at(length.file, length.begin - 1) == '(';
    return inside ? diag::Edit{point(length, length.end), ", " + option}
                  : diag::Edit{length, "(" + text_of(length) + ", " + option + ")"};
}

// A sample ago instead of now, where a name closes a cycle.
void Elaborator::mend_cycle(diag::Diagnostic &diagnostic, const std::string &name) const {
    const Span use = diagnostic.span;
    const bool plain = text_of(use) == name && is_identifier(name) && letter_at(use.file, use.end) != '@';
    const std::optional<diag::Edit> edit = plain ? std::optional{diag::Edit{point(use, use.end), "@1"}} : std::nullopt;
    diagnostic.helps.push_back({"a sample of delay on one of them breaks the cycle: `" + name + "@1`", edit});
}

// `osc "volume"` is `osc "/volume"`.
void Elaborator::mend_address(diag::Diagnostic &diagnostic) const {
    const std::string text = text_of(diagnostic.span);
    const auto quote = text.find('"');
    if (quote != std::string::npos && text.find(' ', quote) == std::string::npos && text[quote + 1] != '/') {
        const auto place = diagnostic.span.begin + static_cast<std::uint32_t>(quote) + 1;
        diagnostic.helps.push_back({"put `/` before it", diag::Edit{point(diagnostic.span, place), "/"}});
    }
}

// A patch that loads files and holds nothing else but equations is a rack.
void Elaborator::mend_load(diag::Diagnostic &diagnostic, const Definition &patch) const {
    const syntax::Tree &tree = *patch.tree;
    const auto statements = tree.children_of(patch.body);
    const bool plain = std::all_of(statements.begin(), statements.end(), [&](syntax::TreeId id) {
        return tree[id].kind == syntax::Kind::Equation || tree[id].kind == syntax::Kind::ChainOut;
    });
    Span keyword = tree[patch.id].span;
    keyword.end = keyword.begin + 5;
    if (plain && text_of(keyword) == "patch") {
        diagnostic.helps.push_back({"files are loaded by a `rack`", diag::Edit{keyword, "rack"}});
    }
}

// A member by a near name, or by what others call it.
void Elaborator::mend_member(diag::Diagnostic &diagnostic, std::string_view name,
                             const std::vector<std::string> &known) const {
    std::vector<std::string> likely = syntax::nearest(name, known);
    if (const auto ours = syntax::member_of_other_language(name);
        ours && std::find(known.begin(), known.end(), *ours) != known.end()) {
        likely.assign(1, std::string(*ours));
    }
    if (!likely.empty() && text_of(diagnostic.span) == name) {
        diagnostic.helps.push_back(
            {"is `." + likely.front() + "` meant?", diag::Edit{diagnostic.span, likely.front()}});
    }
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
