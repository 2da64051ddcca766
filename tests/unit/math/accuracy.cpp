// The error of every function over the whole range of floats, judged by the standard library in double; and the table
// of the reference manual, which must say what is measured here. TACTUS_WRITE=1 writes it anew.
#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "tests/unit/math/list.h"
#include "tests/unit/math/measure.h"

using namespace tactus::math;

namespace {

constexpr double power_bound = 3.8;
constexpr double arctangent2_bound = 2.7;
constexpr double phase_sine_bound = 1.2e-7;

float power_of(float x, float y) {
    ScalarArithmetic a;
    return power(a, x, y);
}

// Random x of all sizes, every other one near 1, and y that keeps x^y within the floats, most of it.
Measured measure_power() {
    constexpr unsigned seed = 20240501;
    const int count = exhaustive() ? 400'000'000 : 4'000'000;
    MESSAGE("power: seed ", seed, ", ", count, " pairs");
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> exponent(-127, 129);
    Measured measured;
    for (int k = 0; k < count; ++k) {
        const auto drawn = static_cast<std::uint32_t>(random());
        const std::uint32_t bits = k % 2 == 0 ? drawn % 0x7f800000u : 0x3f000000u + drawn % 0x01000000u;
        const float x = std::bit_cast<float>(bits);
        const auto y = static_cast<float>(exponent(random) / std::log2(static_cast<double>(x)));
        if (x < 0x1p-126f || y == 1 || y == 2) {
            continue;
        }
        const double expected = normal_or_zero(std::pow(static_cast<double>(x), static_cast<double>(y)));
        const double error = error_in_ulp(power_of(x, y), expected);
        ++measured.count;
        if (!(error <= measured.largest)) {
            measured.largest = error;
            measured.at = x;
        }
    }
    return measured;
}

Measured measure_arctangent2() {
    constexpr unsigned seed = 20240502;
    const int count = exhaustive() ? 400'000'000 : 4'000'000;
    MESSAGE("arctangent2: seed ", seed, ", ", count, " pairs");
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> side(-1, 1);
    std::uniform_real_distribution<float> size(-60, 60);
    Measured measured;
    for (int k = 0; k < count; ++k) {
        const float x = side(random);
        const float y = k % 2 == 0 ? side(random) : std::ldexp(side(random), static_cast<int>(size(random)));
        ScalarArithmetic a;
        const double error =
            error_in_ulp(arctangent2(a, y, x), std::atan2(static_cast<double>(y), static_cast<double>(x)));
        ++measured.count;
        if (!(error <= measured.largest)) {
            measured.largest = error;
            measured.at = x;
        }
    }
    return measured;
}

struct PhaseErrors {
    double sine = 0;
    double cosine = 0;
};

PhaseErrors measure_phases() {
    PhaseErrors errors;
    sweep([&](std::uint32_t bits) {
        const auto phase = static_cast<std::int32_t>(bits);
        const double angle = 2 * 3.14159265358979323846 * phase * 0x1p-32;
        ScalarArithmetic a;
        errors.sine = std::max(errors.sine, std::fabs(sine_of_phase(a, phase) - std::sin(angle)));
        errors.cosine = std::max(errors.cosine, std::fabs(cosine_of_phase(a, phase) - std::cos(angle)));
    });
    return errors;
}

std::string two_digits(double value) {
    char text[32];
    (void)std::snprintf(text, sizeof text, value < 1e-3 && value > 0 ? "%.1e" : "%.2g", value);
    return text;
}

std::string costs(const TraceArithmetic &a) {
    return std::to_string(a.operations) + (a.divisions > 0 ? " (" + std::to_string(a.divisions) + ")" : "");
}

template <class Trace>
std::string row(const char *name, double bound, double measured, Trace trace, const char *remark) {
    TraceArithmetic a;
    trace(a);
    return std::string("| `") + name + "` | " + two_digits(bound) + " | " + two_digits(measured) + " | " + costs(a) +
           " | " + remark + " |\n";
}

const char *const heading =
    "# Elementary functions: errors and costs\n"
    "\n"
    "Every function has one definition (`compiler/math/`), made of single operations of IEEE binary32, which the "
    "interpreter and the\n"
    "generated code share: the same bits from both, for any number of lanes, on every target. All are defined for "
    "every float; a NaN\n"
    "gives a NaN. The unit test `unit/math` measures this table and fails when it no longer agrees\n"
    "(`TACTUS_WRITE=1` writes it anew, `TACTUS_EXHAUSTIVE=1` measures all 2^32 floats against the bounds).\n"
    "\n"
    "- **bound**: the largest error over all floats, in units of the last place (ulp); the test holds it.\n"
    "- **measured**: the largest error in the sweep over every 997th float (pairs: 4 million random ones).\n"
    "- **operations**: additions, multiplications, comparisons, selects, integer operations, conversions; divisions "
    "and square roots\n"
    "  among them in brackets. No branch, no table, no call.\n"
    "\n"
    "| function | bound (ulp) | measured (ulp) | operations | remarks |\n"
    "| --- | --- | --- | --- | --- |\n";

const char *const closing =
    "\n"
    "- `modulo(x, y)` is x − floor(x / y)·y, each operation rounded: exact for whole numbers with \\|x\\| < 2^24 and "
    "\\|x\\| + \\|y\\| ≤ 2^24.\n"
    "- `power`: for x < 0 it is \\|x\\|^y with the sign of x where y is an odd whole number, without it where y is "
    "even, else NaN.\n"
    "  x^0 = 1, x^1 = x, x^2 = x·x rounded once; 0^y is 0, or infinity for y < 0; results below 2^-126 are 0.\n"
    "- `arctangent2(y, x)` is 0 at the origin and NaN where both are infinite; a zero counts as positive whatever its "
    "sign.\n"
    "- `minimum` and `maximum` give their second operand where either is a NaN.\n"
    "- Constant expressions are computed in doubles by code of our own (`compiler/math/constant.h`), with less than "
    "0.6 ulp of a double,\n"
    "  and rounded to a float once where they meet a signal.\n";

std::string reference_text(const std::vector<Measured> &unary) {
    std::string text = heading;
    for (std::size_t k = 0; k < unary.size(); ++k) {
        const UnaryFunction &f = unary_functions()[k];
        text += row(f.name, f.bound, unary[k].largest, f.trace, f.remark);
    }
    text += row(
        "power", power_bound, measure_power().largest, [](TraceArithmetic &a) { (void)power(a, 1u, 2u); }, "see below");
    text += row(
        "arctangent2", arctangent2_bound, measure_arctangent2().largest,
        [](TraceArithmetic &a) { (void)arctangent2(a, 1u, 2u); }, "see below");
    text += row("modulo", 0, 0, [](TraceArithmetic &a) { (void)modulo(a, 1u, 2u); }, "of its definition, see below");
    const PhaseErrors phases = measure_phases();
    text += "\nFunctions of a phase, a 32-bit fraction of a turn:\n\n"
            "| function | bound (absolute) | measured | operations | remarks |\n| --- | --- | --- | --- | --- |\n";
    text += row(
        "sine_turn", phase_sine_bound, phases.sine, [](TraceArithmetic &a) { (void)sine_of_phase(a, 1u); },
        "never beyond ±1; THD+N of a tone below −120 dB");
    text += row(
        "cosine_turn", phase_sine_bound, phases.cosine, [](TraceArithmetic &a) { (void)cosine_of_phase(a, 1u); },
        "never beyond ±1");
    text += row(
        "phase", 0, 0, [](TraceArithmetic &a) { (void)phase_of(a, 1u); },
        "0 for NaN and infinity; \\|x\\| ≥ 2^22 counts as whole");
    text += row("turns", 0, 0, [](TraceArithmetic &a) { (void)turns_of(a, 1u); }, "the upper 24 bits");
    return text + closing;
}

} // namespace

