// Every case of cases.txt: the source gives the tree after `=>`, or the code and range after `=!`.
// With TACTUS_UPDATE=1 the trees are written anew; codes and ranges are written by hand only.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "compiler/syntax/parse.h"
#include "tests/unit/syntax/sketch.h"

using namespace tactus;

namespace {

constexpr const char *path = "tests/unit/syntax/cases.txt";

struct Case {
    std::string title;
    std::string source;
    std::string sign; // "=>" or "=!"
    std::string wanted;
};

std::vector<Case> read_cases() {
    std::ifstream in{path};
    std::vector<Case> cases;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("== ")) {
            cases.push_back({line.substr(3), {}, {}, {}});
        } else if (line.starts_with("=>") || line.starts_with("=!")) {
            cases.back().sign = line.substr(0, 2);
            cases.back().wanted = line.size() > 3 ? line.substr(3) : "";
        } else {
            cases.back().source += line + "\n";
        }
    }
    return cases;
}

std::string range(const source::SourceSet &sources, Span span) {
    const Position a = sources.position(span.file, span.begin);
    const Position b = sources.position(span.file, span.end);
    return fmt::format("{}:{}-{}:{}", a.line, a.column, b.line, b.column);
}

struct Outcome {
    std::string sign;
    std::string text;
};

Outcome outcome_of(const Case &c) {
    source::SourceSet sources;
    diag::Report report;
    std::string text = c.source;
    if (c.title.find("CRLF") != std::string::npos) {
        for (std::size_t i = text.find('\n'); i != std::string::npos; i = text.find('\n', i + 2)) {
            text.insert(i, "\r");
        }
    }
    const auto file = sources.add("case.tac", text, report);
    REQUIRE(file);
    const auto tree = syntax::parse(sources, *file, report);
    if (tree) {
        CHECK(report.empty());
        std::string sketch;
        for (const syntax::TreeId statement : tree->children_of(tree->root)) {
            sketch += (sketch.empty() ? "" : " ") + syntax::sketch(*tree, statement);
        }
        return {"=>", sketch};
    }
    REQUIRE(report.diagnostics().size() == 1);
    const diag::Diagnostic &d = report.diagnostics().front();
    return {"=!", std::string{diag::info(d.kind).code} + " " + range(sources, d.span)};
}

} // namespace

TEST_CASE("every case gives its tree or its mistake") {
    const std::vector<Case> cases = read_cases();
    REQUIRE(cases.size() > 100);
    const bool update = std::getenv("TACTUS_UPDATE") != nullptr;
    std::ostringstream updated;
    for (const Case &c : cases) {
        CAPTURE(c.title);
        const Outcome outcome = outcome_of(c);
        const bool rewrite = update && c.sign == "=>" && outcome.sign == "=>";
        updated << "== " << c.title << "\n" << c.source << c.sign << " " << (rewrite ? outcome.text : c.wanted) << "\n";
        CHECK(outcome.sign == c.sign);
        if (!rewrite) {
            CHECK(outcome.text == c.wanted);
        }
    }
    if (update) {
        std::ofstream{path} << updated.str();
    }
}
