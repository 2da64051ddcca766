// What leaves the engine is finite, within ±1 and not subnormal, whatever the patch does; less than that only where it
// is asked for. Each sample is judged alone, so block sizes do not show.
#pragma once

#include <cstdint>
#include <vector>

namespace tactus::engine {

struct GuardCounts {
    std::uint64_t nonfinite = 0; // samples made 0
    std::uint64_t limited = 0;   // samples brought back to ±1
    friend bool operator==(const GuardCounts &, const GuardCounts &) = default;
};

enum class Guard : std::uint8_t {
    full,   // finite, within ±1, not subnormal
    finite, // the same, but of any size
    off,    // as the kernel made them: for tests that compare
};

class OutputGuard {
  public:
    OutputGuard(std::uint32_t channels, Guard guard) : peaks_(channels, 0), guard_(guard) {}

    void apply(std::uint32_t channel, float *samples, std::uint32_t frames);
    [[nodiscard]] const GuardCounts &counts() const { return counts_; }
    float take_peak(std::uint32_t channel);
    void clear();

  private:
    void mend_fours(std::uint32_t channel, float *samples, std::uint32_t whole);
    void mend(std::uint32_t channel, float *samples, std::uint32_t frames);

    std::vector<std::int32_t> peaks_; // bits of a magnitude: they order as the numbers do
    GuardCounts counts_;
    Guard guard_;
};

} // namespace tactus::engine
