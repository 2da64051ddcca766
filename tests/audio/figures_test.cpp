// docs/reference/figures.md names test cases: each of them is one of this folder.
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
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
