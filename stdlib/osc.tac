// Oscillators. Each has a phase of 32 bits that never loses precision. Band-limited shapes are pure functions of phase and frequency: they need no memory
// besides the phase, so frequency may be modulated at audio rate, through zero, without clicks; and every voice of a chord costs the same.
// At a corner or jump the ideal step is replaced by the integral of a short low-pass kernel (band-limited step: Stilson and Smith 1996, Brandt 2001;
// as a polynomial: Valimaki and Huovilainen 2007). The two kernels here are the project's own.

/// A phase that turns `freq` times a second.
/// freq: any frequency, negative ones turn backwards; any rate
/// Out: a phase; as a number 0 <= p < 1
/// Example: sin(2 * pi * phasor(220Hz))
node phasor(freq: Hz) -> p: phase { p = p@1 + freq * sampletime }

/// A sine.
/// freq: -samplerate/2 .. samplerate/2; any rate
/// Out: -1 .. 1, starting upwards from 0
/// Example: sine(440Hz)
node sine(freq: Hz) = sinturn(phasor(freq))

/// A sine whose phase is modulated, with feedback: one operator of frequency-modulation synthesis.
/// freq: Hz; m: phase modulation in turns; fb: feedback 0 .. 1 (the mean of the last two outputs is added to the phase)
/// Out: -1 .. 1
/// Source: Chowning, The synthesis of complex audio spectra by means of frequency modulation, 1973
/// Example: operator(220Hz, operator(440Hz, 0, 0) * 0.3, 0)
node operator(freq: Hz, m, fb) -> y { y = sin(2 * pi * (phasor(freq) + m + fb * (y@1 + y@2) / 2)) }

/// A sawtooth that rises from -1 to 1 and falls at once.
/// freq: -samplerate/2 .. samplerate/2; any rate
/// quality: cheap has harmonics true to 0.5 dB up to a quarter of the sample rate and aliases below -56 dB under 10 kHz;
///          fine has harmonics true to 0.1 dB up to 3/8 of the sample rate and aliases below -100 dB everywhere, at about four times the cost
/// Out: -1.2 .. 1.2 (a band-limited jump overshoots)
/// Example: saw(110Hz)
node saw(freq: Hz, quality: cheap | fine = cheap) = sawtooth(phasor(freq), freq, quality: quality)

/// A pulse wave: 1 for the first part of each period, -1 for the rest.
/// freq: -samplerate/2 .. samplerate/2; width: the part that is 1, 0.01 .. 0.99; both at any rate. quality: as for saw
/// Out: -1.2 .. 1.2; its mean is 2 * width - 1
/// Example: pulse(110Hz, 0.5 + 0.4 * sine(0.3Hz))
node pulse(freq: Hz, width, quality: cheap | fine = cheap) -> y {
    up = phasor(freq)
    down: phase
    down = up - width
    y = sawtooth(down, freq, quality: quality) - sawtooth(up, freq, quality: quality) + 2 * width - 1
}

/// A square wave: the pulse of equal halves.
/// freq: -samplerate/2 .. samplerate/2; any rate. quality: as for saw
/// Out: -1.2 .. 1.2
/// Example: square(110Hz)
node square(freq: Hz, quality: cheap | fine = cheap) = pulse(freq, 0.5, quality: quality)

/// A triangle that rises from -1 to 1 in the first half of each period.
/// freq: -samplerate/2 .. samplerate/2; any rate. quality: as for saw
/// Out: -1 .. 1
/// Source: Esqueda, Valimaki and Bilbao, Rounding corners with BLAMP, 2016, with the kernels of this file
/// Example: triangle(220Hz)
node triangle(freq: Hz, quality: cheap | fine = cheap) -> y {
    q: phase
    q = phasor(freq) + 0.5
    s = abs(q - 0.5)
    y = 4 * (roundcorner(s, freq, quality: quality) - roundcorner(0.5 - s, freq, quality: quality)) - 4 * s + 1
}

/// The band-limited sawtooth at a phase of your own making, for hard sync, feedback or phase modulation.
/// p: the phase, 0 at the jump; freq: how fast it moves; quality: as for saw
/// Out: -1.2 .. 1.2
/// Example: sawtooth(phasor(110Hz), 110Hz)
node sawtooth(p: phase, freq: Hz, quality: cheap | fine = cheap) -> y {
    q: phase
    q = p + 0.5
    s = q - 0.5                                  // turns to the nearest jump, -1/2 .. 1/2
    y = if quality == fine then finestep(s, freq) else cheapstep(s, freq)
}

