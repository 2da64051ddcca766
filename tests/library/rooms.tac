// Delays that move, effects, rooms, dynamics.
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
test "delay and comb come when they should" {
    expect time(delay(start(), 10ms) > 0.5) == 10ms
    expect time(comb(start(), 20ms, 0.5, 0) > 0.9) == 20ms
    expect time(onward(start(), 5ms) > 0.5) == 5ms
}
test "all-passes are flat" {
    expect near(response(diffuse(lengths: [5ms, 7ms], gain: 0.5), [100Hz, 1kHz]), 0dB, within: 0.1dB)
    expect near(response(quarterturn(cutoff: 1kHz), [100Hz, 1kHz, 9kHz]), 0dB, within: 0.001dB)
}
test "chorus, flanger, phaser, tremolo, vibrato, ring modulator" {
    x = sine(440Hz)
    expect near(level(chorus(x, 1Hz, 3ms, 0)), level(x), within: 0.1dB)
    expect peak(flanger(x, 1Hz, 2ms, 0.5)) < 4
    expect peak(phaser(x, 1Hz, fb: 0)) < 1.1
    expect near(last(tremolo(x, 1Hz, 1) > 0), 1s, within: 100ms)
    expect near(spectrum(vibrato(x, 5Hz, 0s), 440Hz), 1, within: 0.02dB)
    expect near(spectrum(ringmod(x, 100Hz), [340Hz, 540Hz]), 0.5, within: 0.01dB)
}
test "pitch shift and tape echo" {
    expect spectrum(pitchshift(sine(440Hz), 12st), 880Hz) > -6dB
    expect near(time(tapeecho(start(), 100ms, 0.5, wow: 0) > 0.01, from: 1ms), 100ms, within: 5ms)
}
test "rooms die away in their time" {
    seconds = 3
    x = [start(), start()]
    y = fdn(x, time: 1s)
    expect near(level(y[0], from: 1.2s, to: 1.3s) / level(y[0], from: 0.2s, to: 0.3s), -60dB, within: 6dB)
    expect level(church(x, time: 1s), from: 2s) < -60dB
    expect level(plate(x, room: 0.3), from: 2.5s) < -60dB
    expect level(combs(start(), [30ms, 37ms], 1s, 0), from: 2s) < -60dB
    expect near(spectrum(roomtones(sine(32Hz)), 32Hz, from: 2s), 0.1, within: 0.5dB)
}
test "parts of rooms" {
    expect near(at(primelength(10ms) * samplerate, 0s), 487, within: 0.01)
    expect near(at(hadamard([1, 0, 0, 0, 0, 0, 0, 0]), 0s), 0.35355339, within: 0.00001)
    expect near(response(duller(damp: 0.5), [0Hz, 24kHz]), [1, 1/3], within: 0.001dB)
    expect near(level(wobbling(sine(440Hz))), level(sine(440Hz)), within: 1dB)
}
test "branched, expander, brickwall, greater, average" {
    expect near(at(branched(1, 10ms, 50ms), 10ms), 1 - exp(-1), within: 0.01)
    expect near(level(expander(0.001 * sine(440Hz), 0.001 * sine(440Hz))) / level(0.001 * sine(440Hz)), -20dB, within: 4dB)
    expect peak(brickwall(4 * sine(100Hz), ceiling: -6dB)) <= -5.9999dB
    expect last(greater(start(), 1ms) > 0.5) == 1ms and near(at(average(start(), 1ms), 1ms), 0.5, within: 0.0001)
}
