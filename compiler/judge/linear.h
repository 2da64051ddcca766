// Whether a unit is linear and stays the same over time, and its response if it is. In: a function that plays the unit
// from its start. Out: an impulse response, or what was found that has none. Nothing here knows how it is played.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace tactus::judge {

// The channels that come out for this input, as long as it is; every call begins anew.
using Play = std::function<std::vector<std::vector<float>>(std::span<const float> input)>;

enum class Unlike : std::uint8_t {
    sounds_alone, // not silent without an input
    rings_on,     // still sounding after the longest time
    not_finite,
    not_linear,
    changes, // the same impulse gives something else at another time
};

struct ImpulseResponse {
    std::optional<Unlike> problem;
    std::vector<std::vector<float>> channels; // from the frame of the impulse on
};

// `second`: frames of one second. Impulses of other levels, at other times and close together are compared with the
// sum that a linear unit gives, to 1e-4 of the peak: what bends less than that is heard as linear.
[[nodiscard]] ImpulseResponse impulse_response(const Play &play, std::size_t second);

} // namespace tactus::judge
