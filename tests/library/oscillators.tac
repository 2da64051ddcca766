// The oscillators, their pitch and what their spectra hold, by the formulas of the Fourier series.
test "a sine has its pitch, its level and nothing else" {
    y = sine(440Hz)
    expect near(pitch(y), 440Hz, within: 0.001Hz)
    expect near(level(y), -3.0103dB, within: 0.001dB)
    expect near(spectrum(y, 440Hz), 1, within: 0.0001)
    expect spectrum(y, 880Hz) < -100dB and spectrum(y, 1320Hz) < -100dB
    expect abs(y) <= 1
}
test "a saw has all harmonics, each 1/k" {
    y = saw(100Hz)
    expect near(pitch(y), 100Hz, within: 0.001Hz)
    expect near(spectrum(y, [100Hz, 200Hz, 500Hz]), 2 / pi / [1, 2, 5], within: 0.1dB)
    expect abs(mean(y)) < 0.001
}
test "a square has the odd harmonics" {
    y = square(100Hz)
    expect near(pitch(y), 100Hz, within: 0.001Hz)
    expect near(spectrum(y, [100Hz, 300Hz, 700Hz]), 4 / pi / [1, 3, 7], within: 0.1dB)
    expect spectrum(y, 200Hz) < -60dB
}
test "a triangle has the odd harmonics, each 1/k^2" {
    y = triangle(100Hz)
    expect near(pitch(y), 100Hz, within: 0.001Hz)
    expect near(spectrum(y, [100Hz, 300Hz]), 8 / pi^2 / [1, 9], within: 0.15dB)
    expect peak(y) < 1.01
}
test "pitches far apart keep their distance" {
    f = [20Hz, 110Hz, 1234.5Hz, 5kHz]
    expect near(pitch(sine(f)), f, within: 0.01Hz)
    expect near(pitch(saw(f)), f, within: 0.01Hz)
}
test "an interval in cents is a ratio of pitches" {
    y = sine(440Hz * 1200ct)
    expect near(pitch(y), 880Hz, within: 0.001Hz)
    expect near(pitch(sine(440Hz * 7st)), 440Hz * 2 ^ (7/12), within: 0.001Hz)
    expect near(pitch(sine(A4)), 440Hz, within: 0.001Hz)
}
