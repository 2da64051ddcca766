// Reading and checking of bytes, positions, and the embedded library.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/limits.h"
#include "compiler/source/source.h"

using namespace tactus;

namespace {

std::optional<diag::Kind> refusal(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("x.tac", text, report);
    CHECK(file.has_value() == report.empty());
    return file ? std::nullopt : std::optional{report.diagnostics().front().kind};
}

} // namespace

TEST_CASE("UTF-8 is checked strictly") {
    using namespace std::string_literals;
    for (const auto &good :
         {""s, "a\tb\r\n"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s, "\xee\x80\x80"s,
          "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s, "\xef\xbb\xbf// with a byte order mark"s}) {
        CAPTURE(good);
        CHECK_FALSE(refusal(good));
    }
    for (const auto &bad : {"\x80"s, "\xc0\xaf"s, "\xc1\x80"s, "\xc3"s, "\xc3("s, "\xe0\x9f\xbf"s, "\xed\xa0\x80"s,
                            "\xe2\x82"s, "\xf0\x8f\xbf\xbf"s, "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\xff"s}) {
        CAPTURE(bad);
        CHECK(refusal(bad) == diag::Kind::NotUtf8);
    }
    for (const auto &bad : {"\0"s, "a\x01"s, "\x1b[31m"s, "\x7f"s, "// \xe2\x80\xae"s, "// \xe2\x81\xa6"s,
                            "// \xe2\x80\x8f"s, "// \xd8\x9c"s}) {
        CAPTURE(bad);
        CHECK(refusal(bad) == diag::Kind::ForbiddenCharacter);
    }
}

TEST_CASE("the byte of a refusal is the first wrong one") {
    source::SourceSet sources;
    diag::Report report;
    CHECK_FALSE(sources.add("x.tac", "ab\ncd\xff", report));
    const diag::Diagnostic &d = report.diagnostics().front();
    CHECK(d.span.begin == 5);
    CHECK(sources.position(d.span.file, d.span.begin) == Position{2, 3});
}

TEST_CASE("positions count lines from 1 and columns in code points") {
    source::SourceSet sources;
    diag::Report report;
    const FileId file = *sources.add("x.tac", "äb\r\n\nz", report);
    CHECK(sources.position(file, 0) == Position{1, 1});
    CHECK(sources.position(file, 2) == Position{1, 2});
    CHECK(sources.position(file, 5) == Position{2, 1});
    CHECK(sources.position(file, 6) == Position{3, 1});
    CHECK(sources.position(file, 7) == Position{3, 2});
    CHECK(sources.line_text(file, 1) == "äb");
    CHECK(sources.line_text(file, 2) == "");
    CHECK(sources.line_text(file, 3) == "z");
    CHECK(sources.text(Span{file, 0, 2}) == "ä");
}

TEST_CASE("a byte order mark is no part of the text") {
    source::SourceSet sources;
    diag::Report report;
    const FileId file = *sources.add("x.tac", "\xef\xbb\xbfout = 1", report);
    CHECK(sources.file(file).text == "out = 1");
}

TEST_CASE("files are read with their folder; what cannot be read is said") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "tactus_source_test";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "a.tac"} << "out = 1\n";
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.read(folder / "a.tac", report);
    REQUIRE(file);
    CHECK(sources.file(*file).text == "out = 1\n");
    CHECK(sources.file(*file).directory == folder);
    CHECK_FALSE(sources.file(*file).built_in);
    CHECK_FALSE(sources.read(folder / "b.tac", report));
    CHECK_FALSE(sources.read(folder, report));
    CHECK_FALSE(sources.read("/dev/zero", report)); // endless: stops behind the limit
    REQUIRE(report.diagnostics().size() == 3);
    CHECK(report.diagnostics()[0].kind == diag::Kind::FileNotReadable);
    CHECK(report.diagnostics()[1].kind == diag::Kind::FileNotReadable);
    CHECK(report.diagnostics()[2].kind == diag::Kind::FileTooLarge);
    std::filesystem::remove_all(folder);
}

TEST_CASE("the embedded library is the files of stdlib, byte for byte") {
    std::size_t count = 0;
    for (const auto &entry : std::filesystem::directory_iterator{"stdlib"}) {
        count += entry.path().extension() == ".tac" ? 1u : 0u;
    }
    CHECK(source::library_files().size() == count);
    std::string_view before;
    for (const source::LibraryFile &file : source::library_files()) {
        CAPTURE(file.name);
        CHECK(before < file.name);
        before = file.name;
        std::ifstream in{std::filesystem::path{"stdlib"} / file.name};
        std::ostringstream text;
        text << in.rdbuf();
        CHECK(text.str() == file.text);
    }
}
