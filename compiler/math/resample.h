// An impulse response at another sample rate. In: a response, its rate and the one that is wanted. Out: a response that
// sounds the same there: what lies below half of both rates stays, as loud as before. By one order of operations in 64
// bits, so the result is the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tactus::math {

// How many samples it will have.
[[nodiscard]] std::uint64_t resampled_frames(std::uint64_t frames, std::uint32_t rate, std::uint32_t wanted_rate);
[[nodiscard]] std::vector<float> resampled_response(std::span<const float> response, std::uint32_t rate,
                                                    std::uint32_t wanted_rate);

} // namespace tactus::math
