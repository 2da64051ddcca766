// `use` as programs meet it: several files, files that use files, each from its own folder.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/cli/program.h"

using tactus::test::Scratch;
using tactus::test::write_file;

TEST_CASE("a patch uses two files, and one of them uses a third from its own folder") {
    const Scratch scratch;
    std::filesystem::create_directories(scratch / "parts/deep");
    write_file(scratch / "parts/deep/one.tac", "node one(x) = x + 1\n");
    write_file(scratch / "parts/two.tac",
               "use \"deep/one.tac\"\nuse \"three.tac\"\nnode two(x) = one(one(x)) + three(0, 1Hz)\n");
    write_file(scratch / "parts/three.tac", "node three(x, f: Hz) = x + 3\n");
    write_file(scratch / "main.tac",
               "use \"parts/two.tac\"\nuse \"parts/three.tac\"\nout = two(sine(1kHz)) + three(0, 1Hz)\n");
    const auto said = scratch.run("tactus check main.tac");
    CHECK(said.err.empty());
    CHECK(said.code == 0);
    write_file(scratch / "main.tac", "use \"parts/two.tac\"\nuse \"parts/nine.tac\"\nout = two(0)\n");
    CHECK(scratch.run("tactus check main.tac").err.find("nine.tac") != std::string::npos);
}
