// Bounds that text meets before and in the parser: exactly at each there is a tree, one over there is its diagnostic.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "compiler/limits.h"
#include "compiler/syntax/parse.h"

using namespace tactus;

namespace {

// The name of the kind that the text gives; empty for a tree.
std::string problem(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("x.tac", text, report);
    const bool parsed = file && syntax::parse(sources, *file, report);
    CHECK(parsed == report.empty());
    CHECK(report.diagnostics().size() <= 1);
    return parsed ? std::string{} : std::string{diag::info(report.diagnostics().front().kind).name};
}

std::string repeat(std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += part;
    }
    return text;
}

void pair(const std::string &at_the_limit, const std::string &one_over, std::string_view kind) {
    CHECK(problem(at_the_limit) == "");
    CHECK(problem(one_over) == kind);
}

std::string in_brackets(std::size_t count) { return "a = " + repeat("(", count) + "1" + repeat(")", count); }

std::string mixed_brackets(std::size_t count) {
    std::string open, close;
    for (std::size_t i = 0; i < count; ++i) {
        open += i % 3 == 0 ? "(" : i % 3 == 1 ? "[" : "f(";
        close.insert(0, i % 3 == 1 ? "]" : ")");
    }
    return "a = " + open + "1" + close;
}

} // namespace

TEST_CASE("file_bytes") {
    const std::string line = "// " + std::string(60, '.') + "\n";
    std::string text = repeat(line, limits::file_bytes / line.size() - 1);
    text += "//" + std::string(limits::file_bytes - text.size() - 2, '.');
    REQUIRE(text.size() == limits::file_bytes);
    pair(text, text + ".", "FileTooLarge");
}

TEST_CASE("tokens") {
    // a = 1 is three tokens, every `;a=1` four more, the end of the file one.
    const std::string text = "a = 1" + repeat(";a=1", (limits::tokens - 4) / 4);
    pair(text, text + ";", "TooManyTokens");
}

TEST_CASE("nesting") {
    pair(in_brackets(limits::nesting), in_brackets(limits::nesting + 1), "NestingTooDeep");
    pair(mixed_brackets(limits::nesting), mixed_brackets(limits::nesting + 1), "NestingTooDeep");
    const auto blocks = [](std::size_t count) { return repeat("when a {\n", count) + repeat("}\n", count); };
    pair(blocks(limits::nesting), blocks(limits::nesting + 1), "NestingTooDeep");
}

TEST_CASE("nesting of ifs in conditions and in values") {
    const auto conditions = [](std::size_t n) { return "a = " + repeat("if ", n) + "1" + repeat(" then 1 else 0", n); };
    const auto values = [](std::size_t n) { return "a = " + repeat("if b then ", n) + "1" + repeat(" else 0", n); };
    pair(conditions(limits::nesting - 1), conditions(limits::nesting + 1), "NestingTooDeep");
    pair(values(limits::nesting - 1), values(limits::nesting + 1), "NestingTooDeep");
}

TEST_CASE("tree_depth: rows of operators are loops, their trees are bounded") {
    // The file, the equation and the last number are three levels.
    const std::size_t most = limits::tree_depth - 3;
    pair("a = 1" + repeat("+1", most), "a = 1" + repeat("+1", most + 1), "ExpressionTooLong");
    pair("a = 1" + repeat("^1", most), "a = 1" + repeat("^1", most + 1), "ExpressionTooLong");
    pair("a = " + repeat("-", most) + "1", "a = " + repeat("-", most + 1) + "1", "ExpressionTooLong");
    pair("a = " + repeat("not ", most) + "1", "a = " + repeat("not ", most + 1) + "1", "ExpressionTooLong");
    pair("a = 1" + repeat("[0]", most), "a = 1" + repeat("[0]", most + 1), "ExpressionTooLong");
    pair("a = " + repeat("if b then 1 else ", most) + "1", "a = " + repeat("if b then 1 else ", most + 1) + "1",
         "ExpressionTooLong");
    // Long rows of what does not nest are fine.
    CHECK(problem("a = b" + repeat(" -> f", 20000)) == "");
    CHECK(problem("a = [1" + repeat(", 1", 20000) + "]") == "");
    CHECK(problem("a = stack { 1" + repeat(" 1 +", 20000) + " }") == "");
}

TEST_CASE("number_digits and number_exponent") {
    pair("a = 1." + std::string(limits::number_digits - 1, '3'), "a = 1." + std::string(limits::number_digits, '3'),
         "NumberTooLong");
    pair("a = 1e308", "a = 1e309", "NumberTooLong");
    pair("a = 1e-308", "a = 1e-309", "NumberTooLong");
    pair("a = 1e0000000000000000000000000000000308", "a = 1e100000000000000000000000000000000000000000",
         "NumberTooLong");
    CHECK(problem("a = 99e308") == "NumberTooLong"); // not a double
    pair("a = " + std::string(limits::number_digits - 1, '1') + "/2 beat",
         "a = " + std::string(limits::number_digits, '1') + "/2 beat", "NumberTooLong");
}

TEST_CASE("string_bytes") {
    const auto text = [](std::size_t bytes) { return "sample k = \"" + std::string(bytes, 'x') + "\""; };
    pair(text(limits::string_bytes), text(limits::string_bytes + 1), "StringTooLong");
}

TEST_CASE("a million open brackets are refused at the 257th") {
    for (const char *bracket : {"(", "[", "{", "f(", "a["}) {
        CAPTURE(bracket);
        source::SourceSet sources;
        diag::Report report;
        const std::string text = "a = " + repeat(bracket, 1000000 / std::string_view{bracket}.size());
        const auto file = sources.add("x.tac", text, report);
        REQUIRE(file);
        CHECK_FALSE(syntax::parse(sources, *file, report));
        const diag::Diagnostic &d = report.diagnostics().front();
        CHECK(d.kind == diag::Kind::NestingTooDeep);
        CHECK(d.span.begin == 4 + 256 * std::string_view{bracket}.size() + std::string_view{bracket}.size() - 1);
    }
}

TEST_CASE("every limit has a number, and the table names each kind") {
    std::size_t count = 0;
#define LIMIT(name, value, kind, counted)                                                                              \
    CHECK(limits::name > 0);                                                                                           \
    ++count;
    TACTUS_LIMITS(LIMIT)
#undef LIMIT
    CHECK(count >= 14);
}
