// The elementary functions for constant expressions, in doubles: own code of + - * / and sqrt alone, so that a constant
// has the same bits on every host. Errors are below 0.65 ulp for normal results (docs/reference/math.md). Names and
// rules for special arguments are those of the functions for signals (functions.h), except that subnormal numbers count
// as themselves.
#pragma once

#include <cstdint>

namespace tactus::math::binary64 {

double floor(double x);
double ceiling(double x);
double round(double x); // halves to even
double truncate(double x);
double fraction(double x);
double modulo(double x, double y); // x - floor(x / y) y
double minimum(double x, double y);
double maximum(double x, double y);
double clamp(double x, double low, double high);

double square_root(double x);
double exponential(double x);
double exponential2(double x);
double logarithm(double x);
double logarithm2(double x);
double logarithm10(double x);
double power(double x, double y);

// Angles in radians; from 2^22 on they count as whole turns.
double sine(double x);
double cosine(double x);
double tangent(double x);
double arcsine(double x);
double arccosine(double x);
double arctangent(double x);
double arctangent2(double y, double x);

double hyperbolic_sine(double x);
double hyperbolic_cosine(double x);
double hyperbolic_tangent(double x);

// x modulo 1 turn in units of 2^-32 turn, towards zero within half a turn; a half is -2^31. 0 for NaN, infinity and
// beyond 2^52.
std::int32_t phase_of(double x);

} // namespace tactus::math::binary64
