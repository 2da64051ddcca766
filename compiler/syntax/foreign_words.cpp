// The table of foreign.def, and calls of its words written anew.
#include "compiler/syntax/foreign_words.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace tactus::syntax {

namespace {

enum class Sure : std::uint8_t { same, converted, other, sign, method };

struct Row {
    std::string_view theirs, ours, how;
    Sure sure;
};

constexpr Row table[] = {
#define SAME(theirs, ours, inputs) {theirs, ours, inputs, Sure::same},
#define CONVERTED(theirs, ours, written) {theirs, ours, written, Sure::converted},
#define OTHER(theirs, ours, why) {theirs, ours, why, Sure::other},
#define SIGN(theirs, ours) {theirs, ours, "", Sure::sign},
#define METHOD(theirs, ours) {theirs, ours, "", Sure::method},
#include "compiler/syntax/foreign.def"
};

const Row *row_of(std::string_view word) {
    const auto it = std::find_if(std::begin(table), std::end(table),
                                 [&](const Row &row) { return row.theirs == word && row.sure != Sure::method; });
    return it == std::end(table) ? nullptr : it;
}

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n\r");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t\n\r") + 1 - first);
}

// What stands in the brackets behind a word.
struct Brackets {
    bool any = false;
    bool whole = true; // closed, and nothing in them that hides where an input ends
    std::vector<std::string_view> inputs;
    std::uint32_t end = 0; // behind them
};

Brackets brackets_at(std::string_view text, std::uint32_t place) {
    Brackets made;
    made.end = place;
    if (place >= text.size() || text[place] != '(') {
        return made;
    }
    made.any = true;
    std::size_t depth = 0, begin = place + 1;
    const auto input_ends = [&](std::size_t end) {
        if (const auto input = trimmed(text.substr(begin, end - begin)); !input.empty() || !made.inputs.empty()) {
            made.inputs.push_back(input);
        }
        begin = end + 1;
    };
    for (std::size_t i = place; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' || c == '{' || c == '}' || (c == '/' && i + 1 < text.size() && text[i + 1] == '/')) {
            break;
        }
        depth += c == '(' || c == '[' ? 1 : 0;
        depth -= c == ')' || c == ']' ? 1 : 0;
        if (c == ',' && depth == 1) {
            input_ends(i);
        } else if (depth == 0) {
            input_ends(i);
            made.end = static_cast<std::uint32_t>(i) + 1;
            return made;
        }
    }
    made.whole = false;
    return made;
}

// `freq` of `freq: 440Hz`, or nothing.
std::string_view name_of(std::string_view input) {
    const auto end = std::find_if_not(input.begin(), input.end(), is_letter);
    const auto name = input.substr(0, static_cast<std::size_t>(end - input.begin()));
    const auto rest = trimmed(input.substr(name.size()));
    return !name.empty() && rest.starts_with(":") ? name : std::string_view{};
}

bool handed_on(std::string_view text, std::uint32_t place) {
    const auto last = text.substr(0, place).find_last_not_of(" \t\n\r");
    return last != std::string_view::npos && last > 0 && text[last] == '>' && text[last - 1] == '-';
}

std::vector<std::string_view> words_of(std::string_view row) {
    std::vector<std::string_view> made;
    while (!row.empty()) {
        const auto blank = std::min(row.find(' '), row.size());
        made.push_back(row.substr(0, blank));
        row.remove_prefix(std::min(blank + 1, row.size()));
    }
    return made;
}

