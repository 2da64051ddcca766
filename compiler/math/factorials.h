// 1 / k! for the series of constants, each as near as two doubles come.
#pragma once

#include <array>
#include <cstddef>

#include "compiler/math/twofold.h"

namespace tactus::math {

inline constexpr std::size_t factorials = 30;

inline const std::array<Twofold, factorials> &reciprocal_factorials() {
    static const std::array<Twofold, factorials> made = [] {
        std::array<Twofold, factorials> values;
        values[0] = {1, 0};
        for (std::size_t k = 1; k < factorials; ++k) {
            values[k] = values[k - 1] / static_cast<double>(k);
        }
        return values;
    }();
    return made;
}

} // namespace tactus::math
