// Draws curves with the dots of Braille letters, as text: what the generated pages show. In: values, the range of both
// axes and what stands under them. Out: lines that are the same on every machine as long as the values are.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace tactus::test {

struct Range {
    double low = 0.0, high = 1.0;
};

// The lowest and the highest value in one column of dots.
struct Column {
    double least = 0.0, most = 0.0;
};

inline constexpr std::size_t plot_letters = 56, plot_lines = 6; // one letter is 2 dots wide and 4 high
inline constexpr std::size_t plot_columns = 2 * plot_letters;

// A signal as columns; neighbours are joined.
[[nodiscard]] std::vector<Column> columns_of(std::span<const double> values);
// The smallest round range that holds them: 0 to m, or -m to m.
[[nodiscard]] Range round_range(std::span<const Column> columns);
// `curves` lie over one another; `unit` follows the numbers beside the curve, `from` and `to` stand under its ends.
[[nodiscard]] std::string plot(const std::vector<std::vector<Column>> &curves, Range range, const std::string &unit,
                               const std::string &from, const std::string &to);

} // namespace tactus::test
