// The filters: their responses at the frequencies where formulas say what they are.
test "one-pole: -3 dB at the cutoff, 6 dB per octave above" {
    expect near(response(onepole(cutoff: 500Hz), 0Hz), 1, within: 0.0001)
    expect near(response(onepole(cutoff: 500Hz), 500Hz), -3.01dB, within: 0.2dB)
    expect near(response(onepole(cutoff: 100Hz), 1600Hz) / response(onepole(cutoff: 100Hz), 3200Hz), 6.02dB, within: 0.2dB)
    expect response(onepolehigh(cutoff: 500Hz), 0Hz) < -100dB
}
test "second order: 12 dB per octave, Q at the cutoff" {
    q = 1 - 1 / sqrt(2)                                        // of 0.7071: Butterworth
    expect near(response(lowpass(cutoff: 1kHz, resonance: q), 1kHz), -3.01dB, within: 0.01dB)
    expect near(response(highpass(cutoff: 1kHz, resonance: q), 1kHz), -3.01dB, within: 0.01dB)
    expect near(response(lowpass(cutoff: 200Hz, resonance: q), 3200Hz), 1/256, within: 0.3dB)
    expect near(response(bandpass(cutoff: 1kHz, resonance: 0.9), 1kHz), 0dB, within: 0.01dB)
    expect response(notch(cutoff: 1kHz, resonance: 0.5), 1kHz) < -80dB
    expect near(response(notch(cutoff: 1kHz, resonance: 0.5), 10Hz), 0dB, within: 0.01dB)
}
test "a bell lifts its middle and nothing far away" {
    node bell(x) = peak(x, 1kHz, 6dB, 0.5)
    expect near(response(bell, 1kHz), 6dB, within: 0.01dB)
    expect near(response(bell, 20Hz), 0dB, within: 0.05dB)
}
test "state variable filter: three outputs of one filter" {
    node low(x) = svf(x, 1kHz, 0.5).low
    node band(x) = svf(x, 1kHz, 0.5).band
    node high(x) = svf(x, 1kHz, 0.5).high
    expect near(response(low, 10Hz), 0dB, within: 0.05dB)
    expect near(response(high, 20kHz), 0dB, within: 0.2dB)
    expect response(low, 10kHz) < -35dB and response(high, 100Hz) < -35dB
    expect response(band, 10Hz) < -30dB
}
test "dcblock takes the middle away and leaves the rest" {
    seconds = 2
    y = dcblock(sine(1kHz) + 0.5)
    expect abs(mean(y, from: 1s)) < 0.0001
    expect near(level(y, from: 1s), -3.01dB, within: 0.01dB)
}
test "an all-pass leaves every frequency as strong" {
    f = [50Hz, 333Hz, 1kHz, 7kHz]
    expect near(response(allpass(length: 5ms), f[0]), 1, within: 0.01dB)
    expect near(response(allpass(length: 5ms), f[1]), 1, within: 0.01dB)
    expect near(response(allpass(length: 5ms), f[2]), 1, within: 0.01dB)
    expect near(response(allpass(length: 5ms), f[3]), 1, within: 0.01dB)
}
