// What render and build do to files: a signal leaves a whole one, inputs are never written over, sounds reach the
// inputs or it is said that they do not, songs of hours are refused, and what is written is finite.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <string>
#include <variant>
#include <vector>

#include "compiler/cli/progress.h"
#include "compiler/limits.h"
#include "runtime/audio/read_file.h"
#include "tests/cli/program.h"

using tactus::test::Said;
using tactus::test::Scratch;

namespace {

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

tactus::audio::Sound sound_in(const std::filesystem::path &path) {
    auto read = tactus::audio::read_sound_file(path.string());
    REQUIRE(std::holds_alternative<tactus::audio::Sound>(read));
    return std::get<tactus::audio::Sound>(std::move(read));
}

bool leaves_parts(const Scratch &scratch) {
    for (const auto &entry : std::filesystem::directory_iterator{scratch / ""}) {
        if (entry.path().extension() == ".part") {
            return true;
        }
    }
    return false;
}

// A song with one note that begins after so many ticks, 960 a second.
std::string song_of(std::uint32_t ticks) {
    std::string delta(1, static_cast<char>(ticks & 0x7F));
    for (ticks >>= 7; ticks > 0; ticks >>= 7) {
        delta.insert(delta.begin(), static_cast<char>(0x80 | (ticks & 0x7F)));
    }
    const std::string track = delta + std::string("\x90\x3C\x40\x00\xFF\x2F\x00", 7);
    return std::string("MThd\0\0\0\6\0\0\0\1\x01\xE0MTrk\0\0\0", 21) + static_cast<char>(track.size()) + track;
}

// The default actions, whoever started the tests; what was before comes back.
class DefaultSignals {
  public:
    DefaultSignals() {
        for (std::size_t i = 0; i < signals.size(); ++i) {
            before_[i] = std::signal(signals[i], SIG_DFL);
        }
    }
    ~DefaultSignals() {
        for (std::size_t i = 0; i < signals.size(); ++i) {
            std::signal(signals[i], before_[i]);
        }
    }
    DefaultSignals(const DefaultSignals &) = delete;
    DefaultSignals &operator=(const DefaultSignals &) = delete;

  private:
    static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
    std::array<void (*)(int), 3> before_{};
};

} // namespace

TEST_CASE("a signal ends a render with a whole, shorter file, says so, and leaves no hidden one") {
    const DefaultSignals defaults;
    const Scratch scratch;
    tactus::test::write_file(scratch / "tone.tac", "out = sine(220Hz)\n");
    for (const auto &[name, code] : {std::pair{"INT", 130}, {"TERM", 143}, {"HUP", 129}}) {
        CAPTURE(name);
        // The sender waits for the hidden file, which has the number of the process in its name, to have some sound.
        const std::string sender = std::string("( until part=$(find . -maxdepth 1 -name '.tactus-*.part' -size +8k) && "
                                               "[ -n \"$part\" ]; do sleep 0.02; done; "
                                               "kill -s ") +
                                   name + " $(echo \"$part\" | sed 's/[^0-9]*\\([0-9]*\\).*/\\1/') ) & ";
        const Said said =
            scratch.run(sender + "tactus render tone.tac --seconds 86400 --rate 8000 --engine interp -o tone.wav");
        CAPTURE(said.err);
        CHECK(said.code == code);
        CHECK(mentions(said.err, "interrupted"));
        CHECK(mentions(said.err, "tone.wav: "));
        CHECK_FALSE(leaves_parts(scratch));
        const auto sound = sound_in(scratch / "tone.wav");
        CHECK(sound.frames() > 2000);
        CHECK(sound.frames() < std::size_t{86400} * 8000);
        std::filesystem::remove(scratch / "tone.wav");
    }
}

