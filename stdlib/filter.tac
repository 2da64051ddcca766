// Filters. `resonance` is the same everywhere: 0 is none, 0.3 nearly flat, towards 1 they ring; the quality factor is Q = 1 / (2 - 2 * resonance).
// A cutoff above 0.49 of the sample rate counts as that. Coefficients are worked out at the rate of what they are made of: at ticks for parameters and notes (and
// then they move in straight lines), at every sample for audio-rate cutoffs. Each filter says whether sweeping it at audio rate is right for it.

/// One-pole low-pass: 6 dB per octave.
/// x: audio; cutoff: Hz, -3 dB there (well below samplerate/4); audio rate is fine
/// Out: audio
/// Source: the impulse-invariant RC low-pass, for example Zolzer, DAFX, 2nd edition, chapter 2
/// Example: noise() -> onepole(500Hz)
node onepole(x, cutoff: Hz) -> y {
    a = exp(-2 * pi * cutoff * sampletime)
    y = (1 - a) * x + a * y@1
}

/// One-pole high-pass: what onepole takes away.
/// x: audio; cutoff: Hz; audio rate is fine
/// Out: audio
/// Example: noise() -> onepolehigh(2kHz)
node onepolehigh(x, cutoff: Hz) = x - onepole(x, cutoff)

/// Takes away 0 Hz: a high-pass at 5 Hz with an exact zero.
/// x: audio
/// Out: audio
/// Source: Smith, Introduction to Digital Filters, "DC blocker"
/// Example: dcblock(pulse(110Hz, 0.1))
node dcblock(x) -> y { y = x - x@1 + exp(-2 * pi * 5Hz * sampletime) * y@1 }

/// The second-order section every textbook has: y = b0 x + b1 x@1 + b2 x@2 - a1 y@1 - a2 y@2.
/// x: audio; b0, b1, b2, a1, a2: coefficients with a0 = 1; stable for |a2| < 1 and |a1| < 1 + a2
/// Out: audio
/// Source: Smith, Introduction to Digital Filters, "direct form I"
/// Example: biquad(noise(), 0.25, 0.5, 0.25, 0, 0)
node biquad(x, b0, b1, b2, a1, a2) -> y { y = b0 * x + b1 * x@1 + b2 * x@2 - a1 * y@1 - a2 * y@2 }

/// Low-pass, 12 dB per octave.
/// x: audio; cutoff: Hz; resonance: 0 .. 0.999; both at tick rate or slow audio (for fast sweeps take svf)
/// Out: audio; 0 dB at 0 Hz, Q at the cutoff
/// Source: Bristow-Johnson, Audio EQ Cookbook
/// Example: saw(110Hz) -> lowpass(800Hz, 0.3)
node lowpass(x, cutoff: Hz, resonance) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    alpha = sin(w) * (1 - resonance)
    c = (1 - cos(w)) / (1 + alpha)
    y = biquad(x, c / 2, c, c / 2, -2 * cos(w) / (1 + alpha), (1 - alpha) / (1 + alpha))
}

/// High-pass, 12 dB per octave.
/// x: audio; cutoff: Hz; resonance: 0 .. 0.999; both at tick rate or slow audio
/// Out: audio; 0 dB at the top, Q at the cutoff
/// Source: Bristow-Johnson, Audio EQ Cookbook
/// Example: saw(110Hz) -> highpass(800Hz, 0.3)
node highpass(x, cutoff: Hz, resonance) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    alpha = sin(w) * (1 - resonance)
    c = (1 + cos(w)) / (1 + alpha)
    y = biquad(x, c / 2, -c, c / 2, -2 * cos(w) / (1 + alpha), (1 - alpha) / (1 + alpha))
}

/// Band-pass: 0 dB in the middle, 6 dB per octave to each side.
/// x: audio; cutoff: the middle, Hz; resonance: 0 .. 0.999, narrower towards 1; both at tick rate or slow audio
/// Out: audio
/// Source: Bristow-Johnson, Audio EQ Cookbook
/// Example: noise() -> bandpass(800Hz, 0.9)
node bandpass(x, cutoff: Hz, resonance) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    alpha = sin(w) * (1 - resonance)
    c = alpha / (1 + alpha)
    y = biquad(x, c, 0, -c, -2 * cos(w) / (1 + alpha), (1 - alpha) / (1 + alpha))
}

