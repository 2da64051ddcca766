// The figures of stdlib/sequence.tac and score.tac: rhythms against Bjorklund's algorithm, melodies against lists,
// notes of a track against counts of beats.
#include "tests/audio/families.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace tactus::measure;

namespace {

const std::string family = "Sequencing and analysis";

std::string hits_of(int hits, int steps) {
    std::string text;
    for (const float v : at_ticks(fmt::format("euclid(tick, {}, {})", hits, steps), static_cast<std::size_t>(steps)))
        text += v != 0.0f ? 'x' : '.';
    return text;
}

// Bjorklund, The theory of rep-rate pattern generation in the SNS timing system, 2003, as Toussaint 2005 tells it: the
// remaining groups are dealt to the others until one or none remains.
std::string bjorklund(int hits, int steps) {
    std::vector<std::string> first(static_cast<std::size_t>(hits), "x"),
        rest(static_cast<std::size_t>(steps - hits), ".");
    while (rest.size() > 1) {
        const std::size_t dealt = std::min(first.size(), rest.size());
        std::vector<std::string> joined;
        for (std::size_t i = 0; i < dealt; ++i)
            joined.push_back(first[i] + rest[i]);
        std::vector<std::string> left(first.size() > dealt ? first.begin() + static_cast<std::ptrdiff_t>(dealt)
                                                           : rest.begin() + static_cast<std::ptrdiff_t>(dealt),
                                      first.size() > dealt ? first.end() : rest.end());
        first = std::move(joined);
        rest = std::move(left);
    }
    std::string text;
    for (const auto &group : first)
        text += group;
    for (const auto &group : rest)
        text += group;
    return text;
}

bool rotation(const std::string &a, const std::string &b) {
    return a.size() == b.size() && (a + a).find(b) != std::string::npos;
}

int unlike(const std::vector<float> &heard, const std::vector<float> &list) {
    int wrong = 0;
    for (std::size_t i = 0; i < heard.size(); ++i)
        wrong += heard[i] == list[i % list.size()] ? 0 : 1;
    return wrong;
}

} // namespace

TEST_CASE("figures of euclid") {
    CHECK(bjorklund(3, 8) == "x..x..x.");
    CHECK(bjorklund(5, 13) == "x..x.x..x.x..");
    int wrong = 0, pairs = 0;
    for (int steps = 2; steps <= 16; ++steps) {
        for (int hits = 1; hits < steps; ++hits, ++pairs)
            wrong += rotation(hits_of(hits, steps), bjorklund(hits, steps)) ? 0 : 1;
    }
    CHECK(pairs == 120);
    figure(family, "euclid: rhythms of up to 16 steps that are no rotation of Bjorklund's, of 120", wrong, within(0.0),
           "");
    // Rhythms of Toussaint's paper: cumbia, York-Samai, tresillo, cinquillo, bossa nova, venda, ruchenitza, aksak.
    const std::string heard[] = {hits_of(3, 4),  hits_of(5, 6),  hits_of(3, 8), hits_of(5, 8),
                                 hits_of(5, 16), hits_of(5, 12), hits_of(3, 7), hits_of(4, 9)};
    const std::string written[] = {"x.xx",         "x.xxxx",  "x..x..x.", "x.xx.xx.", "x..x..x..x..x....",
                                   "x..x.x..x.x.", "x.x.x..", "x.x.x.x.."};
    int found = 0;
    for (std::size_t i = 0; i < 8; ++i)
        found += rotation(heard[i], i == 4 ? "x..x..x..x..x..." : written[i]) ? 1 : 0;
    figure(family, "euclid: rhythms found of eight that the paper names", found, between(8.0, 8.0), "");
}

