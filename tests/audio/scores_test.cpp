// stdlib/score.tac: when the notes of tracks begin and end, against counts in whole beats of the transport; their
// pitches against equal temperament.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr std::uint64_t late = 16; // generated notes sound one tick later
constexpr std::uint32_t rate = 48000;

// The voices give the frequency on the first sample of a note and nothing else.
std::string clicks(const std::string &track, const std::string &sequence, const std::string &more = "") {
    return "patch clicks {\n    track t = \"" + track + "\"\n    node click(note: Note) = note.on * note.freq / 1Hz\n" +
           more + "    out = poly(8, click, notes: " + sequence + ")\n}\n";
}

struct Onset {
    std::uint64_t frame;
    double freq;
};

std::vector<Onset> onsets(const std::string &text, std::size_t frames, const PlayOptions &options = {}) {
    const Sound sound = play(text, frames, options);
    std::vector<Onset> found;
    for (std::size_t i = 0; i < sound[0].size(); ++i) {
        if (sound[0][i] != 0.0f) {
            found.push_back({i, static_cast<double>(sound[0][i])});
        }
    }
    return found;
}

double tempered(int key) { return 440.0 * std::pow(2.0, (key - 69) / 12.0); }

// 2^32 · 10^6 / (µs · rate), rounded: what the transport moves per frame, in beats of 2^32.
std::uint64_t beat_step(std::uint64_t microseconds) {
    const std::uint64_t divisor = microseconds * rate;
    return ((std::uint64_t{1} << 32) * 1'000'000 + divisor / 2) / divisor;
}

} // namespace

TEST_CASE("sequence: notes, holds, rests, round and round") {
    const auto found = onsets(clicks("C4 E4 G4 - | C5 . .", "sequence(t, 1/2 beat)"), 12000 * 14 + 100);
    const int keys[] = {60, 64, 67, 72};
    const std::uint64_t steps[] = {0, 1, 2, 4};
    REQUIRE(found.size() == 9);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::uint64_t step = steps[i % 4] + 7 * (i / 4);
        CAPTURE(i);
        CHECK(std::abs(static_cast<double>(found[i].frame) - static_cast<double>(12000 * step + late)) <= 1.0);
        CHECK(found[i].freq == doctest::Approx(tempered(keys[i % 4])).epsilon(1e-6));
    }
}

TEST_CASE("sequence: every step begins on the first frame at or after its beat, for ten minutes") {
    const std::uint64_t step = beat_step(500'000);
    struct Case {
        const char *beats;
        std::uint64_t numerator, denominator;
        double allowed; // frames; a step that is a power of two is exact
    };
    for (const Case &c : {Case{"1/2 beat", 1, 2, 0.0}, Case{"1/4 beat", 1, 4, 0.0}, Case{"2beat", 2, 1, 0.0},
                          Case{"3/4 beat", 3, 4, 2.0}, Case{"1/3 beat", 1, 3, 2.0}}) {
        CAPTURE(c.beats);
        const auto found = onsets(clicks("A4", "sequence(t, " + std::string(c.beats) + ")"), rate * 600);
        REQUIRE(found.size() > 100);
        double worst = 0.0;
        for (std::size_t n = 0; n < found.size(); ++n) {
            const auto whole = static_cast<std::uint64_t>(n) * c.numerator << 32; // beats · denominator
            const std::uint64_t exact = (whole + c.denominator * step - 1) / (c.denominator * step) + late;
            worst = std::max(worst, std::abs(static_cast<double>(found[n].frame) - static_cast<double>(exact)));
        }
        CHECK(worst <= c.allowed);
    }
}

TEST_CASE("sequence: a new tempo acts from the next tick on, and the beat goes on from where it is") {
    PlayOptions options;
    options.events = {engine::tempo(30001, 300'000), engine::tempo(90005, 900'000)};
    const auto found = onsets(clicks("A4", "sequence(t, 1/2 beat)"), 200000, options);
    std::uint64_t beat = 0;
    std::vector<std::uint64_t> exact;
    for (std::uint64_t frame = 0; frame < 200000; ++frame) {
        if (frame == 0 || (beat >> 31) != exact.size() - 1) {
            exact.push_back(frame + late);
        }
        beat += beat_step(frame < 30016 ? 500'000 : frame < 90016 ? 300'000 : 900'000);
    }
    while (exact.back() >= 200000) {
        exact.pop_back();
    }
    REQUIRE(found.size() == exact.size());
    for (std::size_t n = 0; n < found.size(); ++n) {
        CAPTURE(n);
        CHECK(std::abs(static_cast<double>(found[n].frame) - static_cast<double>(exact[n])) <= 1.0);
    }
}

TEST_CASE("sequence: how long notes sound; hold, velocity, one time only") {
    const std::string held = "patch held {\n    track t = \"C4 . E4 - .\"\n    node gate(note: Note) = note.gate * "
                             "note.velocity\n    out = poly(4, gate, notes: sequence(t, 1/2 beat, hold: 0.5, velocity: "
                             "0.25, play: once))\n}\n";
    const Sound sound = play(held, 12000 * 12);
    std::size_t first = 0, second = 0, later = 0;
    for (std::size_t i = 0; i < sound[0].size(); ++i) {
        const bool on = sound[0][i] == 0.25f;
        CHECK((on || sound[0][i] == 0.0f));
        (i < 24000 ? first : i < 60000 ? second : later) += on ? 1 : 0;
    }
    CHECK(std::abs(static_cast<double>(first) - 6000.0) <= 1.0);
    CHECK(std::abs(static_cast<double>(second) - 18000.0) <= 1.0);
    CHECK(later == 0);
}

TEST_CASE("sequence: a chord is as many lines as it has notes; holds hold all of it") {
    const auto found = onsets(clicks("[C4 E4 G4] - D4 [A4 A5]", "sequence(t, 1/2 beat)"), 12000 * 4);
    REQUIRE(found.size() == 3);
    CHECK(found[0].freq == doctest::Approx(tempered(60) + tempered(64) + tempered(67)).epsilon(1e-6));
    CHECK(found[1].freq == doctest::Approx(tempered(62)).epsilon(1e-6));
    CHECK(found[2].freq == doctest::Approx(tempered(69) + tempered(81)).epsilon(1e-6));
    CHECK(std::abs(static_cast<double>(found[1].frame) - (24000.0 + late)) <= 1.0);
}

TEST_CASE("a track follows the patch's tuning, and a step may be a time") {
    const auto found = onsets(clicks("A4 A3", "sequence(t, 100ms)", "    tuning = 432Hz\n"), 9600);
    REQUIRE(found.size() == 2);
    CHECK(found[0].freq == doctest::Approx(432.0));
    CHECK(found[1].freq == doctest::Approx(216.0));
    CHECK(std::abs(static_cast<double>(found[1].frame) - (4800.0 + late)) <= 1.0);
}

TEST_CASE("an array of notes is several lines") {
    const auto found =
        onsets("patch lines {\n    tick = metro(100ms)\n    notes = [Note(freq: 300Hz, gate: hold(tick, "
               "50ms)), Note(freq: 500Hz, gate: hold(tick, 20ms))]\n    node click(note: Note) = note.on "
               "* note.freq / 1Hz\n    out = poly(8, click)\n}\n",
               24000);
    REQUIRE(found.size() == 5);
    for (const Onset &onset : found) {
        CHECK(onset.freq == 800.0);
    }
}
