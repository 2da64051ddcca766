// What a signal is like: how loud, how high, how busy. `follow` in env.tac is the level over a time.

/// A meter of peaks: up at once, down at a steady pace.
/// x: audio; fall: dB a second, as a plain number
/// Out: the peak level, 0 and more
/// Example: noise() * peakmeter(sine(1Hz))
node peakmeter(x, fall = 20) -> y { y = max(abs(x), y@1 * exp(-0.11512925464970229 * fall * sampletime / 1s)) }

/// How often a second a signal rises through 0: the frequency of a simple tone, the busyness of noise.
/// x: audio; time: s over which it is averaged
/// Out: Hz
/// Example: sine(zerocrossings(sine(330Hz), 50ms))
node zerocrossings(x, time: s = 50ms) = onepole(rise(x) * samplerate, 1 / (2 * pi * max(time, sampletime)))

/// The pitch of a single voice: the time between two rises through 0 of what is left below `high`, to a fraction of a sample.
/// x: audio, one tone at a time; low, high: Hz, the range it may be in; held where x is quieter than floor
/// floor: the least peak of what still counts
/// Out: Hz, low .. high; low before the first period
/// Example: saw(pitchof(sine(220Hz)))
node pitchof(x, low: Hz = 60Hz, high: Hz = 1kHz, floor = 0.001) -> freq {
    freq: init 0Hz
    tone = lowpass(lowpass(x - onepole(x, low / 4), high / 2, 0.3), high / 2, 0.3)
    loud = peakmeter(tone, 60) > floor
    crossed = tone > 0 and not tone@1 > 0
    part = tone@1 / (tone@1 - tone - 0.000000001)                      // how far before this sample's predecessor … this sample it crossed
    n = if crossed then 1 - part else n@1 + 1
    period = n@1 + part
    ok = crossed and loud and period * low < samplerate and period * high > samplerate
    freq = if ok then samplerate / period else max(freq@1, low)
}
