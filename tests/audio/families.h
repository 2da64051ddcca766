// Measures that the tests of one family and the figures of that family share: how a room dies away, a window's formula,
// ticks and what is there at them.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/audio/play.h"

namespace tactus::measure {

// The time in which the energy still to come falls by 60 dB, from its fall between -5 and -35 dB; at 48 kHz.
inline double decay_time(Samples y) {
    std::vector<double> rest(y.size() + 1, 0.0);
    for (std::size_t i = y.size(); i-- > 0;)
        rest[i] = rest[i + 1] + static_cast<double>(y[i]) * static_cast<double>(y[i]);
    const auto fallen = [&](double level) {
        std::size_t i = 0;
        while (i < y.size() && rest[i] > rest[0] * std::pow(10.0, level / 10.0))
            ++i;
        return static_cast<double>(i);
    };
    return 2.0 * (fallen(-35.0) - fallen(-5.0)) / 48000.0;
}

// How much left and right have in common: 0 nothing, 1 all.
inline double alike(const Sound &y) {
    double both = 0.0, left = 0.0, right = 0.0;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        const double l = static_cast<double>(y[0][i]), r = static_cast<double>(y[1][i]);
        both += l * r;
        left += l * l;
        right += r * r;
    }
    return std::abs(both) / std::sqrt(left * right);
}

// The Bessel function I0: the series, term by term.
inline double bessel(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; k < 200; ++k) {
        term *= (x / 2) / k * ((x / 2) / k);
        sum += term;
    }
    return sum;
}

// Where a signal is not 0.
inline std::vector<std::size_t> ticks_of(Samples y) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (y[i] != 0.0f)
            found.push_back(i);
    }
    return found;
}

// One tick every 10 samples.
inline const std::string clock_of_ten = counting + "tick = n mod 10 == 0\n";

inline std::vector<float> at_ticks(const std::string &call, std::size_t ticks) {
    const Sound y = play(clock_of_ten + "out = " + call, ticks * 10);
    std::vector<float> values;
    for (std::size_t i = 0; i < ticks; ++i)
        values.push_back(y[0][10 * i]);
    return values;
}

} // namespace tactus::measure
