node half(x) = x / 2
test "half" {
    seconds = 0.1
    y = half([1, 2])
    expect near(level(y), level(1) / 2, within: 0.1dB) and time(y[0] > 0.2) < 10ms
    expect abs(y) <= 1
}
out = half(1)
