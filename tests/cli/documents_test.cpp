// Every block of code in README, CONTRIBUTING and docs is run. An indented block is a program unless its lines begin
// with `tactus`, `echo`, `./dev` or `cmake`. A program whose first line is `// NAME.tac` is kept as that file for the
// commands after it; all others are checked. Commands of the program run with the examples at hand; `./dev` lines must
// name commands and `cmake` lines presets that there are. What stands in a fence is a drawing, and says so (```text),
// or a report that is also a golden case of tests/error; pages that are generated are run by the tests that make them.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/elaborate/vocabulary.h"
#include "tests/cli/program.h"

namespace {

struct Block {
    std::size_t line = 0;
    std::string text;
};

// The language reference has a test of its own.
std::vector<std::filesystem::path> documents() {
    std::vector<std::filesystem::path> made{"README.md", "CONTRIBUTING.md"};
    for (const auto &entry : std::filesystem::recursive_directory_iterator{"docs"}) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() == ".md" && name != "language.md") {
            made.push_back(entry.path());
        }
    }
    std::sort(made.begin(), made.end());
    return made;
}

std::vector<Block> blocks_of(const std::string &text) {
    std::vector<Block> made;
    std::istringstream lines{text};
    bool fenced = false, open = false, blank = true;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with("```")) {
            fenced = !fenced;
        }
        const bool code = !fenced && line.starts_with("    ") && (open || blank);
        if (code && !open) {
            made.push_back({number, ""});
        }
        if (code) {
            made.back().text += line.substr(4) + "\n";
        } else if (open && line.empty()) {
            made.back().text += "\n";
        }
        open = code || (open && line.empty());
        blank = line.empty() || line.starts_with("#");
    }
    return made;
}

// The fences of a page, each with the line that opens it.
std::vector<Block> fences_of(const std::string &text) {
    std::vector<Block> made;
    std::istringstream lines{text};
    bool open = false;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with("```")) {
            open = !open;
            if (open) {
                made.push_back({number, line + "\n"});
            }
        } else if (open) {
            made.back().text += line + "\n";
        }
    }
    return made;
}

bool is_generated(const std::filesystem::path &page) {
    const auto name = page.filename().string();
    const auto folder = page.parent_path().filename();
    return folder == "library" || folder == "words" || name == "library.md";
}

// All that the cases of the diagnostics hold.
const std::string &golden_reports() {
    static const std::string all = [] {
        std::string made;
        for (const auto &entry : std::filesystem::directory_iterator{"tests/error"}) {
            made += entry.path().extension() == ".md" ? tactus::test::read_file(entry.path()) : "";
        }
        return made;
    }();
    return all;
}

bool is_command(const std::string &line) {
    return line.starts_with("tactus ") || line.starts_with("echo ") || line.starts_with("./dev ") ||
           line.starts_with("cmake ");
}

// A command, without what is said about it to the right: three blanks or more.
std::string command_of(const std::string &line) { return line.substr(0, line.find("   ")); }

void run_command(const tactus::test::Scratch &scratch, std::string command) {
    if (command.starts_with("./dev tactus ")) {
        command = command.substr(6);
    }
    if (command.starts_with("tactus ") || command.starts_with("echo ")) {
        const auto said = scratch.run(command);
        CAPTURE(said.err);
        CHECK(said.code == 0);
        return;
    }
    std::istringstream words{command};
    std::string program, name;
    words >> program >> name;
    if (program == "./dev") {
        CHECK(tactus::test::read_file("dev").find("\n  " + name) != std::string::npos);
    }
    for (std::string option = name; program == "cmake" && words >> name; option = name) {
        if (option == "--preset") {
            CHECK(tactus::test::read_file("CMakePresets.json").find("\"" + name + "\"") != std::string::npos);
        }
    }
}

} // namespace

TEST_CASE("every block of code in the documents runs") {
    std::size_t programs = 0, commands = 0;
    for (const auto &document : documents()) {
        const tactus::test::Scratch scratch; // the files that the page of the command line plays with
        tactus::test::write_file(scratch / "organ.tac", tactus::test::read_file("examples/organ.tac"));
        tactus::test::write_file(scratch / "song.mid", tactus::test::read_file("examples/chorale.mid"));
        tactus::test::write_file(scratch / "filters.tac", tactus::test::read_file("tests/library/filters.tac"));
        for (const Block &block : blocks_of(tactus::test::read_file(document))) {
            CAPTURE(document.string());
            CAPTURE(block.line);
            std::istringstream lines{block.text};
            std::string first;
            std::getline(lines, first);
            if (is_command(first)) {
                std::istringstream again{block.text};
                for (std::string line; std::getline(again, line);) {
                    CAPTURE(line);
                    if (is_command(line)) {
                        run_command(scratch, command_of(line));
                        ++commands;
                    }
                }
                continue;
            }
            const bool named = first.starts_with("// ") && first.ends_with(".tac");
            const std::string name = named ? first.substr(3) : "block.tac";
            tactus::test::write_file(scratch / name, block.text);
            const auto said = scratch.run("tactus check " + name);
            CAPTURE(said.err);
            CHECK(said.code == 0);
            ++programs;
        }
    }
    CHECK(programs > 5);
    CHECK(commands > 10);
}

TEST_CASE("what stands in a fence is a drawing or a report that a test holds") {
    std::size_t reports = 0;
    for (const auto &document : documents()) {
        for (const Block &fence : fences_of(is_generated(document) ? "" : tactus::test::read_file(document))) {
            CAPTURE(document.string());
            CAPTURE(fence.line);
            const std::string rest = fence.text.substr(fence.text.find('\n') + 1);
            if (rest.starts_with("error[")) {
                std::istringstream lines{rest};
                std::string indented; // as the cases have it
                for (std::string line; std::getline(lines, line);) {
                    indented += "    " + line + "\n";
                }
                CHECK(golden_reports().find(indented) != std::string::npos);
                ++reports;
            } else {
                CHECK(fence.text.starts_with("```text\n"));
            }
        }
    }
    CHECK(reports >= 1);
}

TEST_CASE("what the page of measures expects holds") {
    const tactus::test::Scratch scratch;
    std::string tests;
    for (const auto &word : tactus::elaborate::vocabulary()) {
        tests += word.kind == tactus::elaborate::Vocabulary::measure ? word.program() : "";
    }
    tactus::test::write_file(scratch / "measures.tac", tests);
    const auto said = scratch.run("tactus test measures.tac");
    CAPTURE(said.err);
    CHECK(said.code == 0);
}

TEST_CASE("links between documents lead somewhere") {
    for (const auto &document : documents()) {
        const std::string text = tactus::test::read_file(document);
        for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
            std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
            target = target.substr(0, target.find('#'));
            CAPTURE(document.string());
            CAPTURE(target);
            if (!target.empty() && !target.starts_with("http")) {
                CHECK(std::filesystem::exists(document.parent_path() / target));
            }
        }
    }
}
