// More oscillators: phases, pulses, modulation, sums, tables, hard sync, and the parts that band-limited shapes are made of.
table pure[2][64] = [k in 0..1: [i in 0..63: sin(2 * pi * i / 64)]]
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
test "a phasor turns as often as it should" {
    expect near(at(phasor(100Hz), 25ms), 0.5, within: 0.01)
    expect near(pitch(sin(2 * pi * phasor(333Hz))), 333Hz, within: 0.01Hz)
}
test "a pulse has the mean of its width, and a sawtooth of a phase is the saw" {
    expect near(mean(pulse(100Hz, 0.25)), -0.5, within: 0.001)
    expect level(sawtooth(phasor(100Hz), 100Hz) - saw(100Hz)) < -120dB
}
test "an operator without modulation is a sine, with feedback it has harmonics" {
    expect level(operator(100Hz, 0, 0) - sine(100Hz)) < -100dB
    expect spectrum(operator(100Hz, 0, 0.15), 200Hz) > -30dB
}
test "fm: side bands as strong as the Bessel functions" {
    y = fm(1kHz, 0.1, 1)
    expect near(spectrum(y, [1kHz, 1.1kHz, 0.9kHz]), [0.7651977, 0.4400506, 0.4400506], within: 0.01dB)
}
test "additive, supersaw and wavetable" {
    expect near(spectrum(additive(200Hz, [1, 0.5]), [200Hz, 400Hz]), [1, 0.5], within: 0.01dB)
    expect level(supersaw(110Hz, 0, 1)) > -12dB
    expect near(spectrum(wavetable(pure, 200Hz, harmonics: 1, levels: 2), 200Hz), 1, within: 0.05dB)
}
test "steps and corners away from the jump are straight lines" {
    expect near(at([cheapstep(0.3, 10Hz), finestep(0.3, 10Hz)], 0s), -0.4, within: 0.001)
    expect near(at([cheapcorner(0.3, 10Hz), finecorner(0.3, 10Hz), roundcorner(0.3, 10Hz)], 0s), 0.3, within: 0.001)
    expect near(at(fold([1, 0], [0, 0], clenshaw(twice: 1))[0], 0s), 1, within: 0.0001)
}
test "hard sync has the master's pitch, and its step ends where it should" {
    y = sync(200Hz, 631Hz)
    expect near(pitch(y), 200Hz, within: 0.01Hz)
    expect peak(minstep(start(), 0.5)) > 0.3
    expect abs(at(minstep(start(), 0.5), 10ms)) < 0.00001
    expect near(at(minstep(start(), 0.5), 0s), at(sum([k in 0..5: minpart(k, 0.5)]), 0s), within: 0.00001)
}
test "pink falls by 3 dB an octave, brown by 6, dust is seldom" {
    seconds = 4
    expect near(level(lowpass(pink(), 200Hz, 0.3)) / level(lowpass(pink(), 100Hz, 0.3)), 1, within: 3dB)
    expect level(highpass(brown(), 4kHz, 0.3)) < level(highpass(brown(), 1kHz, 0.3)) / 2
    expect count(dust(100Hz) > 0) > 300 and count(dust(100Hz) > 0) < 500
}
