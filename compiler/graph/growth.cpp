#include "compiler/graph/growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace tactus::graph {

namespace {

// Of the unit circle: integrators, also two in a row, stand on it, and digits are few. A ring with delays is long: a
// tenth of a thousandth may come with each round.
constexpr double tolerance = 3e-5, round_tolerance = 1e-4;
// Of looking at a circle once, in products: once is too often, or several times is.
constexpr std::uint64_t most_work = 20'000'000, much_work = 100'000;

// The magnitude of the largest eigenvalue: the growth of the matrix's powers (Gelfand's formula), here of power 2^30.
double spectral_radius(std::vector<double> matrix, std::size_t n) {
    if (!std::all_of(matrix.begin(), matrix.end(), [](double x) { return std::isfinite(x); }))
        return 0.0;         // a coefficient that is no number is another mistake
    double logarithm = 0.0; // of what was divided out, per step
    double steps = 1.0;
    for (int i = 0; i < 30; ++i) {
        double largest = 0.0;
        for (const double x : matrix)
            largest = std::max(largest, std::abs(x));
        if (!(largest > 0.0))
            return 0.0;
        logarithm += std::log(largest) / steps;
        for (double &x : matrix)
            x /= largest;
        std::vector<double> square(n * n);
        for (std::size_t row = 0; row < n; ++row)
            for (std::size_t k = 0; k < n; ++k)
                for (std::size_t column = 0; column < n; ++column)
                    square[row * n + column] += matrix[row * n + k] * matrix[k * n + column];
        matrix = std::move(square);
        steps *= 2.0;
    }
    return std::exp(logarithm);
}

// The largest singular value of a matrix whose rows and columns are balanced first (Osborne, On pre-conditioning of
// matrices, 1960): delays neither gain nor lose, so below 1 nothing grows, however long they are.
double balanced_norm(std::vector<double> matrix, std::size_t n) {
    for (int sweep = 0; sweep < 30; ++sweep) {
        for (std::size_t i = 0; i < n; ++i) {
            double row = 0.0, column = 0.0;
            for (std::size_t k = 0; k < n; ++k) {
                row += k == i ? 0.0 : matrix[i * n + k] * matrix[i * n + k];
                column += k == i ? 0.0 : matrix[k * n + i] * matrix[k * n + i];
            }
            if (!(row > 0.0) || !(column > 0.0))
                continue;
            const double scale = std::sqrt(std::sqrt(column / row));
            for (std::size_t k = 0; k < n; ++k) {
                matrix[i * n + k] *= scale;
                matrix[k * n + i] /= scale;
            }
        }
    }
    std::vector<double> square(n * n);
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < n; ++column)
            for (std::size_t k = 0; k < n; ++k)
                square[row * n + column] += matrix[k * n + row] * matrix[k * n + column];
    return std::sqrt(spectral_radius(std::move(square), n));
}

// The determinant, by elimination with the largest of each column.
template <typename Number> Number determinant(std::span<Number> m, std::size_t n) {
    Number made = 1.0;
    for (std::size_t k = 0; k + 1 < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k + 1; i < n; ++i)
            pivot = std::norm(m[i * n + k]) > std::norm(m[pivot * n + k]) ? i : pivot;
        if (std::norm(m[pivot * n + k]) == 0.0)
            return 0.0;
        if (pivot != k) {
            std::swap_ranges(&m[pivot * n], &m[pivot * n] + n, &m[k * n]);
            made = -made;
        }
        made *= m[k * n + k];
        for (std::size_t i = k + 1; i < n; ++i) {
            if (std::norm(m[i * n + k]) == 0.0)
                continue;
            const Number part = m[i * n + k] / m[k * n + k];
            for (std::size_t j = k + 1; j < n; ++j)
                m[i * n + j] -= part * m[k * n + j];
        }
    }
    return n == 0 ? made : made * m[n * n - 1];
}