/// Takes one frequency away.
/// x: audio; cutoff: Hz, nothing is left there; resonance: 0 .. 0.999, narrower towards 1; both at tick rate or slow audio
/// Out: audio; 0 dB far away
/// Source: Bristow-Johnson, Audio EQ Cookbook
/// Example: saw(50Hz) -> notch(150Hz, 0.9)
node notch(x, cutoff: Hz, resonance) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    alpha = sin(w) * (1 - resonance)
    c = 1 / (1 + alpha)
    y = biquad(x, c, -2 * cos(w) * c, c, -2 * cos(w) * c, (1 - alpha) * c)
}

/// Lifts or lowers one region: the bell of an equaliser.
/// x: audio; cutoff: the middle, Hz; gain: dB there; resonance: 0 .. 0.999, narrower towards 1; all at tick rate or slow audio
/// Out: audio; 0 dB far away
/// Source: Bristow-Johnson, Audio EQ Cookbook
/// Example: saw(110Hz) -> peak(1kHz, 6dB, 0.5)
node peak(x, cutoff: Hz, gain: dB, resonance) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    alpha = sin(w) * (1 - resonance)
    root = sqrt(gain)
    c = 1 / (1 + alpha / root)
    y = biquad(x, (1 + alpha * root) * c, -2 * cos(w) * c, (1 - alpha * root) * c, -2 * cos(w) * c, (1 - alpha / root) * c)
}

/// Lifts or lowers everything below a frequency.
/// x: audio; cutoff: Hz, half of the gain in dB there; gain: dB at 0 Hz; both at tick rate or slow audio
/// Out: audio; 0 dB far above
/// Source: Bristow-Johnson, Audio EQ Cookbook, slope 1
/// Example: saw(110Hz) -> lowshelf(200Hz, 6dB)
node lowshelf(x, cutoff: Hz, gain: dB) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    g = sqrt(gain) * 1                           // a plain number from here on: ratios cannot be added
    e = 2 * sqrt(g) * sin(w) * 0.7071067811865476
    c = 1 / (g + 1 + (g - 1) * cos(w) + e)
    y = biquad(x, g * (g + 1 - (g - 1) * cos(w) + e) * c, 2 * g * (g - 1 - (g + 1) * cos(w)) * c, g * (g + 1 - (g - 1) * cos(w) - e) * c,
        -2 * (g - 1 + (g + 1) * cos(w)) * c, (g + 1 + (g - 1) * cos(w) - e) * c)
}

/// Lifts or lowers everything above a frequency.
/// x: audio; cutoff: Hz, half of the gain in dB there; gain: dB at the top; both at tick rate or slow audio
/// Out: audio; 0 dB far below
/// Source: Bristow-Johnson, Audio EQ Cookbook, slope 1
/// Example: saw(110Hz) -> highshelf(3kHz, -6dB)
node highshelf(x, cutoff: Hz, gain: dB) -> y {
    w = 2 * pi * min(cutoff * sampletime, 0.49)
    g = sqrt(gain) * 1                           // a plain number from here on: ratios cannot be added
    e = 2 * sqrt(g) * sin(w) * 0.7071067811865476
    c = 1 / (g + 1 - (g - 1) * cos(w) + e)
    y = biquad(x, g * (g + 1 + (g - 1) * cos(w) + e) * c, -2 * g * (g - 1 + (g + 1) * cos(w)) * c, g * (g + 1 + (g - 1) * cos(w) - e) * c,
        2 * (g - 1 - (g + 1) * cos(w)) * c, (g + 1 - (g - 1) * cos(w) - e) * c)
}

/// State-variable filter: every response of 12 dB per octave at once.
/// x: audio; cutoff: Hz; resonance: 0 .. 1 (at 1 it rings for ever); both right at audio rate, however fast
/// Out: low, band, high; notch (low + high), peak (low - high), all (an all-pass); band is Q at the cutoff; high + low + band / Q is x
/// Source: Zavalishin, The Art of VA Filter Design, section 4.4; Simper, Linear trapezoidal integrated state variable filter, 2013
/// Example: svf(noise(), 800Hz, 0.9).band
node svf(x, cutoff: Hz, resonance) -> low, band, high, notch, peak, all {
    g = tan(pi * min(cutoff * sampletime, 0.49))
    k = 2 - 2 * min(resonance, 1)
    band = (s1@1 + g * (x - s2@1)) / (1 + g * (g + k))
    low = s2@1 + g * band
    high = x - k * band - low
    s1 = 2 * band - s1@1
    s2 = 2 * low - s2@1
    notch = low + high
    peak = low - high
    all = x - 2 * k * band
}

