// Filters of coefficients and of formulas, equalisers, combs, vowels; filters between sample rates.
node direct(x) = biquad(x, 0.5, 0.5, 0, 0, 0)
node same(x) = iir(x, [0.5, 0.5], [1, 0])
node butter(x) = bilinear(x, [1], [1, 1.4142136, 1], 1kHz)
node low(x) = crossover(x, 1kHz).low
node both(x) -> y { (a, b) = crossover(x, 1kHz) ; y = a + b }
node ring(x) = combfilter(x, 480Hz, 0.5)
node vowel(x) = formant(x, 0)
test "biquad and iir are their difference equations" {
    expect near(response(direct, 0Hz), 1, within: 0.001dB) and response(direct, 24kHz) < -100dB
    expect near(response(same, 12kHz), -3.0103dB, within: 0.001dB)
}
test "bilinear keeps the corner" {
    expect near(response(butter, 1kHz), -3.0103dB, within: 0.001dB)
}
test "shelves, crossover, ladder" {
    expect near(response(lowshelf(cutoff: 200Hz, gain: 6dB), 5Hz), 6dB, within: 0.01dB)
    expect near(response(highshelf(cutoff: 2kHz, gain: -6dB), 22kHz), -6dB, within: 0.01dB)
    expect near(response(low, 1kHz), -6.0206dB, within: 0.01dB) and near(response(both, [100Hz, 1kHz, 9kHz]), 0dB, within: 0.01dB)
    expect near(response(ladder(cutoff: 1kHz, resonance: 0), 1kHz), -12.041dB, within: 0.01dB)
}
test "a comb has its teeth, a vowel its first resonance" {
    expect near(response(ring, [480Hz, 720Hz]), [2, 2/3], within: 0.1dB)
    expect response(vowel, 730Hz) > response(vowel, 250Hz) * 4
}
test "windows, and filters made with them" {
    expect near(at([besseli0(1), sinc(0.5)], 0s), [1.2660659, 0.6366198], within: 0.00001)
    expect near(at(kaiser(9, 60)[4], 0s), 1, within: 0.00001)
    expect near(response(fir(h: windowedsinc(63, 5kHz, 60)), 1kHz), 0dB, within: 0.02dB)
    expect response(fir(h: windowedsinc(63, 5kHz, 60)), 12kHz) < -58dB
}
test "up and down again is a delay; oversampling keeps what is below 20 kHz" {
    x = sine(3kHz)
    c = halfband(18, 96.5)
    expect level(halfdown(halfup(x, c), c) - x@37, from: 10ms) < -80dB
    expect near(spectrum(oversample2(x, softclip), 3kHz), spectrum(softclip(x), 3kHz), within: 0.01dB)
    expect near(spectrum(oversample4(x, softclip), 3kHz), spectrum(softclip(x), 3kHz), within: 0.01dB)
    expect near(spectrum(oversample8(x, softclip), 3kHz), spectrum(softclip(x), 3kHz), within: 0.01dB)
}
table wave[48] = [i in 0..47: sin(2 * pi * i / 12)]
test "a table read by the sampling theorem goes between its entries" {
    expect near(at(sincread(wave, 24, 0.5), 0s), sin(2 * pi * 24.5 / 12), within: 0.02)
    expect near(at(resample(wave, 24kHz), 1ms), sin(2 * pi * 24 / 12), within: 0.0001)
}
