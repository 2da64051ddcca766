// Spectra: a signal taken apart into the bins of short overlapping blocks, and put together again. Bins come one after the other, a bin per sample, so what works on
// them is written like everything else: `x@size` is the same bin one block before. A node for `spectrum` takes re, im and the bin's number and gives two outputs.
// The delay is two blocks. In the patch itself only, not in voices.

/// Works on the spectrum of a signal: four overlapping blocks under Hann windows, before and after.
/// x: audio; f: a node from re, im, bin (0 .. size - 1; the upper half mirrors the lower) to two outputs; size: constant, a power of two, 64 .. 32768
/// Out: audio, 2 * size samples late; with the bins unchanged x itself, to below -100 dB
/// Source: Allen, Short term spectral analysis, synthesis and modification by discrete Fourier transform, 1977
/// Example: spectrum(saw(110Hz), passbins(low: 300Hz, high: 3kHz, size: 1024))
node spectrum(x, f: node, size = 1024) = sum([k in 0..3: spectrumblock(x, f, size, k * size / 4)]) * 2 / 3

/// One of the four blocks of spectrum.
/// x: audio; f: as there; size: constant; offset: samples, constant, a multiple of 16
/// Out: audio, 2 * size samples late, under a squared Hann window
/// Example: spectrumblock(saw(110Hz), passbins(low: 300Hz, high: 3kHz, size: 1024), 1024, 0)
node spectrumblock(x, f: node, size, offset) -> y {
    hann = 0.5 - 0.5 * costurn(blockposition(size, offset) / size)
    s = fft(x * hann, 0, size, offset)
    (re, im) = f(s.re, s.im, s.bin)
    y = ifft(re, im, size, offset) * hann
}

/// The frequency of a bin.
/// bin: 0 .. size - 1; size: constant
/// Out: Hz, 0 .. half the sample rate
/// Example: sine(binfreq(21, 1024))
node binfreq(bin, size) = min(bin, size - bin) * samplerate / size

/// Leaves the bins between two frequencies and takes the others away.
/// re, im, bin: from spectrum; low, high: Hz; size: constant, as in spectrum
/// Out: re and im
/// Example: spectrum(noise(), passbins(low: 1kHz, high: 2kHz, size: 1024))
node passbins(re, im, bin, low: Hz, high: Hz, size) -> a, b {
    f = binfreq(bin, size)
    open = f >= low and f <= high
    a = if open then re else 0
    b = if open then im else 0
}

/// Leaves the bins that are louder than a threshold: takes steady noise from a signal.
/// re, im, bin: from spectrum; threshold: the level of a sine, 1 is full scale; size: constant, as in spectrum
/// Out: re and im
/// Source: Boll, Suppression of acoustic noise in speech using spectral subtraction, 1979
/// Example: spectrum(sine(440Hz) + noise() * 0.02, gatebins(threshold: -40dB, size: 1024))
node gatebins(re, im, bin, threshold, size) -> a, b {
    level = threshold * size / 4                 // of a sine in its bin under a Hann window
    r = if abs(re) > level / 1000 then re else 0 // squares of next to nothing are subnormal numbers
    i = if abs(im) > level / 1000 then im else 0
    open = r * r + i * i > level * level
    a = if open then re else 0
    b = if open then im else 0
}

/// Holds the spectrum: the sound of one moment, for as long as it is asked for.
/// re, im, bin: from spectrum; on: above 0 holds; size: constant, as in spectrum
/// Out: re and im
/// Example: spectrum(saw(110Hz * 12st ^ sine(0.5Hz)), freezebins(on: sine(0.2Hz) > 0, size: 2048), size: 2048)
node freezebins(re, im, bin, on, size) -> a, b {
    a = if on > 0 then a@size else re
    b = if on > 0 then b@size else im
}

/// A filter that passes one band and nothing else, by spectrum.
/// x: audio; low, high: Hz, constant or slow
/// Out: audio, 2048 samples late; some bins (47 Hz each at 48 kHz) wide at its edges
/// Example: spectralband(noise(), 1kHz, 2kHz)
node spectralband(x, low: Hz, high: Hz) = spectrum(x, passbins(low: low, high: high, size: 1024))

/// A gate for every bin.
/// x: audio; threshold: the level of a sine that just passes
/// Out: audio, 2048 samples late
/// Example: spectralgate(sine(440Hz) + noise() * 0.02, -40dB)
node spectralgate(x, threshold) = spectrum(x, gatebins(threshold: threshold, size: 1024))

/// Freezes the sound.
/// x: audio; on: above 0 holds
/// Out: audio, 4096 samples late
/// Example: freeze(saw(110Hz * 12st ^ sine(0.5Hz)), sine(0.2Hz) > 0)
node freeze(x, on) = spectrum(x, freezebins(on: on, size: 2048), size: 2048)
