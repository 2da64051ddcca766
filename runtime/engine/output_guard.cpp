// Works on the bits of the numbers where it can: magnitudes order as unsigned integers do.
#include "runtime/engine/output_guard.h"

#include <algorithm>
#include <bit>

namespace tactus::engine {

namespace {
constexpr std::uint32_t magnitude_mask = 0x7FFFFFFF;
constexpr std::uint32_t infinity_bits = 0x7F800000; // not finite: from here up
constexpr std::uint32_t least_normal_bits = 0x00800000;
constexpr std::uint32_t one_bits = 0x3F800000;
} // namespace

void OutputGuard::apply(std::uint32_t channel, float *samples, std::uint32_t frames) {
    std::uint32_t peak = peaks_[channel], nonfinite = 0, limited = 0;
    for (std::uint32_t i = 0; i < frames; ++i) {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(samples[i]);
        const std::uint32_t magnitude = bits & magnitude_mask;
        const bool broken = magnitude >= infinity_bits;
        const bool loud = !broken && magnitude > one_bits;
        nonfinite += broken ? 1u : 0u;
        limited += loud ? 1u : 0u;
        std::uint32_t guarded = loud ? (bits & ~magnitude_mask) | one_bits : bits;
        guarded = broken || magnitude < least_normal_bits ? 0u : guarded;
        peak = std::max(peak, broken ? 0u : magnitude);
        samples[i] = std::bit_cast<float>(enabled_ ? guarded : bits);
    }
    peaks_[channel] = peak;
    counts_.nonfinite += nonfinite;
    counts_.limited += enabled_ ? limited : 0u;
}

float OutputGuard::take_peak(std::uint32_t channel) {
    const float peak = std::bit_cast<float>(peaks_[channel]);
    peaks_[channel] = 0;
    return peak;
}

void OutputGuard::clear() {
    std::fill(peaks_.begin(), peaks_.end(), 0u);
    counts_ = {};
}

} // namespace tactus::engine
