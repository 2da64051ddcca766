// What scripts rely on: exit codes, which output says what, names that are guessed and never run, fields of JSON, files
// that are whole or not there.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "compiler/cli/options.h"
#include "compiler/diag/diagnostic.h"
#include "tests/cli/program.h"
#include "tests/support/sanitized.h"

using tactus::test::Said;
using tactus::test::Scratch;

namespace {

constexpr const char *filter =
    "param cutoff: Hz = 800Hz in 40Hz..8kHz log\nparam level: dB = -6dB in "
    "-40dB..0dB\nparam shape: soft | hard = soft\n"
    "input x\nout = onepole(saw(220Hz) + x, cutoff) * level * (if shape == hard then 0.5 else 1)\n";

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<std::string> examples() {
    std::vector<std::string> made;
    for (const auto &entry : std::filesystem::directory_iterator{"examples"}) {
        if (entry.path().extension() == ".tac") {
            made.push_back("examples/" + entry.path().filename().string());
        }
    }
    std::sort(made.begin(), made.end());
    REQUIRE(made.size() > 5);
    return made;
}

void fails(const Scratch &scratch, const std::string &line, int code, std::string_view says) {
    CAPTURE(line);
    const Said said = scratch.run(line);
    CAPTURE(said.err);
    CHECK(said.code == code);
    CHECK(said.out.empty());
    CHECK(mentions(said.err, says));
}

} // namespace

TEST_CASE("exit codes: 0 ok, 1 the input has errors, 2 usage") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    tactus::test::write_file(scratch / "bad.tac", "out = swa(220Hz)\n");
    CHECK(scratch.run("tactus check good.tac").code == 0);
    fails(scratch, "tactus check bad.tac", 1, "T0301");
    fails(scratch, "tactus check missing.tac", 1, "T0001");
    fails(scratch, "tactus render bad.tac -o bad.wav", 1, "T0301");
    CHECK_FALSE(std::filesystem::exists(scratch / "bad.wav"));
    fails(scratch, "tactus", 2, "Usage");
    fails(scratch, "tactus check", 2, "FILE");
    fails(scratch, "tactus check good.tac --colour", 2, "--colour");
    fails(scratch, "tactus render good.tac", 2, "-o");
    fails(scratch, "tactus build good.tac", 2, "--emit");
    fails(scratch, "tactus build good.tac --emit=sound", 2, "sound");
    fails(scratch, "tactus render good.tac -o x.wav --block 0", 2, "--block");
    fails(scratch, "tactus render good.tac -o x.wav --block 4097", 2, "--block");
    fails(scratch, "tactus render good.tac -o x.wav --rate 7999", 2, "--rate");
    fails(scratch, "tactus render good.tac -o x.wav --lanes 3", 2, "--lanes");
    fails(scratch, "tactus render good.tac -o x.wav --seconds 0", 2, "--seconds");
    fails(scratch, "tactus render good.tac -o x.wav --format mp3", 2, "f32|s24|s16|u8");
    CHECK_FALSE(std::filesystem::exists(scratch / "x.wav"));
}

// A sanitizer reserves more addresses than the limit below.
#ifndef TACTUS_TEST_SANITIZED
TEST_CASE("exit code 70: what nothing foresaw leaves a report to send") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "large.tac", "a = [i in 1..640000: [i]]\nout = a[0][0]\n");
    fails(scratch, "export TMPDIR=.; ulimit -v 320000; tactus check large.tac", 70, "a fault of the compiler");
    const std::string report = tactus::test::read_file(scratch / "tactus-report.txt");
    CHECK(mentions(report, "fault: std::bad_alloc"));
    CHECK(mentions(report, "check large.tac"));
}
#endif

TEST_CASE("a mistyped command is guessed and never run; an announced one says so") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    fails(scratch, "tactus rendr good.tac -o x.wav", 2, "is `render` meant?");
    CHECK_FALSE(std::filesystem::exists(scratch / "x.wav"));
    fails(scratch, "tactus chekc good.tac", 2, "is `check` meant?");
    fails(scratch, "tactus budget good.tac", 2, "announced");
    fails(scratch, "tactus frobnicate", 2, "there is no command");
}

