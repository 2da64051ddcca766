// `tactus repl` through a pipe: the stack after every line, errors that change nothing, definitions, undo, a sound.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/cli/program.h"

using tactus::test::Said;
using tactus::test::Scratch;
using tactus::test::write_file;

namespace {

Said talk(const Scratch &scratch, const std::string &lines, const std::string &arguments = "") {
    write_file(scratch / "lines.txt", lines);
    return scratch.run("tactus repl " + arguments + " < lines.txt");
}

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("the repl shows the stack with types, units and constant values after every line") {
    const Scratch scratch;
    const Said said = talk(scratch, "440Hz\n2 *\nsaw\ndup\n-6dB\n[1, 2]\n");
    CHECK(said.code == 0);
    CHECK(said.err.empty());
    CHECK(mentions(said.out, "  1  a frequency (Hz) 440Hz"));
    CHECK(mentions(said.out, "  1  a frequency (Hz) 880Hz"));
    CHECK(mentions(said.out, "  1  audio signal"));
    CHECK(mentions(said.out, "  2  audio signal"));
    CHECK(mentions(said.out, "-6dB"));
    CHECK(mentions(said.out, "an array of 2: a number [1, 2]"));
}

TEST_CASE("a mistake is shown with the picture of the stack, and the session goes on as before") {
    const Scratch scratch;
    const Said said = talk(scratch, "55Hz saw\n800Hz lowpass\nswa\n(1 +\n0.5 *\n");
    CHECK(said.code == 0);
    CHECK(mentions(said.err, "T0203"));
    CHECK(mentions(said.err, "cutoff"));
    CHECK(mentions(said.err, "T0301"));
    CHECK(mentions(said.err, "T01"));
    CHECK(said.out.find("  1  audio signal") != said.out.rfind("  1  audio signal"));
    CHECK_FALSE(mentions(said.out, "  2  "));
}

TEST_CASE("a mistake has its place in the line that was typed, without the lines around it") {
    const Scratch scratch;
    const Said said = talk(scratch, "55Hz saw\n0.5 * swa\nout = sine(440Hz)\nout = sine(bar)\nhelp\nclear\nquit\n1\n");
    CAPTURE(said.err);
    CHECK(said.code == 0);
    CHECK(mentions(said.err, "repl:1:7"));
    CHECK_FALSE(mentions(said.err, "stack {"));
    CHECK_FALSE(mentions(said.err, "T0302"));
    CHECK(mentions(said.out, "  2  audio signal                 55Hz saw"));
    CHECK(mentions(said.out, ":undo"));
    CHECK(said.out.ends_with("the stack is empty\n"));
}

TEST_CASE("definitions over several lines, a second one for the first, names, use, undo, clear, list") {
    const Scratch scratch;
    write_file(scratch / "mine.tac", "node third(x) = x / 3\n");
    const Said said = talk(
        scratch, "word twice ( x -- y ) {\n  dup +\n}\n3 twice\nnode half(x) = x / 2\nhalf\n-> v\nv v\n:undo\n"
                 ":clear\nword twice ( x -- y ) { 2 ^ }\n3 twice\nuse \"mine.tac\"\nthird\ngain = 4\ngain\n:list\n");
    CAPTURE(said.err);
    CHECK(said.err.empty());
    CHECK(mentions(said.out, "a number 6 "));
    CHECK(mentions(said.out, "a number 3 "));
    CHECK(mentions(said.out, "the stack is empty"));
    CHECK(mentions(said.out, "a number 9 "));
    CHECK(mentions(said.out, "a number 4 "));
    CHECK(mentions(said.out, "out = stack {\n    3 twice\n    third\n    gain\n}\n"));
}

TEST_CASE(":play writes the top of the stack, :doc and :help talk, :quit ends, a file is known from the start") {
    const Scratch scratch;
    write_file(scratch / "mine.tac", "node third(x) = x / 3\n");
    const Said said =
        talk(scratch, "1 330Hz saw third\n:play 0.25\n:doc third\n:doc saw\n:help\n:quit\n1 2 3\n", "mine.tac");
    CHECK(mentions(said.out, "repl.wav: 0.25 s, peak 0.3"));
    CHECK(mentions(said.out, "saw(freq: Hz"));
    CHECK(mentions(said.out, ":play"));
    CHECK_FALSE(mentions(said.out, "a number 3"));
    CHECK(std::filesystem::file_size(scratch / "repl.wav") > 48000);
}
