// The organ's level with many keys, its events, and a piece of music on it.
#include "tests/audio/organ_rows.h"

#include "runtime/engine/song_events.h"

#include <algorithm>
#include <cmath>
#include <variant>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr int chord[] = {48, 52, 55, 60, 64, 67, 72, 76, 41, 45, 57, 69, 62, 65, 53, 50};

PlayOptions chord_of(std::size_t keys) {
    PlayOptions options;
    for (std::size_t i = 0; i < keys; ++i)
        options.events.push_back(engine::note_on(0, 0, static_cast<std::uint8_t>(chord[i]), 100));
    return options;
}

// One key after the other, a second apart.
PlayOptions building_up(std::size_t keys) {
    PlayOptions options;
    for (std::size_t i = 0; i < keys; ++i)
        options.events.push_back(engine::note_on(48000 * i + 101, 0, static_cast<std::uint8_t>(chord[i]), 100));
    return options;
}

const std::vector<float> &shown(const Sound &sound) { return sound.channels.back(); }

std::string hard_gain() {
    std::string text = organ();
    const auto at = text.find("gain = gain@1");
    return text.replace(at, text.find('\n', at) - at, "gain = 1 / sqrt(max(1, keys.active))");
}

} // namespace

ORGAN_ROW(O25, "1 to 16 keys with all stops: never above full level, equally loud") {
    double highest = 0.0, least = 1e9, most = 0.0;
    for (const std::size_t keys : {1u, 2u, 3u, 4u, 6u, 8u, 12u, 16u}) {
        const Sound y = play(organ({{"tutti", "1"}, {"tremulant", "1"}}), 3 * 48000, chord_of(keys));
        highest = std::max({highest, peak(y[0]), peak(y[1])});
        const Sound dry = play(organ({{"tutti", "1"}, {"room", "0"}}), 3 * 48000, chord_of(keys));
        const double level = rms(dry.part(48000, 96000));
        least = std::min(least, level);
        most = std::max(most, level);
    }
    return {fmt::format("highest peak {:.2f}; levels within {:.2f} dB", highest, decibels(most / least)),
            highest <= 1.0 && decibels(most / least) < 2.0};
}

ORGAN_ROW(O26, "N keys sound at 1/sqrt(N)") {
    const Sound y = play(organ_showing("gain", organ()), 16 * 48000, building_up(16));
    double worst = 0.0;
    for (std::size_t n = 1; n <= 16; ++n)
        worst = std::max(worst, std::abs(static_cast<double>(shown(y)[48000 * n - 1]) - 1.0 / std::sqrt(n)));
    return {fmt::format("{:.4f} {:.4f} {:.4f} {:.4f} …, at most {:.0e} off", shown(y)[47999], shown(y)[95999],
                        shown(y)[143999], shown(y)[191999], worst),
            worst < 1e-6};
}

ORGAN_ROW(O27, "a level that jumps would be heard: the bound of O28 finds it") {
    const Sound y = play(organ_showing("gain", hard_gain()), 3 * 48000, building_up(3));
    const double step = largest_step(shown(y), 0, shown(y).size());
    return {fmt::format("{:.1e} a sample without the ramp", step), step > 100 * 7.2e-5};
}

ORGAN_ROW(O28, "the level goes there in a straight line, at most 7.2e-5 a sample") {
    double steepest = 0.0;
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        PlayOptions options = chord_of(16);
        options.rate = rate;
        options.events[0] = engine::note_on(0, 0, chord[0], 100);
        for (std::size_t i = 1; i < 16; ++i)
            options.events[i].frame = 24000;
        const Sound y = play(organ_showing("gain", organ()), 72000, options);
        steepest = std::max(steepest, largest_step(shown(y), 0, shown(y).size()));
    }
    return {fmt::format("from 1 to 16 keys: {:.2e} a sample", steepest), steepest <= 7.2e-5 && steepest > 1e-5};
}

ORGAN_ROW(O31, "keys, drawbars, stops and rooms are events") {
    const auto changed = [](const engine::Event &event) {
        PlayOptions options = organ_key(60), more = options;
        more.events.push_back(event);
        const Sound a = play(organ(), 48000, options), b = play(organ(), 48000, more);
        std::size_t first = 0;
        while (first < 48000 && a[0][first] == b[0][first])
            ++first;
        return first;
    };
    const std::size_t firsts[] = {changed(engine::note_on(24003, 0, 67, 100)), changed(engine::note_off(24003, 0, 60)),
                                  changed(engine::controller(24003, 0, 12, 127)),
                                  changed(engine::controller(24003, 0, 102, 127)),
                                  changed(engine::controller(24003, 0, 91, 127))};
    std::string text;
    bool at_once = true;
    for (std::size_t i = 0; i < 5; ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(firsts[i]);
        const std::size_t way = i == 4 ? 2000 : 64; // a room is heard when its walls answer
        at_once = at_once && firsts[i] >= 24003 && firsts[i] < 24003 + way;
    }
    return {"sent at frame 24003, heard from frames " + text + " on", at_once};
}

ORGAN_ROW(O32, "a key acts on its own sample") {
    std::string places;
    bool exact = true;
    for (const std::size_t at : {0u, 1003u, 4095u, 4097u}) {
        PlayOptions options;
        options.events = {engine::note_on(at, 0, 60, 100)};
        options.block_frames = 4096;
        const Sound y = play(organ({{"click", "1"}}), 9600, options);
        std::size_t first = 0;
        while (first < 9600 && y[0][first] == 0.0f)
            ++first;
        places += fmt::format("{}{} → {}", places.empty() ? "" : ", ", at, first);
        exact = exact && first == at;
    }
    return {"in blocks of 4096: " + places, exact};
}

ORGAN_ROW(O39, "a chorale: within full level, and the room's own tones give it weight below 120 Hz") {
    const auto read = tactus::midi::read_smf_file("examples/chorale.mid");
    const auto *song = std::get_if<tactus::midi::Song>(&read);
    REQUIRE(song != nullptr);
    PlayOptions options;
    options.events = engine::events_of(*song, 48000).events;
    double highest = 0.0, low[2] = {};
    for (const int on : {0, 1}) {
        const Sound y = play(organ({{"room", "4"}, {"resonance", std::to_string(on)}}), 20 * 48000, options);
        highest = std::max({highest, peak(y[0]), peak(y[1])});
        low[on] = spectrum(y.part(10 * 48000 - 48000, 262144), organ_rate).between(25.0, 120.0);
    }
    const double more = 10.0 * std::log10(low[1] / low[0]);
    return {fmt::format("peak {:.2f}; {:.1f} dB more below 120 Hz", highest, more), highest <= 1.0 && more > 1.0};
}
