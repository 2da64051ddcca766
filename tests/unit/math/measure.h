// How far floats are from what they should be, in units of the last place.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

namespace tactus::math {

// |got - expected| in the spacing of floats at `expected`; 0 for two NaNs or twice the same infinity, infinite where
// only one is.
inline double error_in_ulp(float got, double expected) {
    if (std::isnan(got) || std::isnan(expected)) {
        return std::isnan(got) == std::isnan(expected) ? 0 : std::numeric_limits<double>::infinity();
    }
    if (std::isinf(got) || std::isinf(static_cast<float>(expected))) {
        return got == static_cast<float>(expected) ? 0 : std::numeric_limits<double>::infinity();
    }
    int exponent = -125;
    if (std::fabs(expected) >= 0x1p-126) {
        (void)std::frexp(expected, &exponent);
    }
    return std::ldexp(std::fabs(got - expected), 24 - exponent);
}

struct Measured {
    double largest = 0; // error in ulp
    float at = 0;
    std::uint64_t count = 0;
};

// A sweep takes every 997th float (a prime far below the 2^23 floats of one exponent), or all of them with
// TACTUS_EXHAUSTIVE=1.
inline bool exhaustive() {
    const char *setting = std::getenv("TACTUS_EXHAUSTIVE");
    return setting != nullptr && *setting == '1';
}
inline std::uint64_t sweep_stride() { return exhaustive() ? 1 : 997; }

// Calls visit(bits) over all 32-bit patterns.
template <class Visit> void sweep(Visit visit) {
    const std::uint64_t stride = sweep_stride();
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += stride) {
        visit(static_cast<std::uint32_t>(bits));
    }
}

template <class Function, class Expected> Measured measure(Function function, Expected expected) {
    Measured measured;
    sweep([&](std::uint32_t bits) {
        const float x = std::bit_cast<float>(bits);
        const double error = error_in_ulp(function(x), expected(static_cast<double>(x)));
        ++measured.count;
        if (!(error <= measured.largest)) {
            measured.largest = error;
            measured.at = x;
        }
    });
    return measured;
}

} // namespace tactus::math
