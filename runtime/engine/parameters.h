// The targets of all parameters: from controllers, NRPNs, names or indices to numbers clipped to the parameter's range.
// A `step` parameter takes its value at once (the engine cuts the tick there), the others at the next tick. Ranges are
// linear or logarithmic.
#pragma once

#include "runtime/kernel.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tactus::engine {

class Parameters {
  public:
    explicit Parameters(const tactus_kernel &kernel);

    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(latest_.size()); }
    [[nodiscard]] const float *targets() const { return published_.data(); } // what the kernel sees
    [[nodiscard]] float latest(std::uint32_t index) const { return latest_[index]; }
    [[nodiscard]] bool is_step(std::uint32_t index) const;

    // Each of these says whether a step parameter changed: then the tick code must run again.
    bool set(std::uint32_t index, float value);             // clipped; NaN and unknown indices change nothing
    bool set_position(std::uint32_t index, float position); // 0..1 of the range
    bool controller(std::uint8_t channel, std::uint8_t number, std::uint8_t value);
    bool nrpn(std::uint16_t number, float position);

    // Whether an event of this kind may change a step parameter, and so must cut its tick.
    [[nodiscard]] bool controller_steps(std::uint8_t number) const { return stepping_controllers_[number & 0x7F]; }
    [[nodiscard]] bool nrpn_steps() const { return nrpn_steps_; }

    // At a tick: the other parameters' values reach the kernel.
    void publish();

  private:
    bool set_controlled(std::uint8_t number, float position);
    bool set_controlled_position(std::uint32_t index, float position);
    bool is_low_half(std::uint8_t number) const;

    struct Pair { // the two halves of a 14-bit controller of one channel
        std::uint8_t high = 0, low = 0;
        bool low_seen = false;
    };

    const tactus_kernel *kernel_;
    std::vector<float> latest_, published_;
    std::vector<double> octaves_;              // log2(high / low) of logarithmic parameters
    std::vector<std::uint32_t> by_nrpn_;       // parameters with an NRPN
    std::vector<std::uint32_t> by_controller_; // parameters with a controller, grouped by its number
    std::array<std::uint32_t, 129> first_of_controller_{};
    std::bitset<128> stepping_controllers_;
    bool nrpn_steps_ = false;
    bool changed_ = false;
    std::array<std::array<Pair, 32>, 16> pairs_{};
};

} // namespace tactus::engine
