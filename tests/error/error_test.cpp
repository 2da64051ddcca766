// Every kind of diagnostic has a page and a case; every case tests/error/CODE_name.md shows what is reported, as
// rendered text.
//   ## SOURCE                 a patch file               ## SOURCE WITH ESCAPES   the same, with \xNN, \n,
//   \{text*count}
//   ## FILE                   a path that is read
//   line
//   ## ARGUMENT               one mistake of the kind, with that argument, for what no patch can provoke
//   ## PLAY                   with SOURCE: not only checked but compiled, perhaps with `patch NAME` or `target NAME`
//   ## COMMAND                with SOURCE as patch.tac: arguments of `tactus`, one command per line; PROBLEMS is what
//   the last says
//   ## PROBLEMS               the rendered report
// TACTUS_UPDATE=1 writes PROBLEMS anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "compiler/diag/explain.h"
#include "compiler/diag/render.h"
#include "compiler/tactus.h"
#include "tests/error/markdown.h"

using namespace tactus;

namespace {

const std::filesystem::path folder = "tests/error";

struct Checked {
    source::SourceSet sources;
    diag::Report report;
};

// `play`: the block of a section PLAY; without it the file is checked only.
void check(Checked &c, std::optional<FileId> file, const std::optional<std::string> &play = std::nullopt) {
    if (file && play) {
        Options options;
        std::istringstream words{*play};
        for (std::string option, value; words >> option >> value;) {
            (option == "patch" ? options.language.patch : options.target) = value;
        }
        (void)emit_stage(c.sources, *file, Stage::Llvm, options, c.report);
    } else if (file) {
        (void)tactus::check(c.sources, *file, {}, c.report);
    }
    c.report.finish();
}

Checked check_text(const std::string &text, const std::optional<std::string> &play = std::nullopt) {
    Checked c;
    check(c, c.sources.add("patch.tac", text, c.report), play);
    return c;
}

std::optional<std::string> play_of(const test::Document &document) {
    const auto play = document.sections.find("PLAY");
    return play == document.sections.end() ? std::nullopt : std::optional{play->second};
}

Checked run_case(const test::Document &document) {
    const auto &sections = document.sections;
    if (const auto file = sections.find("FILE"); file != sections.end()) {
        Checked c;
        check(c, c.sources.read(file->second.substr(0, file->second.find('\n')), c.report));
        return c;
    }
    if (const auto argument = sections.find("ARGUMENT"); argument != sections.end()) {
        Checked c;
        c.report.add(*diag::kind_of_code(document.title.substr(0, 5)), Span{},
                     argument->second.substr(0, argument->second.find('\n')));
        return c;
    }
    if (const auto escaped = sections.find("SOURCE WITH ESCAPES"); escaped != sections.end()) {
        return check_text(test::unescape(escaped->second));
    }
    return check_text(sections.at("SOURCE"), play_of(document));
}

std::string read_file(const std::filesystem::path &path) {
    std::ifstream in{path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

struct Case {
    std::filesystem::path path;
    std::string code;
    test::Document document;
};

std::vector<Case> read_cases() {
    std::vector<Case> cases;
    for (const auto &entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".md") {
            const std::string name = entry.path().stem().string();
            cases.push_back(
                {entry.path(), name.substr(0, name.find('_')), test::read_document(read_file(entry.path()))});
        }
    }
    std::sort(cases.begin(), cases.end(), [](const Case &a, const Case &b) { return a.path < b.path; });
    return cases;
}

void update(const Case &c, const std::string &problems) {
    std::string text = read_file(c.path);
    const std::string heading = "## PROBLEMS\n";
    text.resize(std::min(text.size(), text.find(heading)));
    while (text.ends_with("\n\n")) {
        text.pop_back();
    }
    std::ofstream{c.path} << text << "\n" << heading << "\n" << test::indented(problems);
}

std::string without_last_newline(std::string text) {
    while (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

bool reports(const diag::Report &report, std::string_view code) {
    return std::any_of(report.diagnostics().begin(), report.diagnostics().end(),
                       [&](const diag::Diagnostic &d) { return diag::info(d.kind).code == code; });
}

struct Outcome {
    std::string problems;
    bool reported; // the kind of the case
};

// The commands run in a folder of their own that holds patch.tac.
Outcome run_commands(const Case &c) {
    const char *build = std::getenv("TACTUS_BUILD");
    const std::filesystem::path root = build == nullptr ? "build/release" : build;
    const std::filesystem::path place = root / "error_cases" / c.path.stem();
    std::filesystem::remove_all(place);
    std::filesystem::create_directories(place);
    std::ofstream{place / "patch.tac"} << c.document.sections.at("SOURCE");
    const std::string program = std::filesystem::absolute(root / "bin" / "tactus").string();
    std::istringstream lines{c.document.sections.at("COMMAND")};
    for (std::string arguments; std::getline(lines, arguments);) {
        const std::string command =
            "cd '" + place.string() + "' && '" + program + "' " + arguments + " >/dev/null 2>stderr.txt";
        (void)std::system(command.c_str());
    }
    const std::string said = read_file(place / "stderr.txt");
    return {said, said.find("[" + c.code + "]") != std::string::npos};
}

Outcome run(const Case &c) {
    if (c.document.sections.contains("COMMAND")) {
        return run_commands(c);
    }
    const Checked checked = run_case(c.document);
    return {diag::render_text(checked.report, checked.sources), reports(checked.report, c.code)};
}

} // namespace

TEST_CASE("every case of tests/error is reported as written there") {
    const auto cases = read_cases();
    REQUIRE(cases.size() > 40);
    for (const Case &c : cases) {
        CAPTURE(c.path.string());
        const auto [problems, reported] = run(c);
        CHECK(reported);
        if (std::getenv("TACTUS_UPDATE") != nullptr) {
            update(c, problems);
        } else {
            const auto wanted = c.document.sections.find("PROBLEMS");
            REQUIRE(wanted != c.document.sections.end());
            CHECK(without_last_newline(problems) == without_last_newline(wanted->second));
        }
    }
}

TEST_CASE("every kind of diagnostic has a case and a page; every page has a kind") {
    std::set<std::string> covered;
    for (const Case &c : read_cases()) {
        covered.insert(c.code);
    }
    std::set<std::string> codes;
    for (std::size_t i = 0; i < diag::kind_count(); ++i) {
        const std::string code{diag::info(static_cast<diag::Kind>(i)).code};
        CAPTURE(code);
        CHECK(codes.insert(code).second);
        CHECK(covered.contains(code));
        CHECK(diag::explain(code));
    }
    for (const diag::Page &page : diag::explain_pages()) {
        CAPTURE(page.name);
        CHECK(diag::kind_of_code(page.name.substr(0, page.name.size() - 3)));
    }
}

TEST_CASE("the wrong program of a page gives its code, the right one nothing") {
    std::map<std::string, std::optional<std::string>>
        shorts; // code → PLAY, of the kinds that a short source can provoke
    for (const Case &c : read_cases()) {
        if (c.path.stem().string().ends_with("_page")) {
            shorts[c.code] = play_of(c.document);
        }
    }
    for (const diag::Page &page : diag::explain_pages()) {
        CAPTURE(page.name);
        const std::string code{page.name.substr(0, page.name.size() - 3)};
        const test::Document document = test::read_document(page.text);
        CHECK(document.title.starts_with(code + ": "));
        CHECK(page.text.rfind("# " + code + ":") == 0); // once
        CHECK(document.prose.size() > 40);
        const auto wrong = document.sections.find("Wrong");
        const bool commands = wrong != document.sections.end() && wrong->second.starts_with("$ ");
        CHECK((wrong != document.sections.end() && !commands) == shorts.contains(code));
        if (wrong == document.sections.end() || commands) {
            continue;
        }
        const Checked bad = check_text(wrong->second, shorts[code]);
        CHECK(reports(bad.report, code));
        REQUIRE(document.sections.contains("Right"));
        const Checked good = check_text(document.sections.at("Right"), shorts[code]);
        CHECK(diag::render_text(good.report, good.sources) == "");
    }
}

TEST_CASE("the wrong commands of a page give its code, the right ones no mistake") {
    const char *build = std::getenv("TACTUS_BUILD");
    const std::filesystem::path root = std::filesystem::absolute(build == nullptr ? "build/release" : build);
    const std::filesystem::path place = root / "error_pages";
    std::size_t shown = 0;
    for (const diag::Page &page : diag::explain_pages()) {
        CAPTURE(page.name);
        const std::string code{page.name.substr(0, page.name.size() - 3)};
        const test::Document document = test::read_document(page.text);
        const auto wrong = document.sections.find("Wrong");
        if (wrong == document.sections.end()) {
            CHECK(code == "T0990"); // a fault of the compiler: nobody's mistake can be shown
            continue;
        }
        if (!wrong->second.starts_with("$ ")) {
            continue;
        }
        ++shown;
        const auto said_by = [&](const std::string &section) {
            std::filesystem::remove_all(place);
            std::filesystem::create_directories(place);
            std::ofstream{place / "patch.tac"} << "patch tone {\n    param cutoff: Hz = 800Hz in 40Hz..8kHz log\n"
                                                  "    input x\n    out = x + saw(55Hz) -> lowpass(cutoff, 0.3)\n}\n";
            std::string lines = "cd '" + place.string() + "'\nPATH='" + (root / "bin").string() + "':$PATH\n";
            std::istringstream commands{document.sections.at(section)};
            for (std::string line; std::getline(commands, line);) {
                lines += line.starts_with("$ ") ? line.substr(2) + "\n" : std::string{};
            }
            std::ofstream{place / "commands.sh"} << lines;
            (void)std::system(
                ("bash '" + (place / "commands.sh").string() + "' >/dev/null 2>'" + (place / "said").string() + "'")
                    .c_str());
            return read_file(place / "said");
        };
        CHECK(said_by("Wrong").find("[" + code + "]") != std::string::npos);
        REQUIRE(document.sections.contains("Right"));
        const std::string right = said_by("Right");
        CAPTURE(right);
        CHECK(right.find("error") == std::string::npos);
        CHECK(right.find("tactus:") == std::string::npos);
    }
    CHECK(shown > 25);
}

TEST_CASE("edits that are offered mend the mistake they are offered for") {
    for (const Case &c : read_cases()) {
        if (c.document.sections.contains("COMMAND")) {
            continue;
        }
        const Checked checked = run_case(c.document);
        if (checked.report.empty() || checked.sources.size() == 0) {
            continue;
        }
        const diag::Diagnostic &first = checked.report.diagnostics().front();
        for (const diag::Help &help : first.helps) {
            if (!help.edit) {
                continue;
            }
            CAPTURE(c.path.string());
            CAPTURE(help.text);
            std::string text = checked.sources.file(help.edit->span.file).text;
            text.replace(help.edit->span.begin, help.edit->span.end - help.edit->span.begin, help.edit->replacement);
            const Checked again = check_text(text);
            const bool same = !again.report.empty() &&
                              again.report.diagnostics().front().span.begin <= first.span.begin &&
                              again.report.diagnostics().front().kind == first.kind;
            CHECK_FALSE(same);
        }
    }
}
