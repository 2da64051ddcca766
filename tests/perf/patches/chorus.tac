// Three wandering echoes on each side.
input x
node wandering(x, rate: Hz, start) -> y {
    p: phase
    p = phasor(rate) + start
    y = x@(12ms + 3ms * sinturn(p), min: 2, max: 20ms)
}
out = [x + sum(wandering(x, [0.31Hz, 0.47Hz, 0.73Hz], [0, 0.3, 0.6])), x + sum(wandering(x, [0.37Hz, 0.53Hz, 0.67Hz], [0.5, 0.8, 0.1]))] * 0.3
