// Edits that are offered with a mistake: only those that are sure to be meant, or that `fix` tries and looks at again.
#include <algorithm>
#include <cctype>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/mending.h"
#include "compiler/limits.h"
#include "compiler/syntax/foreign_words.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// `6dB`, `-7st`: a number with the unit of a ratio.
bool is_ratio(std::string_view text) {
    text.remove_prefix(text.starts_with("-") ? 1 : 0);
    const auto unit = std::find_if(text.begin(), text.end(),
                                   [](char c) { return c != '.' && std::isdigit(static_cast<unsigned char>(c)) == 0; });
    const std::string_view written = text.substr(static_cast<std::size_t>(unit - text.begin()));
    return unit != text.begin() && (written == "dB" || written == "st" || written == "ct");
}

bool is_identifier(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_letter) &&
           std::isdigit(static_cast<unsigned char>(text.front())) == 0;
}

Span point(Span span, std::uint32_t place) { return Span{span.file, place, place}; }

} // namespace

// The character at a place of a file, or 0.
char Mender::letter_at(FileId file, std::uint32_t place) const {
    const std::string &text = sources_.file(file).text;
    return place < text.size() ? text[place] : '\0';
}

// `x - 6dB` is `x * -6dB`; in words the operator alone is another. Only a ratio that is written behind the sign is
// surely meant as a factor: of `1 - gain` nobody knows.
void Mender::ratio(diag::Diagnostic &diagnostic, const Value &a, const Value &b, std::string_view what, Span span,
                   Span a_span, Span b_span) const {
    const bool minus = what == "`-`";
    if (!minus && what != "`+`") {
        return;
    }
    const std::string right = text_of(b_span);
    const bool plain_number = a.is_number() && a.unit.plain();
    const bool words = span.end - span.begin == 1;
    if (!b.unit.ratio || !is_ratio(right) || plain_number) {
        const std::string factor = text_of(a.unit.ratio ? a_span : b_span);
        const bool sum = !is_identifier(factor) && !is_ratio(factor);
        const std::string as_number = words ? factor + " 1 *" : (sum ? "(" + factor + ")" : factor) + " * 1";
        diagnostic.helps.push_back(
            {"ratios multiply, and are scaled with `^`; as a plain number this one is `" + as_number + "`",
             std::nullopt});
        return;
    }
    if (words) {
        const std::string op = minus ? "/" : "*";
        diagnostic.helps.push_back({"ratios multiply: put `" + op + "` here", diag::Edit{span, op}});
        return;
    }
    const std::string left = text_of(a_span);
    const bool sum = left.find(" + ") != std::string::npos || left.find(" - ") != std::string::npos;
    const std::string factor = !minus ? right : right.starts_with("-") ? right.substr(1) : "-" + right;
    const std::string mended = (sum ? "(" + left + ")" : left) + " * " + factor;
    const Span inside{span.file, a_span.begin, b_span.end}; // without brackets around it
    diagnostic.helps.push_back({"ratios multiply: `" + mended + "`, and scale with `^`", diag::Edit{inside, mended}});
}

// A node where a signal is wanted: called with a value for each input, where these are obvious.
void Mender::uncalled(diag::Diagnostic &diagnostic, const Value &node, Span span) const {
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
    const std::string text = text_of(span);
    const auto end = std::find_if_not(text.begin(), text.end(), is_letter); // of `saw` in `saw@1`
    const std::string name{text.begin(), end};
    if (inputs.empty() || !is_identifier(name) || (end != text.end() && *end != '@')) {
        diagnostic.helps.push_back({"a node is called with brackets: `" + name + "(…)`", std::nullopt});
        return;
    }
    const std::string mended = name + "(" + inputs + ")";
    const Span place{span.file, span.begin, span.begin + static_cast<std::uint32_t>(name.size())};
    diagnostic.helps.push_back({"a node is called with brackets: `" + mended + "`", diag::Edit{place, mended}});
}

