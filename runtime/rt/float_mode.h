// The floating-point mode in which kernels run: IEEE 754, round to nearest even, subnormals exist (no flushing), no
// traps. A guard sets it on entry of a callback and gives the caller's mode back (not its sticky flags); in between the
// CPU's sticky flag tells whether a subnormal came about.
#pragma once

#include <cstdint>

namespace tactus::rt {

class StrictFloatMode {
  public:
    StrictFloatMode();
    ~StrictFloatMode();
    StrictFloatMode(const StrictFloatMode &) = delete;
    StrictFloatMode &operator=(const StrictFloatMode &) = delete;

    // True when, since construction, a result was too small to be normal and was rounded: what decays below the normal
    // numbers does so, but for halvings that stay exact. The flag of subnormal operands is not asked: Arm raises it
    // only where it flushes, and on x86-64 a comparison in a vector register raises it for what lies in unused lanes.
    [[nodiscard]] bool subnormal_seen() const;

  private:
    std::uint64_t control_ = 0; // the caller's
    bool changed_ = false;
};

// The control word of this thread as the CPU has it: for tests.
[[nodiscard]] std::uint64_t float_control();
void set_float_control(std::uint64_t control);
// A control word that flushes subnormal operands and results to zero.
[[nodiscard]] std::uint64_t flushing_float_control();

} // namespace tactus::rt
