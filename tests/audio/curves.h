// What a call makes of a number against a formula. In: a call of x and what it is to give. Out: the largest distance
// between both while x goes from -4 to 4 in steps of 1/64, which are exact in single precision.
#pragma once

#include "tests/audio/play.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

namespace tactus::measure {

inline constexpr std::size_t curve_points = 513;
inline const std::string curve_sweep = counting + "x = (n - 256) / 64\n";
[[nodiscard]] inline double curve_place(std::size_t i) { return (static_cast<double>(i) - 256.0) / 64.0; }

// `more` is text that the call needs: nodes and tables.
template <typename Formula>
[[nodiscard]] double off_curve(const std::string &call, const Formula &formula, const std::string &more = "") {
    const Sound y = play(curve_sweep + more + "out = " + call, curve_points);
    double worst = 0.0;
    for (std::size_t i = 0; i < curve_points; ++i)
        worst = std::max(worst, std::abs(static_cast<double>(y[0][i]) - formula(curve_place(i))));
    return worst;
}

} // namespace tactus::measure
