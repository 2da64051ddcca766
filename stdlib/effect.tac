// Effects that move: pitch, level and phase under a slow oscillator, and echoes with the manners of tape.

/// A first-order all-pass: every frequency as strong as before, turned by a quarter at the corner.
/// x: audio; cutoff: Hz where the phase is turned by 90 degrees; any rate
/// Out: audio
/// Source: Zolzer, DAFX, 2nd edition, section 2.3
/// Example: quarterturn(noise(), 700Hz) + noise()
node quarterturn(x, cutoff: Hz) -> y {
    g = tan(pi * min(cutoff * sampletime, 0.49))
    a = (g - 1) / (g + 1)
    y = a * x + x@1 - a * y@1
}

/// A signal and a copy through six moving all-passes: three notches that wander.
/// x: audio; rate: Hz, 0.05 .. 5; low, high: Hz, the way of the corner; fb: -0.9 .. 0.9
/// Out: audio; without feedback no tone of x is louder than before, but their phases change, and peaks may be twice as high
/// Example: saw(110Hz) -> phaser(0.3Hz)
node phaser(x, rate: Hz, low: Hz = 200Hz, high: Hz = 2kHz, fb = 0.3) -> y {
    f = low * (high / low) ^ (0.5 + 0.5 * sine(rate))
    turned = fold([f, f, f, f, f, f], x + fb * turned@1, quarterturn)
    y = (x + turned) / 2
}

/// The level of a signal moves up and down.
/// x: audio; rate: Hz; depth: 0 .. 1, how much is taken away at the lowest
/// Out: audio; at most x
/// Example: saw(110Hz) -> tremolo(5Hz, 0.5)
node tremolo(x, rate: Hz, depth) = x * (1 - depth * (0.5 - 0.5 * sine(rate)))

/// The pitch of a signal moves up and down, by a delay that moves.
/// x: audio; rate: Hz; depth: s, 0 .. 10 ms: the pitch moves by a factor of 1 -+ 2 pi rate depth
/// Out: audio, 12 ms late
/// Example: saw(110Hz) -> vibrato(5Hz, 0.3ms)
node vibrato(x, rate: Hz, depth: s) = x@(12ms + depth * sine(rate), min: 2, max: 30ms, interp: cubic)

/// A signal times a sine: every partial becomes two, its sum and its difference with freq.
/// x: audio; freq: Hz, any rate
/// Out: audio; at most x
/// Example: saw(110Hz) -> ringmod(317Hz)
node ringmod(x, freq: Hz) = x * sine(freq)

/// Higher or deeper without being faster: two readers run through a short delay at another speed, each silent where it jumps.
/// x: audio; ratio: 0.25 .. 4, for example 7st; any rate. window: s, constant, 10 .. 100 ms: long for chords, short for drums
/// Out: audio, about half a window late; what the two readers have of one tone may cancel, so a lasting sine swells and fades
/// Source: Zolzer, DAFX, 2nd edition, section 6.4.3 (delay line modulation)
/// Example: saw(110Hz) -> pitchshift(7st)
node pitchshift(x, ratio, window: s = 50ms) -> y {
    a = phasor((1 - ratio * 1) / window)                               // a plain number: ratios cannot be subtracted
    b: phase
    b = a + 0.5
    first = x@(1ms + a * window, min: 2, max: 2ms + window, interp: cubic) * (0.5 - 0.5 * costurn(a))
    second = x@(1ms + b * window, min: 2, max: 2ms + window, interp: cubic) * (0.5 - 0.5 * costurn(b))
    y = first + second
}

/// Repetitions as from a loop of tape: each one softer, duller and more saturated than the last, at a speed that is never quite steady.
/// x: audio; time: s, up to 2 s, any rate (it glides, and the pitch with it); fb: 0 .. 1.2, from 1 on it sustains itself; tone: Hz, what the tape loses
/// wow: 0 .. 1, how unsteady
/// Out: audio; x itself comes through unchanged
/// Example: noise() * decay(metro(2s), 50ms) -> tapeecho(300ms, 0.6)
node tapeecho(x, time: s, fb, tone: Hz = 4kHz, wow = 0.3) -> y {
    speed = smooth(time, 200ms) * (1 + wow * (0.002 * sine(0.7Hz) + 0.0005 * sine(6.3Hz)))
    heard = tanh(x + fb * loop)@(speed, min: 2, max: 2.1s, interp: cubic)
    loop = dcblock(onepole(heard, tone))
    y = x + loop
}