/// The sawtooth with a jump of four samples, given the distance to the jump.
/// Its step is the integral of a kernel that is a polynomial of degree 8, flat to 12 kHz and 40 dB down where aliases would fall
/// below 10 kHz (least squares at 48 kHz).
/// s: the distance in turns, -0.5 .. 0.5; freq: Hz
/// Out: -1.2 .. 1.2
/// Example: cheapstep(phasor(110Hz) - 0.5, 110Hz)
node cheapstep(s, freq: Hz) -> y {
    narrow = 1 / clamp(2 * abs(freq) * sampletime, 0.000001, 0.5)
    u = clamp(s * narrow, -1, 1)
    v = u * u
    y = 2 * s - u * (3.6464581 + v * (-7.9654276 + v * (10.4853183 + v * (-7.1601864 + v * 1.9938375))))
}

// What is left of a harmonic at m/32 of the sample rate: a low-pass kernel of 32 samples, flat to 3/8 of the sample rate, nothing from 1/2 on
// (frequency sampling: Rabiner, Gold and McGonegal 1970; the three values between are optimised, stop band -75 dB).
table rolloff[17] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.77677172, 0.32015876, 0.04389546, 0]

/// One step of the recurrence by which fold adds a series of sines or cosines.
/// b: the last two partial results; a: the next coefficient, from the highest down; twice: 2 cos of the angle
/// Out: the next two partial results
/// Source: Clenshaw, A note on the summation of Chebyshev series, 1955
/// Example: fold([0.2, 0.5, 1], [0, 0], clenshaw(twice: 2 * cos(sine(1Hz))))[0]
node clenshaw(b[2], a, twice) -> c[2] { c = [a + twice * b[0] - b[1], b[0]] }

/// The sawtooth with a jump of 32 samples, given the distance to the jump.
/// Its step is 15 sines. Where the jumps are further apart than 32 samples they are those of the kernel; where they are nearer they are the
/// harmonics themselves: one formula is both, so it moves from one to the other without a seam.
/// s: the distance in turns, -0.5 .. 0.5; freq: Hz
/// Out: -1.2 .. 1.2
/// Example: finestep(phasor(110Hz) - 0.5, 110Hz)
node finestep(s, freq: Hz) -> y {
    d = 32 * abs(freq) * sampletime
    u = clamp(s / clamp(d, 0.000001, 1), -0.5, 0.5)
    weights = [i in 0..14: read(rolloff, (15 - i) * max(d, 1)) / (15 - i)]
    b = fold(weights, [0, 0], clenshaw(twice: 2 * costurn(u)))
    y = 2 * (s - u) - 2 / pi * b[0] * sinturn(u)
}

/// The distance from a corner, its point rounded off so that it is band-limited: the triangle's building block.
/// x: turns, 0 .. 0.5; freq: Hz; quality: as for saw
/// Out: at least 0
/// Example: roundcorner(sine(1Hz), 110Hz)
node roundcorner(x, freq: Hz, quality: cheap | fine = cheap) -> y {
    y = if quality == fine then finecorner(x, freq) else cheapcorner(x, freq)
}

/// The rounded corner of four samples.
/// x: turns, 0 .. 0.5; freq: Hz
/// Out: at least 0
/// Example: cheapcorner(sine(1Hz), 110Hz)
node cheapcorner(x, freq: Hz) -> y {
    window = clamp(2 * abs(freq) * sampletime, 0.000001, 0.5)
    u = min(x / window, 1)
    v = u * u
    bend = 0.11621435 + v * (1.82322905 + v * (-1.9913569 + v * (1.74755305 + v * (-0.8950233 + v * 0.19938375))))
    y = max(x - window, 0) + window * bend
}

