// The textual graph is whole: that of each example reads back and prints the same.
#include <doctest/doctest.h>

#include <filesystem>

#include "compiler/graph/text.h"
#include "compiler/tactus.h"

using namespace tactus;

TEST_CASE("the graph of every example reads back and prints the same") {
    std::size_t count = 0;
    for (const auto &entry : std::filesystem::directory_iterator{"examples"}) {
        if (entry.path().extension() != ".tac") {
            continue;
        }
        CAPTURE(entry.path().string());
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.read(entry.path().string(), report);
        REQUIRE(file);
        const auto text = emit_stage(sources, *file, Stage::Graph, {}, report);
        REQUIRE(text);
        const auto read = graph::read(*text);
        CHECK(read.error == "");
        CHECK(graph::print(read.graph) == *text);
        ++count;
    }
    CHECK(count > 5);
}
