#include "tests/support/plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace tactus::test {

namespace {

constexpr std::size_t rows = 4 * plot_lines;

// Which of the rows a value lies in, from the top; -1 and `rows` are outside. A little is added, so that round values
// are not at the mercy of the last bit.
int row_of(double value, Range range) {
    const double part = (range.high - value) / (range.high - range.low);
    return static_cast<int>(std::clamp(std::floor(part * (rows - 1) + 0.5003), -1.0, double{rows}));
}

// U+2800 and its dots in UTF-8.
std::string letter(unsigned dots) {
    const char bytes[] = {static_cast<char>(0xE2), static_cast<char>(0xA0 | (dots >> 6)),
                          static_cast<char>(0x80 | (dots & 0x3F)), 0};
    return bytes;
}

} // namespace

std::vector<Column> columns_of(std::span<const double> values) {
    std::vector<Column> made;
    for (std::size_t c = 0; c < plot_columns; ++c) {
        const std::size_t first = std::min(values.size() - 1, c * values.size() / plot_columns);
        const std::size_t end = std::max(first + 1, std::min(values.size(), (c + 1) * values.size() / plot_columns));
        const auto [least, most] = std::minmax_element(values.begin() + static_cast<std::ptrdiff_t>(first),
                                                       values.begin() + static_cast<std::ptrdiff_t>(end));
        made.push_back({*least, *most});
    }
    for (std::size_t c = 1; c < made.size(); ++c) { // half of a step on either side
        const Column before = made[c - 1];
        if (before.most < made[c].least) {
            made[c - 1].most = made[c].least = (before.most + made[c].least) / 2;
        } else if (before.least > made[c].most) {
            made[c - 1].least = made[c].most = (before.least + made[c].most) / 2;
        }
    }
    return made;
}

Range round_range(std::span<const Column> columns) {
    double most = 0.0;
    bool below = false;
    for (const Column &column : columns) {
        most = std::max({most, std::abs(column.least), std::abs(column.most)});
        below = below || column.least < 0.0;
    }
    double round = 1e-6;
    for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        const double size = std::max(1e-6, std::pow(10.0, std::floor(std::log10(std::max(most, 1e-6)) - 1e-9)));
        for (const double candidate : {step * size, step * size * 10.0}) {
            if (candidate >= most * 0.999 && (round < most * 0.999 || candidate < round)) {
                round = candidate;
            }
        }
    }
    return {below ? -round : 0.0, round};
}

std::string plot(const std::vector<std::vector<Column>> &curves, Range range, const std::string &unit,
                 const std::string &from, const std::string &to) {
    std::array<std::array<unsigned, plot_letters>, plot_lines> dots{};
    for (const auto &curve : curves) {
        for (std::size_t c = 0; c < curve.size() && c < plot_columns; ++c) {
            const int top = std::max(0, row_of(curve[c].most, range));
            const int bottom = std::min(static_cast<int>(rows) - 1, row_of(curve[c].least, range));
            for (int row = top; row <= bottom; ++row) {
                static constexpr unsigned bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
                dots[static_cast<std::size_t>(row) / 4][c / 2] |= bits[row % 4][c % 2];
            }
        }
    }
    const std::string high = fmt::format("{:g}{}", range.high, unit), low = fmt::format("{:g}{}", range.low, unit);
    const std::size_t width = std::max(high.size(), low.size());
    std::string made;
    for (std::size_t i = 0; i < plot_lines; ++i) {
        made += fmt::format("{:>{}} │", i == 0 ? high : i + 1 == plot_lines ? low : "", width);
        for (const unsigned letter_dots : dots[i]) {
            made += letter(letter_dots);
        }
        made += "\n";
    }
    return made + fmt::format("{:>{}} └ {}{:>{}}\n", "", width, from, to, plot_letters - 1 - from.size());
}

} // namespace tactus::test
