#include "tests/audio/pictures.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "compiler/cost/cost.h"
#include "tests/audio/play.h"
#include "tests/support/plot.h"

namespace tactus::measure {

namespace {

using test::Column;
using test::columns_of;
using test::plot;
using test::plot_columns;

constexpr double rate = 48000.0;

std::string seconds(double span) {
    return span < 1.0 ? fmt::format("{:g} ms", span * 1000.0) : fmt::format("{:g} s", span);
}

// What `x` is, as an equation.
std::string stimulus(const Picture &picture, std::size_t frames) {
    switch (picture.shows) {
    case Shows::curve:
        return fmt::format("x = (2 * n / {} - 1) * {}\n", frames - 1, picture.span);
    case Shows::level:
        return fmt::format("x = sine(1kHz) * 10 ^ (3 * (n / {} - 1))\n", frames - 1);
    default:
        return "x = impulse\n";
    }
}

std::size_t frames_of(const Picture &picture) {
    switch (picture.shows) {
    case Shows::response:
    case Shows::spectrum:
        return 32768;
    case Shows::curve:
        return 4801;
    case Shows::level:
        return 96000;
    case Shows::list:
        return static_cast<std::size_t>(picture.span);
    default:
        return static_cast<std::size_t>(std::lround(picture.span * rate));
    }
}

double level(double amplitude) { return decibels(std::max(std::abs(amplitude), 1e-9)); }

std::string over_frequency(const std::vector<float> &samples) {
    std::vector<double> values;
    for (std::size_t c = 0; c < plot_columns; ++c) {
        const double part = static_cast<double>(c) / (plot_columns - 1);
        values.push_back(level(std::abs(response(samples, 20.0 * std::pow(1000.0, part), rate))));
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const bool flat = *least > -12.0 && *most < 12.0;
    return plot({columns_of(values)}, flat ? test::Range{-12.0, 12.0} : test::Range{-60.0, 20.0}, " dB", "20 Hz",
                "20 kHz");
}

std::string over_spectrum(const std::vector<float> &samples) {
    const Spectrum all = spectrum(samples, rate);
    std::vector<double> values;
    for (std::size_t c = 0; c < plot_columns; ++c) {
        const double width = rate / 2.0 / plot_columns, low = static_cast<double>(c) * width;
        values.push_back(level(std::sqrt(2.0 * all.between(low, low + width))));
    }
    return plot({columns_of(values)}, {-120.0, 0.0}, " dB", "0 Hz", "24 kHz");
}

// The greatest magnitude in each column, in dB.
std::vector<double> levels(const std::vector<float> &samples) {
    std::vector<double> values;
    for (std::size_t c = 0; c < plot_columns; ++c) {
        const std::size_t first = c * samples.size() / plot_columns, end = (c + 1) * samples.size() / plot_columns;
        values.push_back(level(peak(Samples(samples).subspan(first, end - first))));
    }
    return values;
}

std::string over_time(const Sound &sound, const std::string &from, const std::string &to) {
    std::vector<std::vector<Column>> curves;
    std::vector<Column> all;
    for (std::size_t c = 0; c < std::min<std::size_t>(sound.channels.size(), 2); ++c) {
        const std::vector<double> values(sound[c].begin(), sound[c].end());
        curves.push_back(columns_of(values));
        all.insert(all.end(), curves.back().begin(), curves.back().end());
    }
    return plot(curves, test::round_range(all), "", from, to);
}

std::string drawn(const Picture &picture, const std::string &text) {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 60, 100), engine::note_off(24000, 0, 60)};
    const Sound sound = play(text, frames_of(picture), options, "picture.tac");
    switch (picture.shows) {
    case Shows::response:
        return over_frequency(sound[0]);
    case Shows::spectrum:
        return over_spectrum(sound[0]);
    case Shows::decay:
        return plot({columns_of(levels(sound[0]))}, {-90.0, 0.0}, " dB", "0", seconds(picture.span));
    case Shows::level:
        return plot({columns_of(levels(sound[0]))}, {-60.0, 0.0}, " dB", "-60 dB", "0 dB");
    case Shows::curve:
        return over_time(sound, fmt::format("{:g}", -picture.span), fmt::format("{:g}", picture.span));
    case Shows::list:
        return over_time(sound, "0", fmt::format("{:g}", picture.span - 1));
    default:
        return over_time(sound, "0", seconds(picture.span));
    }
}

} // namespace

// The whole text, with a unit taken off the result where it has one.
std::optional<std::string> program_of(const Picture &picture) {
    const std::size_t semicolon = picture.text.find(" ; ");
    const std::string value = picture.text.substr(0, semicolon);
    const std::string rest = semicolon == std::string::npos ? "" : picture.text.substr(semicolon + 3) + "\n";
    const std::string before = rest + counting + stimulus(picture, frames_of(picture));
    if (picture.shows == Shows::list) {
        const std::string text =
            fmt::format("{}table shown[{}] = {}\nout = shown[n]\n", before, frames_of(picture), value);
        return cost::count(text) ? std::optional(text) : std::nullopt;
    }
    for (const char *unit : {"", " / 1Hz", " / 1s"}) {
        const std::string text = before + "out = (" + value + ")" + unit + "\n";
        if (cost::count(text)) {
            return text;
        }
    }
    return std::nullopt;
}

std::optional<std::string> draw(const Picture &picture) {
    const auto text = program_of(picture);
    return text ? std::optional(drawn(picture, *text)) : std::nullopt;
}

std::optional<std::string> draw(const Picture &picture, const std::string &patch) {
    return picture.text.empty() ? std::optional(drawn(picture, patch)) : draw(picture);
}

std::string call_within(const std::string &example, const std::string &node, bool fed) {
    const std::size_t semicolon = std::min(example.find(" ; "), example.size());
    std::size_t at = example.find(node + "(");
    while (at != std::string::npos && at > 0 && std::isalnum(static_cast<unsigned char>(example[at - 1])) != 0) {
        at = example.find(node + "(", at + 1);
    }
    if (at == std::string::npos || at > semicolon) {
        return example;
    }
    const std::size_t open = at + node.size();
    std::size_t end = open, comma = std::string::npos, depth = 0;
    do {
        const char c = example[end++];
        depth += c == '(' || c == '[' ? 1u : 0u;
        depth -= c == ')' || c == ']' ? 1u : 0u;
        if (comma == std::string::npos && ((depth == 1 && c == ',') || depth == 0)) {
            comma = end - 1;
        }
    } while (depth > 0 && end < semicolon);
    while (end < semicolon && (example[end] == '.' || example[end] == '[')) { // what is taken from the result
        end = std::min(semicolon, example.find_first_of(example[end] == '[' ? "]" : " )*", end + 1));
        end += end < semicolon && example[end] == ']' ? 1 : 0;
    }
    const std::string tail = example.substr(semicolon);
    std::string call = example.substr(at, end - at);
    if (at >= 4 && example.substr(at - 4, 4) == " -> ") {
        const std::string head = example.substr(0, at - 4);
        return (!fed ? head : head.starts_with("[") ? "[x, 0]" : "x") + " -> " + call + tail;
    }
    if (fed && comma > open + 1) {
        call = node + "(" + (example[open + 1] == '[' ? "[x, 0]" : "x") + example.substr(comma, end - comma);
    }
    return call + tail;
}

} // namespace tactus::measure
