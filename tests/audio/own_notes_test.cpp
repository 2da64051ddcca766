// Notes that a patch or a rack makes itself, on their way to the voices: through `notes(…)`, through the filters of
// slots, into racks in racks. Judged by the frequencies that the voices see, against the keys' own.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace tactus::measure;

namespace {

constexpr std::size_t frames = 48000;
// Each step lasts half a second and its note 9/10 of that, 16 frames late: here it is held.
constexpr std::size_t first_step = 6000, second_step = 30000;

const std::string hearing = "node voice(note: Note) = note.gate * note.freq / 1Hz\n";
const std::string track = "track t = \"C3 E4\"\n";

double hertz(int key) { return 440.0 * std::exp2((key - 69) / 12.0); }

// What is heard in both steps; 0: no note.
void hears(const std::string &text, double first, double second, const PlayOptions &options = {}) {
    CAPTURE(text);
    const Sound y = play(text, frames, options, "tests/audio/files/rack.tac");
    CHECK(y[0][first_step] == doctest::Approx(first));
    CHECK(y[0][second_step] == doctest::Approx(second));
}

std::string rack(const std::string &body) { return track + "rack live {\n" + body + "\n}\n"; }

} // namespace

TEST_CASE("notes(...) is a part of the notes that the patch makes") {
    const std::string made = hearing + track + "patch p {\nnotes = sequence(t, 1beat)\nout = ";
    hears(made + "poly(2, voice)\n}\n", hertz(48), hertz(64));
    hears(made + "poly(2, voice, notes: notes)\n}\n", hertz(48), hertz(64));
    hears(made + "poly(2, voice, notes: notes(range: C4..C8))\n}\n", 0.0, hertz(64));
    hears(made + "poly(1, voice, notes: notes(range: C3..C3, transpose: 7), mode: mono)\n}\n", hertz(55), 0.0);
    hears(made + "poly(2, voice, notes: notes(range: 48..64, channel: 7))\n}\n", hertz(48), hertz(64));
    hears(made + "poly(2, voice, notes: notes(range: C0..B2)) + 1\n}\n", 1.0, 1.0);
    // Both at once: each has its part of one line.
    hears(made + "poly(2, voice, notes: notes(range: C0..B3)) - poly(2, voice, notes: notes(range: C4..C8))\n}\n",
          hertz(48), -hertz(64));
}

TEST_CASE("a poly in a node outside of the patch hears the patch's notes") {
    hears(hearing + track + "node all(n) = n * poly(2, voice)\n" +
              "node low(n) = n * poly(2, voice, notes: notes(range: C0..B3))\n"
              "patch p {\nnotes = sequence(t, 1beat)\nout = all(1) + low(1)\n}\n",
          2.0 * hertz(48), hertz(64));
}

TEST_CASE("in its own equation `notes` is what comes from outside") {
    PlayOptions options;
    options.events = {tactus::engine::note_on(100, 0, 50, 100), tactus::engine::note_off(20000, 0, 50),
                      tactus::engine::note_on(24100, 0, 70, 100)};
    const std::string part = hearing + "patch p {\nnotes = notes(range: C3..C4, transpose: 12)\n";
    hears(part + "out = poly(2, voice)\n}\n", hertz(62), 0.0, options);
    hears(part + "out = poly(2, voice, notes: notes(range: D4..E4, transpose: 1))\n}\n", hertz(63), 0.0, options);
    hears(part + "out = poly(2, voice, notes: notes(range: C3..C4)) + 1\n}\n", 1.0, 1.0, options);
}

TEST_CASE("a transposed note follows its line's frequency, and its key is the transposed one") {
    const std::string text = "node voice(note: Note) -> a, b {\na = note.freq / 1Hz\nb = note.key\n}\n"
                             "patch p {\nn: init -1\nn = n@1 + 1\n"
                             "notes = Note(freq: 220Hz + n * 0.001Hz, gate: 1)\n"
                             "y = poly(1, voice, notes: notes(transpose: -12))\nout = [y.a, y.b]\n}\n";
    const Sound y = play(text, frames);
    CHECK(y[0][20000] == doctest::Approx((220.0 + 19.968) / 2.0).epsilon(1e-3));
    CHECK(y[0][40000] == doctest::Approx((220.0 + 39.968) / 2.0).epsilon(1e-3));
    CHECK(y[1][40000] == 45.0f);
}

TEST_CASE("a rack's notes go to its slots, through their filters") {
    const std::string one = "k = load \"hearing.tac\"", made = "\nnotes = sequence(t, 1beat)\nout = k.out",
                      given = "\nk.notes = sequence(t, 1beat)\nout = k.out";
    for (const std::string &notes : {made, given}) {
        hears(rack(one + notes), hertz(48), hertz(64));
        hears(rack(one + " notes(transpose: 12)" + notes), hertz(60), hertz(76));
        hears(rack(one + " notes(range: C3..B3, transpose: -12)" + notes), hertz(36), 0.0);
    }
    hears(rack(one + " notes(range: C4..C8)\nl = load \"hearing.tac\" notes(range: C0..B3)\n"
                     "notes = sequence(t, 1beat)\nout = k.out - l.out"),
          -hertz(48), hertz(64));
    hears(rack(one +
               " notes(range: D4..C8)\nk.notes = notes(transpose: -12)\nnotes = sequence(t, 1beat)\nout = k.out + 1"),
          1.0, 1.0);
}

TEST_CASE("a rack in a slot hands its notes on") {
    const std::string inner = "k = load \"hearing_rack.tac\"";
    hears(rack(inner + "\nk.notes = sequence(t, 1beat)\nout = k.out"), hertz(48), hertz(64));
    hears(rack(inner + " notes(range: C4..C8, transpose: 1)\nk.notes = sequence(t, 1beat)\nout = k.out"), 0.0,
          hertz(65));
    hears(rack(inner + "\nnotes = sequence(t, 1beat)\nout = k.out"), hertz(48), hertz(64));
}

TEST_CASE("a loaded patch with filters of its own is sequenced by its rack: the drum kit") {
    // A slot's path stays below the folder of its rack, so the rack stands beside the kit.
    const auto sound = [](const std::string &steps) {
        return play("track t = \"" + steps + "\"\nrack live {\nd = load \"drums.tac\"\n" +
                        "d.notes = sequence(t, 1beat)\nout = d.out[0]\n}\n",
                    24000, {}, "examples/kit.tac");
    };
    CHECK(rms(sound("C4").part(0, 24000)) > 0.01);
    CHECK(rms(sound("D4").part(0, 24000)) > 0.01);
    CHECK(rms(sound("A4").part(0, 24000)) > 0.001);
    CHECK(peak(sound("C2").part(0, 24000)) == 0.0);
}

TEST_CASE("a frequency that is told is heard so, whatever the tuning of the slot's file") {
    hears(rack("k = load \"tuned.tac\"\nout = k.out"), 442.0, 442.0);
    hears(rack("k = load \"tuned.tac\"\nk.notes = sequence(t, 1beat)\nout = k.out"), hertz(48), hertz(64));
}
