// Powers and logarithms of two in double precision that give the same bits on every machine: only IEEE additions,
// multiplications and divisions in a fixed order, no mathematical library. Errors are below 4 units in the last place;
// a result rounded to float is nearly always the nearest.
#pragma once

namespace tactus::engine {

double exact_exp2(double x); // |x| is limited to 1000; NaN gives 1
double exact_log2(double x); // x > 0 and normal

} // namespace tactus::engine
