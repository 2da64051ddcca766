// The units that may touch a number (800Hz, 5ms, -6dB), from units.def.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tactus {

// Time exponents: Frequency −1, Time and Beats 1, the others 0.
enum class Dimension : std::uint8_t { Plain, Frequency, Time, Beats, RatioOfTen, RatioOfTwo };

struct Unit {
    std::string_view name; // Kilohertz
    std::string_view text; // kHz
    Dimension dimension;
    double multiplier;
    double divisor;
};

[[nodiscard]] std::span<const Unit> units();
[[nodiscard]] const Unit *find_unit(std::string_view text); // null when there is none

// dB, st, ct: a number with such a unit is a ratio, and a sign before it belongs to it.
[[nodiscard]] constexpr bool is_logarithmic(Dimension d) {
    return d == Dimension::RatioOfTen || d == Dimension::RatioOfTwo;
}

} // namespace tactus
