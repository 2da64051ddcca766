// A plucked string on a wooden body: the body is its impulse response, a table of a tenth of a second, different on the left and right. Play it; the
// modulation wheel takes the wood away, cc 71 freezes the sound.
table body = [[i in 0..4799: sin(0.0144 * i) * exp(-i / 1600) * 0.03 + sin(0.9 * i + 4 * sin(0.013 * i)) * exp(-i / 300) * 0.05],
    [i in 0..4799: sin(0.0151 * i) * exp(-i / 1500) * 0.03 + sin(1.1 * i + 4 * sin(0.017 * i)) * exp(-i / 280) * 0.05]]

patch convolution {
    param bare = 0.2 in 0..1 cc 1
    param hold = 0 in 0..1 step cc 71
    dry = poly(8, pluck) * 0.5
    frozen = freeze(dry, hold)
    out = convolve(dry + frozen * hold, body) * (1 - bare) + dry * bare
}
