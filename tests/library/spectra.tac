// What spectra leave and take away, and rooms out of responses.
table step[2][3] = [[1, 0.5, 0.25], [0.5, 0, 0]]
node same(re, im, bin) -> a, b {
    a = re
    b = im
}
test "a spectrum left as it is gives the signal back" {
    whole = spectrum(sine(1kHz), same, size: 256)
    part = sum([k in 0..3: spectrumblock(sine(1kHz), same, 256, 64 * k)]) * 2 / 3
    expect near(level(whole, from: 100ms), level(sine(1kHz), from: 100ms), within: 0.01dB)
    expect near(level(part, from: 100ms), level(sine(1kHz), from: 100ms), within: 0.01dB)
}
test "bands and gates let through what they say" {
    band = spectrum(sine(500Hz), passbins(low: 1kHz, high: 2kHz, size: 1024))
    gated = spectrum(sine(1kHz), gatebins(threshold: -20dB, size: 1024))
    expect near(level(spectralband(sine(1.5kHz), 1kHz, 2kHz), from: 100ms), level(sine(1.5kHz), from: 100ms), within: 0.1dB)
    expect level(spectralband(sine(500Hz), 1kHz, 2kHz), from: 100ms) < -60dB
    expect level(band, from: 100ms) < -60dB
    expect level(spectralgate(noise() * 0.001, -20dB), from: 100ms) < -100dB
    expect near(level(gated, from: 100ms), level(sine(1kHz), from: 100ms), within: 0.1dB)
    expect near(pitch(sine(binfreq(21, 1024))), 984.375Hz, within: 0.1Hz)
}
test "what is frozen stays when the sound has gone" {
    x = sine(1.5kHz) * (phasor(0.5Hz) < 0.2)
    on = phasor(0.5Hz) > 0.15
    bins = spectrum(x, freezebins(on: on, size: 1024))
    expect near(level(freeze(x, on), from: 700ms), level(sine(1.5kHz), from: 700ms), within: 0.2dB)
    expect near(level(bins, from: 700ms), level(sine(1.5kHz), from: 700ms), within: 0.2dB)
}
test "a room answers each side with its own response" {
    x = sine(1kHz)
    room = convolutionroom([x, x], step)
    expect near(level(room[1], from: 100ms), level(x * 0.5, from: 100ms), within: 0.01dB)
}