// det(1 - what goes round): 0 where w is 1 / pole; 1 where w is 0.
Complex characteristic(const Loop &loop, double radius, double angle, Loop::Scratch &scratch) {
    const std::size_t n = loop.width();
    const std::span<Complex> m = loop.round(radius, angle, scratch);
    for (std::size_t i = 0; i < n * n; ++i)
        m[i] = (i % (n + 1) == 0 ? 1.0 : 0.0) - m[i];
    return determinant(m, n);
}

Complex characteristic(const Loop &loop, double radius, double angle) {
    Loop::Scratch scratch;
    return characteristic(loop, radius, angle, scratch);
}

// How often the characteristic turns round 0 while w goes round a circle: as often as it has zeros inside (the argument
// principle). Nothing where it comes too near to 0.
class Winding {
  public:
    Winding(const Loop &loop, double radius) : loop_(loop), radius_(radius) {}

    std::optional<long> turns() {
        const auto points = static_cast<std::size_t>(2 * loop_.order + 8); // of half the circle; the other mirrors it
        const double step = std::numbers::pi / static_cast<double>(points);
        Complex before = at(0.0);
        for (std::size_t i = 1; i <= points && known_; ++i) {
            const double angle = step * static_cast<double>(i);
            const Complex now = at(angle);
            go(angle - step, before, angle, now, 0);
            before = now;
        }
        return known_ ? std::optional(std::lround(total_ / std::numbers::pi)) : std::nullopt;
    }

    double nearest = 0.0; // the angle at which it comes nearest to 0

  private:
    Complex at(double angle) {
        const Complex made = characteristic(loop_, radius_, angle, scratch_);
        if (std::abs(made) < least_) {
            least_ = std::abs(made);
            nearest = angle;
        }
        return made;
    }

    void go(double a, Complex from, double b, Complex to, int depth) {
        constexpr int deepest = 30;
        known_ = known_ && depth < deepest && std::isfinite(std::abs(to)) && std::abs(from) > 1e-11;
        if (!known_)
            return;
        if (std::abs(to - from) < 0.8 * std::abs(from)) {
            total_ += std::arg(to / from);
            return;
        }
        const double middle = 0.5 * (a + b);
        const Complex between = at(middle);
        go(a, from, middle, between, depth + 1);
        go(middle, between, b, to, depth + 1);
    }

    const Loop &loop_;
    Loop::Scratch scratch_;
    double radius_, total_ = 0.0, least_ = 1e300;
    bool known_ = true;
};

// All memories of a short ring: how its state goes on from sample to sample. The characteristic's coefficients are read
// from its values on a circle.
std::vector<double> companion(const Loop &loop) {
    const auto n = static_cast<std::size_t>(loop.order);
    const std::size_t points = n + 1;
    std::vector<double> matrix(n * n);
    for (std::size_t k = 1; k <= n; ++k) {
        Complex sum = 0.0;
        for (std::size_t i = 0; i < points; ++i) {
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(points);
            sum += characteristic(loop, 1.0, angle) * std::polar(1.0, -angle * static_cast<double>(k));
        }
        matrix[k - 1] = -sum.real() / static_cast<double>(points);
        if (k < n)
            matrix[k * n + k - 1] = 1.0;
    }
    return matrix;
}

// A pole near to a place on the circle, by Newton's method in log w; 0 where that leads elsewhere.
double pole_near(const Loop &loop, double least, double angle) {
    Complex place(-std::log1p(least), angle);
    for (int i = 0; i < 50; ++i) {
        constexpr double h = 1e-7;
        const Complex here = characteristic(loop, std::exp(place.real()), place.imag());
        const Complex slope = (characteristic(loop, std::exp(place.real() + h), place.imag()) - here) / h;
        const Complex way = here / slope;
        const double most = 1.0 / static_cast<double>(loop.longest);
        place -= std::abs(way) > most ? way * (most / std::abs(way)) : way;
        if (!(std::abs(way) < 1e3) || !(place.real() < 1.0))
            break;
        if (std::abs(way) < 1e-13)
            return place.real() < -0.5 * std::log1p(least) ? std::exp(-place.real()) : 0.0;
    }
    return 0.0;
}

