// Ten filters of second order in a row on each side, with constant coefficients.
input x[2]
node section(x, b0, b1, b2, a1, a2) -> y { y = b0 * x + b1 * x@1 + b2 * x@2 - a1 * y@1 - a2 * y@2 }
node boost(x, f: Hz) -> y {
    w = 2 * pi * f / samplerate
    a = sin(w) / 2
    y = section(x, (1 + 1.2 * a) / (1 + a / 1.2), -2 * cos(w) / (1 + a / 1.2), (1 - 1.2 * a) / (1 + a / 1.2), -2 * cos(w) / (1 + a / 1.2), (1 - a / 1.2) / (1 + a / 1.2))
}
node side(x) = fold([i in 0..9: 31.25Hz * 2 ^ i], x, boost)
out = side(x) * 0.3