/// The rounded corner of 32 samples.
/// x: turns, 0 .. 0.5; freq: Hz
/// Out: at least 0
/// Example: finecorner(sine(1Hz), 110Hz)
node finecorner(x, freq: Hz) -> y {
    d = 32 * abs(freq) * sampletime
    window = clamp(d, 0.000001, 1)
    u = min(x / window, 0.5)
    weights = [i in 0..14: read(rolloff, (15 - i) * max(d, 1)) / (15 - i) ^ 2]
    signs = [i in 0..14: 1 - 2 * ((15 - i) mod 2)]
    b = fold(weights, [0, 0], clenshaw(twice: 2 * costurn(u)))
    cosines = b[0] * costurn(u) - b[1]
    y = max(x - window / 2, 0) + window * (0.25 + u * u + (sum(weights * signs) - cosines) / (pi * pi))
}

/// Seven sawtooths, more or less out of tune, each from its own point of the period: the sound of many.
/// freq: Hz, up to samplerate/4, any rate; detune: 0 .. 1, 1 is two semitones to each side; blend: 0 (the middle one) .. 1; quality: as for saw
/// Out: about -2 .. 2
/// Source: Szabo, How to emulate the super saw, 2010 (the ratios, the two levels)
/// Example: supersaw(110Hz, 0.3, 0.7) * 0.3
node supersaw(freq: Hz, detune, blend, quality: cheap | fine = cheap) -> y {
    f = freq * (1 + detune * [-0.11002313, -0.06288439, -0.01952356, 0, 0.01991221, 0.06216538, 0.10745242])
    p[7]: phase
    p = phasor(f) + [i in 0..6: randomstart()]
    all = sawtooth(p, f, quality: quality)
    x = clamp(blend, 0, 1)
    side = -0.73764 * x * x + 1.2841 * x + 0.044372
    y = sum(all * side) + all[3] * (0.99785 - 0.55366 * x - side)
}

/// A sum of harmonics, each a sine of its own; those that come near half the sample rate fade out.
/// freq: Hz, any rate; levels: the amplitude of harmonic 1, 2, 3 and so on, any rate
/// Out: at most the sum of the levels
/// Source: Fourier's series
/// Example: additive(220Hz, [1, 1/2, 1/3, 1/4]) * 0.4
node additive(freq: Hz, levels[]) -> y {
    f = freq * (1..length(levels))
    y = sum(levels * sine(f) * clamp((0.49 - abs(f) * sampletime) / 0.04, 0, 1))
}

/// Two sines, one moving the phase of the other: the simplest instrument of frequency modulation.
/// freq: Hz of the carrier; ratio: of the modulator to it; index: the modulation in radians, 0 .. 10; all at any rate
/// Out: -1 .. 1; side bands at freq * (1 + k * ratio), as strong as the Bessel functions of the index say
/// Source: Chowning, The synthesis of complex audio spectra by means of frequency modulation, 1973
/// Example: fm(220Hz, 1.5, 3 * decay(metro(1s), 800ms))
node fm(freq: Hz, ratio, index) -> y {
    p: phase
    p = phasor(freq) + index * 0.15915494309189535 * sine(freq * ratio)
    y = sinturn(p)
}

/// Plays a period out of a table whose rows are the same wave with fewer and fewer harmonics, and never more of them than fit below half the sample rate.
/// t: a table, row k of each wave with up to harmonics / 2 ^ k of them, `levels` rows for each of `shapes` waves, at least 16 entries per harmonic
/// freq: Hz, any rate; where: 0 (the first wave) .. 1 (the last), any rate; harmonics, levels, shapes: constants, levels at least 2
/// Out: as in the table; rows and waves pass into each other without a seam
/// Source: Massie, Wavetable sampling synthesis, in Applications of Digital Signal Processing to Audio and Acoustics, 1998
/// Example: wavetable(rows, 110Hz, harmonics: 2, levels: 2) ; table rows[2][64] = [k in 0..1: [i in 0..63: sin(2 * pi * i / 64) + (1 - k) * sin(4 * pi * i / 64)]]
node wavetable(t: table, freq: Hz, where = 0, harmonics = 64, levels = 7, shapes = 1) -> y {
    p = phasor(freq)
    level = clamp(log2(max(harmonics * abs(freq) * sampletime / 0.45, 0.000001)) + 1, 0, levels - 1)
    x = clamp(where, 0, 1) * (shapes - 1)
    first = min(floor(x), max(shapes - 2, 0))
    a = read(t, p, row: first * levels + level)
    b = read(t, p, row: min(first + 1, shapes - 1) * levels + level)
    y = a + (x - first) * (b - a)
}
