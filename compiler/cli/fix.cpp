// tactus fix: the sure edit of the first mistake is tried and looked at again; it stays only where the file is better
// for it, and so on until nothing helps. A file is replaced whole, or not at all.
#include <algorithm>
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

} // namespace

Mended mend(const std::string &path, std::string text, const Options &options) {
    Mended made{std::move(text), {}, 0};
    std::set<std::string> seen{made.text};
    Looked now = look_at(path, made.text, options);
    while (made.edits < most_edits) {
        bool any = false;
        for (const diag::Diagnostic &d : now.report.diagnostics()) {
            const auto edit = diag::sure_edit(d);
            if (!edit || !now.file || d.span.file != *now.file) {
                continue;
            }
            std::string next = diag::apply(made.text, *edit);
            Looked after = look_at(path, next, options);
            if (!is_better(now, d, *edit, after) || !seen.insert(next).second) {
                continue;
            }
            const Position at = now.sources.position(edit->span.file, edit->span.begin);
            made.told += fmt::format("{}:{}:{}: [{}] `{}` → `{}`\n", path, at.line, at.column, diag::info(d.kind).code,
                                     now.sources.text(edit->span), edit->replacement);
            made.text = std::move(next);
            now = std::move(after);
            ++made.edits;
            any = true;
            break;
        }
        if (!any) {
            return made;
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
