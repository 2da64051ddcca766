// Where in the music the engine is: beats in 32.32 fixed point. A new tempo holds from the next tick on, so beat_step
// is constant within a tick.
#pragma once

#include <cstdint>

namespace tactus::engine {

class Transport {
  public:
    Transport(std::uint32_t sample_rate, std::uint32_t microseconds_per_quarter) : sample_rate_(sample_rate) {
        set_tempo(microseconds_per_quarter);
        publish();
    }

    // 0 is ignored.
    void set_tempo(std::uint32_t microseconds_per_quarter) {
        if (microseconds_per_quarter != 0) {
            latest_ = microseconds_per_quarter;
        }
    }
    void publish() { // at a tick
        if (latest_ == microseconds_per_quarter_) {
            return;
        }
        microseconds_per_quarter_ = latest_;
        // 2^32 · 10^6 / (µs per quarter · rate), to the nearest: below 2^52 before the division, and the divisor is
        // below 2^44.
        const std::uint64_t divisor = std::uint64_t{latest_} * sample_rate_;
        beat_step_ = ((std::uint64_t{1} << 32) * 1'000'000 + divisor / 2) / divisor;
        tempo_ = static_cast<float>(1.0e6 / static_cast<double>(latest_));
    }
    void advance(std::uint32_t frames) { beat_ += beat_step_ * frames; }

    [[nodiscard]] std::uint64_t beat() const { return beat_; }
    [[nodiscard]] std::uint64_t beat_step() const { return beat_step_; }
    [[nodiscard]] float tempo() const { return tempo_; } // beats per second

  private:
    std::uint64_t sample_rate_;
    std::uint32_t latest_ = 0, microseconds_per_quarter_ = 0;
    std::uint64_t beat_ = 0, beat_step_ = 0;
    float tempo_ = 0.0f;
};

} // namespace tactus::engine
