// The small songs in tests/support/midi, which tests of the engine and of the program play: what is in each, byte for
// byte. All are of format 0 with 96 ticks a quarter: at 120 quarters a minute and 48 kHz a tick is 250 frames.
#include "runtime/rt/file_bytes.h"
#include "tests/unit/midi/smf_bytes.h"

#include <doctest/doctest.h>

#include <string>

using namespace tactus::midi;
using namespace smf_bytes;

namespace {

struct SongFile {
    std::string name;
    Bytes events;
};

const std::vector<SongFile> song_files = {
    // A4 from frame 24,000 to 72,000.
    {"note", raw({96, 0x90, 69, 100, 0x81, 0x40, 0x80, 69, 64})},
    // C4 to C5 in quarters by running status; a note ends where the next begins.
    {"scale", raw({0, 0x90, 60, 90, 96, 60, 0, 0,  62, 90, 96, 62, 0, 0,  64, 90, 96, 64, 0, 0,  65, 90, 96, 65, 0,
                   0, 67,   90, 96, 67, 0,  0, 69, 90, 96, 69, 0,  0, 71, 90, 96, 71, 0,  0, 72, 90, 96, 72, 0})},
    // C major, three velocities, ended from the top.
    {"chord", raw({0, 0x90, 60, 127, 0, 64, 64, 0, 67, 1, 0x81, 0x40, 67, 0, 48, 64, 0, 48, 60, 0})},
    // Program 5, mod wheel 0 to 127, bend to the top and back, both pressures, during one long note on channel 3.
    {"controls", raw({0,  0xC2, 5,   0,   0xB2, 1, 0,  0,  0x92, 57, 100, 24,   0xB2, 1,  64, 24,   1,  127,
                      24, 0xE2, 127, 127, 48,   0, 64, 24, 0xD2, 90, 24,  0xA2, 57,   33, 24, 0x82, 57, 20})},
    // Two notes held by the pedal: both keys are up before it is.
    {"sustain", raw({0, 0xB0, 64, 127, 0, 0x90, 60, 100, 48, 60, 0, 0, 64, 100, 48, 64, 0, 96, 0xB0, 64, 0})},
    // A click at each quarter: two at 120 a minute, two at 60, four at 240.
    {"tempo", raw({0,   0xFF, 0x51, 3,    7,    0xA1, 0x20, 0,    0x99, 76,   100, 12,  76,  0,  84, 76, 100, 12,
                   76,  0,    84,   0xFF, 0x51, 3,    15,   0x42, 0x40, 0,    76,  100, 12,  76, 0,  84, 76,  100,
                   12,  76,   0,    84,   0xFF, 0x51, 3,    3,    0xD0, 0x90, 0,   76,  100, 12, 76, 0,  84,  76,
                   100, 12,   76,   0,    84,   76,   100,  12,   76,   0,    84,  76,  100, 12, 76, 0})},
    // The same key twice without a note-off between, two note-offs, one more that belongs to nothing; then a note that
    // never ends.
    {"unbalanced", raw({0, 0x90, 60, 100, 48, 60, 80, 48, 60, 0, 0, 60, 0, 0, 61, 0, 48, 72, 100})},
};

} // namespace

TEST_CASE("the small songs are what this table says") {
    for (const SongFile &row : song_files) {
        CAPTURE(row.name);
        const Bytes expected = single(row.events);
        const tactus::rt::FileBytes file =
            tactus::rt::read_file_bytes("tests/support/midi/" + row.name + ".mid", 10'000);
        CHECK((file.bytes == expected));
        CHECK(std::holds_alternative<Song>(read_smf(expected)));
    }
}

TEST_CASE("the frames of the small songs") {
    const auto frames_of_notes = [](const std::string &name) {
        const SmfResult result = read_smf_file("tests/support/midi/" + name + ".mid");
        REQUIRE(std::holds_alternative<Song>(result));
        const Song &song = std::get<Song>(result);
        std::vector<std::uint64_t> frames;
        for (const TimedEvent &event : song.events) {
            if (event.message.type == Type::note_on) {
                frames.push_back(song.frame_of_tick(event.tick, 48'000));
            }
        }
        return frames;
    };
    using Frames = std::vector<std::uint64_t>;
    CHECK((frames_of_notes("note") == Frames{24'000}));
    CHECK((frames_of_notes("chord") == Frames{0, 0, 0}));
    CHECK((frames_of_notes("scale") == Frames{0, 24'000, 48'000, 72'000, 96'000, 120'000, 144'000, 168'000}));
    CHECK((frames_of_notes("tempo") == Frames{0, 24'000, 48'000, 96'000, 144'000, 156'000, 168'000, 180'000}));
}
