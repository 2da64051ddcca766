// The organ's onsets: hiss, click, the curve of the envelope, keys struck again.
#include "tests/audio/organ_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr double a4 = 440.0;

double curve(double t) {
    t = std::min(std::max(t, 0.0), 1.0);
    return t * t * (3.0 - 2.0 * t);
}

std::vector<float> difference(const Sound &a, const Sound &b) {
    std::vector<float> d(a[0].size());
    for (std::size_t i = 0; i < d.size(); ++i)
        d[i] = a[0][i] - b[0][i];
    return d;
}

// A voice that is the deep pipes' envelope.
Sound bare_envelope(std::vector<engine::Event> events, std::size_t frames, double rate = organ_rate) {
    PlayOptions options;
    options.events = std::move(events);
    options.rate = rate;
    return play("node v(note: Note) = " + organ_envelope() + "\nout = poly(1, v)", frames, options);
}

// 3t^2 - 2t^3 over the 2160 samples (45 ms) of the attack, against a level.
double distance_to_curve(Samples y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < 2160; ++i) {
        const double d = static_cast<double>(y[i]) - curve(static_cast<double>(i + 1) / 2160.0);
        sum += d * d;
    }
    return std::sqrt(sum / 2160.0);
}

// The phase of a tone of `frequency` at frame 0, from the frames [first, first + count).
double phase_of(const Sound &y, std::size_t first, std::size_t count, double frequency) {
    std::complex<double> sum;
    for (std::size_t i = first; i < first + count; ++i) {
        const double hann =
            1.0 - std::cos(2.0 * std::numbers::pi * static_cast<double>(i - first) / static_cast<double>(count));
        sum += hann * static_cast<double>(y[0][i]) *
               std::polar(1.0, -2.0 * std::numbers::pi * frequency * static_cast<double>(i) / organ_rate);
    }
    return std::arg(sum);
}

// When a tone has half of its level, in ms.
double half_risen(std::size_t bar, double f) {
    const Sound y = play(organ_bar(bar), 24000, organ_key(69));
    const std::size_t size = 480;
    const auto levels = loudness_of(y[0], f, size, 24);
    const auto at = std::find_if(levels.begin(), levels.end(), [&](double l) { return l > levels.back() / 2.0; });
    return (static_cast<double>(at - levels.begin()) * 24.0 + static_cast<double>(size) / 2.0) / 48.0;
}

} // namespace

ORGAN_ROW(O11, "chiff: a pipe hisses as it begins to speak, and 0 takes it away") {
    const auto hiss = difference(play(organ_stop(6, {{"chiff", "1"}}), 48000, organ_key(60)),
                                 play(organ_stop(6), 48000, organ_key(60)));
    const double early = rms(Samples(hiss).subspan(0, 4800)), late = rms(Samples(hiss).subspan(24000, 24000));
    const Sound none = play(organ_bar(2), 90000, organ_key(69));
    const double left = distortion_and_noise(none.part(24000, 65536), a4, organ_rate);
    return {fmt::format("{:.0f} dB over what is left after 500 ms; with 0 all noise is below {:.0f} dB",
                        decibels(early / std::max(late, 1e-9)), left),
            decibels(early / std::max(late, 1e-9)) > 6.0 && early > 1e-4 && left < -90.0};
}

ORGAN_ROW(O12, "click: a burst of 1 to 2 ms at the onset, its level a parameter") {
    const Sound none = play(organ_bar(2), 4800, organ_key(60));
    const auto half = difference(play(organ_bar(2, {{"click", "0.5"}}), 4800, organ_key(60)), none);
    const auto whole = difference(play(organ_bar(2, {{"click", "1"}}), 4800, organ_key(60)), none);
    std::size_t last = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        last = std::abs(whole[i]) > 1e-6f ? i : last;
    const double ms = static_cast<double>(last + 1) / 48.0, ratio = rms(whole) / rms(half);
    return {fmt::format("{:.2f} ms; {:.2f} times as loud at 1 as at 0.5", ms, ratio),
            ms > 1.0 && ms <= 2.0 && std::abs(ratio - 2.0) < 0.01};
}

