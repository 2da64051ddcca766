// tactus fix: the sure edit of the first mistake is tried and looked at again. Edits stay only where the file is better
// for them: fewer mistakes, or none any more where they wrote, and every name that was there is there still. A file is
// replaced whole, or not at all.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "compiler/cli/fix.h"
#include "compiler/cli/session.h"
#include "compiler/diag/mend.h"

namespace tactus::cli {

namespace {

constexpr std::size_t most_edits = 1000;

struct Looked {
    source::SourceSet sources;
    diag::Report report;
    std::optional<FileId> file;
};

// Beside the file, so that what it uses is found.
Looked look_at(const std::string &path, const std::string &text, const Options &options) {
    Looked made;
    made.file = made.sources.add(path, text, made.report);
    if (made.file) {
        made.sources.stand_beside(*made.file, path);
        (void)check(made.sources, *made.file, options, made.report);
    }
    made.report.finish();
    return made;
}

bool is_syntax(const diag::Diagnostic &d) { return diag::info(d.kind).code < "T0200"; }

bool says(const diag::Report &report, const diag::Diagnostic &mistake) {
    const auto &all = report.diagnostics();
    return std::any_of(all.begin(), all.end(), [&](const diag::Diagnostic &d) {
        return d.kind == mistake.kind && d.message == mistake.message;
    });
}

// Fewer mistakes; or this one is gone and another comes into sight, behind it where the parser had stopped.
bool is_better(const Looked &before, const diag::Diagnostic &mended, const diag::Edit &edit, const Looked &after) {
    if (after.report.error_count() < before.report.error_count()) {
        return true;
    }
    const diag::Diagnostic &next = after.report.diagnostics().front();
    if (is_syntax(mended)) {
        const auto growth = static_cast<std::int64_t>(edit.replacement.size()) - (edit.span.end - edit.span.begin);
        const std::int64_t place = mended.span.begin + (edit.span.begin <= mended.span.begin ? growth : 0);
        return !is_syntax(next) || next.span.begin > place;
    }
    const std::uint32_t end = edit.span.begin + static_cast<std::uint32_t>(edit.replacement.size());
    const bool inside = next.span.begin >= edit.span.begin && next.span.end <= end;
    return after.report.error_count() == before.report.error_count() && !is_syntax(next) && !inside &&
           !says(after.report, mended);
}

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

std::string_view first_name(std::string_view text) {
    return text.substr(0,
                       static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_letter) - text.begin()));
}

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// What stands before `=` or `:`; parts of other names, `hall.wet = …`, are none.
std::string_view name_before_equals(std::string_view statement) {
    const std::string_view word = first_name(statement);
    std::string_view rest = without_blanks(statement.substr(word.size()));
    while (!word.empty() && rest.starts_with("[")) {
        const auto end = rest.find(']');
        rest = end == std::string_view::npos ? std::string_view{} : without_blanks(rest.substr(end + 1));
    }
    const bool given = rest.starts_with(":") || (rest.starts_with("=") && !rest.starts_with("=="));
    const bool part = word.find('.') != std::string_view::npos && !word.starts_with("out.");
    return given && !part ? word : std::string_view{};
}

// The names that a text gives: `y` of `y = …`, of `node y(x)`, of `param y = …`, of `… -> y`. Out of the text, not the
// tree: also of what cannot be read yet.
std::multiset<std::string> names_given(std::string_view text) {
    static constexpr std::array<std::string_view, 11> headers{
        "node", "word", "patch", "rack", "param", "input", "table", "sample", "track", "buffer", "controller"};
    std::multiset<std::string> made;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find_first_of("\n;{}", begin), text.size());
        const std::string_view statement = without_blanks(text.substr(begin, end - begin));
        begin = end + 1;
        const std::string_view word = first_name(statement);
        const bool header = std::find(headers.begin(), headers.end(), word) != headers.end();
        if (const auto name =
                header ? first_name(without_blanks(statement.substr(word.size()))) : name_before_equals(statement);
            !name.empty()) {
            made.emplace(name);
        }
        if (const auto arrow = statement.rfind("->"); arrow != std::string_view::npos) {
            const std::string_view last = without_blanks(statement.substr(arrow + 2)), name = first_name(last);
            if (!name.empty() && without_blanks(last.substr(name.size())).empty()) {
                made.emplace(name);
            }
        }
    }
    return made;
}

// A row of edits that only together make the file better: a mistake of the grammar hides what stands behind it.
struct Attempt {
    std::string text;
    Looked looked;
    std::string told;
    std::size_t edits = 0;
    std::set<std::string> renamed; // names that an edit was about
    std::vector<Span> touched;     // what the edits wrote, in the text as it is now

    explicit Attempt(std::string given, Looked seen) : text(std::move(given)), looked(std::move(seen)) {}

