// docs/reference/cli.md and docs/reference/limits.md are made from their tables. TACTUS_UPDATE=1 writes them anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/cli/options.h"
#include "compiler/diag/diagnostic.h"
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

} // namespace

TEST_CASE("the page of the command line is that of the table") {
    compare("docs/reference/cli.md", tactus::cli::reference());
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
