// A cloud: sixteen grains, each a window that comes again and reads the last second at a place of its own.
input x
node grain(x, rate: Hz, start, place: s) -> y {
    p: phase
    p = phasor(rate) + start
    w = 1 - (2 * p - 1) ^ 2
    y = x@(place + 30ms * p, min: 2, max: 1s) * w
}
out = sum(grain(x, [i in 0..15: 5Hz + 0.37Hz * i], [i in 0..15: i * 0.0625], [i in 0..15: 50ms + 53ms * i])) * 0.2
