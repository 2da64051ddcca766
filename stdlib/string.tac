// Strings and other things that are struck or plucked: a delay line in a ring is a length of string.

/// A string: whatever goes in runs round in a loop of one period and loses its highs.
/// x: audio, what strikes or plucks it; freq: Hz, 20 .. 10000, any rate, in tune to a cent up to 2.6 kHz; damp: loss per period, 0.9 .. 0.9999
/// Out: audio
/// Source: Karplus and Strong 1983; Jaffe and Smith, Extensions of the Karplus-Strong plucked-string algorithm, 1983 (tuning by an all-pass)
/// Example: dust(2Hz) -> string(220Hz, 0.995)
node string(x, freq: Hz, damp) -> y {
    w = 2 * pi * freq * sampletime
    a = exp(-2 * pi * 6kHz * sampletime)
    lag = atan2(a * sin(w), 1 - a * cos(w)) / w  // samples by which the low-pass delays this pitch
    period = 1 / (freq * sampletime) - lag
    whole = floor(period - 0.493)                // the all-pass of a delay passes whole + part samples; its delay at this pitch is to be the part
    part = clamp(tan((period - whole) * w / 2) / tan(w / 2), 0.5, 1.499)
    y = x + onepole(y@((whole + part) * sampletime, max: 50ms, interp: allpass), 6kHz) * damp
}

/// A plucked string, a voice for poly: a burst of noise as long as one period sets it going, the hand stops it at the note's end.
/// note: the voice's Note; velocity makes it louder and brighter
/// Out: about -1 .. 1
/// Source: Karplus and Strong, Digital synthesis of plucked-string and drum timbres, 1983
/// Example: poly(6, pluck)
node pluck(note: Note) -> y {
    burst = noise() * hold(note.on, 1 / note.freq) * note.velocity
    finger = onepole(burst, 1kHz + 7kHz * note.velocity)
    ring = smooth(if note.gate then 0.998 else 0.92, 10ms)
    y = dcblock(string(finger, note.freq, ring)) * 0.7
}

/// One tone of a struck body: a resonator that rings after every impulse.
/// x: audio, what strikes it; freq: Hz; time: s in which it dies away by 60 dB; both at tick rate or slow audio
/// Out: audio; a single sample of 1 rings at level 1
/// Source: Smith, Introduction to Digital Filters, "two-pole"
/// Example: dust(2Hz) -> mode(440Hz, 2s)
node mode(x, freq: Hz, time: s) -> y {
    r = exp(-6.907755278982137 * sampletime / max(time, sampletime))
    w = 2 * pi * min(freq * sampletime, 0.49)
    y = x * sin(w) + 2 * r * cos(w) * y@1 - r * r * y@2
}
