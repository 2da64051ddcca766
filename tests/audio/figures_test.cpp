// docs/reference/figures.md names test cases: each of them is one of this folder. It names nodes: each node and word of
// the library is among them.
#include "tests/audio/figures.h"
#include "tests/audio/figures_page.h"

#include "compiler/source/source.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

TEST_CASE("every command of the page of figures names a test case") {
    std::string sources;
    for (const auto &entry : std::filesystem::directory_iterator("tests/audio")) {
        if (!entry.path().string().ends_with("_test.cpp"))
            continue;
        std::ifstream file(entry.path());
        sources.append(std::istreambuf_iterator<char>(file), {});
    }
    std::ifstream page("docs/reference/figures.md");
    const std::string mark = "-tc=\"";
    std::size_t rows = 0;
    for (std::string line; std::getline(page, line);) {
        const auto at = line.find(mark);
        if (at == std::string::npos)
            continue;
        ++rows;
        const std::string name = line.substr(at + mark.size(), line.rfind('"') - at - mark.size());
        CAPTURE(name);
        CHECK(sources.find("TEST_CASE(\"" + name + "\")") != std::string::npos);
    }
    CHECK(rows > 10);
}

TEST_CASE("every node and word of the library has a row of figures that begins with it") {
    // What a row is about stands before its first bracket or colon: "lowpass at 100 Hz: level …", "pan(1, x): …".
    static const std::regex word("[a-z][a-z0-9]*"), header("^(node|word) ([a-z0-9]+)\\s*\\(.*");
    std::set<std::string> measured;
    for (const auto &[chapter, rows] : tactus::measure::read_page()) {
        for (const auto &[what, row] : rows) {
            const std::string subject = what.substr(0, what.find_first_of("(:"));
            for (std::sregex_iterator it(subject.begin(), subject.end(), word), end; it != end; ++it)
                measured.insert(it->str());
        }
    }
    std::size_t nodes = 0;
    for (const auto &file : tactus::source::library_files()) {
        std::istringstream text{std::string(file.text)};
        for (std::string line; std::getline(text, line);) {
            std::smatch found;
            if (!std::regex_match(line, found, header))
                continue;
            ++nodes;
            const std::string name = found[2];
            CAPTURE(file.name);
            CAPTURE(name);
            CHECK(measured.contains(name));
        }
    }
    CHECK(nodes > 180);
}
