// Eight keys of nine drawbars with a second pipe each, 144 sines, and Schroeder's reverberator on each side: seven combs, four all-passes.
node key(note: Note) -> y {
    f = note.freq * [1/2, 3/2, 1, 2, 3, 4, 5, 6, 8]
    level = [0.02, 0.01, 0.00666667, 0.005, 0.004, 0.00333333, 0.00285714, 0.0025, 0.00222222]
    y = sum((sine(f) + sine(f * 1.003)) * level) * note.gate
}
node ring(x, length, gain) -> y { y = x + gain * y@length }
node pass(x, length) -> y {
    w = x + 0.7 * w@length
    y = w@length - 0.7 * w
}
node side(x, more) -> y {
    echoes = sum(ring(x, [1687, 1601, 2053, 2251, 1117, 1277, 1429] + more, [0.773, 0.802, 0.753, 0.733, 0.812, 0.795, 0.781]))
    y = fold([347, 113, 59, 37] + more, echoes * 0.15, pass)
}
dry = poly(8, key)
out = [dry + side(dry, 0), dry + side(dry, 23)]
