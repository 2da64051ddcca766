// The organ's tone: how many pipes, at which pitches, how loud by stop, beating and trembling.
#include "tests/audio/organ_rows.h"

#include <algorithm>
#include <cmath>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr double ratios[] = {0.5, 1.5, 1, 2, 3, 4, 5, 6, 8};
constexpr double c3 = 130.8127826502993, c4 = 261.6255653005986, a4 = 440.0;

// The steady part of one key: amplitudes at the nine ratios.
std::vector<double> partials(const std::string &text, int key, double f) {
    const Sound y = play(text, 24000 + 65536, organ_key(key));
    std::vector<double> found;
    for (const double ratio : ratios)
        found.push_back(amplitude(y.part(24000, 65536), f * ratio, organ_rate));
    return found;
}

// How a level moves: (greatest - least) / (greatest + least), and how often a second.
struct Beating {
    double depth = 0.0, rate = 0.0;
};
Beating beating(const std::vector<double> &levels, double seconds_per_step) {
    const auto [low, high] = std::minmax_element(levels.begin(), levels.end());
    const double middle = (*low + *high) / 2.0;
    std::vector<double> rises;
    for (std::size_t i = 1; i < levels.size(); ++i) {
        if (levels[i - 1] < middle && levels[i] >= middle)
            rises.push_back((static_cast<double>(i) - (levels[i] - middle) / (levels[i] - levels[i - 1])) *
                            seconds_per_step);
    }
    const double rate = rises.size() < 2 ? 0.0 : static_cast<double>(rises.size() - 1) / (rises.back() - rises.front());
    return {(*high - *low) / (*high + *low), rate};
}

std::size_t lines_with(const std::vector<std::string> &lines, const std::string &a, const std::string &b) {
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const std::string &line) {
        return line.find(a) != std::string::npos && line.find(b) != std::string::npos;
    }));
}

} // namespace

ORGAN_ROW(O01, "every sound is computed: no file is read") {
    const std::string text = organ();
    const bool files = text.find("sample ") != std::string::npos || text.find("load ") != std::string::npos ||
                       text.find("use ") != std::string::npos;
    return {files ? "names a file" : "no file named in the text", !files};
}

ORGAN_ROW(O02, "24 keys at once: every fundamental is there") {
    PlayOptions options;
    for (std::uint8_t key = 48; key < 72; ++key)
        options.events.push_back(engine::note_on(0, 0, key, 100));
    const Sound y = play(organ_bar(2), 48000 + 131072, options);
    double low = 1e9, high = 0.0;
    for (int key = 48; key < 72; ++key) {
        const double level = amplitude(y.part(48000, 131072), 440.0 * std::exp2((key - 69) / 12.0), organ_rate);
        low = std::min(low, level);
        high = std::max(high, level);
    }
    return {fmt::format("24 of 24, levels within {:.2f} dB", decibels(high / low)), decibels(high / low) < 0.1};
}

ORGAN_ROW(O03, "a stop is its recipe of harmonics") {
    double worst = 0.0;
    for (std::size_t stop = 0; stop < 8; ++stop) {
        const auto recipe = organ_recipe(stop);
        const auto found = partials(organ_stop(stop), 48, c3);
        const double whole =
            *std::max_element(found.begin(), found.end()) / *std::max_element(recipe.begin(), recipe.end());
        for (std::size_t k = 0; k < 9; ++k) {
            if (recipe[k] > 0.0)
                worst = std::max(worst, std::abs(decibels(found[k] / whole / recipe[k])));
            else if (found[k] > 1e-5 * whole)
                worst = 99.0;
        }
    }
    return {fmt::format("8 stops, worst harmonic {:.3f} dB off", worst), worst < 0.01};
}

ORGAN_ROW(O04, "Flute: overtones below -18 dB") {
    const auto found = partials(organ_stop(0), 60, c4);
    const double loudest = decibels(*std::max_element(found.begin() + 3, found.end()) / found[2]);
    return {fmt::format("loudest overtone {:.1f} dB", loudest), loudest < -18.0};
}

ORGAN_ROW(O05, "Principal: overtones between -12 and +6 dB") {
    const auto found = partials(organ_stop(2), 60, c4);
    const double least = decibels(*std::min_element(found.begin() + 3, found.end()) / found[2]);
    const double most = decibels(*std::max_element(found.begin() + 3, found.end()) / found[2]);
    return {fmt::format("{:.1f} … {:.1f} dB", least, most), least > -12.0 && most < 6.0};
}

ORGAN_ROW(O06, "Reed: within 10 dB of 1/k up to the 8th harmonic") {
    const auto found = partials(organ_stop(6), 60, c4);
    double worst = 0.0;
    for (std::size_t k = 3; k < 9; ++k)
        worst = std::max(worst, std::abs(decibels(found[k] / found[2] * ratios[k])));
    return {fmt::format("worst {:.2f} dB", worst), worst < 10.0};
}

