// One Markdown file a case shows every stage of one small patch: source, tree, graph, schedule. A change of the
// compiler shows as a change of prose; TACTUS_UPDATE=1 rewrites the files. What is printed twice is equal, and the
// graph's text reads back to the same graph.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "compiler/diag/render.h"
#include "compiler/graph/text.h"
#include "compiler/tactus.h"
#include "tests/error/markdown.h"

namespace {

using namespace tactus;

std::string read_file(const std::filesystem::path &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string stage_text(const std::string &program, Stage stage) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("patch.tac", program, report);
    Options options;
    options.lanes = 4; // the same layout on every machine
    const auto text = file ? emit_stage(sources, *file, stage, options, report) : std::nullopt;
    return text ? *text : diag::render_text(report, sources);
}

} // namespace

TEST_CASE("every stage of the golden cases is as written") {
    static constexpr std::pair<const char *, Stage> stages[] = {
        {"TREE", Stage::Tree}, {"GRAPH", Stage::Graph}, {"SCHEDULE", Stage::Schedule}};
    std::size_t cases = 0;
    for (const auto &entry : std::filesystem::directory_iterator("tests/golden")) {
        if (entry.path().extension() != ".md") {
            continue;
        }
        ++cases;
        const auto document = test::read_document(read_file(entry.path()));
        const std::string &program = document.sections.at("SOURCE");
        std::string made = "# " + document.title + "\n\n## SOURCE\n\n" + test::indented(program);
        for (const auto &[name, stage] : stages) {
            const std::string text = stage_text(program, stage);
            CHECK(text == stage_text(program, stage));
            made += std::string("\n## ") + name + "\n\n" + test::indented(text);
        }
        if (std::getenv("TACTUS_UPDATE") != nullptr) {
            std::ofstream(entry.path(), std::ios::binary) << made;
        }
        CHECK_MESSAGE(made == read_file(entry.path()), entry.path().string(), "\n", made);
        const auto graph = graph::read(stage_text(program, Stage::Graph));
        CAPTURE(entry.path().string());
        CHECK(graph.error.empty());
        CHECK(graph::print(graph.graph) == stage_text(program, Stage::Graph));
    }
    CHECK(cases >= 6);
}
