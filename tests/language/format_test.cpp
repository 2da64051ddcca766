// `fmt`: what it does not change (tokens, comments, doc comments, the graph), that it does it once and for all, and the
// form itself. Over every source of the project and 5,000 generated programs whose blanks, lines and comments are
// strewn at random.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "compiler/tactus.h"
#include "tests/language/strewn_programs.h"
#include "tests/support/sanitized.h"

using namespace tactus;

namespace {

std::string read(const std::filesystem::path &path) {
    std::ifstream file(path);
    REQUIRE_MESSAGE(file.good(), path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<std::string> formatted(const std::string &text, diag::Report &report) {
    source::SourceSet sources;
    const auto file = sources.add("examples/text.tac", text, report);
    return file ? syntax::format(sources, *file, report) : std::nullopt;
}

// Without the places in the source, which move.
std::string graph_of(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("examples/text.tac", text, report); // beside the samples
    const auto graph = file ? emit_stage(sources, *file, Stage::Graph, {}, report) : std::nullopt;
    static const std::regex place(" @[0-9]+:[0-9]+-[0-9]+");
    return graph ? std::regex_replace(*graph, place, "")
                 : "no graph: " + (report.empty() ? "" : report.diagnostics().front().message);
}

// All that is not a blank or a line end: nothing may be lost or added but the `;` that ends nothing.
std::string ink(const std::string &text) {
    std::string made;
    std::copy_if(text.begin(), text.end(), std::back_inserter(made),
                 [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ';'; });
    return made;
}

// The text in the one form, which the formatter leaves alone and in which every sign of the text stands.
std::string settled(const std::string &text) {
    diag::Report report;
    const auto once = formatted(text, report);
    REQUIRE_MESSAGE(once.has_value(), report.diagnostics().front().message);
    const auto twice = formatted(*once, report);
    REQUIRE(twice.has_value());
    REQUIRE(*twice == *once);
    REQUIRE(ink(*once) == ink(text));
    return *once;
}

void keeps(const std::string &text, bool with_graph) {
    CAPTURE(text);
    const std::string once = settled(text);
    CHECK(once.find("\n\n\n") == std::string::npos);
    CHECK(once.find(" \n") == std::string::npos);
    CHECK((once.empty() || (once.back() == '\n' && once.front() != '\n')));
    if (with_graph) {
        CHECK(graph_of(once) == graph_of(text));
    }
}

// The programs of a page: blocks indented by four blanks below a blank line.
std::vector<std::string> programs_of(const std::string &page) {
    std::vector<std::string> made;
    std::istringstream lines(page);
    std::string line;
    bool open = false, blank = true;
    while (std::getline(lines, line)) {
        const bool code = line.starts_with("    ") && (open || blank);
        if (code && !open) {
            made.emplace_back();
        }
        if (code || (open && line.empty())) {
            made.back() += (code ? line.substr(4) : "") + "\n";
        }
        open = code || (open && line.empty());
        blank = line.empty();
    }
    return made;
}

std::string form_of(const std::string &text) {
    diag::Report report;
    const auto made = formatted(text, report);
    return made ? *made : "no form: " + report.diagnostics().front().message;
}

} // namespace

TEST_CASE("fmt keeps every source of the project, and its graph") {
    std::size_t files = 0;
    for (const char *folder : {"stdlib", "examples", "tests"}) {
        for (const auto &entry : std::filesystem::recursive_directory_iterator{folder}) {
            source::SourceSet sources;
            diag::Report report;
            if (entry.path().extension() != ".tac") {
                continue;
            }
            const auto file = sources.read(entry.path(), report);
            if (file && syntax::parse(sources, *file, report)) { // some cases of the tests are mistakes
                CAPTURE(entry.path().string());
                keeps(read(entry.path()), entry.path().parent_path() == "examples");
                ++files;
            }
        }
    }
    CHECK(files > 25);
}

TEST_CASE("fmt keeps every program of the docs, and its graph") {
    std::size_t programs = 0;
    std::vector<std::filesystem::path> pages{"README.md"};
    for (const auto &entry : std::filesystem::recursive_directory_iterator{"docs"}) {
        pages.push_back(entry.path());
    }
    for (const auto &page : pages) {
        if (page.extension() != ".md") {
            continue;
        }
        for (const std::string &text : programs_of(read(page))) {
            source::SourceSet sources;
            diag::Report report;
            const auto file = sources.add("examples/text.tac", text, report);
            if (file && syntax::parse(sources, *file, report)) {
                CAPTURE(page.string());
                keeps(text, true);
                ++programs;
            }
        }
    }
    CHECK(programs > 20);
}

TEST_CASE("fmt keeps 5,000 generated programs of both notations, however they are strewn") {
    constexpr std::uint32_t first = 20261121;
    const std::uint32_t programs = test::sanitized ? 500 : 5000;
    std::size_t with_graph = 0, comments = 0;
    std::set<std::string> different;
    for (std::uint32_t seed = first; seed < first + programs; ++seed) {
        CAPTURE(seed);
        const std::string text = test::strewn_program(seed);
        CAPTURE(text);
        const std::string once = settled(text);
        const std::string graph = graph_of(text);
        REQUIRE(graph_of(once) == graph);
        with_graph += graph.starts_with("no graph") ? 0 : 1;
        comments += text.find("//") != std::string::npos ? 1 : 0;
        different.insert(once);
    }
    fmt::print(
        "seeds {} to {}: {} generated programs formatted ({} different ones, {} with comments), all idempotent and "
        "graph-equal; {} of them compile\n",
        first, first + programs - 1, programs, different.size(), comments, with_graph);
    CHECK(different.size() * 100 >= programs * 99);
    CHECK(with_graph == programs); // one that does not compile would be compared by its mistake alone
}

TEST_CASE("two ways to strew one program have one form but for what the author chooses") {
    CHECK(form_of("node  f( x ,k=2 )->y{y=x*k;w = -x  ;}\nout=f( 1 ,k : 3 )") ==
          "node f(x, k = 2) -> y { y = x*k ; w = -x }\nout = f(1, k: 3)\n");
    CHECK(form_of("word w(x k -- y[2]){->k   x@1   k *\n+   dup [ 1,2 ] *}") ==
          "word w ( x k -- y[2] ) { -> k  x@1  k *\n    +  dup [1, 2] * }\n");
    CHECK(form_of("word w ( x  depth : dB = -20dB -- y ) { depth * }") ==
          "word w ( x depth:dB=-20dB -- y ) { depth * }\n");
}

TEST_CASE("depth, lines that go on, blank lines") {
    CHECK(form_of("\n\npatch p {\n\n  a = 1 +\n2\n\n\n\n  b = a\n->sin\nout=[\na,\nb\n]\n\n}\n\n\n") ==
          "patch p {\n    a = 1 +\n        2\n\n    b = a\n        -> sin\n    out = [\n        a,\n        b\n    "
          "]\n}\n");
    CHECK(form_of("out = if 1 > 0\nthen 1\nelse 2\r\n") == "out = if 1 > 0\n    then 1\n    else 2\n");
}

TEST_CASE("comments keep their place: above, behind, in one column, at the end") {
    CHECK(form_of("a = 1      // one\nbcd = 2    // two\ne = 3 // three\n  // above\nf = 4\n//end") ==
          "a = 1      // one\nbcd = 2    // two\ne = 3 // three\n// above\nf = 4\n//end\n");
    CHECK(form_of("/// doc \nnode f(x)=x //tail\t\n") == "/// doc\nnode f(x) = x //tail\n");
    CHECK(form_of("node f(x) -> y {\n// inside\ny = x\n        // last\n}\n") ==
          "node f(x) -> y {\n    // inside\n    y = x\n    // last\n}\n");
}

TEST_CASE("the colons of a controller stand in one column, options are grouped") {
    CHECK(form_of("controller nano {\nfader[1..8]: cc 0..7\ntilt :osc \"/a\" arg 1 in -1..1\n}\n") ==
          "controller nano {\n    fader[1..8] : cc 0..7\n    tilt        : osc \"/a\" arg 1 in -1..1\n}\n");
    CHECK(form_of("param cutoff:Hz=800Hz in 40Hz..8kHz log    cc 74") ==
          "param cutoff: Hz = 800Hz in 40Hz..8kHz log  cc 74\n");
}

TEST_CASE("a file with a mistake has no form, only its diagnostic") {
    diag::Report report;
    CHECK_FALSE(formatted("out = = 1\n", report).has_value());
    REQUIRE(report.diagnostics().size() == 1);
    CHECK(report.has_errors());
}
