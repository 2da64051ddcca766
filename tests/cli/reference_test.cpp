// docs/reference/cli.md and docs/reference/ops.md are made from their tables. TACTUS_UPDATE=1 writes them anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/cli/options.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/graph/graph.h"
#include "compiler/limits.h"
#include "tests/cli/program.h"

namespace {

void compare(const std::filesystem::path &page, const std::string &text) {
    CAPTURE(page.string());
    if (std::getenv("TACTUS_UPDATE") != nullptr) {
        tactus::test::write_file(page, text);
    }
    CHECK(tactus::test::read_file(page) == text);
}

// "rr" → "real real".
std::string types(std::string_view letters) {
    std::string made;
    for (const char letter : letters) {
        const char *name = letter == 'r'   ? "real"
                           : letter == 'p' ? "phase"
                           : letter == 'b' ? "boolean"
                           : letter == 'l' ? "line"
                           : letter == 'a' ? "any"
                                           : "real …";
        made += (made.empty() ? "" : " ") + std::string(name);
    }
    return made;
}

std::string table_cell(std::string_view text) {
    std::string made;
    for (const char c : text) {
        made += c == '|' ? "\\|" : std::string(1, c);
    }
    return made;
}

constexpr const char *rates[] = {"constant", "initial", "tick", "that of its operands", "audio"};
constexpr const char *states[] = {"", "memory", "source"};

} // namespace

TEST_CASE("the page of the command line is that of the table") {
    compare("docs/reference/cli.md", tactus::cli::reference());
}

TEST_CASE("the page of the operations is that of the table") {
    std::string text =
        "# Operations of the graph\n\nWhat a patch becomes before it becomes code: `tactus build FILE --emit=graph` "
        "prints it. Made from\n"
        "`compiler/graph/ops.def`; [the graph](../explanation/graph.md) says what rates, memories and scopes are.\n\n"
        "| operation | operands | result | rate | state | |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto &op : tactus::graph::all_ops()) {
        text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", op.name, types(op.operands),
                            types(std::string_view(&op.result, 1)), rates[static_cast<std::size_t>(op.rate)],
                            states[static_cast<std::size_t>(op.state)], table_cell(op.meaning));
    }
    compare("docs/reference/ops.md", text);
}

TEST_CASE("the page of the limits is that of the table") {
    std::string text = "# Limits\n\nEvery bound that a program meets, and the diagnostic that one more gives (`tactus "
                       "explain`). Made from `compiler/limits.h`.\n\n"
                       "| bound | number | counted | diagnostic |\n| --- | ---: | --- | --- |\n";
#define LIMIT(name, value, kind, counted)                                                                              \
    text += fmt::format("| {} | {} | {} | {} |\n", #name, static_cast<std::uint64_t>(value), counted,                  \
                        tactus::diag::info(tactus::diag::Kind::kind).code);
    TACTUS_LIMITS(LIMIT)
#undef LIMIT
    compare("docs/reference/limits.md", text);
}
