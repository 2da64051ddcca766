// `tactus new`: every kind checks, is in its form, and sounds; names are looked at; nothing is overwritten.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/cli/program.h"

using tactus::test::read_file;
using tactus::test::Scratch;
using tactus::test::write_file;

TEST_CASE("every kind of new patch checks, is formatted, and makes a sound") {
    const Scratch scratch;
    for (const std::string kind : {"synth", "effect", "drums", "generative"}) {
        CAPTURE(kind);
        const auto said = scratch.run("tactus new my_" + kind + " --kind " + kind);
        CHECK(said.code == 0);
        const std::string file = "my_" + kind + ".tac";
        CHECK(read_file(scratch / file).find("patch my_" + kind + " {") != std::string::npos);
        CHECK(scratch.run("tactus fmt --check " + file).code == 0);
        const auto checked = scratch.run("tactus check " + file);
        CAPTURE(checked.err);
        CHECK(checked.code == 0);
        const bool effect = kind == "effect";
        if (effect) {
            CHECK(scratch.run("tactus render my_synth.tac -o in.wav --seconds 1").code == 0);
            write_file(scratch / "mono.tac", "out = saw(110Hz)\n");
            CHECK(scratch.run("tactus render mono.tac -o in.wav --seconds 1").code == 0);
        }
        // The command that is told, with a sound for the effect.
        std::string command = said.out.substr(said.out.find(": tactus ") + 2);
        if (effect) {
            std::filesystem::rename(scratch / "in.wav", scratch / "voice.wav");
        }
        command.erase(command.find_last_not_of('\n') + 1);
        const auto played = scratch.run(command);
        CAPTURE(command);
        CAPTURE(played.err);
        CHECK(played.code == 0);
        CHECK(played.err.find("peak -inf") == std::string::npos);
    }
}

TEST_CASE("new never overwrites and takes only names of the language") {
    const Scratch scratch;
    write_file(scratch / "bass.tac", "mine\n");
    CHECK(scratch.run("tactus new bass").code == 1);
    CHECK(read_file(scratch / "bass.tac") == "mine\n");
    CHECK(scratch.run("tactus new lead.tac").code == 0);
    CHECK(std::filesystem::exists(scratch / "lead.tac"));
    for (const char *name : {"node", "'a b'", "4four", "a-b"}) {
        CAPTURE(name);
        CHECK(scratch.run(std::string("tactus new ") + name).code == 2);
    }
    CHECK(scratch.run("tactus new x --kind organ").code == 2);
}
