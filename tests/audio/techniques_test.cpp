// docs/reference/techniques.md is made of the table of techniques and of the rows of docs/reference/figures.md, which
// the other tests of this folder measure: this test makes it again and compares. With TACTUS_UPDATE in the environment
// it writes it (after the other tests of the program: once more on its own when a figure's file comes later).
#include "tests/audio/figures.h"
#include "tests/audio/figures_page.h"
#include "tests/audio/techniques.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>

namespace {

using namespace tactus::measure;

constexpr const char *page = "docs/reference/techniques.md";
constexpr const char *opening =
    "# Techniques, shown\n\nWhat a manual of digital signal processing names, what the library promises of it and what "
    "was measured: of all rows of\n[figures.md](figures.md) that show a technique, the one nearest to breaking its "
    "promise. The tests make this page of those rows\n(`TACTUS_UPDATE=1` writes it anew); a row's command measures "
    "again everything in it.\n\n"
    "| technique | promised | measured | command |\n| --- | --- | --- | --- |\n";

// A star stands for any text.
bool matches(std::string_view text, std::string_view pattern) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return text == pattern;
    if (!text.starts_with(pattern.substr(0, star)))
        return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (matches(text.substr(at), pattern))
            return true;
    }
    return false;
}

// How much of its promise a row has used up: larger is nearer to breaking it. Of a time nobody knows here.
double strain(const Row &row) {
    if (row.measured == timed_anew)
        return 0.0;
    const double value = std::strtod(row.measured.c_str(), nullptr);
    const auto after = [&](const std::string &word) {
        return std::strtod(row.promise.c_str() + row.promise.find(word) + word.size(), nullptr);
    };
    if (row.promise.starts_with("at most"))
        return value - after("at most");
    if (row.promise.starts_with("at least"))
        return after("at least") - value;
    if (row.promise.starts_with("±"))
        return std::abs(value) - after("±");
    const double least = std::strtod(row.promise.c_str(), nullptr), most = after("… ");
    return std::abs(value - 0.5 * (least + most)) - 0.5 * (most - least);
}

// The table of docs/reference/math.md as rows of figures: units of the last place.
Chapter math_rows() {
    Chapter rows;
    std::ifstream file("docs/reference/math.md");
    for (std::string line; std::getline(file, line) && !line.starts_with("Functions of a phase");) {
        if (!line.starts_with("| `"))
            continue;
        const auto c = cells(line);
        if (c.at(1) == "0")
            continue; // exact
        rows[c.at(0)] = {"at most " + c.at(1) + " ulp", c.at(2) + " ulp", "`build/release/tests/test_unit_math`"};
    }
    return rows;
}

struct Cells {
    std::string promised, measured, command;
};

// The test cases of several commands, as one command.
std::string together(const std::set<std::string> &commands) {
    std::string cases, others;
    const std::string mark = "-tc=\"";
    for (const auto &command : commands) {
        const std::size_t at = command.find(mark);
        if (at == std::string::npos) {
            others += (others.empty() ? "" : "<br>") + command;
            continue;
        }
        const std::size_t from = at + mark.size();
        cases += (cases.empty() ? "" : ",") + command.substr(from, command.rfind('"') - from);
    }
    if (cases.empty())
        return others;
    return "`build/release/tests/test_audio -tc=\"" + cases + "\"`" + (others.empty() ? "" : "<br>" + others);
}

Cells row_of(const Technique &technique, const Page &figures, const Chapter &math) {
    Cells made;
    std::set<std::string> commands;
    for (const auto &shown : technique.shown) {
        CAPTURE(technique.title);
        CAPTURE(shown.what);
        static const Chapter none;
        const auto found = figures.find(shown.chapter);
        const Chapter &chapter = shown.chapter == "math.md" ? math : found == figures.end() ? none : found->second;
        const Row *worst = nullptr;
        std::size_t count = 0;
        for (const auto &[name, row] : chapter) {
            if (!matches(name, shown.pattern))
                continue;
            ++count;
            commands.insert(row.command);
            if (worst == nullptr || strain(row) > strain(*worst))
                worst = &row;
        }
        REQUIRE_MESSAGE(worst != nullptr, "no row of " << shown.chapter << " is like " << shown.pattern);
        CHECK(strain(*worst) <= 0.0);
        const char *const line = made.promised.empty() ? "" : "<br>";
        made.promised += line + shown.what + ": " + worst->promise;
        made.measured += line + worst->measured + (count > 1 ? fmt::format(" (worst of {})", count) : "");
    }
    made.command = together(commands);
    return made;
}

} // namespace

TEST_CASE("the page of techniques is made of the rows of the page of figures") {
    const Page figures = read_page();
    const Chapter math = math_rows();
    std::string expected = opening;
    for (const auto &technique : techniques()) {
        const Cells made = row_of(technique, figures, math);
        CHECK(technique.shown.empty() != technique.note.empty());
        expected += technique.shown.empty() ? fmt::format("| {} | {} | | |\n", technique.title, technique.note)
                                            : fmt::format("| {} | {} | {} | {} |\n", technique.title, made.promised,
                                                          made.measured, made.command);
    }
    if (std::getenv("TACTUS_UPDATE") != nullptr)
        std::ofstream(page) << expected;
    std::ifstream file(page);
    const std::string found{std::istreambuf_iterator<char>(file), {}};
    CHECK_MESSAGE(found == expected, "run this test with TACTUS_UPDATE=1 to write docs/reference/techniques.md anew");
}
