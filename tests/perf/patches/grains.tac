// A cloud: sixteen grains, each a window that comes again and reads the last second at a place of its own.
input x
node grain(x, rate: Hz, start, place) -> y {
    p: phase
    p = phasor(rate) + start
    w = 1 - (2 * p - 1) ^ 2
    y = x@(place + 1440 * p, min: 2, max: 48000) * w
}
out = sum(grain(x, [i in 0..15: 5Hz + 0.37Hz * i], [i in 0..15: i * 0.0625], [i in 0..15: 2400 + 2544 * i])) * 0.2