    void make(const std::string &path, const diag::Edit &edit, diag::Kind kind, std::string next, Looked after) {
        const Position at = looked.sources.position(edit.span.file, edit.span.begin);
        const std::string was{looked.sources.text(edit.span)};
        told += fmt::format("{}:{}:{}: [{}] `{}` → `{}`\n", path, at.line, at.column, diag::info(kind).code, was,
                            edit.replacement);
        if (was != "out") {
            renamed.insert(was);
        }
        const auto growth = static_cast<std::int64_t>(edit.replacement.size()) - (edit.span.end - edit.span.begin);
        for (Span &span : touched) {
            if (span.begin >= edit.span.end) {
                span.begin = static_cast<std::uint32_t>(span.begin + growth);
                span.end = static_cast<std::uint32_t>(span.end + growth);
            }
        }
        const auto end = edit.span.begin + static_cast<std::uint32_t>(edit.replacement.size());
        touched.push_back({edit.span.file, edit.span.begin, end});
        text = std::move(next);
        looked = std::move(after);
        ++edits;
    }

    [[nodiscard]] bool keeps_names_of(const std::string &before) const {
        std::multiset<std::string> now = names_given(text);
        for (const std::string &name : names_given(before)) {
            if (const auto it = now.find(name); it != now.end()) {
                now.erase(it);
            } else if (!renamed.contains(name)) {
                return false;
            }
        }
        return true;
    }

    // Whether nothing is wrong any more on the lines it wrote on.
    [[nodiscard]] bool leaves_its_lines_right() const {
        const auto line_begin = [&](std::uint32_t place) {
            return place == 0 ? 0 : text.rfind('\n', place - 1) + 1; // npos + 1 is 0
        };
        const auto &all = looked.report.diagnostics();
        return std::none_of(all.begin(), all.end(), [&](const diag::Diagnostic &d) {
            return std::any_of(touched.begin(), touched.end(), [&](const Span &span) {
                const auto first = line_begin(span.begin), last = std::min(text.find('\n', span.end), text.size());
                return diag::info(d.kind).level == diag::Level::Error && d.span.begin >= first && d.span.begin <= last;
            });
        });
    }
};

// The first sure edit that leads on from here and was not tried before.
bool go_on(Attempt &attempt, const std::string &path, const Options &options, std::set<std::string> &seen) {
    for (const diag::Diagnostic &d : attempt.looked.report.diagnostics()) {
        const auto edit = diag::sure_edit(d);
        if (!edit || !attempt.looked.file || d.span.file != *attempt.looked.file) {
            continue;
        }
        std::string next = diag::apply(attempt.text, *edit);
        if (seen.contains(next)) {
            continue;
        }
        Looked after = look_at(path, next, options);
        seen.insert(next);
        if (is_better(attempt.looked, d, *edit, after)) {
            attempt.make(path, *edit, d.kind, std::move(next), std::move(after));
            return true;
        }
    }
    return false;
}

} // namespace

Mended mend(const std::string &path, std::string text, const Options &options) {
    Mended made{std::move(text), {}, 0};
    std::set<std::string> seen{made.text};
    std::size_t tried = 0;
    std::size_t errors = look_at(path, made.text, options).report.error_count();
    for (bool any = true; any && tried < most_edits;) {
        any = false;
        Attempt attempt(made.text, look_at(path, made.text, options));
        while (tried < most_edits && go_on(attempt, path, options, seen)) {
            ++tried;
            any = true;
            const std::size_t left = attempt.looked.report.error_count();
            if ((left < errors || attempt.leaves_its_lines_right()) && attempt.keeps_names_of(made.text)) {
                errors = left;
                made.told += attempt.told;
                made.edits += attempt.edits;
                made.text = std::move(attempt.text);
                break;
            }
        }
    }
    return made;
}

namespace {

int fix_file(Session &session) {
    const Arguments &arguments = session.arguments;
    const auto file = session.read();
    if (!file) {
        return session.finish();
    }
    const std::string path{session.sources.name(*file)};
    const Mended mended = mend(path, session.sources.file(*file).text, session.options());
    std::fputs(mended.told.c_str(), stderr);
    if (arguments.file == "-" && !arguments.check_only) {
        std::fputs(mended.text.c_str(), stdout);
    } else if (mended.edits > 0 && !arguments.check_only && !replace_file(arguments.file, mended.text)) {
        session.error(diag::Kind::CannotWrite, arguments.file);
        return session.finish();
    }
    // What is left for a person is said as `check` says it, of the text as it now stands.
    Looked left = look_at(path, mended.text, session.options());
    session.sources = std::move(left.sources);
    session.report = std::move(left.report);
    const int status = session.finish();
    return arguments.check_only && mended.edits > 0 ? std::max(status, exit_errors) : status;
}

} // namespace

int run_fix(const Arguments &arguments) {
    int worst = exit_ok;
    for (const std::string &name : Session(arguments).all_files()) {
        Arguments one = arguments;
        one.file = name;
        Session session(one);
        worst = std::max(worst, fix_file(session));
    }
    return worst;
}

} // namespace tactus::cli