TEST_CASE("help opens with an example, for every command and every way to ask") {
    const Scratch scratch;
    for (const char *ask : {"--help", "-h", "help"}) {
        const Said all = scratch.run(std::string("tactus ") + ask);
        CHECK(all.code == 0);
        CHECK(all.out.starts_with("  tactus render"));
        for (const auto &command : tactus::cli::all_commands()) {
            CHECK(mentions(all.out, command.name));
        }
    }
    for (const auto &command : tactus::cli::all_commands()) {
        const std::string name{command.name};
        for (const std::string &line :
             {"tactus " + name + " --help", "tactus " + name + " -h", "tactus help " + name}) {
            const Said said = scratch.run(line);
            CAPTURE(line);
            CHECK(said.code == 0);
            CHECK(said.out.starts_with("  " + std::string(command.example)));
        }
    }
    CHECK(mentions(scratch.run("tactus --version").out, "."));
}

TEST_CASE("- is the standard input and the standard output") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    REQUIRE(scratch.run("tactus render good.tac --seconds 0.1 -o file.wav").code == 0);
    const Said said = scratch.run("cat good.tac | tactus render - --seconds 0.1 -o -");
    CHECK(said.code == 0);
    CHECK(said.out == tactus::test::read_file(scratch / "file.wav"));
    CHECK(said.out.substr(0, 4) == "RIFF");
    const Said raw = scratch.run("tactus render good.tac --seconds 0.1 --raw -o -");
    CHECK(raw.out.size() == 4800 * 4);
    const Said quiet = scratch.run("tactus check good.tac");
    CHECK(quiet.out + quiet.err == "");
    CHECK(mentions(scratch.run("echo 'out = swa(1)' | tactus check - --errors short").err,
                   "<stdin>:1:7: error[T0301]: there is no `swa`"));
}

TEST_CASE("diagnostics as JSON, short, and without colour off a terminal") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "bad.tac", "x = 1\nout = swa(220Hz) * x\n");
    const Said said = scratch.run("tactus check bad.tac --json");
    CHECK(said.code == 1);
    const auto list = nlohmann::json::parse(said.out);
    REQUIRE(list.size() == 1);
    CHECK(list[0]["code"] == "T0301");
    CHECK(list[0]["level"] == "error");
    CHECK(list[0]["message"] == "there is no `swa`");
    CHECK(list[0]["file"] == "bad.tac");
    CHECK(list[0]["line"] == 2);
    CHECK(list[0]["column"] == 7);
    CHECK(list[0]["end_line"] == 2);
    CHECK(list[0]["end_column"] == 10);
    CHECK(list[0]["helps"][0].contains("text"));
    CHECK(list[0]["helps"][0].contains("edit"));
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    CHECK(nlohmann::json::parse(scratch.run("tactus check good.tac --json").out).empty());
    CHECK(scratch.run("tactus check bad.tac --errors short").err == "bad.tac:2:7: error[T0301]: there is no `swa`\n");
    for (const char *line :
         {"tactus check bad.tac", "TERM=xterm NO_COLOR=1 tactus check bad.tac", "TERM=xterm tactus check bad.tac"}) {
        CHECK_FALSE(mentions(scratch.run(line).err, "\x1b"));
    }
}

TEST_CASE("--set takes units, and refuses what does not fit") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "filter.tac", filter);
    const auto sound = [&](const std::string &set) {
        const Said said = scratch.run("tactus render filter.tac --seconds 0.05 --raw -o - " + set);
        CAPTURE(said.err);
        CHECK(said.code == 0);
        return said.out;
    };
    CHECK(sound("--set cutoff=1.2kHz") == sound("--set cutoff=1200Hz"));
    CHECK(sound("--set cutoff=1.2kHz") == sound("--set cutoff=1200"));
    CHECK(sound("--set cutoff=800Hz") == sound(""));
    CHECK(sound("--set cutoff=1.2kHz") != sound(""));
    CHECK(sound("--set level=-12dB --set cutoff=1kHz") != sound("--set cutoff=1kHz"));
    CHECK(sound("--set shape=soft") == sound(""));
    CHECK(sound("--set shape=hard") != sound(""));
    const auto refuses = [&](const std::string &set, std::string_view code) {
        fails(scratch, "tactus render filter.tac --seconds 0.05 -o x.wav --set " + set, 1, code);
        CHECK_FALSE(std::filesystem::exists(scratch / "x.wav"));
    };
    refuses("cutof=1kHz", "is `cutoff` meant?");
    refuses("cutoff=9kHz", "T0906");
    refuses("cutoff=5ms", "T0905");
    refuses("cutoff=loud", "T0905");
    refuses("cutoff=", "T0905");
    refuses("cutoff=nan", "T0905");
    refuses("resonance=1", "T0904");
    refuses("shape=round", "one of soft|hard");
    refuses("cutoff=9kHz", "from 40Hz to 8000Hz");
    refuses("level=6dB", "from -40dB to 0dB");
    tactus::test::write_file(scratch / "filter.tac", "param lv[4] = 0.1 in 0..1\nout = saw(220Hz) * sum(lv)\n");
    refuses("lv=0.1", "each of its 4 is set by itself: `--set 'lv[0]=0.1'`");
    refuses("lv=[1,1,0,0]", "`--set 'lv[0]=0.1'`");
    refuses("lv=7", "`--set 'lv[0]=0.1'`");
    refuses("lv", "`--set 'lv[0]=0.1'`");
    refuses("lv=0.7", "`--set 'lv[0]=0.7'`");
    CHECK(sound("--set 'lv[0]=0.9'") != sound(""));
}