TEST_CASE("figures of quantise + nearer") {
    const int notes[] = {0, 2, 4, 7, 9};
    const Sound y =
        play(counting + "key = (n - 4096) / 128\nout = [quantise(440Hz * 2 ^ (key / 12), [0, 2, 4, 7, 9]) / "
                        "1Hz, nearer(1, 4, key: key)]",
             8193);
    double worst = 0.0;
    int wrong = 0;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        const double key = (static_cast<double>(i) - 4096.0) / 128.0;
        double best = 1e9, second = 1e9;
        for (int octave = -4; octave <= 4; ++octave) {
            for (const int s : notes) {
                const double place = s + 12.0 * octave;
                if (std::abs(place - key) < std::abs(best - key)) {
                    second = best;
                    best = place;
                } else if (std::abs(place - key) < std::abs(second - key)) {
                    second = place;
                }
            }
        }
        if (std::abs(std::abs(best - key) - std::abs(second - key)) > 0.001) // half-way between two either is right
            worst = std::max(worst, std::abs(cents(static_cast<double>(y[0][i]), 440.0 * std::exp2(best / 12.0))));
        wrong += key == 2.5 || y[1][i] == (key > 2.5 ? 4.0f : 1.0f) ? 0 : 1;
    }
    figure(family, "quantise to five notes: from the nearest at worst, 64 semitones in steps of 1/128", worst,
           at_most(0.01), "cents");
    figure(family, "nearer(1, 4): wrong answers of 8192", wrong, within(0.0), "");
}

TEST_CASE("figures of arpeggio") {
    const auto played = [](const std::string &mode, std::size_t ticks) {
        return at_ticks("arpeggio(tick, [1Hz, 2Hz, 3Hz, 4Hz], mode: " + mode + ") / 1Hz", ticks);
    };
    figure(family, "arpeggio(up): wrong notes of 600", unlike(played("up", 600), {1, 2, 3, 4}), within(0.0), "");
    figure(family, "arpeggio(down): wrong notes of 600", unlike(played("down", 600), {4, 3, 2, 1}), within(0.0), "");
    figure(family, "arpeggio(bounce): wrong notes of 600", unlike(played("bounce", 600), {1, 2, 3, 4, 3, 2}),
           within(0.0), "");
    const auto any = played("any", 8000);
    double farthest = 0.0;
    for (const float note : {1.0f, 2.0f, 3.0f, 4.0f}) {
        const double share = static_cast<double>(std::count(any.begin(), any.end(), note)) / 8000.0;
        farthest = std::max(farthest, std::abs(share - 0.25));
    }
    figure(family, "arpeggio(any): a share of 8000 from a quarter (4 sigma: 0.0194)", farthest, at_most(0.0194), "");
}

TEST_CASE("figures of sequence") {
    const std::string text =
        "patch line {\n    track t = \"C4 E4 G4 - C5 . A3 .\"\n    node v(note: Note) = [note.on * "
        "note.freq / 1Hz, note.gate]\n    out = poly(1, v, notes: sequence(t, 1/4 beat, hold: "
        "0.5), mode: mono)\n}\n";
    constexpr std::size_t step = 6000, late = 16, minute = 60 * 48000; // 120 beats a minute
    const Sound y = play(text, minute);
    const std::size_t places[] = {0, 1, 2, 4, 6};
    const int keys[] = {60, 64, 67, 72, 57};
    double off_time = 0.0, off_pitch = 0.0, off_end = 0.0;
    std::size_t number = 0;
    for (std::size_t i = 0; i < minute; ++i) {
        if (y[0][i] == 0.0f)
            continue;
        const std::size_t place = places[number % 5], start = (8 * (number / 5) + place) * step + late;
        const double long_steps = place == 2 ? 1.5 : 0.5; // G4 is held over one more
        off_time = std::max(off_time, std::abs(static_cast<double>(i) - static_cast<double>(start)));
        off_pitch =
            std::max(off_pitch,
                     std::abs(cents(static_cast<double>(y[0][i]), 440.0 * std::exp2((keys[number % 5] - 69) / 12.0))));
        if (const std::size_t end = first_below(y[1], 0.0, i); end < minute)
            off_end =
                std::max(off_end, std::abs(static_cast<double>(end - i) - long_steps * static_cast<double>(step)));
        ++number;
    }
    figure(family, "sequence(1/4 beat): notes in a minute", static_cast<double>(number), between(300.0, 300.0), "");
    figure(family, "sequence(1/4 beat): a note from its beat at most", off_time, at_most(1.0), "frames");
    figure(family, "sequence: out of tune at worst", off_pitch, at_most(0.01), "cents");
    figure(family, "sequence(hold 0.5): a note's length from its steps at most", off_end, at_most(1.0), "frames");
}
