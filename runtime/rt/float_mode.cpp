// Reads and writes MXCSR (x86-64) or FPCR and FPSR (AArch64).
#include "runtime/rt/float_mode.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tactus::rt {

#if defined(__x86_64__)

namespace {
constexpr unsigned strict_control = 0x1F80; // all exceptions masked, nearest even, FTZ and DAZ off, flags clear
constexpr unsigned all_flags = 0x3F;
constexpr unsigned underflow_flag = 1u << 4;
constexpr unsigned flush_bits = (1u << 15) | (1u << 6);
} // namespace

// MXCSR has control and flags in one word. Writing it costs as much as many samples, so it is left alone where it is
// right already.
StrictFloatMode::StrictFloatMode() : control_(_mm_getcsr()) {
    const auto relevant = static_cast<unsigned>(control_) & ~(all_flags & ~underflow_flag);
    changed_ = relevant != strict_control;
    if (changed_) {
        _mm_setcsr(strict_control);
    }
}
StrictFloatMode::~StrictFloatMode() {
    if (changed_) {
        _mm_setcsr(static_cast<unsigned>(control_));
    }
}
bool StrictFloatMode::subnormal_seen() const { return (_mm_getcsr() & underflow_flag) != 0; }

std::uint64_t float_control() { return _mm_getcsr() & ~all_flags; }
void set_float_control(std::uint64_t control) { _mm_setcsr(static_cast<unsigned>(control)); }
std::uint64_t flushing_float_control() { return strict_control | flush_bits; }

#elif defined(__aarch64__)

namespace {
constexpr std::uint64_t strict_control = 0; // no traps, nearest even, no flushing, IEEE half precision, NaN propagation
constexpr std::uint64_t flush_bit = 1u << 24;
constexpr std::uint64_t underflow_flag = 1u << 3;

std::uint64_t read_control() {
    std::uint64_t value = 0;
    asm volatile("mrs %0, fpcr" : "=r"(value)::"memory");
    return value;
}
void write_control(std::uint64_t value) { asm volatile("msr fpcr, %0" ::"r"(value) : "memory"); }
std::uint64_t read_status() {
    std::uint64_t value = 0;
    asm volatile("mrs %0, fpsr" : "=r"(value)::"memory");
    return value;
}
void write_status(std::uint64_t value) { asm volatile("msr fpsr, %0" ::"r"(value) : "memory"); }
} // namespace

// Only the flags of interest are cleared, and only when they are set.
StrictFloatMode::StrictFloatMode() : control_(read_control()), changed_(control_ != strict_control) {
    if (changed_) {
        write_control(strict_control);
    }
    if (const std::uint64_t status = read_status(); (status & underflow_flag) != 0) {
        write_status(status & ~underflow_flag);
    }
}
StrictFloatMode::~StrictFloatMode() {
    if (changed_) {
        write_control(control_);
    }
}
bool StrictFloatMode::subnormal_seen() const { return (read_status() & underflow_flag) != 0; }

std::uint64_t float_control() { return read_control(); }
void set_float_control(std::uint64_t control) { write_control(control); }
std::uint64_t flushing_float_control() { return strict_control | flush_bit; }

#else
#error "no floating-point mode known for this processor"
#endif

} // namespace tactus::rt