TEST_CASE("a render says what it was not given") {
    const Scratch scratch;
    const auto says = [&](const std::string &text, std::string_view what) {
        tactus::test::write_file(scratch / "patch.tac", text);
        return mentions(scratch.run("tactus render patch.tac --seconds 0.05 -o x.wav").err, what);
    };
    CHECK(says("input voice\nout = voice * 0.5\n", "no sound given: its input is silent"));
    CHECK(says("input voice[2]\nout = voice * 0.5\n", "no sound given: its 2 inputs are silent"));
    CHECK(says("node tone(note: Note) = saw(note.freq) * note.gate\nout = poly(2, tone)\n", "no notes given"));
    CHECK_FALSE(says("out = saw(220Hz)\n", "given"));
    CHECK(scratch.run("tactus render patch.tac --seconds 0.05 -o before.wav").code == 0);
    tactus::test::write_file(scratch / "patch.tac", "input voice\nout = voice * 0.5\n");
    CHECK_FALSE(
        mentions(scratch.run("tactus render patch.tac --seconds 0.05 --input before.wav -o x.wav").err, "given"));
}

TEST_CASE("songs and sounds that cannot be read: said once, and nothing is left half written") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "filter.tac", filter);
    tactus::test::write_file(scratch / "text.mid", "not a song");
    tactus::test::write_file(scratch / "text.wav", "not a sound");
    tactus::test::write_file(scratch / "before.wav", "what was there");
    const std::string render = "tactus render filter.tac --seconds 0.05 -o before.wav ";
    for (const char *option : {"--midi missing.mid", "--midi text.mid", "--midi examples", "--input missing.wav",
                               "--input text.wav", "--input examples"}) {
        fails(scratch, render + option, 1, "error[T");
        CHECK(tactus::test::read_file(scratch / "before.wav") == "what was there");
    }
    const std::string song = tactus::test::read_file("examples/chorale.mid");
    tactus::test::write_file(scratch / "cut.mid", song.substr(0, 10));
    fails(scratch, render + "--midi cut.mid", 1, "T0801");
    fails(scratch, "tactus render filter.tac --seconds 0.05 -o missing/out.wav", 1, "missing/out.wav");
    CHECK(tactus::test::read_file(scratch / "before.wav") == "what was there");
    std::size_t files = 0;
    for (const auto &entry : std::filesystem::directory_iterator{scratch / ""}) {
        files += entry.path().extension() == ".wav" || entry.path().string().find(".wav.") != std::string::npos ? 1 : 0;
    }
    CHECK(files == 2);
}

TEST_CASE("a sound from a render is an input of the next") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "filter.tac", filter);
    tactus::test::write_file(scratch / "same.tac", "input x\nout = x\n");
    REQUIRE(scratch.run("tactus render filter.tac --seconds 0.05 -o one.wav").code == 0);
    REQUIRE(scratch.run("tactus render same.tac --seconds 0.05 --input one.wav -o two.wav").code == 0);
    CHECK(tactus::test::read_file(scratch / "one.wav") == tactus::test::read_file(scratch / "two.wav"));
}

TEST_CASE("every stage prints stable text") {
    const Scratch scratch;
    for (const char *stage : {"tokens", "tree", "graph", "schedule", "llvm", "asm", "obj"}) {
        CAPTURE(stage);
        const std::string line = std::string("tactus build examples/fm.tac --emit=") + stage;
        const Said first = scratch.run(line), again = scratch.run(line + " -o stage.out && cat stage.out");
        CHECK(first.code == 0);
        CHECK(first.out.size() > 100);
        CHECK(first.out == again.out);
    }
}

