// Eight all-passes of first order in a row on each side, moved by a sine, with feedback.
input x
node turn(x, a) -> y { y = a * (x - y@1) + x@1 }
node side(x, start) -> y {
    p: phase
    p = phasor(0.4Hz) + start
    a = 0.6 - 0.3 * sinturn(p)
    w = fold([0.9, 0.92, 0.94, 0.96, 0.98, 1, 1.02, 1.04] * -a, x + 0.4 * w@1, turn)
    y = 0.5 * (x + w)
}
out = [side(x, 0), side(x, 0.25)]
