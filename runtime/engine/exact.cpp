// 2^x: whole part by exponent, the rest (|r| <= 1/2) by the Taylor series of e^(r ln 2), whose 14th term is below
// 2^-57. log2: mantissa m in [sqrt(1/2), sqrt(2)), ln m = 2 artanh((m - 1) / (m + 1)) by its series, whose next term is
// below 2^-58. Compiled without contraction (the build sets it for all targets).
#include "runtime/engine/exact.h"

#include <cmath>

namespace tactus::engine {

namespace {
constexpr double ln2 = 0.693147180559945309417232121458;
constexpr double log2_of_e = 1.44269504088896340735992468100;
constexpr double sqrt_half = 0.707106781186547524400844362105;
constexpr int exponential_terms = 14;
constexpr int artanh_terms = 12;
} // namespace

double exact_exp2(double x) {
    if (x != x) {
        return 1.0;
    }
    const double limited = x < -1000.0 ? -1000.0 : x > 1000.0 ? 1000.0 : x;
    const double whole = std::floor(limited + 0.5);
    const double r = (limited - whole) * ln2;
    double sum = 1.0;
    for (int k = exponential_terms; k >= 1; --k) {
        sum = 1.0 + sum * r / static_cast<double>(k);
    }
    return std::ldexp(sum, static_cast<int>(whole));
}

double exact_log2(double x) {
    int exponent = 0;
    double m = std::frexp(x, &exponent);
    if (m < sqrt_half) {
        m *= 2.0;
        --exponent;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double square = s * s;
    double sum = 0.0;
    for (int k = artanh_terms; k >= 0; --k) {
        sum = sum * square + 1.0 / static_cast<double>(2 * k + 1);
    }
    return static_cast<double>(exponent) + 2.0 * s * sum * log2_of_e;
}

} // namespace tactus::engine