TEST_CASE("bench says what it measured, for every example") {
    const Scratch scratch;
    for (const std::string &file : examples()) {
        CAPTURE(file);
        const Said said = scratch.run("tactus bench " + file + " --json");
        CAPTURE(said.err);
        REQUIRE(said.code == 0);
        const auto made = nlohmann::json::parse(said.out);
        CHECK(made["ns_per_frame"].get<double>() > 0.0);
        CHECK(made["frames"].get<double>() > 0.0);
        CHECK(made["rounds"].get<int>() >= 15);
        CHECK(made["voices"].is_number_integer());
        CHECK(made["lanes"].get<int>() >= 1);
        CHECK(made["mode"] == "strict");
        CHECK(made["cpu"].get<std::string>().size() > 2);
        for (const char *field : {"parse", "graph", "lower", "first_sound", "optimised"}) {
            CHECK(made["compile_ms"][field].get<double>() > 0.0);
        }
    }
}

TEST_CASE("what is announced is refused, not ignored") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    for (const char *line : {"tactus render good.tac --fast -o x.wav", "tactus bench good.tac --fast",
                             "tactus build good.tac --emit=graph --fast", "tactus build good.tac --emit=cost"}) {
        fails(scratch, line, 1, "T0601");
    }
}

TEST_CASE("doc and explain") {
    const Scratch scratch;
    CHECK(mentions(scratch.run("tactus doc ladder").out, "ladder(x, cutoff: Hz, resonance)"));
    CHECK(mentions(scratch.run("tactus doc").out, "onepole"));
    CHECK(nlohmann::json::parse(scratch.run("tactus doc sine --json").out)[0]["name"] == "sine");
    fails(scratch, "tactus doc laddr", 1, "is `ladder` meant?");
    CHECK(scratch.run("tactus explain T0203").out.starts_with("# T0203: "));
    CHECK(scratch.run("tactus explain t0203").out == scratch.run("tactus explain T0203").out);
    fails(scratch, "tactus explain T9999", 1, "T0908");
}

TEST_CASE("explain lists all codes, and has them as JSON") {
    const Scratch scratch;
    const Said list = scratch.run("tactus explain");
    CHECK(list.code == 0);
    CHECK(mentions(list.out, "T0203 "));
    CHECK(static_cast<std::size_t>(std::count(list.out.begin(), list.out.end(), '\n')) == tactus::diag::kind_count());
    CHECK(nlohmann::json::parse(scratch.run("tactus explain --json").out).size() == tactus::diag::kind_count());
    const auto one = nlohmann::json::parse(scratch.run("tactus explain t0822 --json").out);
    REQUIRE(one.size() == 1);
    CHECK(one[0]["code"] == "T0822");
    CHECK(one[0]["level"] == "warning");
    CHECK(one[0]["page"] == scratch.run("tactus explain T0822").out);
    fails(scratch, "tactus explain T9999 --json", 1, "T0908");
}

TEST_CASE("doc knows constants, units, signs, words with two meanings, and one's own node as it knows the library's") {
    const Scratch scratch;
    CHECK(mentions(scratch.run("tactus doc samplerate").out, "Out: Hz"));
    CHECK(mentions(scratch.run("tactus doc kHz").out, "(a unit)"));
    CHECK(mentions(scratch.run("tactus doc @").out, "the only memory"));
    CHECK(mentions(scratch.run("tactus doc when").out, "(the language)"));
    CHECK(mentions(scratch.run("tactus doc log").out, "(the language)"));
    CHECK(mentions(scratch.run("tactus doc log").out, "(built in)"));
    CHECK(mentions(scratch.run("tactus doc level").out, "(in tests)"));
    fails(scratch, "tactus doc smaplerate", 1, "is `samplerate` meant?");
    const std::string filters = tactus::test::read_file("stdlib/filter.tac");
    const auto begin = filters.find("/// One-pole low-pass"), end = filters.find("\n}\n", begin) + 3;
    tactus::test::write_file(scratch / "own.tac", filters.substr(begin, end - begin));
    auto own = nlohmann::json::parse(scratch.run("tactus doc onepole own.tac --json").out);
    auto theirs = nlohmann::json::parse(scratch.run("tactus doc onepole --json").out);
    CHECK(own[0]["file"] == "own.tac");
    CHECK(theirs[0]["file"] == "filter.tac");
    CHECK(own[0]["cost"] == "3 instructions a frame, 4 bytes");
    own[0].erase("file");
    theirs[0].erase("file");
    CHECK(own == theirs);
}