/// Two bands that together are the whole: Linkwitz-Riley, 24 dB per octave.
/// x: audio; cutoff: Hz, both bands are -6 dB there; right at audio rate
/// Out: low, high; low + high is as loud as x at every frequency
/// Source: Linkwitz, Active crossover networks for noncoincident drivers, 1976
/// Example: crossover(saw(110Hz), 800Hz).low
node crossover(x, cutoff: Hz) -> low, high {
    first = svf(x, cutoff, 0.2928932188134524)
    low = svf(first.low, cutoff, 0.2928932188134524).low
    high = svf(first.high, cutoff, 0.2928932188134524).high
}

/// A comb filter in tune: it rings at a frequency and all its multiples.
/// x: audio; freq: Hz, 20 .. samplerate/4, any rate; fb: -0.999 .. 0.999; below 0 it rings an octave deeper, at the odd multiples
/// Out: 1 / (1 - fb) at the teeth, 1 / (1 + fb) between them
/// Source: Moore, Elements of Computer Music, 1990, chapter 3
/// Example: combfilter(noise() * 0.1, 220Hz, 0.95)
node combfilter(x, freq: Hz, fb) -> y { y = x + fb * y@(1 / freq, max: 50ms, interp: allpass) }

// The first three resonances of a voice for five vowels (columns a e i o u): Hz, and their levels in dB.
table vowelpitch[3][5] = [[730, 530, 270, 570, 300], [1090, 1840, 2290, 840, 870], [2440, 2480, 3010, 2410, 2240]]
table vowellevel[3][5] = [[-1, -2, -4, 0, -3], [-5, -17, -24, -7, -19], [-28, -24, -28, -34, -43]]

/// A voice's vowels: three resonances that glide from one vowel to the next.
/// x: audio, rich in harmonics; vowel: 0 a, 1 e, 2 i, 3 o, 4 u, and what is between, any rate; shift: a ratio, a smaller head above 1
/// Out: audio
/// Source: Peterson and Barney, Control methods used in a study of the vowels, 1952, averages of men; bandwidths of 80, 100 and 120 Hz
/// Example: formant(saw(110Hz), 2 + 2 * sine(0.3Hz))
node formant(x, vowel, shift = 1) -> y {
    f = shift * [k in 0..2: read(vowelpitch, clamp(vowel, 0, 4), row: k)] * 1Hz
    width = [80Hz, 100Hz, 120Hz] / f
    y = sum(svf(x, f, 1 - width / 2).band * width * db([k in 0..2: read(vowellevel, clamp(vowel, 0, 4), row: k)]))
}

/// Ladder filter: four poles in a ring, 24 dB per octave, linear (it never clips by itself).
/// x: audio; cutoff: Hz; resonance: 0 .. 0.995, feedback 4 * resonance; both right at audio rate, however fast
/// Out: audio; the pass band is 1 / (1 + 4 * resonance), as in the analogue circuit
/// Source: Zavalishin, The Art of VA Filter Design, section 5.3 (no delay in the ring); the circuit: Moog 1965
/// Example: saw(55Hz) -> ladder(800Hz, 0.7)
node ladder(x, cutoff: Hz, resonance) -> y {
    g = tan(pi * min(cutoff * sampletime, 0.49))
    h = g / (1 + g)                              // one stage: v = h * (in - s) ; out = v + s ; s = out + v
    k = 4 * clamp(resonance, 0, 0.995)
    past = (1 - h) * (s4@1 + h * (s3@1 + h * (s2@1 + h * s1@1)))
    u = (x - k * past) / (1 + k * h ^ 4)
    v1 = h * (u - s1@1)
    v2 = h * (v1 + s1@1 - s2@1)
    v3 = h * (v2 + s2@1 - s3@1)
    v4 = h * (v3 + s3@1 - s4@1)
    s1 = s1@1 + 2 * v1
    s2 = s2@1 + 2 * v2
    s3 = s3@1 + 2 * v3
    s4 = s4@1 + 2 * v4
    y = s4@1 + v4
}
