// Waveshapers: curves at single points, and what is left of aliases.
test "drive is at full level for full level, and odd" {
    y = drive([0, 1, -1, 0.5], 3)
    expect near(at(y, 0s), [0, 1, -1, 0.909], within: 0.001)
}
test "clip, softclip and wavefold at single points" {
    x = [0.2, 0.9, -3, 1.5]
    expect near(at(clip(x, limit: 0.5), 0s), [0.2, 0.5, -0.5, 0.5], within: 0.000001)
    expect near(at(softclip(x), 0s), [0.19881, 0.792, -1, 1], within: 0.0001)
    expect near(at(wavefold(x), 0s), [0.2, 0.9, 1, 0.5], within: 0.000001)
    expect near(at(folditself(x), 0s), at(wavefold(x), 0s), within: 0.000001)
}
test "antialias, shaped and the integrals of the shapes" {
    x = 3 * sine(1kHz)
    expect level(antialias(x, tanhitself, tanhintegral) - shaped(x, tanhitself, tanhintegral, quality: fine)) < -120dB
    expect level(shaped(x, tanhitself, tanhintegral) - tanhitself(x)) < -120dB
    expect near(at([tanhintegral(2), clipintegral(2), foldintegral(2)], 0s), [log(cosh(2)), 1.5, 1], within: 0.00001)
}
test "crush has its steps, dither keeps the mean" {
    expect near(at(crush([0.3, 0.26, -0.9], 3), 0s), [0.25, 0.25, -1], within: 0.000001)
    expect near(mean(dither(0.1, 3)), 0.1, within: 0.01)
}
test "downsample holds what it sees" {
    y = downsample(sine(1kHz), 100Hz)
    expect count(y != y@1) <= 101
}
test "harmonics makes the harmonics of a sine" {
    y = harmonics(sine(1kHz), [0.5, 0.25, 0, 0.1])
    expect near(spectrum(y, [1kHz, 2kHz, 3kHz, 5kHz]), [1, 0.5, 0.25, 0.1], within: 0.01dB)
    expect spectrum(y, 4kHz) < -100dB
}