TEST_CASE("doc says of each node of the library what its page says that it costs") {
    const Scratch scratch;
    std::size_t nodes = 0;
    for (const auto &entry : std::filesystem::directory_iterator("docs/reference/library")) {
        std::istringstream page(tactus::test::read_file(entry.path()));
        std::string name;
        for (std::string line; std::getline(page, line);) {
            name = line.starts_with("## ") ? line.substr(3) : name;
            if (line.starts_with("- Cost: ") && (nodes++ % 8 == 0 || line.find("nothing") != std::string::npos)) {
                CAPTURE(name);
                CHECK(mentions(scratch.run("tactus doc " + name).out, "\n" + line.substr(2) + "\n\n("));
            }
        }
    }
    CHECK(nodes > 100);
    // A file's own, after the definitions that it needs of the file, whatever else the file plays.
    tactus::test::write_file(scratch / "mine.tac", "node half(x) = x * 0.5\n"
                                                   "/// A quarter.\n/// Example: quarter(saw(1Hz))\n"
                                                   "node quarter(x) = half(half(x)) * x\n"
                                                   "/// Not whole.\n/// Example: (\nnode torn(x) = x\n"
                                                   "patch one { out = quarter(sine(2Hz)) }\n");
    CHECK(mentions(scratch.run("tactus doc quarter mine.tac").out, "Cost: 3 instructions a frame\n\n(mine.tac)"));
    CHECK_FALSE(mentions(scratch.run("tactus doc torn mine.tac").out, "Cost"));
    CHECK(scratch.run("tactus doc torn mine.tac").code == 0);
    CHECK(mentions(scratch.run("tactus doc sin").out, "Cost: 46 instructions a frame\n\n(built in)"));
}

TEST_CASE("doc shows a file's own nodes, and every word of the stack") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "mine.tac",
                             "/// Twice as loud.\nnode twice(x) = x * 2\n\n"
                             "/// My own.\nnode ladder(x) = x\n\n"
                             "/// Half.\nword half ( x -- y ) { 2 / }\n\nout = twice(saw(220Hz))\n");
    CHECK(scratch.run("tactus doc twice mine.tac").out == "node twice(x)\n\nTwice as loud.\n\n(mine.tac)\n");
    CHECK(mentions(scratch.run("tactus doc half ./mine.tac").out, "word half ( x -- y )"));
    CHECK(mentions(scratch.run("tactus doc ladder mine.tac").out, "My own."));
    CHECK(mentions(scratch.run("tactus doc onepole mine.tac").out, "onepole(x, "));
    CHECK(scratch.run("tactus doc mine.tac").out ==
          "twice            Twice as loud.\nladder           My own.\nhalf             Half.\n");
    CHECK(scratch.run("cat mine.tac | tactus doc -").out == scratch.run("tactus doc mine.tac").out);
    CHECK(nlohmann::json::parse(scratch.run("tactus doc mine.tac --json").out).size() == 3);
    fails(scratch, "tactus doc twce mine.tac", 1, "is `twice` meant?");
    fails(scratch, "tactus doc twice missing.tac", 1, "T0001");
    fails(scratch, "tactus doc missing.tac", 1, "T0001");
    const Said list = scratch.run("tactus doc");
    for (const char *word : {"dup", "drop", "swap", "over", "rot", "nip", "tuck", "pick", "2dup", "2drop", "neg", "sum",
                             "fold", "length", "read", "random", "poly"}) {
        CAPTURE(word);
        CHECK(scratch.run(std::string("tactus doc ") + word).code == 0);
        CHECK(mentions("\n" + list.out, "\n" + std::string(word) + " "));
    }
    CHECK(scratch.run("tactus doc rot").out ==
          "rot ( a b c -- b c a )\n\nthe third comes to the top\nUnits: any, and kept\n"
          "Example: stack { 800Hz 0.3 55Hz saw rot rot lowpass }\n"
          "Cost: of the example 32 instructions a frame, 20 bytes\n\n(a word of the stack)\n");
}
