// Changes of the sample rate: filters that go between a rate and twice of it, and nodes that run two, four or eight times faster between them.
// The filters are half-band: every second coefficient is 0 but the middle one, so half of the work is a delay. Pass band and stop band lie
// symmetrically about a quarter of the higher rate. `oversample(n, node)` is the word for all of it.

/// The modified Bessel function of order 0, from which the Kaiser window is made.
/// x: a constant
/// Out: I0(x), to 3e-7 of its value
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 9.8.1 and 9.8.2
/// Example: sine(440Hz) / besseli0(3 * sine(1Hz))
node besseli0(x) -> y {
    a = abs(x)
    t = (a / 3.75) ^ 2
    u = 3.75 / max(a, 3.75)
    low = 1 + t*(3.5156229 + t*(3.0899424 + t*(1.2067492 + t*(0.2659732 + t*(0.0360768 + t*0.0045813)))))
    high = exp(a) / sqrt(max(a, 3.75)) * (0.39894228 + u*(0.01328592 + u*(0.00225319 + u*(-0.00157565 + u*(0.00916281
        + u*(-0.02057706 + u*(0.02635537 + u*(-0.01647633 + u*0.00392377))))))))
    y = if a < 3.75 then low else high
}

/// A Kaiser window: weights that make the side lobes of what they are laid over as small as is asked.
/// n: how many, a constant from 2; attenuation: decibels as a plain number, constant, 21 .. 120
/// Out: an array of n numbers, 1 in the middle
/// Source: Kaiser, Nonrecursive digital filter design using the I0-sinh window function, 1974
/// Example: fir(noise(), kaiser(9, 60) / 5)
node kaiser(n, attenuation) -> w[] {
    beta = if attenuation > 50 then 0.1102 * (attenuation - 8.7) else 0.5842 * (attenuation - 21) ^ 0.4 + 0.07886 * (attenuation - 21)
    w = [i in 0..n - 1: besseli0(beta * sqrt(max(0, 1 - (2 * i / (n - 1) - 1) ^ 2))) / besseli0(beta)]
}

/// The coefficients of a low-pass: a sinc under a Kaiser window. The transition is (attenuation - 8) / (14.36 * (n - 1)) of the sample rate wide.
/// n: how many, a constant from 2, odd for a delay of whole samples; cutoff: Hz, constant, the middle of the transition; attenuation: decibels as a
/// plain number, constant, 21 .. 120
/// Out: an array of n numbers whose sum is 1; fir takes it, convolve as a table; the delay is (n - 1) / 2 samples
/// Source: Kaiser 1974; Smith, Spectral Audio Signal Processing, "window method"
/// Example: fir(noise(), windowedsinc(63, 5kHz, 60))
node windowedsinc(n, cutoff: Hz, attenuation = 80) -> h[] {
    w = kaiser(n, attenuation)
    ideal = [i in 0..n - 1: sinc(2 * cutoff * sampletime * (i - (n - 1) / 2))]
    h = ideal * w / sum(ideal * w)
}

/// The cardinal sine: sin(pi x) / (pi x).
/// x: a number
/// Out: 1 at 0, 0 at every other whole number
/// Example: sinc(8 * (phasor(50Hz) - 0.5))
node sinc(x) -> y {
    safe = if abs(x) < 0.000001 then 0.000001 else x
    y = sin(pi * safe) / (pi * safe)
}

/// A filter given by its impulse response: the direct form, for short ones (long ones: convolve).
/// x: audio; h[]: the coefficients, signals or numbers, up to some hundred
/// Out: h[0] x + h[1] x@1 + h[2] x@2 + …
/// Example: fir(saw(110Hz), [0.25, 0.5, 0.25])
node fir(x, h[]) = sum([i in 0..length(h) - 1: h[i] * x@i])

/// The outer coefficients of a half-band filter, under a Kaiser window.
/// m: constant; the filter has 4 m + 3 coefficients; attenuation: decibels as a plain number, constant
/// Out: an array of m + 1: coefficients 0, 2, 4 … up to the middle one, which is 1/2
/// Source: Crochiere and Rabiner, Multirate Digital Signal Processing, section 4.5
/// Example: fir(noise(), halfband(3, 60))
node halfband(m, attenuation) -> c[] {
    w = kaiser(4 * m + 3, attenuation)
    c = [e in 0..m: w[2 * e] * sinc(e - m - 1/2) / 2]
}

/// Two samples for each: a signal at twice the rate.
/// x: audio; c[]: from halfband
/// Out: the two samples, the earlier one first
/// Example: halfdown(halfup(saw(110Hz), halfband(18, 96)), halfband(18, 96))
node halfup(x, c[]) -> y[2] {
    m = length(c) - 1
    y = [2 * sum([e in 0..m: c[e] * (x@e + x@(2 * m + 1 - e))]), x@m]
}

/// One sample for each two: a signal at half the rate.
/// y[2]: two samples, the earlier one first; c[]: from halfband
/// Out: audio; halfup and halfdown together delay by 2 m + 1 samples
/// Example: halfdown([saw(110Hz), saw(110Hz)], halfband(18, 96))
node halfdown(y[2], c[]) -> x {
    m = length(c) - 1
    x = sum([e in 0..m: c[e] * (y[0]@e + y[0]@(2 * m + 1 - e))]) + y[1]@(m + 1) / 2
}

/// A node at twice the rate: `oversample(2, f)`.
/// x: audio; f: a node with one input
/// Out: audio, 37 samples late; flat to 0.416 of the sample rate (20 kHz at 48 kHz), what folds below that is under -90 dB
/// Example: sine(5kHz) -> oversample2(drive(amount: 4))
node oversample2(x, f: node) -> y {
    c = halfband(18, 96.5)
    y = halfdown(substeps(halfup(x, c), f), c)
}

/// A node at four times the rate: `oversample(4, f)`.
/// x: audio; f: a node with one input
/// Out: audio, 45 samples late; flat to 0.416 of the sample rate, what folds below that is under -90 dB
/// Example: sine(5kHz) -> oversample4(drive(amount: 4))
node oversample4(x, f: node) -> y {
    c = halfband(7, 97)
    node twice(u) = halfdown(substeps(halfup(u, c), f), c)@1
    y = oversample2(x, twice)
}

/// A node at eight times the rate: `oversample(8, f)`.
/// x: audio; f: a node with one input
/// Out: audio, 48 samples late; flat to 0.416 of the sample rate, what folds below that is under -90 dB
/// Example: sine(5kHz) -> oversample8(drive(amount: 4))
node oversample8(x, f: node) -> y {
    c = halfband(4, 98)
    node twice(u) = halfdown(substeps(halfup(u, c), f), c)@3
    y = oversample4(x, twice)
}