// One operand, wherever it is put.
bool is_simple(std::string_view text) {
    std::size_t depth = 0;
    for (const char c : text) {
        depth += c == '(' || c == '[' ? 1 : 0;
        depth -= (c == ')' || c == ']') && depth > 0 ? 1 : 0;
        if (depth == 0 && !is_letter(c) && std::string_view{".%#@)]"}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_bare_number(std::string_view text) {
    text.remove_prefix(text.starts_with("-") ? 1 : 0);
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// With the unit a row gives it: numbers get it written, and what is no number is in the base unit already.
std::string with_unit(std::string_view input, std::string_view unit) {
    if (unit.empty()) {
        return std::string{input};
    }
    if (is_bare_number(input)) {
        return std::string{input} + std::string{unit};
    }
    const bool number = !input.empty() && std::isdigit(static_cast<unsigned char>(input.front())) != 0;
    return unit == "ms" && !number ? "(" + std::string{input} + ") * 1ms" : std::string{input};
}

// `written` with its inputs; `through` is what $x stands for.
std::string fill(std::string_view written, const std::vector<std::string_view> &inputs, std::string_view through) {
    std::string made;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] != '$') {
            made += written[i];
            continue;
        }
        const char which = written[++i];
        std::size_t end = i + 1;
        std::string_view unit;
        if (end < written.size() && written[end] == ':') {
            const auto after =
                std::find_if_not(written.begin() + static_cast<std::ptrdiff_t>(end) + 1, written.end(), is_letter);
            unit = written.substr(end + 1, static_cast<std::size_t>(after - written.begin()) - end - 1);
            end = static_cast<std::size_t>(after - written.begin());
        }
        const std::string input =
            which == 'x' ? std::string{through} : with_unit(inputs[static_cast<std::size_t>(which - '1')], unit);
        const bool own_place = (made.ends_with("(") || made.ends_with(", ")) &&
                               (end == written.size() || written[end] == ')' || written[end] == ',') &&
                               made.front() != '('; // `(a * b)` is no list of inputs
        made += own_place || is_simple(input) ? input : "(" + input + ")";
        i = end - 1;
    }
    return made;
}

std::size_t count_of(std::string_view written) {
    std::size_t most = 0;
    for (std::size_t i = 0; i + 1 < written.size(); ++i) {
        const char c = written[i + 1];
        most = written[i] == '$' && c != 'x' ? std::max(most, static_cast<std::size_t>(c - '0')) : most;
    }
    return most;
}

// Without its first input, which a chain hands on; empty where that is not its first or stands twice.
std::string in_chain(const Row &row, std::string_view input) {
    const std::string head = std::string{row.ours} + "(" + std::string{input};
    if (!row.how.starts_with(head) || row.how.find(input, head.size()) != std::string_view::npos) {
        return {};
    }
    std::string_view rest = row.how.substr(head.size());
    rest.remove_prefix(rest.starts_with(", ") ? 2 : 0);
    return std::string{row.ours} + "(" + std::string{rest};
}

// The call written anew by one row, or nothing.
std::string converted(const Row &row, std::vector<std::string_view> inputs, bool chain) {
    const bool through = row.how.find("$x") != std::string_view::npos;
    const std::size_t count = count_of(row.how);
    if (chain) {
        const std::string written = in_chain(row, through ? "$x" : "$1");
        inputs.insert(through ? inputs.end() : inputs.begin(), std::string_view{});
        return written.empty() || inputs.size() != count + (through ? 1 : 0) ? std::string{}
                                                                             : fill(written, inputs, {});
    }
    if (inputs.size() != count + (through ? 1 : 0)) {
        return {};
    }
    return fill(row.how, inputs, through ? inputs.back() : std::string_view{});
}

std::string converted(const ForeignWord &foreign, const Brackets &brackets) {
    const bool plain = std::all_of(brackets.inputs.begin(), brackets.inputs.end(), [](std::string_view input) {
        return !input.empty() && name_of(input).empty() && input.find('\n') == std::string_view::npos;
    });
    if (foreign.in_words || !brackets.any || !brackets.whole || !plain) {
        return {};
    }
    const bool chain = handed_on(foreign.text, foreign.place.begin);
    for (const Row &row : table) {
        if (row.theirs == foreign.word && row.sure == Sure::converted) {
            if (std::string made = converted(row, brackets.inputs, chain); !made.empty()) {
                return made;
            }
        }
    }
    return {};
}

// `Impulse(a)` is `metro(1 / a)`
std::string in_letters(const Row &row) {
    static constexpr std::string_view letters[] = {"a", "b", "c", "d", "e", "f"};
    const std::size_t count = count_of(row.how);
    const std::vector<std::string_view> inputs(std::begin(letters), std::begin(letters) + count);
    const bool through = row.how.find("$x") != std::string_view::npos;
    std::string theirs;
    for (const std::string_view input : inputs) {
        theirs += (theirs.empty() ? "" : ", ") + std::string{input};
    }
    theirs += through ? std::string{theirs.empty() ? "x" : ", x"} : std::string{};
    return fmt::format("`{}({})` is `{}` in Tactus", row.theirs, theirs, fill(row.how, inputs, "x"));
}

bool is_same(const Row &row, const ForeignWord &foreign, const Brackets &brackets) {
    const auto known = words_of(row.how);
    const bool named = std::all_of(brackets.inputs.begin(), brackets.inputs.end(), [&](std::string_view input) {
        const auto name = name_of(input);
        return name.empty() || std::find(known.begin(), known.end(), name) != known.end();
    });
    const bool chain = !foreign.in_words && handed_on(foreign.text, foreign.place.begin);
    return named && brackets.whole && brackets.inputs.size() + (chain && brackets.any ? 1 : 0) <= known.size();
}

} // namespace

std::optional<std::string_view> word_of_other_language(std::string_view word) {
    const Row *row = row_of(word);
    return row == nullptr ? std::nullopt : std::optional(row->ours);
}

bool is_converted(std::string_view word) {
    const Row *row = row_of(word);
    return row != nullptr && row->sure == Sure::converted;
}

diag::Help in_tactus(const ForeignWord &foreign) {
    const Row &row = *row_of(foreign.word);
    const std::string ours{row.ours};
    const Brackets brackets = brackets_at(foreign.text, foreign.place.end);
    if (row.sure == Sure::other) {
        return {fmt::format("the nearest in Tactus is `{}`: {}", ours, row.how), std::nullopt};
    }
    if (row.sure == Sure::converted) {
        const std::string written = converted(foreign, brackets);
        if (written.empty()) {
            return {in_letters(row), std::nullopt};
        }
        const Span whole{foreign.place.file, foreign.place.begin, brackets.end};
        return {"in Tactus this is `" + written + "`", diag::Edit{whole, written}};
    }
    diag::Help help{"in Tactus this is `" + ours + "`", std::nullopt};
    if (row.sure == Sure::sign ? !brackets.any : is_same(row, foreign, brackets)) {
        help.edit = diag::Edit{foreign.place, ours};
    }
    return help;
}

std::optional<std::string_view> member_of_other_language(std::string_view word) {
    static constexpr std::pair<std::string_view, std::string_view> members[] = {
#define MEMBER(theirs, ours) {theirs, ours},
#include "compiler/syntax/foreign.def"
    };
    const auto it =
        std::find_if(std::begin(members), std::end(members), [&](const auto &row) { return row.first == word; });
    return it == std::end(members) ? std::nullopt : std::optional(it->second);
}

std::optional<std::string_view> method_of_other_language(std::string_view word) {
    const auto it = std::find_if(std::begin(table), std::end(table), [&](const Row &row) {
        return row.theirs == word && (row.sure == Sure::method || row.sure == Sure::same);
    });
    return it == std::end(table) ? std::nullopt : std::optional(it->ours);
}

} // namespace tactus::syntax
