// Mixing, dynamics, shaping, noise.
test "pan keeps the power" {
    x = sine(440Hz)
    left = pan(x, -1)
    middle = pan(x, 0)
    expect near(level(left[0]), -3.01dB, within: 0.01dB)
    expect level(left[1]) < -80dB
    expect near(level(middle[0]), level(middle[1]), within: 0.001dB)
    expect near(level(middle[0]), -6.02dB, within: 0.01dB)
}
test "a limiter holds its ceiling" {
    y = limiter(4 * sine(220Hz), ceiling: -6dB)
    expect peak(y) <= -6dB
    expect peak(limiter(4 * noise(), ceiling: -1dB, release: 5ms)) <= -1dB
    expect level(y, from: 0.5s) > -10dB
}
test "a compressor turns down by its ratio" {
    seconds = 2
    x = sine(1kHz)
    y = compressor(x, x, threshold: -20dB, ratio: 4)
    expect near(level(y, from: 1s) / level(x, from: 1s), -15dB, within: 0.5dB)
}
test "a gate closes when it is quiet" {
    expect level(noisegate(0.001 * sine(440Hz)), from: 0.5s) < -100dB
    expect near(level(noisegate(sine(440Hz)), from: 0.5s), -3.01dB, within: 0.1dB)
}
test "white noise is flat and its mean is nothing" {
    seconds = 4
    y = noise()
    expect near(level(y), 1 / sqrt(3), within: 0.1dB)
    expect abs(mean(y)) < 0.01
    expect abs(y) <= 1
}
test "a reverb dies away and is bounded" {
    seconds = 4
    once = 1 - hold(metro(10s), 1s)
    x = noise() * decay(metro(10s), 20ms)
    y = freeverb([x, x], room: 0.5)
    expect level(y[0], from: 0.1s, to: 0.3s) > level(y[0], from: 3s) * 40dB
    expect abs(y) < 2
}
test "small helpers" {
    expect clamp(3, 0, 1) == 1 and clamp(-3, 0, 1) == 0
    expect near(lerp(1, 3, 0.25), 1.5, within: 0.000001)
}
