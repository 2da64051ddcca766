// The page of figures.h: chapters and rows in alphabetical order, whatever order the tests run in.
#include "tests/audio/figures.h"
#include "tests/audio/figures_page.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <set>

namespace tactus::measure {

namespace {

constexpr const char *page = "docs/reference/figures.md";
constexpr const char *opening = "# Measured figures\n\n"
                                "What the nodes of the library promise and what was measured, at 48 kHz if a row says "
                                "nothing else. The tests make this "
                                "page: they measure, hold the\npromise, and compare the row (`TACTUS_UPDATE=1` writes "
                                "it anew). The command of a row measures "
                                "it again. Signals are the same bits on every machine, so\nthe figures are too; "
                                "times are not, of them the page has the promise alone.\n";

} // namespace

std::vector<std::string> cells(const std::string &line) {
    std::vector<std::string> found;
    for (std::size_t at = 2, end = 0; (end = line.find(" | ", at)) != std::string::npos; at = end + 3)
        found.push_back(line.substr(at, end - at));
    const std::size_t start = line.rfind(" | ") + 3;
    found.push_back(line.substr(start, line.size() - start - 2));
    return found;
}

Page read_page() {
    Page result;
    std::ifstream file(page);
    std::string chapter;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## "))
            chapter = line.substr(3);
        const bool is_row = line.starts_with("| ") && !line.starts_with("| --") && !line.starts_with("| figure ");
        if (!is_row)
            continue;
        if (const auto c = cells(line); c.size() == 4)
            result[chapter][c[0]] = {c[1], c[2], c[3]};
    }
    return result;
}

namespace {

void write_page(const Page &content) {
    std::ofstream file(page);
    file << opening;
    for (const auto &[name, chapter] : content) {
        if (chapter.empty())
            continue;
        file << "\n## " << name << "\n\n| figure | promised | measured | command |\n| --- | --- | ---: | --- |\n";
        for (const auto &[what, row] : chapter)
            file << "| " << what << " | " << row.promise << " | " << row.measured << " | " << row.command << " |\n";
    }
}

// What is next to nothing is what the analysis itself rounds, and that is not the same on every machine.
std::string number(double value, const std::string &unit) {
    const double plain = std::abs(value) < 1e-12 ? 0.0 : value;
    return fmt::format("{:.3g}{}{}", plain, unit.empty() || unit == "%" ? "" : " ", unit);
}

std::string said(Promise p, const std::string &unit) {
    if (!std::isfinite(p.least))
        return "at most " + number(p.most, unit);
    if (!std::isfinite(p.most))
        return "at least " + number(p.least, unit);
    if (p.least == -p.most)
        return "±" + number(p.most, unit);
    return fmt::format("{:.3g} … ", p.least) + number(p.most, unit);
}

// The third digit may differ by one: what analyses is arithmetic of the machine, unlike what sounds.
bool agree(const std::string &a, const std::string &b) {
    if (a == b || a == timed_anew)
        return a == b;
    const double x = std::strtod(a.c_str(), nullptr), y = std::strtod(b.c_str(), nullptr);
    return std::abs(x - y) <= 1.01 * std::pow(10.0, std::floor(std::log10(std::abs(x))) - 2.0);
}

void update(const std::string &family, const std::string &what, const Row &row) {
    static std::set<std::string> begun;
    Page content = read_page();
    if (begun.insert(row.command).second) {
        for (auto &entry : content)
            std::erase_if(entry.second, [&](const auto &old) { return old.second.command == row.command; });
    }
    content[family][what] = row;
    write_page(content);
}

} // namespace

namespace {

void hold(const std::string &family, const std::string &what, double value, Promise promise, const std::string &unit,
          const std::string &measured) {
    const std::string name = doctest::getContextOptions()->currentTest->m_name;
    const Row row{said(promise, unit), measured, "`build/release/tests/test_audio -tc=\"" + name + "\"`"};
    CAPTURE(family);
    CAPTURE(what);
    CAPTURE(value);
    CHECK(name.find_first_of("*,\"") == std::string::npos); // a filter reads these its own way
    CHECK(value >= promise.least);
    CHECK(value <= promise.most);
    if (std::getenv("TACTUS_UPDATE") != nullptr)
        return update(family, what, row);
    const Page content = read_page();
    const auto chapter = content.find(family);
    const bool listed = chapter != content.end() && chapter->second.contains(what);
    REQUIRE_MESSAGE(listed, "no such row; TACTUS_UPDATE=1 writes docs/reference/figures.md anew");
    const Row &found = chapter->second.at(what);
    CHECK(found.promise == row.promise);
    CHECK(found.command == row.command);
    CHECK_MESSAGE(agree(found.measured, row.measured), "the page says " << found.measured);
}

} // namespace

void figure(const std::string &family, const std::string &what, double value, Promise promise,
            const std::string &unit) {
    hold(family, what, value, promise, unit, number(value, unit));
}

void figure_of_time(const std::string &family, const std::string &what, double value, Promise promise,
                    const std::string &unit) {
    hold(family, what, value, promise, unit, timed_anew);
}

} // namespace tactus::measure
