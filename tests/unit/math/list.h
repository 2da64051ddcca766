// The functions of one signal argument, with what they should give by the standard library in double and by the rules
// for special arguments, which are written here a second time.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"
#include "tests/unit/math/trace.h"

namespace tactus::math {

struct UnaryFunction {
    const char *name;
    double bound; // in ulp, for every float
    float (*function)(float);
    double (*expected)(double);
    void (*trace)(TraceArithmetic &);
    const char *remark;
};

inline double normal_or_zero(double y) { return std::fabs(y) < 0x1p-126 ? 0 : y; }
inline double normal_argument(double x) { return std::fabs(x) < 0x1p-126 ? 0 : x; }
inline double below_limit(double x) { return std::fabs(x) < 0x1p22 ? x : x - x; }
inline double round_even(double x) {
    const double below = std::floor(x);
    const double rest = x - below;
    return rest == 0.5 ? 2 * std::floor(below / 2 + 0.5) : std::floor(x + 0.5);
}

#define TACTUS_UNARY(name, bound, expected, remark)                                                                    \
    UnaryFunction {                                                                                                    \
        #name, bound,                                                                                                  \
            [](float x) {                                                                                              \
                ScalarArithmetic a;                                                                                    \
                return name(a, x);                                                                                     \
            },                                                                                                         \
            [](double x) -> double { return expected; }, [](TraceArithmetic &a) { (void)name(a, 1u); }, remark         \
    }

inline const std::vector<UnaryFunction> &unary_functions() {
    static const std::vector<UnaryFunction> list{
        TACTUS_UNARY(floor, 0, std::floor(x), ""),
        TACTUS_UNARY(ceiling, 0, std::ceil(x), ""),
        TACTUS_UNARY(round, 0, std::fabs(x) < 0x1p24 ? round_even(x) : x, "halves to even"),
        TACTUS_UNARY(truncate, 0, std::trunc(x), ""),
        TACTUS_UNARY(square_root, 0.5, std::sqrt(x), "IEEE"),
        TACTUS_UNARY(exponential, 1.0, normal_or_zero(std::exp(x)), "results below 2^-126 are 0"),
        TACTUS_UNARY(exponential2, 1.2, normal_or_zero(std::exp2(x)), "results below 2^-126 are 0; exact for whole x"),
        TACTUS_UNARY(logarithm, 1.3, std::log(normal_argument(x)), "subnormal x counts as 0"),
        TACTUS_UNARY(logarithm2, 1.8, std::log2(normal_argument(x)),
                     "subnormal x counts as 0; exact for powers of two"),
        TACTUS_UNARY(logarithm10, 1.8, std::log10(normal_argument(x)), "subnormal x counts as 0"),
        TACTUS_UNARY(sine, 2.0, std::sin(below_limit(x)), "\\|x\\| ≥ 2^22 counts as 0"),
        TACTUS_UNARY(cosine, 2.0, std::cos(below_limit(x)), "\\|x\\| ≥ 2^22 counts as 0"),
        TACTUS_UNARY(tangent, 2.8, std::tan(below_limit(x)), "\\|x\\| ≥ 2^22 counts as 0"),
        TACTUS_UNARY(arcsine, 2.4, std::asin(x), "NaN for \\|x\\| > 1"),
        TACTUS_UNARY(arccosine, 1.3, std::acos(x), "NaN for \\|x\\| > 1"),
        TACTUS_UNARY(arctangent, 2.2, std::atan(x), ""),
        TACTUS_UNARY(hyperbolic_sine, 1.7, std::sinh(x), ""),
        TACTUS_UNARY(hyperbolic_cosine, 1.5, std::cosh(x), ""),
        TACTUS_UNARY(hyperbolic_tangent, 2.5, std::tanh(x), ""),
    };
    return list;
}

} // namespace tactus::math