ORGAN_ROW(O07, "String: the second pipe beats, 0.2 … 6 Hz, depth above 0.05") {
    double slowest = 99.0, fastest = 0.0, shallowest = 1.0;
    for (const int key : {36, 48, 60, 69, 81}) {
        const double f = 440.0 * std::exp2((key - 69) / 12.0);
        const Sound y = play(organ_stop(5, {{"chorus", "1"}}), 8 * 48000, organ_key(key));
        const auto heard = beating(loudness_of(y.part(9600, 8 * 48000 - 9600), f, 4800, 480), 0.01);
        slowest = std::min(slowest, heard.rate);
        fastest = std::max(fastest, heard.rate);
        shallowest = std::min(shallowest, heard.depth);
    }
    return {fmt::format("{:.2f} … {:.2f} Hz from C2 to A5, depth {:.2f}", slowest, fastest, shallowest),
            slowest > 0.2 && fastest < 6.0 && shallowest > 0.05};
}

ORGAN_ROW(O08, "nine drawbars: 1/2 3/2 1 2 3 4 5 6 8") {
    double worst = 0.0, others = 0.0;
    for (std::size_t bar = 0; bar < 9; ++bar) {
        const Sound y = play(organ_bar(bar), 24000 + 65536, organ_key(48));
        worst = std::max(worst,
                         std::abs(cents(pitch(y.part(24000, 65536), c3 * ratios[bar], organ_rate), c3 * ratios[bar])));
        others = std::max(
            others, std::pow(10.0, distortion_and_noise(y.part(24000, 65536), c3 * ratios[bar], organ_rate) / 20.0));
    }
    return {fmt::format("worst {:.3f} ct off, everything else below {:.0f} dB", worst, decibels(others)),
            worst < 0.1 && decibels(others) < -80.0};
}

ORGAN_ROW(O09, "18 oscillators a voice: two a drawbar") {
    const auto count = lines_with(graph_lines(organ()), "sine_turn", " voice0 ");
    return {fmt::format("{} in a voice, {} in 8", count, 8 * count), count == 18};
}

ORGAN_ROW(O35, "what the stops are is worked out once for all voices, at ticks") {
    const auto lines = graph_lines(organ());
    const auto shared =
        lines_with(lines, " tick patch ", "\"organ/first") + lines_with(lines, " tick patch ", "\"organ/second");
    const auto each = lines_with(lines, " voice0 ", "\"organ/first") + lines_with(lines, " voice0 ", "\"organ/second");
    return {fmt::format("{} operations for the patch, {} in a voice", shared, each), shared > 0 && each == 0};
}

ORGAN_ROW(O36, "Voix Humaine: one formant whatever the key, trembling 4 … 8 times a second") {
    std::string places;
    bool near = true;
    for (const int key : {40, 45, 50, 55}) {
        const double f = 440.0 * std::exp2((key - 69) / 12.0);
        const auto found = partials(organ_stop(8), key, f);
        const double top = f * ratios[std::max_element(found.begin(), found.end()) - found.begin()];
        near = near && std::abs(std::log2(top / 620.0)) < 0.45;
        places += fmt::format("{}{:.0f}", places.empty() ? "" : ", ", top);
    }
    const Sound y = play(organ_stop(8, {{"tremulant", "1"}}), 4 * 48000, organ_key(50));
    const double f = 440.0 * std::exp2((50 - 69) / 12.0);
    const auto heard = beating(loudness_of(y.part(24000, 3 * 48000), f, 4800, 240), 0.005);
    return {fmt::format("loudest harmonic at {} Hz; {:.2f} Hz", places, heard.rate),
            near && heard.rate > 4.0 && heard.rate < 8.0};
}

ORGAN_ROW(O37, "tremulant: level and pitch tremble, and it is switched without a click") {
    const Sound y = play(organ_bar(2, {{"tremulant", "1"}}), 4 * 48000, organ_key(69));
    const auto heard = beating(loudness_of(y.part(24000, 3 * 48000), a4, 2400, 240), 0.005);
    PlayOptions options = organ_key(69);
    options.events.push_back(engine::controller(60000, 0, 1, 127));
    options.events.push_back(engine::controller(90000, 0, 1, 0));
    const Sound z = play(organ_bar(2), 120000, options);
    const double quiet = largest_step(z[0], 40000, 60000);
    const double loud = std::max(largest_step(z[0], 59990, 62400), largest_step(z[0], 89990, 92400));
    return {fmt::format("depth {:.2f} at {:.2f} Hz; steepest step when switched {:.2f} of the steady tone's",
                        heard.depth, heard.rate, loud / quiet),
            heard.depth > 0.03 && heard.rate > 4.0 && heard.rate < 8.0 && loud < 1.3 * quiet};
}

ORGAN_ROW(O38, "one control for all stops; nine stops, each with its own") {
    const Sound a = play(organ({{"tutti", "1"}}), 24000, organ_key(60));
    const Sound b = play(organ({{"stops", "[1, 1, 1, 1, 1, 1, 1, 1, 1]"}}), 24000, organ_key(60));
    double difference = 0.0;
    for (std::size_t i = 0; i < 24000; ++i)
        difference = std::max(difference, std::abs(static_cast<double>(a[0][i]) - static_cast<double>(b[0][i])));
    return {fmt::format("difference to nine single ones {:.0e}", difference), difference < 1e-6 && rms(a[0]) > 0.01};
}
