// Delays, and what is made of one or two of them. Lengths that never move need no `longest`; moving ones are read between the samples.

/// A signal some time later.
/// x: audio; time: s, one sample .. longest, any rate; longest: s, constant, the memory it takes
/// Out: audio
/// Example: noise() * decay(metro(1s), 50ms) -> delay(300ms)
node delay(x, time: s, longest: s = 2s) = x@(time, min: 1, max: longest)

/// A signal and its repetitions, each weaker than the one before.
/// x: audio; time: s between repetitions, any rate; fb: how strong each is, -0.99 .. 0.99; longest: s, constant
/// Out: audio; x itself comes through unchanged
/// Example: noise() * decay(metro(2s), 50ms) -> echo(300ms, 0.6)
node echo(x, time: s, fb, longest: s = 2s) -> y { y = x + fb * y@(time, min: 1, max: longest) }

/// A signal on the left and its repetitions from side to side: the first one on the right, as loud; each pair fb times as loud as the one before.
/// x: audio; t: s between repetitions, up to 2 s, any rate; fb: -0.99 .. 0.99
/// Out: left and right, without x itself on the right
/// Example: noise() * decay(metro(2s), 50ms) -> pingpong(300ms, 0.6)
node pingpong(x, t: s, fb) -> y[2] { y = [x + fb * y[1]@(t, max: 2s), y[0]@(t, max: 2s)] }

/// A comb filter with damping, the reverberator's building block: what comes back loses its highs on the way.
/// x: audio; length: s, constant; fb: -0.99 .. 0.99; damp: 0 .. 1, one-pole coefficient of the low-pass
/// Out: audio, delayed by length
/// Source: Moorer, About this reverberation business, 1979
/// Example: comb(noise() * decay(metro(1s), 20ms), 30ms, 0.9, 0.2)
node comb(x, length: s, fb, damp) -> y { y = (x + fb * w)@length ; w = y + damp * (w@1 - y) }

/// An all-pass delay: every frequency as strong as before, each at its own time.
/// x: audio; length: s, constant; gain: -0.99 .. 0.99
/// Out: audio
/// Source: Schroeder, Natural sounding artificial reverberation, 1962
/// Example: allpass(noise() * decay(metro(1s), 20ms), 20ms)
node allpass(x, length: s, gain = 0.5) -> y {
    old = w@length
    w = x + gain * old
    y = old - gain * w
}

/// Several copies of a signal, each a little out of tune by a slowly moving delay.
/// x: audio; rate: Hz, 0.1 .. 5; depth: s, up to 10 ms; wet: 0 (x alone) .. 1
/// Out: left and right
/// Example: saw(110Hz) -> chorus(0.5Hz, 3ms, 0.5)
node chorus(x, rate: Hz, depth: s, wet) -> y[2] {
    p = phasor(rate)
    a = x@(12ms + depth * sinturn(p), min: 2, max: 30ms, interp: cubic)
    b = x@(12ms + depth * costurn(p), min: 2, max: 30ms, interp: cubic)
    y = [x + wet * (a - x / 2), x + wet * (b - x / 2)]
}

/// A signal and a copy that moves against it by a fraction of a millisecond: the sound of a passing jet.
/// x: audio; rate: Hz, 0.05 .. 2; depth: s, up to 5 ms; fb: -0.9 .. 0.9
/// Out: audio
/// Example: noise() -> flanger(0.2Hz, 2ms, 0.5)
node flanger(x, rate: Hz, depth: s, fb) -> y {
    moving = (x + fb * moving)@(0.2ms + depth * (0.5 + 0.5 * sine(rate)), min: 2, max: 12ms, interp: cubic)
    y = (x + moving) / 2
}
