// What `tactus fix` does to a file: it is better afterwards, or as it was.
#include <doctest/doctest.h>

#include <string>

#include "tests/cli/program.h"

using tactus::test::read_file;
using tactus::test::Said;
using tactus::test::Scratch;
using tactus::test::write_file;

namespace {

constexpr const char *wrong = "// a patch\nout = swa(220hz) -> onepole(SinOsc(2Hz) * 400Hz + 800) * 0.5\n";
constexpr const char *right = "// a patch\nout = (saw(220Hz) -> onepole(sine(2Hz) * 400Hz + 800Hz)) * 0.5\n";

} // namespace

TEST_CASE("fix mends one mistake after the other, and says which") {
    const Scratch scratch;
    write_file(scratch / "a.tac", wrong);
    std::filesystem::permissions(scratch / "a.tac", std::filesystem::perms{0640});
    const Said said = scratch.run("tactus fix a.tac");
    CHECK(said.code == 0);
    CHECK(said.out.empty());
    CHECK(read_file(scratch / "a.tac") == right);
    CHECK(said.err.find("a.tac:2:11: [T0118] `220hz` → `220Hz`") != std::string::npos);
    CHECK(std::filesystem::status(scratch / "a.tac").permissions() == std::filesystem::perms{0640});
    const Said again = scratch.run("tactus fix a.tac");
    CHECK(again.code == 0);
    CHECK(again.err.empty());
    CHECK(read_file(scratch / "a.tac") == right);
}

TEST_CASE("fix --check writes nothing and ends with 1 where anything would change") {
    const Scratch scratch;
    write_file(scratch / "a.tac", wrong);
    const Said said = scratch.run("tactus fix --check a.tac");
    CHECK(said.code == 1);
    CHECK(said.err.find("[T0301] `SinOsc` → `sine`") != std::string::npos);
    CHECK(read_file(scratch / "a.tac") == wrong);
    write_file(scratch / "b.tac", right);
    CHECK(scratch.run("tactus fix --check b.tac").code == 0);
}

TEST_CASE("fix reads a pipe and writes to one") {
    const Scratch scratch;
    write_file(scratch / "a.tac", wrong);
    const Said said = scratch.run("cat a.tac | tactus fix -");
    CHECK(said.code == 0);
    CHECK(said.out == right);
}

TEST_CASE("fix leaves what it cannot mend, byte for byte, and says what is left") {
    const Scratch scratch;
    const std::string odd = "out = zzzzzzzzz(220Hz)\r\n";
    write_file(scratch / "a.tac", odd);
    write_file(scratch / "b.tac", wrong);
    const Said said = scratch.run("tactus fix a.tac b.tac missing.tac");
    CHECK(said.code == 1);
    CHECK(read_file(scratch / "a.tac") == odd);
    CHECK(read_file(scratch / "b.tac") == right);
    CHECK(said.err.find("T0301") != std::string::npos);
    CHECK(said.err.find("T0001") != std::string::npos);
}

TEST_CASE("fix never leaves a file worse: more mistakes, half a statement, a name that is gone") {
    for (const std::string text : {
             "out = lambda x: x\n",
             "~freq = 440Hz\nout = sine(freq)\n",
             "import math\nout = sine(440Hz)\n",
             "switch (3) { }\nout = sine(440Hz)\n",
             "declare name \"x\";\nout = sine(440Hz)\n",
             "kenv linseg 0, 0.1, 1\nout = sine(440Hz)\n",
             "out = noise() <: _, _\n",
             "x = sine(1Hz)\nif (x > 0) { y = 1 } else { y = 2 }\nout = x\n",
             "out = sine(440Hz) is not 0\n",
         }) {
        CAPTURE(text);
        const Scratch scratch;
        write_file(scratch / "a.tac", text);
        CHECK(scratch.run("tactus fix a.tac").code == 1);
        CHECK(read_file(scratch / "a.tac") == text);
    }
}

TEST_CASE("fix mends one line and leaves another that it cannot") {
    const Scratch scratch;
    write_file(scratch / "a.tac", "y = zzzzzz(1)\nout = swa(220hz)\n");
    CHECK(scratch.run("tactus fix a.tac").code == 1);
    CHECK(read_file(scratch / "a.tac") == "y = zzzzzz(1)\nout = saw(220Hz)\n");
}

TEST_CASE("fix finds what a file uses, where the file stands") {
    const Scratch scratch;
    write_file(scratch / "mine.tac", "node tone(freq: Hz) = saw(freq)\n");
    write_file(scratch / "a.tac", "use \"mine.tac\"\nout = tnoe(220Hz)\n");
    CHECK(scratch.run("tactus fix a.tac").code == 0);
    CHECK(read_file(scratch / "a.tac") == "use \"mine.tac\"\nout = tone(220Hz)\n");
}

TEST_CASE("explain lists all codes, and takes the name of a kind") {
    const Scratch scratch;
    const Said all = scratch.run("tactus explain");
    CHECK(all.code == 0);
    CHECK(all.out.find("T0203 a word finds too few values on the stack\n") != std::string::npos);
    const Said by_name = scratch.run("tactus explain stacktooshort");
    CHECK(by_name.code == 0);
    CHECK(by_name.out == scratch.run("tactus explain T0203").out);
}
