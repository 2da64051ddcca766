// The chorale of the examples: the committed file is what the committed score gives, it reads as music of four voices,
// and the part-writing keeps the rules of the style (ranges, order of voices, no parallel fifths or octaves).
#include "runtime/midi/smf.h"
#include "tests/tools/chorale_score.h"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

using namespace tactus::midi;

namespace {

std::string contents_of(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

Song chorale_song() {
    const SmfResult result = read_smf_file("examples/chorale.mid");
    if (const auto *error = std::get_if<SmfError>(&result)) {
        FAIL(explain(error->problem), " at ", error->offset);
    }
    return std::get<Song>(result);
}

using Chord = std::array<int, 4>; // soprano, alto, tenor, bass; -1: silent

// What the voices sing just after each onset.
std::vector<Chord> chords_of(const Song &song) {
    std::map<std::uint32_t, Chord> onsets;
    for (const TimedEvent &event : song.events) {
        if (event.message.type == Type::note_on) {
            Chord &chord = onsets.try_emplace(event.tick, Chord{-1, -1, -1, -1}).first->second;
            chord.at(event.message.channel) = event.message.number;
        }
    }
    std::vector<Chord> chords;
    for (auto &[tick, chord] : onsets) {
        for (std::size_t voice = 0; voice < 4; ++voice) {
            if (chord[voice] < 0 && !chords.empty()) {
                chord[voice] = chords.back()[voice];
            }
        }
        chords.push_back(chord);
    }
    return chords;
}

} // namespace

TEST_CASE("the committed chorale is byte for byte what its score gives") {
    const auto result = chorale::midi_file_of_score(contents_of("examples/chorale.txt"));
    if (const auto *error = std::get_if<chorale::ScoreError>(&result)) {
        FAIL("line ", error->line, ": ", error->message);
    }
    const auto &bytes = std::get<std::vector<std::byte>>(result);
    const std::string committed = contents_of("examples/chorale.mid");
    REQUIRE(bytes.size() == committed.size());
    CHECK(std::equal(bytes.begin(), bytes.end(), committed.begin(),
                     [](std::byte byte, char letter) { return std::to_integer<char>(byte) == letter; }));
}

TEST_CASE("the chorale is a song of four voices, more than a minute long, that slows down at its end") {
    const Song song = chorale_song();
    CHECK(song.format == 1);
    CHECK(song.track_count == 5); // tempos, four voices
    CHECK(song.tempo.seconds_of_tick(song.end_tick) > 60);
    CHECK(song.tempo.seconds_of_tick(song.end_tick) < 150);
    CHECK(song.tempo.microseconds_per_quarter_at(0, 48'000) == 833'333); // 72 a minute
    const std::uint64_t end = song.frame_of_tick(song.end_tick, 48'000);
    CHECK(song.tempo.microseconds_per_quarter_at(end, 48'000) > 1'500'000);

    std::map<std::pair<int, int>, int> held;
    std::set<int> controllers, channels;
    int notes = 0;
    for (const TimedEvent &event : song.events) {
        const Message &message = event.message;
        if (message.type == Type::note_on) {
            CHECK(++held[{message.channel, message.number}] == 1);
            CHECK(event.track == message.channel + 1);
            channels.insert(message.channel);
            ++notes;
        } else if (message.type == Type::note_off) {
            CHECK(--held[{message.channel, message.number}] == 0);
        } else if (message.type == Type::control_change) {
            controllers.insert(message.number);
        }
    }
    for (const auto &[key, count] : held) {
        CHECK(count == 0);
    }
    CHECK(channels == std::set<int>{0, 1, 2, 3});
    CHECK(controllers == std::set<int>{1, 11});
    CHECK(notes == 4 * (2 * 4 * 8 + 2));
}

TEST_CASE("ranges, order and spacing of the voices") {
    const std::array<std::pair<int, int>, 4> ranges = {{{60, 79}, {55, 74}, {48, 67}, {40, 60}}};
    for (const Chord &chord : chords_of(chorale_song())) {
        for (std::size_t voice = 0; voice < 4; ++voice) {
            CHECK(chord[voice] >= ranges[voice].first);
            CHECK(chord[voice] <= ranges[voice].second);
        }
        CHECK(chord[0] - chord[1] >= 0);
        CHECK(chord[0] - chord[1] <= 12);
        CHECK(chord[1] - chord[2] >= 0);
        CHECK(chord[1] - chord[2] <= 12);
        CHECK(chord[2] - chord[3] >= 0);
    }
}

TEST_CASE("every chord is a triad or a seventh chord of G major") {
    // Degrees as pitch classes; the fifth of the dominant seventh may be missing, the third never.
    const std::vector<std::set<int>> chords = {{7, 11, 2}, {9, 0, 4},  {11, 2, 6},  {0, 4, 7},
                                               {2, 6, 9},  {4, 7, 11}, {2, 6, 9, 0}};
    for (const Chord &chord : chords_of(chorale_song())) {
        std::set<int> classes;
        for (const int key : chord) {
            classes.insert(key % 12);
        }
        bool found = false;
        for (const std::set<int> &full : chords) {
            std::set<int> without_fifth = full;
            without_fifth.erase((full == chords[0] ? 2 : full == chords[6] ? 9 : -1));
            found = found || classes == full || classes == without_fifth;
        }
        INFO(chord[0], " ", chord[1], " ", chord[2], " ", chord[3]);
        CHECK(found);
    }
}

TEST_CASE("no parallel fifths, octaves or unisons between any two voices") {
    const std::vector<Chord> chords = chords_of(chorale_song());
    REQUIRE(chords.size() == 2 * 4 * 8 + 2);
    for (std::size_t i = 1; i < chords.size(); ++i) {
        for (std::size_t upper = 0; upper < 4; ++upper) {
            for (std::size_t lower = upper + 1; lower < 4; ++lower) {
                const int before = (chords[i - 1][upper] - chords[i - 1][lower]) % 12;
                const int after = (chords[i][upper] - chords[i][lower]) % 12;
                const bool both_move =
                    chords[i - 1][upper] != chords[i][upper] && chords[i - 1][lower] != chords[i][lower];
                const bool perfect = before == after && (after == 0 || after == 7);
                if (both_move && perfect) {
                    FAIL("chord ", i, ", voices ", upper, " and ", lower);
                }
            }
        }
    }
}

TEST_CASE("a score with a mistake names its line") {
    const auto line_of = [](const std::string &text) {
        const auto result = chorale::midi_file_of_score(text);
        const auto *error = std::get_if<chorale::ScoreError>(&result);
        return error != nullptr ? error->line : 0;
    };
    const std::string good = "ticks 96\nvoice S 1 1 One\nvoice A 2 1 Two\nphrase p\nS C4 D4:0.5\nA E4 F4:0.5\n";
    CHECK(line_of(good + "play p velocity 80 tempo 0:60 cc11 0:10 1:20\n") == 0);
    CHECK(line_of("ticks 0\n") == 1);
    CHECK(line_of("voice S 17 1 One\n") == 1);
    CHECK(line_of(good + "A E4\n") == 7);
    CHECK(line_of(good + "S H4 D4:0.5\n") == 7);
    CHECK(line_of(good + "X C4\n") == 7);
    CHECK(line_of(good + "play q velocity 80\n") == 7);
    CHECK(line_of(good + "play p velocity 0\n") == 7);
    CHECK(line_of(good + "play p velocity 80 tempo 0:1\n") == 7);
    CHECK(line_of(good + "play p velocity 80 tempo 2:60\n") == 7);
    CHECK(line_of(good + "play p velocity 80 cc128 0:1\n") == 7);
}
