// The library as a whole: every node says what it does, shows an example that sounds, and is named in a test of this
// folder.
#include "tests/audio/play.h"

#include "compiler/source/source.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

using namespace tactus::measure;

namespace {

struct Documented {
    std::string file, name, doc, example, after_name; // after_name: the rest of the header's line
};

std::vector<Documented> library_nodes() {
    std::vector<Documented> nodes;
    static const std::regex header("^(node|word) ([a-z0-9]+)\\s*\\((.*)");
    for (const auto &file : tactus::source::library_files()) {
        std::istringstream text{std::string(file.text)};
        std::string doc, line;
        while (std::getline(text, line)) {
            std::smatch found;
            if (line.starts_with("///")) {
                doc += line + "\n";
            } else if (std::regex_match(line, found, header)) {
                const auto at = doc.find("/// Example: ");
                nodes.push_back({std::string(file.name), found[2], doc,
                                 at == std::string::npos ? "" : doc.substr(at + 13, doc.find('\n', at) - at - 13),
                                 found[3]});
                doc.clear();
            } else {
                doc.clear();
            }
        }
    }
    return nodes;
}

std::string tests_of_this_folder() {
    std::string all;
    for (const auto &entry : std::filesystem::directory_iterator("tests/audio")) {
        if (!entry.path().string().ends_with("_test.cpp") || entry.path().filename() == "library_test.cpp")
            continue;
        std::ifstream file(entry.path());
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

// The programs by which the library tests itself, without their comments.
std::string tests_of_the_language() {
    std::string all;
    for (const auto &entry : std::filesystem::directory_iterator("tests/library")) {
        if (entry.path().extension() != ".tac")
            continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
            all += line.substr(0, line.find("//")) + "\n";
    }
    return all;
}

} // namespace

TEST_CASE("every library file opens with a comment, every node has its documentation with output and example") {
    CHECK(library_nodes().size() > 60);
    for (const auto &file : tactus::source::library_files()) {
        CAPTURE(file.name);
        CHECK(file.text.starts_with("// "));
    }
    for (const auto &node : library_nodes()) {
        CAPTURE(node.file);
        CAPTURE(node.name);
        CHECK(node.doc.find("/// Out: ") != std::string::npos);
        CHECK(!node.example.empty());
        CHECK(std::regex_search(node.example, std::regex("\\b(" + node.name +
                                                         (node.name == "env"     ? "|adsr"
                                                          : node.name == "pluck" ? "|string"
                                                                                 : "") +
                                                         ")\\b")));
    }
}

TEST_CASE("every library node is named in a test of this folder and in one of the language") {
    const std::string tests = tests_of_this_folder(), own = tests_of_the_language();
    for (const auto &node : library_nodes()) {
        CAPTURE(node.name);
        const std::regex name("\\b" + node.name + "\\b");
        CHECK(std::regex_search(tests, name));
        CHECK(std::regex_search(own, name));
    }
}

TEST_CASE("every input of a library node is told in its documentation") {
    static const std::regex input("(^|, )([a-z][a-z0-9]*)(\\[[^:]*\\])?(:| =|,|$)");
    std::size_t inputs = 0;
    for (const auto &node : library_nodes()) {
        CAPTURE(node.name);
        std::string list = node.after_name;
        int depth = 1;
        const auto closed = std::find_if(list.begin(), list.end(), [&](char c) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            return depth == 0;
        });
        list.erase(closed, list.end());
        for (std::sregex_iterator it(list.begin(), list.end(), input), end; it != end; ++it) {
            CAPTURE((*it)[2].str());
            CHECK(std::regex_search(node.doc, std::regex("\\b" + (*it)[2].str() + "\\b")));
            ++inputs;
        }
    }
    CHECK(inputs > 200);
}

TEST_CASE("every example in the library's documentation plays") {
    for (const auto &node : library_nodes()) {
        CAPTURE(node.name);
        CAPTURE(node.example);
        const Sound y = play("out = " + node.example, 4800, {}, node.name + ".tac");
        for (const auto &channel : y.channels)
            CHECK(std::isfinite(rms(channel)));
    }
}

TEST_CASE("nothing that is stable is said to grow: examples, the library's and the ends of its nodes' ranges") {
    std::vector<std::pair<std::string, std::string>> programs; // name or path, text
    for (const auto &node : library_nodes())
        programs.emplace_back(node.name, "out = " + node.example);
    for (const auto &entry : std::filesystem::recursive_directory_iterator("examples"))
        if (entry.path().extension() == ".tac")
            programs.emplace_back(entry.path().string(), "");
    for (const char *const call : {"comb(x, 30ms, 0.99, 0)",
                                   "comb(x, 30ms, -0.99, 1)",
                                   "comb(x, 2s, 0.99, 0.5)",
                                   "allpass(x, 20ms, 0.99)",
                                   "allpass(x, 20ms, -0.99)",
                                   "echo(x, 1.99s, 0.99)",
                                   "echo(x, 10ms, -0.99)",
                                   "sum(pingpong(x, 2s, -0.99))",
                                   "sum(freeverb([x, x], 0.98, 0))",
                                   "sum(freeverb([x, x], 0.98, 1))",
                                   "sum(freeverb([x, x], 0.7, 0.5))",
                                   "sum(fdn([x, x], 60s, 0))",
                                   "sum(fdn([x, x], 60s, 0.9, 2))",
                                   "sum(fdn([x, x], 0.1s, 0.5, 0.3, walsh))",
                                   "sum(fdn([x, x], 1000s, 0, matrix: walsh))",
                                   "sum(church([x, x], 12s, 0))",
                                   "sum(church([x, x], 0.3s, 0.9))",
                                   "sum(plate([x, x], 0.98, 0, 1))",
                                   "combs(x, [29ms, 37ms], 100s, 0)",
                                   "combs(x, [29ms, 37ms], 100s, 0.9)",
                                   "diffuse(x, [3ms, 5ms, 8ms], 0.99)",
                                   "combfilter(x, 55Hz, 0.99)",
                                   "combfilter(x, 55Hz, -0.99)",
                                   "string(x, 30Hz, 1)",
                                   "string(x, 3kHz, 1)",
                                   "lowpass(x, 20Hz, 0.99)",
                                   "highpass(x, 10Hz, 0.99)",
                                   "svf(x, 20Hz, 0.99).low",
                                   "ladder(x, 12kHz, 0.99)",
                                   "ladder(x, 20Hz, 0.99)",
                                   "onepole(x, 1Hz)",
                                   "x + 1 * hum@1",
                                   "x + hum@5",
                                   "x - hum@480",
                                   "x + hum@5ms",
                                   "x + 2 * hum@1 - hum@2",
                                   "x + 0.5 * hum@1000 + 0.5 * hum@700",
                                   "x + hum@(5.3ms, interp: linear)"})
        programs.emplace_back(call, "x = noise()\nhum = " + std::string(call) + "\nout = hum\n");
    for (const auto &[name, text] : programs) {
        CAPTURE(name);
        tactus::source::SourceSet sources;
        tactus::diag::Report report;
        const auto file = text.empty() ? sources.read(name, report) : sources.add(name, text, report);
        REQUIRE(file.has_value());
        CHECK(tactus::check(sources, *file, {}, report));
        for (const auto &diagnostic : report.diagnostics()) {
            CAPTURE(diagnostic.message);
            CHECK(diagnostic.kind != tactus::diag::Kind::UnstableFilter);
        }
    }
}
