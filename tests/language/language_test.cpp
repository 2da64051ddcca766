// The programs of docs/reference/language.md: all that is not announced for later checks without a word; what is
// announced is answered by "not yet" and nothing else; and the programs the language was designed with are there,
// letter by letter.
#include "compiler/syntax/parse.h"
#include "compiler/tactus.h"
#include "runtime/engine/render.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace tactus;

namespace {

constexpr const char *page = "docs/reference/language.md";
constexpr const char *folder = "tests/language/files/"; // where the files lie that its racks load

struct Program {
    std::size_t line = 0; // of its first line
    bool later = false;   // `<!-- later -->` stands before it
    std::string text;
};

std::string read(const std::filesystem::path &path) {
    std::ifstream file(path);
    REQUIRE_MESSAGE(file.good(), path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

// Every block indented by four blanks that a blank line precedes; fences hold what is no program.
std::vector<Program> programs_of(const std::string &text) {
    std::vector<Program> programs;
    std::istringstream lines(text);
    std::string line, blank_lines;
    bool fenced = false, open = false, later = false, after_blank = true;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (line.starts_with("```"))
            fenced = !fenced;
        if (line.empty()) {
            blank_lines += "\n";
            after_blank = true;
            continue;
        }
        if (!fenced && line.starts_with("    ") && (open || after_blank)) {
            if (!open)
                programs.push_back({number, later, ""});
            programs.back().text += (open ? blank_lines : "") + line.substr(4) + "\n";
            open = true;
            later = false;
        } else {
            open = false;
            later = line == "<!-- later -->";
        }
        blank_lines.clear();
        after_blank = false;
    }
    return programs;
}

diag::Report checked(const Program &program) {
    source::SourceSet sources;
    diag::Report report;
    const auto file =
        sources.add(std::string(folder) + "language.md:" + std::to_string(program.line), program.text, report);
    if (file) {
        if (const auto tree = syntax::parse(sources, *file, report)) {
            const bool right = elaborate::check(sources, *tree, {}, report);
            CHECK(right == !report.has_errors());
        }
    }
    return report;
}

std::string messages(const diag::Report &report) {
    std::string all;
    for (const auto &d : report.diagnostics())
        all += std::string(diag::info(d.kind).code) + " " + d.message + "\n";
    return all;
}

engine::Recording recorded(const Instrument &instrument, std::uint64_t frames) {
    const auto engine = engine::Engine::create(instrument.kernel());
    REQUIRE(engine != nullptr);
    engine::RenderOptions rendering;
    rendering.frames = frames;
    return engine::record(*engine, rendering);
}

} // namespace

TEST_CASE("every program of the language reference checks, every announced one is answered by `not yet`") {
    const auto programs = programs_of(read(page));
    std::size_t now = 0, later = 0;
    for (const auto &program : programs) {
        CAPTURE(program.line);
        const diag::Report report = checked(program);
        if (program.later) {
            ++later;
            CHECK(report.has_errors());
            for (const auto &d : report.diagnostics())
                CHECK_MESSAGE(diag::info(d.kind).code.starts_with("T06"), messages(report));
        } else {
            ++now;
            CHECK_MESSAGE(report.empty(), messages(report));
        }
    }
    CHECK(now >= 20);
    CHECK(now + later >= 28);
}

TEST_CASE("every patch of the language reference plays, interpreted and compiled alike") {
    static const std::regex header("^(?:patch|rack) ([a-z]+)");
    std::size_t played = 0;
    for (const auto &program : programs_of(read(page))) {
        if (program.later) {
            continue;
        }
        std::vector<std::string> patches;
        std::istringstream lines(program.text);
        for (std::string line; std::getline(lines, line);) {
            std::smatch found;
            if (std::regex_search(line, found, header)) {
                patches.push_back(found[1]);
            } else if (line.starts_with("out = ") || line.ends_with("-> out")) {
                patches.emplace_back();
            }
        }
        for (const auto &patch : patches) {
            CAPTURE(program.line);
            CAPTURE(patch);
            source::SourceSet sources;
            diag::Report report;
            const auto file = sources.add(std::string(folder) + "language.md", program.text, report);
            REQUIRE(file.has_value());
            Options options;
            options.language.patch = patch;
            const auto instrument = compile(sources, *file, options, report);
            REQUIRE_MESSAGE(instrument.has_value(), messages(report));
            const auto made = recorded(*instrument, 24000);
            options.runner = Runner::Interpreted;
            const auto meaning = compile(sources, *file, options, report);
            REQUIRE_MESSAGE(meaning.has_value(), messages(report));
            CHECK(recorded(*meaning, 2400).channels == recorded(*instrument, 2400).channels);
            float loudest = 0.0f;
            for (const auto &channel : made.channels) {
                for (const float x : channel) {
                    loudest = std::max(loudest, std::abs(x));
                }
            }
            CHECK(made.result.counters.nonfinite_calls == 0);
            CHECK((loudest > 0.001f || patch == "vocoder" || patch == "looper")); // silent without an input
            ++played;
        }
    }
    CHECK(played >= 20);
}

TEST_CASE("the programs the language was designed with stand in the reference as they were") {
    const std::string text = read(page);
    std::size_t found = 0;
    for (const auto &entry : std::filesystem::directory_iterator("tests/language/programs")) {
        CAPTURE(entry.path().filename().string());
        std::istringstream lines(read(entry.path()));
        std::string line, indented;
        while (std::getline(lines, line))
            indented += line.empty() ? "\n" : "    " + line + "\n";
        CHECK(text.find(indented) != std::string::npos);
        ++found;
    }
    CHECK(found == 6);
}

TEST_CASE("a delay as long as the period of a note checks") {
    CHECK(checked({1, false,
                   "node string(note: Note) -> y { y = note.gate + 0.9 * y@(samplerate / note.freq, max: 2400) }\n"
                   "out = poly(4, string)\n"})
              .empty());
}

TEST_CASE("a broken program is seen") {
    CHECK(checked({1, false, "out = sine(440Hz"}).has_errors());
    CHECK(checked({1, false, "node f(x) = nosuchnode(x)"}).has_errors());
    const auto programs = programs_of("text\n\n    a = 1\n\n    b = 2\ntext\n\n<!-- later -->\n\n    c = 3\n");
    REQUIRE(programs.size() == 2);
    CHECK(programs[0].text == "a = 1\n\nb = 2\n");
    CHECK(programs[1].later);
}
