// What the players of samples give, against the sound they are given.

table ramp[4800] = [i in 0..4799: i / 4800]

test "sampleplayer begins at each stroke and is silent behind the end" {
    seconds = 0.5s
    n: init -1
    n = n@1 + 1
    y = sampleplayer(ramp, n == 0 or n == 12000)
    expect near(at(y, 50ms), 0.5, within: 0.001)
    expect near(at(y, 200ms), 0, within: 0.001)
    expect near(at(y, 300ms), 0.5, within: 0.001)
}

test "sampleloop comes round" {
    seconds = 0.5s
    y = sampleloop(ramp, 60ms, 20ms, 20ms)
    expect near(at(y, 30ms), 0.5, within: 0.001)
    expect near(at(y, 70ms), 0.5, within: 0.001)
}
