// Functions of angles, constants: in and out are doubles. Series of Taylor after reduction to an eighth of a turn,
// Newton's iteration for the inverses, in Twofold numbers, rounded to double at the end.
#include <cmath>
#include <limits>

#include "compiler/math/constant.h"
#include "compiler/math/factorials.h"
#include "compiler/math/twofold.h"

namespace tactus::math {

namespace {

constexpr Twofold pi64{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
constexpr Twofold half_pi64{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

// x^first / first! - x^(first + 2) / (first + 2)! + …, for |x| < 0.8; `first` 0: the cosine, 1: the sine.
Twofold series(Twofold x, std::size_t first) {
    const auto &reciprocal = reciprocal_factorials();
    const Twofold square = -(x * x);
    Twofold sum = reciprocal[factorials - 2 + first];
    for (std::size_t k = factorials / 2 - 1; k-- > 0;) {
        sum = reciprocal[2 * k + first] + sum * square;
    }
    return first == 0 ? sum : sum * x;
}

// The same in doubles.
double near_series(double x, std::size_t first) {
    const auto &reciprocal = reciprocal_factorials();
    double sum = 0;
    for (std::size_t k = 9; k-- > 0;) {
        sum = reciprocal[2 * k + first].upper - sum * (x * x);
    }
    return first == 0 ? sum : sum * x;
}

struct Reduced {
    Twofold rest; // at most an eighth of a turn
    int quadrant;
};

// An angle below 2^22 less a whole number of quarter turns, with pi / 2 in summands of 33, 33, 53 and 53 bits: the
// first two products are exact.
Reduced reduced(double x) {
    const double quarters = binary64::round(x * 0x1.45f306dc9c883p-1);
    const Twofold upper = exact_sum(x - quarters * 0x1.921fb544p+0, -(quarters * 0x1.0b4611a6p-34));
    const Twofold lower = exact_product(quarters, 0x1.3198a2e037073p-69);
    return {(upper - lower) + -(quarters * 0x1.129024e088a68p-123), static_cast<int>(quarters) & 3};
}

// sin(rest + (quadrant + quarters) quarter turns).
Twofold sine_of(const Reduced &angle, int quarters) {
    const int quadrant = (angle.quadrant + quarters) & 3;
    const Twofold size = series(angle.rest, quadrant % 2 == 0 ? 1 : 0);
    return quadrant < 2 ? size : -size;
}

// What an angle counts as: 0 from 2^22 on, NaN for NaN and infinity.
double counted(double x) { return std::fabs(x) < 0x1p22 ? x : x - x; }

// arctan t for 0 <= t <= 1, from arctan t - y = arctan((t cos y - sin y) / (cos y + t sin y)): each step cubes the
// error, which is below 0.22 at first. All but the last are done in doubles.
Twofold arctangent_pair(Twofold t) {
    double near = t.upper * 0.8;
    for (int k = 0; k < 4; ++k) {
        const double sine = near_series(near, 1), cosine = near_series(near, 0);
        near += (t.upper * cosine - sine) / (cosine + t.upper * sine);
    }
    const Twofold y{near, 0}, sine = series(y, 1), cosine = series(y, 0);
    return y + (t * cosine - sine) / (cosine + t * sine);
}

// The angle of a point in the first quadrant, neither coordinate infinite.
Twofold angle_pair(Twofold height, Twofold width) {
    if (height.upper <= width.upper) {
        return width.upper == 0 ? Twofold{} : arctangent_pair(height / width);
    }
    return half_pi64 - arctangent_pair(width / height);
}

} // namespace

namespace binary64 {

double sine(double x) { return x == 0 ? x : x - x == 0 ? to_double(sine_of(reduced(counted(x)), 0)) : x - x; }
double cosine(double x) { return x - x == 0 ? to_double(sine_of(reduced(counted(x)), 1)) : x - x; }

double tangent(double x) {
    if (!(x - x == 0)) {
        return x - x;
    }
    const Reduced angle = reduced(counted(x));
    return to_double(sine_of(angle, 0) / sine_of(angle, 1));
}

double arctangent(double x) {
    const double size = std::fabs(x);
    if (!(size < 0x1p60)) {
        return size == size ? std::copysign(half_pi64.upper, x) : x;
    }
    if (size < 0x1p-30) {
        return to_double(Twofold{x, 0} - exact_product(x, x) * x / 3.0);
    }
    return std::copysign(to_double(angle_pair({size, 0}, {1, 0})), x);
}

double arctangent2(double y, double x) {
    double height = std::fabs(y);
    double width = std::fabs(x);
    const double longer = height < width ? width : height;
    if (!(height - height == 0 && width - width == 0)) {
        if (!(height == height) || !(width == width) || height == width) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        // One is infinite: the other counts as zero beside it.
        height = height < width ? 0 : 1;
        width = 1 - height;
    } else if (longer > 0) {
        // Near 1, so that no product leaves the range.
        int exponent = 0;
        (void)std::frexp(longer, &exponent);
        height = std::ldexp(height, -exponent);
        width = std::ldexp(width, -exponent);
    }
    const Twofold right = angle_pair({height, 0}, {width, 0});
    const double angle = to_double(x < 0 ? pi64 - right : right);
    return y < 0 ? -angle : angle;
}

double arcsine(double x) {
    const double size = std::fabs(x);
    if (!(size <= 1)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const Twofold other = square_root((Twofold{1, 0} - Twofold{size, 0}) * (Twofold{1, 0} + size));
    return std::copysign(size < 0x1p-30 ? arctangent(size) : to_double(angle_pair({size, 0}, other)), x);
}

double arccosine(double x) {
    if (!(std::fabs(x) <= 1)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const Twofold height = square_root(Twofold{1, 0} - Twofold{x, 0});
    const Twofold width = square_root(Twofold{1, 0} + x);
    return to_double(angle_pair(height, width) * 2.0);
}

} // namespace binary64
} // namespace tactus::math
