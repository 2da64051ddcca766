// Measured figures of the library. In: what was measured, the value and what was promised. Out: a failed check where
// the promise is broken or where docs/reference/figures.md says something else; with TACTUS_UPDATE in the environment
// the page's row is written instead. A row names the test case that measures it.
#pragma once

#include <limits>
#include <string>

namespace tactus::measure {

struct Promise {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
};
[[nodiscard]] constexpr Promise at_most(double most) { return {-std::numeric_limits<double>::infinity(), most}; }
[[nodiscard]] constexpr Promise at_least(double least) { return {least, std::numeric_limits<double>::infinity()}; }
[[nodiscard]] constexpr Promise between(double least, double most) { return {least, most}; }
[[nodiscard]] constexpr Promise within(double around_zero) { return {-around_zero, around_zero}; }

// `family` is the chapter, `what` the row (unique within its chapter), `unit` stands after the numbers ("dB", "%", "").
void figure(const std::string &family, const std::string &what, double value, Promise promise, const std::string &unit);

// The same of what is timed: the promise is held each time, and the page says it without a number of one machine.
inline constexpr const char *timed_anew = "timed anew";
void figure_of_time(const std::string &family, const std::string &what, double value, Promise promise,
                    const std::string &unit);

} // namespace tactus::measure