void Mender::input_name(diag::Diagnostic &diagnostic, const std::vector<Port> &ports,
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

// `saw(110Hz) > lowpass(1kHz, 0.3)`: a call that lacks one input, behind a sign that is half of `->`.
bool Mender::arrow(diag::Diagnostic &diagnostic, const std::vector<Port> &ports,
                   const std::vector<Argument> &arguments) const {
    const auto wanted = std::count_if(ports.begin(), ports.end(), [](const Port &p) { return !p.fallback.valid(); });
    std::uint32_t place = diagnostic.span.begin;
    while (place > 0 && letter_at(diagnostic.span.file, place - 1) == ' ') {
        --place;
    }
    const bool sign = place > 1 && letter_at(diagnostic.span.file, place - 1) == '>' &&
                      letter_at(diagnostic.span.file, place - 2) != '-';
    if (!sign || static_cast<std::size_t>(wanted) != arguments.size() + 1) {
        return false;
    }
    diagnostic.helps.push_back(
        {"a value is handed on by `->`", diag::Edit{{diagnostic.span.file, place - 1, place}, "->"}});
    return true;
}

// `voice()`: notes are shared out to voices by `poly`, which calls the node.
bool Mender::voice(diag::Diagnostic &diagnostic, const Port &missing, std::string_view name,
                   const std::vector<Argument> &arguments, Span name_span) const {
    if (missing.type != "Note") {
        return false;
    }
    const std::string mended = "poly(8, " + std::string(name) + ")";
    const bool empty = arguments.empty() && letter_at(name_span.file, name_span.end) == '(' &&
                       letter_at(name_span.file, name_span.end + 1) == ')';
    diagnostic.helps.push_back({"`poly` gives each of its voices a note: `" + mended + "`", std::nullopt});
    if (empty) {
        diagnostic.helps.back().edit = diag::Edit{{name_span.file, name_span.begin, name_span.end + 2}, mended};
    }
    return true;
}

// Behind the last input that is written, or between the brackets.
std::optional<diag::Edit> Mender::missing_input(Span name_span, const std::vector<Argument> &arguments,
                                                const Port &port) const {
    if (!has_usual_value(port)) {
        return std::nullopt;
    }
    const bool handed_on =
        !arguments.empty() && sources_.is_built_in(arguments.front().span) && !sources_.is_built_in(name_span);
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
void Mender::called_value(diag::Diagnostic &diagnostic, const Value &value, Span name_span) const {
    if ((value.is_number() || value.is_signal()) && letter_at(name_span.file, name_span.end) == '(') {
        diagnostic.helps.push_back({"to multiply, write `" + text_of(name_span) + " * (…)`",
                                    diag::Edit{point(name_span, name_span.end), " * "}});
    }
}

diag::Help Mender::exchanged(Span one, Span other) const {
    const Span first = one.begin < other.begin ? one : other, second = one.begin < other.begin ? other : one;
    const Span both{first.file, first.begin, second.end};
    const std::string mended = text_of(second) + text_of({both.file, first.end, second.begin}) + text_of(first);
    const bool line = mended.find('\n') == std::string::npos;
    return {"the two the other way round" + (line ? ": `" + mended + "`" : ""), diag::Edit{both, mended}};
}

// `x.tanh` and `60.midicps`: what stands before the point is found by its brackets.
void Mender::called_member(diag::Diagnostic &diagnostic, std::string_view function) const {
    const FileId file = diagnostic.span.file;
    const std::uint32_t point_at = diagnostic.span.begin - 1;
    std::uint32_t begin = point_at;
    std::uint32_t depth = 0;
    while (begin > 0) {
        const char c = letter_at(file, begin - 1);
        depth += c == ')' || c == ']' ? 1 : 0;
        if (depth == 0 && !is_letter(c) && c != '.' && c != '%') {
            break;
        }
        depth -= (c == '(' || c == '[') && depth > 0 ? 1 : 0;
        --begin;
    }
    const std::string value = text_of({file, begin, point_at});
    if (letter_at(file, point_at) != '.' || value.empty()) {
        return;
    }
    const std::string mended = std::string{function} + "(" + value + ")";
    diagnostic.helps.assign(1, {"what is worked out of a value is called: `" + mended + "`",
                                diag::Edit{{file, begin, diagnostic.span.end}, mended}});
}

// What stands after `@` in a form that takes options: `t` becomes `(t, max: 1s)`.
diag::Edit Mender::delay_option(Span length, const std::string &option) const {
    const bool inside = length.begin > 0 && letter_at(length.file, length.begin - 1) == '(';
    return inside ? diag::Edit{point(length, length.end), ", " + option}
                  : diag::Edit{length, "(" + text_of(length) + ", " + option + ")"};
}

// A sample ago instead of now, where a name closes a cycle.
void Mender::cycle(diag::Diagnostic &diagnostic, const std::string &name) const {
    const Span use = diagnostic.span;
    const bool plain = text_of(use) == name && is_identifier(name) && letter_at(use.file, use.end) != '@';
    const std::optional<diag::Edit> edit = plain ? std::optional{diag::Edit{point(use, use.end), "@1"}} : std::nullopt;
    diagnostic.helps.push_back({"a sample of delay on one of them breaks the cycle: `" + name + "@1`", edit});
}

// `osc "volume"` is `osc "/volume"`.
void Mender::address(diag::Diagnostic &diagnostic) const {
    const std::string text = text_of(diagnostic.span);
    const auto quote = text.find('"');
    if (quote != std::string::npos && text.find(' ', quote) == std::string::npos && text[quote + 1] != '/') {
        const auto place = diagnostic.span.begin + static_cast<std::uint32_t>(quote) + 1;
        diagnostic.helps.push_back({"put `/` before it", diag::Edit{point(diagnostic.span, place), "/"}});
    }
}

// A patch that loads files and holds nothing else but equations is a rack.
void Mender::load(diag::Diagnostic &diagnostic, const Definition &patch) const {
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
void Mender::member(diag::Diagnostic &diagnostic, std::string_view name, const std::vector<std::string> &known) const {
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

} // namespace tactus::elaborate