TEST_CASE("an output that is read as well is refused, under any of its names, and stays as it was") {
    const Scratch scratch;
    const std::string patch = "input x\nout = x + saw(220Hz)\n", song = song_of(480);
    tactus::test::write_file(scratch / "a.tac", patch);
    tactus::test::write_file(scratch / "song.mid", song);
    REQUIRE(scratch.run("tactus render a.tac -o x.wav --seconds 0.1; ln x.wav hard.wav; ln -s a.tac soft.tac").code ==
            0);
    const std::string sound = tactus::test::read_file(scratch / "x.wav");
    const auto refuses = [&](const std::string &line) {
        CAPTURE(line);
        const Said said = scratch.run(line);
        CHECK(said.code == 1);
        CHECK(mentions(said.err, "T0920"));
        CHECK(tactus::test::read_file(scratch / "a.tac") == patch);
        CHECK(tactus::test::read_file(scratch / "song.mid") == song);
        CHECK(tactus::test::read_file(scratch / "x.wav") == sound);
    };
    refuses("tactus render a.tac --seconds 0.1 -o a.tac");
    refuses("tactus render a.tac --seconds 0.1 -o ./soft.tac");
    refuses("tactus render soft.tac --seconds 0.1 -o a.tac");
    refuses("tactus render a.tac --seconds 0.1 --midi song.mid -o song.mid");
    refuses("tactus render a.tac --seconds 0.1 --input x.wav -o x.wav");
    refuses("tactus render a.tac --seconds 0.1 --input x.wav -o hard.wav");
    refuses("tactus build a.tac --emit=graph -o a.tac");
    refuses("tactus build a.tac --emit=obj -o soft.tac");
    CHECK(scratch.run("tactus render a.tac --seconds 0.1 -o x.wav").code == 0); // no input: a second render
}

TEST_CASE("--input: cut files, patches without inputs, one channel for all, and other numbers of channels") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "none.tac", "out = saw(220Hz)\n");
    tactus::test::write_file(scratch / "two.tac", "out = [saw(220Hz), saw(330Hz)]\n");
    tactus::test::write_file(scratch / "three.tac", "input x[3]\nout = x\n");
    REQUIRE(scratch.run("tactus render none.tac --seconds 0.1 -o one.wav").code == 0);
    REQUIRE(scratch.run("tactus render two.tac --seconds 0.1 -o two.wav").code == 0);

    Said said = scratch.run("tactus render three.tac --seconds 0.1 --input one.wav -o out.wav");
    CHECK(said.code == 0);
    CHECK_FALSE(mentions(said.err, "T08"));
    const auto one = sound_in(scratch / "one.wav"), out = sound_in(scratch / "out.wav");
    REQUIRE(out.channels.size() == 3);
    for (const auto &channel : out.channels) {
        CHECK(channel == one.channels[0]);
    }
    said = scratch.run("tactus render three.tac --seconds 0.1 --input two.wav -o out.wav");
    CHECK(said.code == 0);
    CHECK(mentions(said.err, "warning[T0822]: `two.wav` has 2 channels, the patch 3 inputs"));
    said = scratch.run("tactus render none.tac --seconds 0.1 --input one.wav -o no.wav");
    CHECK(said.code == 1);
    CHECK(mentions(said.err, "T0821"));
    std::string cut = tactus::test::read_file(scratch / "one.wav");
    cut.resize(cut.size() - 4000); // floats: 1000 frames
    tactus::test::write_file(scratch / "cut.wav", cut);
    said = scratch.run("tactus render three.tac --seconds 0.1 --input cut.wav -o no.wav");
    CHECK(said.code == 1);
    CHECK(mentions(said.err, "ends after 3800 of 4800 frames"));
    CHECK_FALSE(std::filesystem::exists(scratch / "no.wav"));
}

TEST_CASE("song_seconds: a song of three hours is played, one of a tick more only as far as --seconds says") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "bad.tac", "out = swa(220Hz)\n");
    tactus::test::write_file(scratch / "good.tac", "out = 0 * saw(220Hz)\n");
    constexpr auto most = static_cast<std::uint32_t>(tactus::limits::song_seconds * 960);
    tactus::test::write_file(scratch / "most.mid", song_of(most));
    tactus::test::write_file(scratch / "more.mid", song_of(most + 1));
    tactus::test::write_file(scratch / "long.mid", song_of(0x0FFFFFFF));
    // The song is looked at before the patch: at the bound the first mistake is the patch's.
    CHECK(mentions(scratch.run("tactus render bad.tac --midi most.mid -o x.wav").err, "T0301"));
    CHECK(mentions(scratch.run("tactus render bad.tac --midi more.mid -o x.wav").err, "T0820"));
    const Said said = scratch.run("tactus render good.tac --midi long.mid -o x.wav");
    CHECK(said.code == 1);
    CHECK(mentions(said.err, "`long.mid` lasts 77 h 40 min"));
    CHECK(mentions(said.err, "--seconds"));
    CHECK_FALSE(std::filesystem::exists(scratch / "x.wav"));
    CHECK(scratch.run("tactus render good.tac --midi long.mid --seconds 0.5 -o x.wav").code == 0);
    CHECK(sound_in(scratch / "x.wav").frames() == 24000);
    // More than a WAV file can hold is said before the first sample.
    const Said large = scratch.run("tactus render good.tac --seconds 86400 -o large.wav");
    CHECK(large.code == 1);
    CHECK(mentions(large.err, "4 GiB"));
}

