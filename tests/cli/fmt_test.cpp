// `tactus fmt` as a program: in place, through a pipe, --check, and files it must leave alone.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/cli/program.h"

using tactus::test::read_file;
using tactus::test::Scratch;
using tactus::test::write_file;

namespace {

constexpr const char *loose = "out=saw( 220Hz )\n";
constexpr const char *tidy = "out = saw(220Hz)\n";

} // namespace

TEST_CASE("fmt writes files in place, says nothing, and has nothing to do the second time") {
    const Scratch scratch;
    write_file(scratch / "a.tac", loose);
    write_file(scratch / "b.tac", tidy);
    std::filesystem::permissions(scratch / "a.tac", std::filesystem::perms{0640});
    const auto untouched = std::filesystem::last_write_time(scratch / "b.tac");
    const auto said = scratch.run("tactus fmt a.tac b.tac");
    CHECK(said.code == 0);
    CHECK(said.out.empty());
    CHECK(said.err.empty());
    CHECK(read_file(scratch / "a.tac") == tidy);
    CHECK(std::filesystem::status(scratch / "a.tac").permissions() == std::filesystem::perms{0640});
    CHECK(std::filesystem::last_write_time(scratch / "b.tac") == untouched);
    CHECK(scratch.run("tactus fmt --check a.tac b.tac").code == 0);
}

TEST_CASE("fmt --check writes nothing and names what would change") {
    const Scratch scratch;
    write_file(scratch / "a.tac", loose);
    write_file(scratch / "b.tac", tidy);
    const auto said = scratch.run("tactus fmt --check a.tac b.tac");
    CHECK(said.code == 1);
    CHECK(said.out == "a.tac\n");
    CHECK(read_file(scratch / "a.tac") == loose);
}

TEST_CASE("fmt - reads the standard input and writes the standard output") {
    const Scratch scratch;
    write_file(scratch / "a.tac", loose);
    CHECK(scratch.run("tactus fmt - < a.tac").out == tidy);
}

TEST_CASE("fmt takes folders, leaves a file with a mistake as it is, and does the others") {
    const Scratch scratch;
    std::filesystem::create_directories(scratch / "songs/old");
    write_file(scratch / "songs/a.tac", "out = = 1\n");
    write_file(scratch / "songs/old/b.tac", loose);
    write_file(scratch / "songs/notes.txt", loose);
    const auto said = scratch.run("tactus fmt songs");
    CHECK(said.code == 1);
    CHECK(said.err.find("songs/a.tac:1") != std::string::npos);
    CHECK(read_file(scratch / "songs/a.tac") == "out = = 1\n");
    CHECK(read_file(scratch / "songs/old/b.tac") == tidy);
    CHECK(read_file(scratch / "songs/notes.txt") == loose);
    CHECK(scratch.run("tactus fmt nowhere.tac").code == 1);
    CHECK(scratch.run("tactus fmt").code == 2);
}
