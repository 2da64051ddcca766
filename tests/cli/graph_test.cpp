// `tactus graph`: well-formed pictures of every example, what they must show, and one picture as it is.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/program.h"

using tactus::test::read_file;
using tactus::test::Scratch;
using tactus::test::write_file;

namespace {

// Elements close in order, attributes are quoted, every `&` begins an entity.
std::string why_not_well_formed(const std::string &text) {
    std::vector<std::string> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&' &&
            !std::regex_search(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(),
                               std::regex("^&(amp|lt|gt|quot);"), std::regex_constants::match_continuous)) {
            return "a bare & at " + std::to_string(i);
        }
        if (text[i] != '<') {
            continue;
        }
        const std::size_t end = text.find('>', i);
        if (end == std::string::npos) {
            return "an open < at " + std::to_string(i);
        }
        const std::string element = text.substr(i + 1, end - i - 1);
        const std::string name = element.substr(0, element.find_first_of(" /", element.starts_with("/") ? 1 : 0));
        if (element.starts_with("/")) {
            if (open.empty() || "/" + open.back() != name) {
                return "</" + name + "> closes nothing";
            }
            open.pop_back();
        } else if (!element.ends_with("/")) {
            open.push_back(name);
        }
        static const std::regex attributes{R"re([a-z]+( [A-Za-z-]+="[^"<]*")*/?)re"};
        if (!element.starts_with("/") && !std::regex_match(element, attributes)) {
            return "not an element: " + element;
        }
        i = end;
    }
    return open.empty() ? "" : "open at the end: " + open.back();
}

} // namespace

TEST_CASE("graph draws every example, well-formed, within its page, no two boxes over each other") {
    const Scratch scratch;
    static const std::regex box{
        R"re(</title><rect x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)")re"};
    static const std::regex size{R"re(<svg [^>]*width="([0-9]+)" height="([0-9]+)")re"};
    for (const auto &entry : std::filesystem::directory_iterator{"examples"}) {
        if (entry.path().extension() != ".tac") {
            continue;
        }
        CAPTURE(entry.path().string());
        const auto said = scratch.run("tactus graph examples/" + entry.path().filename().string() + " -o x.svg");
        CHECK(said.code == 0);
        const std::string text = read_file(scratch / "x.svg");
        CHECK(why_not_well_formed(text) == "");
        CHECK_FALSE(std::regex_search(text, std::regex{"[ \"MCL,-]nan"}));
        std::smatch page;
        REQUIRE(std::regex_search(text, page, size));
        struct Box {
            double x, y, width, height;
        };
        std::vector<Box> boxes;
        for (std::sregex_iterator it{text.begin(), text.end(), box}, end; it != end; ++it) {
            boxes.push_back({std::stod((*it)[1]), std::stod((*it)[2]), std::stod((*it)[3]), std::stod((*it)[4])});
        }
        CHECK(boxes.size() >= 2);
        CHECK(boxes.size() <= 120);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const Box &a = boxes[i];
            CHECK(
                (a.x >= 0 && a.x + a.width <= std::stod(page[1]) && a.y >= 30 && a.y + a.height <= std::stod(page[2])));
            for (std::size_t k = i + 1; k < boxes.size(); ++k) {
                const Box &b = boxes[k];
                CHECK((a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y));
            }
        }
    }
}

TEST_CASE("a picture shows parameters with their units, voices, instances and rates") {
    const Scratch scratch;
    write_file(scratch / "a.tac", "patch p {\n    param cutoff: Hz = 800Hz in 40Hz..8kHz log  cc 74\n"
                                  "    node voice(note: Note) -> y { y = saw(note.freq) * note.gate }\n"
                                  "    out = poly(6, voice) -> onepole(cutoff)\n}\n");
    const std::string text = scratch.run("tactus graph a.tac").out;
    for (const char *part : {">cutoff</text>", "800Hz in 40..8000Hz, cc 74", "6 voices", ">note</text>", ">saw",
                             "onepole", "1 channel", ", audio</title>", "from the past"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(scratch.run("tactus graph a.tac").out == text);
    CHECK(scratch.run("tactus graph missing.tac").code == 1);
}

TEST_CASE("the picture of a small patch is as written") {
    const Scratch scratch;
    write_file(scratch / "echo.tac",
               "patch echo {\n    param fb = 0.5 in 0..0.9\n    input x\n    w = x + fb * w@300ms\n"
               "    out = w\n}\n");
    const std::string text = scratch.run("tactus graph echo.tac").out;
    const std::filesystem::path golden = "tests/golden/echo.svg";
    if (std::getenv("TACTUS_UPDATE") != nullptr) {
        write_file(golden, text);
    }
    CHECK(read_file(golden) == text);
}