ORGAN_ROW(O13, "the first 100 ms: high pipes speak before deep ones, and noise before tones") {
    const double deep = half_risen(2, a4), high = half_risen(8, 8 * a4);
    const Sound y = play(organ_bar(2, {{"chiff", "1"}}), 48000, organ_key(69));
    const double early = distortion_and_noise(y.part(0, 4096), a4, organ_rate);
    const double late = distortion_and_noise(y.part(24000, 4096), a4, organ_rate);
    return {fmt::format(
                "half of the level after {:.0f} ms (8') and {:.0f} ms (1'); beside the fundamental {:.0f} dB in the "
                "first 85 ms, {:.0f} dB after 500 ms",
                deep, high, early, late),
            deep - high > 5.0 && early - late > 6.0};
}

ORGAN_ROW(O14, "attack: 3t^2 - 2t^3, level at both ends; a straight line would measure worse") {
    const Sound y = bare_envelope({engine::note_on(0, 0, 60, 100)}, 4800);
    std::vector<float> line(2160);
    for (std::size_t i = 0; i < line.size(); ++i)
        line[i] = static_cast<float>(i + 1) / 2160.0f;
    const double curved = distance_to_curve(y[0]), straight = distance_to_curve(line);
    return {fmt::format("rms of the difference {:.1e}; of a straight line {:.2f}", curved, straight),
            curved < 1e-4 && straight > 0.01};
}

ORGAN_ROW(O15, "struck again in its release: 15 ms from the present level, no dip, no corner") {
    const Sound y = bare_envelope(
        {engine::note_on(0, 0, 60, 100), engine::note_off(20000, 0, 60), engine::note_on(23000, 0, 60, 100)}, 30000,
        44100);
    const double from = static_cast<double>(y[0][22999]);
    double lowest = 1.0;
    std::size_t arrived = 0, most = 0;
    for (std::size_t i = 23000; i < 30000; ++i) {
        const double level = static_cast<double>(y[0][i]);
        lowest = std::min(lowest, i < 23004 ? 1.0 : level);
        arrived = arrived == 0 && level >= 1.0 ? i - 22999 : arrived;
        most = most == 0 && level >= 0.9 ? i - 22999 : most;
    }
    double corner = 0.0;
    for (std::size_t i = 22990; i < 23010; ++i)
        corner = std::max(corner, std::abs(static_cast<double>(y[0][i + 1]) - 2.0 * static_cast<double>(y[0][i]) +
                                           static_cast<double>(y[0][i - 1])));
    return {
        fmt::format("from {:.2f}, lowest {:.2f}, 90 % after {:.1f} ms, there after {} samples at 44.1 kHz; greatest "
                    "change of slope {:.1e}",
                    from, lowest, static_cast<double>(most) / 44.1, arrived, corner),
        from > 0.2 && from < 0.8 && lowest > from - 0.02 && most < 30 * 44 && arrived == 662 && corner < 5e-5};
}

ORGAN_ROW(O16, "a voice struck again goes on: the fundamental keeps its phase") {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 69, 100), engine::note_off(48000, 0, 69),
                      engine::note_on(51003, 0, 69, 100)};
    const Sound y = play(organ_bar(2), 96000, options);
    const double jump = phase_of(y, 60000, 24000, a4) - phase_of(y, 12000, 24000, a4);
    const double radians = std::abs(std::remainder(jump, 2.0 * std::numbers::pi));
    return {fmt::format("jump {:.4f} rad", radians), radians < 0.05};
}

ORGAN_ROW(O17, "attack and release last as long as they say, to a sample") {
    const Sound y = bare_envelope({engine::note_on(0, 0, 60, 100), engine::note_off(20000, 0, 60)}, 30000);
    const auto up = first_above(y[0], 1.0) + 1, down = first_below(y[0], 0.0, 20000) - 20000 + 1;
    return {fmt::format("45 ms: {} samples, 140 ms: {} samples at 48 kHz", up, down), up == 2160 && down == 6720};
}
