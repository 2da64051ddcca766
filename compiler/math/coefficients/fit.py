#!/usr/bin/env python3
"""Minimax coefficients of the polynomials in compiler/math. Prints each set and the error it leaves; needs mpmath.

Every polynomial P(x) is the weighted minimax fit of a function g: the largest |w(x) (P(x) - g(x))| is least. Remez exchange on a
dense grid of Chebyshev points; coefficients are rounded to binary32 one after another from the lowest power, and the rest is fitted
again after each, so that the rounding of one is taken up by the others. Method: E. Remez 1934; rounding: as in Brisebarre, Muller
and Tisserand, "Computing machine-efficient polynomial approximations", 2006, in its simplest form.
"""
import struct
import sys
from mpmath import (mp, mpf, acos, asin, atan, cos, exp, fabs, ln, log, lu_solve, matrix, pi, sin, sinh, sqrt, tan)

mp.dps = 40


def to_float(x):
    return mpf(struct.unpack("<f", struct.pack("<f", float(x)))[0])


def grid(low, high, points=1500):
    return [(low + high) / 2 - (high - low) / 2 * cos(pi * (2 * k + 1) / (2 * points)) for k in range(points)]


def largest_error(xs, values, weights, powers, coefficients):
    return max(fabs(w * (sum(c * x**p for c, p in zip(coefficients, powers)) - v)) for x, v, w in zip(xs, values, weights))


def exchange(xs, values, weights, powers):
    """Weighted minimax fit of `values` by the given powers of x on the points xs; returns coefficients and error."""
    count = len(powers) + 1
    chosen = [int((len(xs) - 1) * (1 - cos(pi * k / (count - 1))) / 2) for k in range(count)]
    for _ in range(40):
        system, right = matrix(count, count), matrix(count, 1)
        for row, index in enumerate(chosen):
            for column, power in enumerate(powers):
                system[row, column] = xs[index] ** power
            system[row, count - 1] = (-1) ** row / weights[index]
            right[row] = values[index]
        solution = lu_solve(system, right)
        coefficients, level = solution[: count - 1], fabs(solution[count - 1])
        errors = [w * (sum(c * x**p for c, p in zip(coefficients, powers)) - v) for x, v, w in zip(xs, values, weights)]
        # One extreme per run of equal sign; of too many, drop the weaker end.
        extremes = []
        for index, error in enumerate(errors):
            if extremes and (errors[extremes[-1]] > 0) == (error > 0):
                if fabs(error) > fabs(errors[extremes[-1]]):
                    extremes[-1] = index
            else:
                extremes.append(index)
        while len(extremes) > count:
            extremes.pop(0 if fabs(errors[extremes[0]]) < fabs(errors[extremes[-1]]) else -1)
        largest = max(fabs(e) for e in errors)
        if len(extremes) < count or largest <= level * mpf("1.0001"):
            break
        chosen = extremes
    return coefficients, largest


def fit(name, function, weight, powers, low, high):
    xs = grid(mpf(low), mpf(high))
    weights = [weight(x) for x in xs]
    values = [function(x) for x in xs]
    coefficients, ideal = exchange(xs, values, weights, powers)
    rounded = []
    for step, power in enumerate(powers):
        rounded.append(to_float(coefficients[0]))
        values = [v - rounded[-1] * x**power for v, x in zip(values, xs)]
        rest = powers[step + 1 :]
        if rest:
            kept = coefficients[1:]
            refitted, error = exchange(xs, values, weights, rest)
            coefficients = refitted if error < largest_error(xs, values, weights, rest, kept) else kept
    left = max(fabs(w * v) for v, w in zip(values, weights))
    print(f"{name}: error {float(left):.3g} (without rounding {float(ideal):.3g})")
    for coefficient in rounded:
        print(f"    {float(coefficient).hex()}f  // {float(coefficient):.9g}")