// The magnitude of the largest pole of a ring that has one outside of 1 + least: by halving, then from the place where
// the last circle comes nearest to it.
double largest_pole(const Loop &loop, double least, double angle) {
    const std::uint64_t work = loop.order * loop.work();
    if (work > much_work)
        return std::max(pole_near(loop, least, angle),
                        pole_near(loop, least, std::numbers::pi / static_cast<double>(loop.longest)));
    const int halvings = work < 2'000 ? 24 : 6;
    const auto outside = [&](double beyond) {
        Winding winding(loop, 1.0 / (1.0 + beyond));
        const bool found = winding.turns().value_or(0) > 0;
        angle = found ? winding.nearest : angle;
        return found;
    };
    double low = least, high = 2.0 * least;
    while (high < 1e6 && outside(high)) {
        low = high;
        high *= 2.0;
    }
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (outside(middle) ? low : high) = middle;
    }
    const double pole = pole_near(loop, low, angle);
    return pole > 1.0 + low && pole < 1.0 + high ? pole : 1.0 + high;
}

// A pole that certainly is outside, where looking at the circle is too much work: the characteristic is 1 at 0 and
// below 0 on the real axis, or the product of all poles is above 1.
std::optional<double> certain_pole(const Loop &loop, double least) {
    for (const double angle : {0.0, std::numbers::pi}) {
        if (characteristic(loop, 1.0 / (1.0 + least), angle).real() < -1e-6) {
            double low = 0.0, high = 1.0 / (1.0 + least);
            for (int i = 0; i < 60; ++i) {
                const double middle = 0.5 * (low + high);
                (characteristic(loop, middle, angle).real() < 0.0 ? high : low) = middle;
            }
            return 1.0 / high;
        }
    }
    std::size_t delays = 0;
    std::vector<double> exchange = loop.exchange(delays);
    const double product =
        exchange.empty() || !loop.plain() ? 0.0 : std::abs(determinant(std::span<double>(exchange), delays));
    const double pole = product > 0.0 ? std::pow(product, 1.0 / static_cast<double>(loop.order)) : 0.0;
    return pole > 1.0 + least ? std::optional(pole) : std::nullopt;
}

} // namespace

std::optional<double> growing_pole(const Loop &loop) {
    constexpr std::uint64_t shortest = 4; // where the poles come from a matrix
    if (const auto way = loop.only_way()) {
        const double factor = std::abs(way->factor);
        return factor > 1.0 + round_tolerance && std::isfinite(factor)
                   ? std::optional(std::pow(factor, 1.0 / static_cast<double>(way->samples)))
                   : std::nullopt;
    }
    const std::vector<double> bounds = loop.bounds();
    if (!std::all_of(bounds.begin(), bounds.end(), [](double x) { return std::isfinite(x); }) ||
        spectral_radius(bounds, loop.width()) <= 1.0 + tolerance)
        return std::nullopt;
    if (loop.order <= shortest && loop.plain()) {
        const double pole = spectral_radius(companion(loop), static_cast<std::size_t>(loop.order));
        return pole > 1.0 + tolerance ? std::optional(pole) : std::nullopt;
    }
    std::size_t delays = 0;
    const std::vector<double> exchange = loop.exchange(delays);
    if (!exchange.empty() && balanced_norm(exchange, delays) <= 1.0 + round_tolerance)
        return std::nullopt;
    const std::uint64_t samples = loop.longest > 1 ? loop.longest : loop.order; // of a round
    const double least = std::min(tolerance, round_tolerance / static_cast<double>(samples));
    if (const auto pole = loop.order * loop.work() > much_work ? certain_pole(loop, least) : std::nullopt)
        return pole;
    if (loop.order * loop.work() > most_work)
        return std::nullopt;
    Winding winding(loop, 1.0 / (1.0 + least));
    if (winding.turns().value_or(0) <= 0)
        return std::nullopt;
    return largest_pole(loop, least, winding.nearest);
}

} // namespace tactus::graph
