// Envelopes, delays, clocks: when what happens.
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
test "decay falls by 60 dB in its time" {
    y = decay(start(), 200ms)
    expect at(y, 0s) == 1
    expect near(at(y, 200ms), 0.001, within: 0.1dB)
    expect near(time(y < 0.5), 200ms * log(2) / 6.907755278982137, within: 0.1ms)
}
test "an envelope's stages last as long as they say" {
    gate = hold(start(), 300ms)
    y = adsr(gate, a: 20ms, d: 50ms, s: 0.5, r: 100ms)
    expect near(time(y >= 0.9999), 20ms, within: 1ms)
    expect near(at(y, 10ms), 0.5, within: 0.01)
    expect near(at(y, 200ms), 0.5, within: 0.0001)
    expect near(time(y <= 0.0001, from: 250ms), 400ms, within: 2ms)
    expect step(y) < 0.002
}
test "a slow phase is where it should be" {
    seconds = 20
    p = slowphasor(0.1Hz)
    expect near(at(p, 5s), 0.5, within: 0.00001) and near(at(p, 12.5s), 0.25, within: 0.00001)
}
test "a metronome ticks on time" {
    seconds = 2
    ticks = metro(250ms)
    expect count(ticks) == 8
    expect time(ticks) == 0s and time(ticks, from: 1ms) == 250ms
}
test "hold, toggle and rise" {
    expect count(hold(start(), 10ms)) == 480
    expect count(toggle(metro(100ms))) == 24000
    expect count(rise(sine(100Hz) > 0)) == 100
}
test "counting begins at 0, before the first trigger too" {
    seconds = 2
    c = count(metro(500ms)@24000, 3)
    expect c >= 0 and at(c, 0s) == 0 and at(c, 0.2s) == 0 and at(c, 0.6s) == 0 and at(c, 1.1s) == 1 and at(c, 1.6s) == 2
}
test "an echo comes when it should and as loud as it should" {
    y = echo(start(), 100ms, 0.5)
    expect at(y, 0s) == 1 and at(y, 100ms) == 0.5 and at(y, 200ms) == 0.25
    expect count(y) == 10
}
test "ping-pong goes from side to side" {
    y = pingpong(start(), 50ms, 0.5)
    expect time(y[0], from: 1ms) == 100ms
    expect time(y[1], from: 1ms) == 50ms
}
test "smooth has 63 % of the way after its time" {
    y = smooth(hold(metro(2s), 1s) - hold(start(), 1ms) * 1, 50ms)
    expect near(at(y, 51ms) - at(y, 1ms), 1 - exp(-1), within: 0.02)
}
test "follow reads the amplitude of a sine" {
    expect near(mean(follow(0.5 * sine(1kHz), 20ms), from: 0.5s), 0.5, within: 0.01)
}