TEST_CASE("every function keeps its bound over the whole range of floats, and the reference says so") {
    MESSAGE("stride ", sweep_stride());
    std::vector<Measured> unary;
    for (const UnaryFunction &f : unary_functions()) {
        const Measured measured = measure(f.function, f.expected);
        CAPTURE(f.name);
        CAPTURE(measured.at);
        CHECK(measured.largest <= f.bound);
        CHECK(measured.count >= (std::uint64_t{1} << 32) / sweep_stride());
        unary.push_back(measured);
    }
    if (exhaustive()) {
        for (std::size_t k = 0; k < unary.size(); ++k) {
            MESSAGE(std::string(unary_functions()[k].name), ": ", unary[k].largest, " ulp at ", unary[k].at);
        }
        return;
    }
    const char *const path = "docs/reference/math.md";
    const std::string text = reference_text(unary);
    if (const char *write = std::getenv("TACTUS_WRITE"); write != nullptr && *write == '1') {
        std::ofstream(path) << text;
    }
    std::ifstream file(path);
    std::stringstream written;
    written << file.rdbuf();
    CHECK(written.str() == text);
}

TEST_CASE("power and arctangent2 keep their bounds over random pairs") {
    const Measured powers = measure_power();
    CAPTURE(powers.at);
    CHECK(powers.largest <= power_bound);
    const Measured angles = measure_arctangent2();
    CAPTURE(angles.at);
    CHECK(angles.largest <= arctangent2_bound);
}

TEST_CASE("sines and cosines of phases keep their bound and never leave -1 .. 1") {
    const PhaseErrors errors = measure_phases();
    CHECK(errors.sine <= phase_sine_bound);
    CHECK(errors.cosine <= phase_sine_bound);
    // The largest values lie around the quarter turns.
    ScalarArithmetic a;
    for (std::int32_t offset = -4'000'000; offset <= 4'000'000; ++offset) {
        REQUIRE(std::fabs(sine_of_phase(a, (1 << 30) + offset)) <= 1.0f);
        REQUIRE(std::fabs(cosine_of_phase(a, offset)) <= 1.0f);
    }
}
