// A pad that breathes: every stroke of the kick turns it down, and it swells back until the next.
patch sidechain {
    param depth: dB = -30dB in -60dB..-6dB                             // above this level of the kick the pad gives way
    param release: s = 180ms in 20ms..600ms log cc 72

    beat = metro(1beat)
    drum = kick(beat)
    noises = hat(metro(1/2 beat) and not beat) * 0.3 + clap(every(beat, 2)@(1beat, max: 4s)) * 0.4
    root = [A2, F2, C3, G2][count(every(beat, 4), 4)]
    pad = saw(root * [1, 1.004, 3/2, 1.498, 2, 2.997]) -> lowpass(1.2kHz, 0.2) -> spread()
    ducked = compressor(pad, drum, threshold: depth, ratio: 6, knee: 6, attack: 2ms, release: release)
    out = brickwall(ducked * 0.25 + [0.5, 0.5] * (drum + noises), -1dB)
}

test "the pad gives way to the kick and swells back" {
    y = sidechain(depth: -40dB)
    expect level(y, from: 100ms, to: 200ms) < level(y, from: 400ms, to: 450ms) * -2dB
    expect peak(y) <= -0.9dB
}