TEST_CASE("--no-guard leaves numbers of any size, and makes 0 what is none") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "inf.tac", "x = random()\nout = [1 / (x - x), 4 * x]\n");
    const Said said = scratch.run("tactus render inf.tac --seconds 0.01 --no-guard --raw -o -");
    CAPTURE(said.err);
    CHECK(mentions(said.err, "made 480 samples 0 that were no numbers"));
    REQUIRE(said.out.size() == 480 * 2 * sizeof(float));
    float greatest = 0.0f;
    for (std::size_t i = 0; i < 480; ++i) {
        float pair[2];
        std::memcpy(pair, said.out.data() + i * sizeof pair, sizeof pair);
        CHECK(pair[0] == 0.0f);
        CHECK(std::isfinite(pair[1]));
        greatest = std::max(greatest, pair[1]);
    }
    CHECK(greatest > 1.0f);
}

TEST_CASE("progress: from the first second on, ten times a second, erased at the end, nothing without a terminal") {
    std::vector<std::string> lines;
    {
        tactus::cli::Progress progress(60.0, [&](std::string_view text) { lines.emplace_back(text); });
        progress.show(10.0, 0.5);
        CHECK(lines.empty());
        progress.show(20.0, 1.0);
        progress.show(20.5, 1.05);
        progress.show(30.0, 1.5);
        progress.show(70.0, 2.0); // the tail
    }
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "\rrendered 20.0 of 60.0 s, 20.0 times real time");
    CHECK(lines[1] == "\rrendered 30.0 of 60.0 s, 20.0 times real time");
    CHECK(lines[2] == "\rrendered 70.0 of 70.0 s, 35.0 times real time");
    CHECK(lines[3] == "\r" + std::string(lines[2].size() - 1, ' ') + "\r");
    {
        tactus::cli::Progress silent(60.0, {});
        silent.show(20.0, 5.0);
    }
    const Scratch scratch;
    tactus::test::write_file(scratch / "tone.tac", "out = sine(220Hz)\n");
    CHECK_FALSE(mentions(scratch.run("tactus render tone.tac --seconds 1 -o x.wav").err, "\r"));
}

TEST_CASE("build, graph and bode write the whole of a file or none of it") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    tactus::test::write_file(scratch / "bad.tac", "out = swa(220Hz)\n");
    for (const std::string line :
         {"build good.tac --emit=obj", "build good.tac --emit=graph", "graph good.tac", "bode x"}) {
        CAPTURE(line);
        const Said printed = scratch.run("tactus " + line);
        // files may not be longer than one block of the shell: writing a longer one fails in the middle
        tactus::test::write_file(scratch / "made", "what was there");
        const Said limited = scratch.run("trap '' XFSZ; ulimit -f 1; tactus " + line + " -o made 2>said.txt");
        CHECK((printed.out.size() < 2048 || limited.code == 1));
        CHECK(tactus::test::read_file(scratch / "made") == (limited.code == 1 ? "what was there" : printed.out));
        CHECK_FALSE(leaves_parts(scratch));
        // a link stays a link
        REQUIRE(scratch.run("rm -f made; echo old >real; ln -sf real made; tactus " + line + " -o made").code == 0);
        CHECK(std::filesystem::is_symlink(scratch / "made"));
        CHECK(tactus::test::read_file(scratch / "real") == printed.out);
        CHECK(scratch.run("tactus " + line + " -o - | cat").out == printed.out);
        CHECK(scratch.run("tactus " + line + " -o missing/made").code == 1);
        CHECK(scratch.run("tactus " + line + " -o /dev/full").code == 1);
    }
    CHECK(scratch.run("tactus build bad.tac --emit=obj -o none").code == 1);
    CHECK_FALSE(std::filesystem::exists(scratch / "none"));
    CHECK(mentions(scratch.run("tactus graph good.tac -o good.tac").err, "T0920"));
    CHECK(mentions(scratch.run("tactus build good.tac --emit=obj -o good.tac").err, "T0920"));
    CHECK(tactus::test::read_file(scratch / "good.tac") == "out = saw(220Hz)\n");
}