def parts(name, value, bits):
    """Splits a constant into summands that are multiples of 2^-bits[k]; the last is a rounded binary32."""
    left = value
    for bit in bits:
        part = mpf(int(mp.nint(left * mpf(2) ** bit))) / mpf(2) ** bit
        assert part == to_float(part)
        print(f"{name}: {float(part).hex()}f")
        left -= part
    print(f"{name}: {float(to_float(left)).hex()}f")


def odd(function, lead):
    """For f(x) = lead x + x z P(z), z = x^2: P and the weight that makes the error of f relative."""
    return (lambda z: (function(sqrt(z)) / sqrt(z) - lead) / z, lambda z: z * sqrt(z) / function(sqrt(z)))


SETS = {
    "exponential2: 2^r = 1 + r P(r)": lambda n: fit(
        n, lambda r: (2**r - 1) / r, lambda r: fabs(r) / 2**r, list(range(6)), -0.5, 0.5),
    "exponential: e^r = 1 + r + r^2 P(r)": lambda n: fit(
        n, lambda r: (exp(r) - 1 - r) / r**2, lambda r: r**2 / exp(r), list(range(5)), -ln(2) / 2, ln(2) / 2),
    "exponential minus one: r + r^2 P(r)": lambda n: fit(
        n, lambda r: (exp(r) - 1 - r) / r**2, lambda r: r**2 / fabs(exp(r) - 1), list(range(6)), -ln(2) / 2, ln(2) / 2),
    "logarithm2: log2(1+f) = f + f P(f)": lambda n: fit(
        n, lambda f: ln(1 + f) / ln(2) / f - 1, lambda f: fabs(f * ln(2) / ln(1 + f)), list(range(9)), sqrt(0.5) - 1, sqrt(2) - 1),
    "logarithm: ln(1+f) = f + f^2 P(f)": lambda n: fit(
        n, lambda f: (ln(1 + f) - f) / f**2, lambda f: fabs(f**2 / ln(1 + f)), list(range(8)), sqrt(0.5) - 1, sqrt(2) - 1),
    "logarithm10: log10(1+f) = f/2 + f P(f)": lambda n: fit(
        n, lambda f: log(1 + f, 10) / f - mpf(0.5), lambda f: fabs(f / log(1 + f, 10)), list(range(9)), sqrt(0.5) - 1, sqrt(2) - 1),
    "power: atanh(s) 2/ln2 = s (2/ln2 + z P(z))": lambda n: fit(
        n, lambda z: 2 / ln(2) * (mp.atanh(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * ln(2) / 2, list(range(3)), mpf(10)**-6, (3 - 2 * sqrt(2))**2),
    "sine: x + x z P(z), to a quarter turn": lambda n: fit(n, *odd(sin, 1), list(range(4)), mpf(10)**-6, (pi / 2)**2),
    "tangent: x + x z P(z), to an eighth of a turn": lambda n: fit(n, *odd(tan, 1), list(range(6)), mpf(10)**-6, (pi / 4)**2),
    "arctangent: x + x z P(z), to 1": lambda n: fit(n, *odd(atan, 1), list(range(8)), mpf(10)**-6, 1),
    "arcsine: x + x z P(z), to 1/2": lambda n: fit(n, *odd(asin, 1), list(range(5)), mpf(10)**-6, mpf(1) / 4),
    "hyperbolic sine: x + x z P(z), to 1": lambda n: fit(n, *odd(sinh, 1), list(range(3)), mpf(10)**-6, 1),
    "sine of a turn: sin(pi/2 y) = y + y P(y^2), absolute": lambda n: fit(
        n, lambda z: sin(pi / 2 * sqrt(z)) / sqrt(z) - 1, lambda z: sqrt(z), list(range(5)), mpf(10)**-9, 1),
}

if __name__ == "__main__":
    for title, make in SETS.items():
        if len(sys.argv) < 2 or sys.argv[1] in title:
            make(title)
    if len(sys.argv) < 2:
        parts("ln 2", ln(2), [15])
        parts("log10 2", log(2, 10), [16])
        parts("pi", pi, [14, 34])
        parts("355 - 113 pi", 355 - 113 * pi, [23, 34])
        parts("2 / ln 2", 2 / ln(2), [10])
