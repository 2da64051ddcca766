// Every block of code in README, CONTRIBUTING and docs is run. An indented block is a program unless its lines begin
// with `tactus`, `./dev` or `cmake`, or it is fenced. A program whose first line is `// NAME.tac` is kept as that file
// for the commands after it; all others are checked. Commands of the program run with the examples at hand; `./dev` and
// `cmake` lines must name commands there are.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.h"

namespace {

struct Block {
    std::size_t line = 0;
    std::string text;
};

// The language reference has a test of its own, and the graph's contract shows text that is no program.
std::vector<std::filesystem::path> documents() {
    std::vector<std::filesystem::path> made{"README.md", "CONTRIBUTING.md"};
    for (const auto &entry : std::filesystem::recursive_directory_iterator{"docs"}) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() == ".md" && name != "language.md" && name != "library.md" && name != "cli.md") {
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

bool is_command(const std::string &line) {
    return line.starts_with("tactus ") || line.starts_with("./dev ") || line.starts_with("cmake ");
}

// A command, without what is said about it to the right: three blanks or more.
std::string command_of(const std::string &line) { return line.substr(0, line.find("   ")); }

void run_command(const tactus::test::Scratch &scratch, std::string command) {
    if (command.starts_with("./dev tactus ")) {
        command = command.substr(6);
    }
    if (command.starts_with("tactus ")) {
        const bool pattern = command.find("FILE") != std::string::npos || command.find("…") != std::string::npos ||
                             command.find("ARGS") != std::string::npos;
        if (!pattern) {
            const auto said = scratch.run(command);
            CAPTURE(said.err);
            CHECK(said.code == 0);
        }
        return;
    }
    std::istringstream words{command};
    std::string program, name;
    words >> program >> name;
    if (program == "./dev") {
        CHECK(tactus::test::read_file("dev").find("\n  " + name) != std::string::npos);
    }
}

} // namespace

TEST_CASE("every block of code in the documents runs") {
    std::size_t programs = 0, commands = 0;
    for (const auto &document : documents()) {
        const tactus::test::Scratch scratch;
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
