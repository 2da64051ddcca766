// Works on the bits of the numbers where it can: magnitudes order as unsigned integers do.
#include "runtime/engine/output_guard.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace tactus::engine {

namespace {

// Magnitudes as signed integers: the instructions for these are everywhere.
constexpr std::int32_t magnitude_mask = 0x7FFFFFFF;
constexpr std::int32_t infinity_bits = 0x7F800000; // not finite: from here up
constexpr std::int32_t least_normal_bits = 0x00800000;
constexpr std::int32_t one_bits = 0x3F800000;

// Four samples at a time: every processor we know has such vectors, and the compiler of the others does without.
using Four [[gnu::vector_size(16)]] = std::int32_t;
constexpr std::uint32_t lanes = 4;

// The greatest magnitude, and whether a sample is subnormal.
struct Seen {
    std::int32_t greatest = 0;
    bool tiny = false;
};

Seen look_at(const float *samples, std::uint32_t whole) {
    Four greatest{}, tiny{};
    for (std::uint32_t done = 0; done < whole; done += lanes) {
        Four magnitude;
        std::memcpy(&magnitude, samples + done, sizeof magnitude);
        magnitude &= magnitude_mask;
        greatest = greatest < magnitude ? magnitude : greatest;
        tiny |= (magnitude > 0) & (magnitude < least_normal_bits);
    }
    return {std::max({greatest[0], greatest[1], greatest[2], greatest[3]}),
            (tiny[0] | tiny[1] | tiny[2] | tiny[3]) != 0};
}

std::uint64_t sum_of(Four counts) {
    std::uint64_t sum = 0;
    for (std::uint32_t lane = 0; lane < lanes; ++lane)
        sum += static_cast<std::uint32_t>(counts[lane]);
    return sum;
}

} // namespace

void OutputGuard::apply(std::uint32_t channel, float *samples, std::uint32_t frames) {
    const std::uint32_t whole = frames - frames % lanes;
    const Seen seen = look_at(samples, whole);
    const bool clean = seen.greatest <= one_bits && !seen.tiny;
    if (clean)
        peaks_[channel] = std::max(peaks_[channel], seen.greatest);
    else
        mend_fours(channel, samples, whole);
    mend(channel, samples + whole, frames - whole);
}

// Without branches, as loud patches have samples of all kinds. A comparison that holds is -1.
void OutputGuard::mend_fours(std::uint32_t channel, float *samples, std::uint32_t whole) {
    const std::int32_t guarded = guard_ == Guard::off ? 0 : -1, limited = guard_ == Guard::full ? -1 : 0;
    Four greatest{}, nonfinite{}, over{};
    for (std::uint32_t done = 0; done < whole; done += lanes) {
        Four bits;
        std::memcpy(&bits, samples + done, sizeof bits);
        const Four magnitude = bits & magnitude_mask;
        const Four infinite = magnitude >= infinity_bits;
        const Four loud = (magnitude > one_bits) & ~infinite & limited;
        const Four none = (infinite | ((magnitude > 0) & (magnitude < least_normal_bits))) & guarded; // -0 stays
        const Four finite = magnitude & ~infinite;
        greatest = greatest < finite ? finite : greatest;
        nonfinite -= infinite;
        over -= loud;
        const Four one = (bits & ~magnitude_mask) | one_bits;
        const Four mended = (loud & one) | (~loud & ~none & bits);
        std::memcpy(samples + done, &mended, sizeof mended);
    }
    peaks_[channel] = std::max(peaks_[channel], std::max({greatest[0], greatest[1], greatest[2], greatest[3]}));
    counts_.nonfinite += sum_of(nonfinite);
    counts_.limited += sum_of(over);
}

// Sample by sample, whatever they are.
void OutputGuard::mend(std::uint32_t channel, float *samples, std::uint32_t frames) {
    for (std::uint32_t i = 0; i < frames; ++i) {
        const float sample = samples[i];
        const std::int32_t magnitude = std::bit_cast<std::int32_t>(sample) & magnitude_mask;
        const bool finite = magnitude < infinity_bits;
        counts_.nonfinite += finite ? 0u : 1u;
        peaks_[channel] = std::max(peaks_[channel], finite ? magnitude : 0);
        if (guard_ == Guard::off) {
            continue;
        }
        if (!finite || (magnitude != 0 && magnitude < least_normal_bits)) { // -0 stays, as where all is clean
            samples[i] = 0.0f;
        } else if (magnitude > one_bits && guard_ == Guard::full) {
            ++counts_.limited;
            samples[i] = sample < 0.0f ? -1.0f : 1.0f;
        }
    }
}

float OutputGuard::take_peak(std::uint32_t channel) {
    const float peak = std::bit_cast<float>(peaks_[channel]);
    peaks_[channel] = 0;
    return peak;
}

void OutputGuard::clear() {
    std::fill(peaks_.begin(), peaks_.end(), 0);
    counts_ = {};
}

} // namespace tactus::engine
