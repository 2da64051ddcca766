// A hall: eight delays that feed each other. In a rack its `x` is a wire from the other patches; alone it hears what comes in (--input talk.wav) and somebody who
// knocks on a door.
patch hall {
    input x
    param knock = 1 in 0..1
    param time: s = 2.5s in 300ms..12s log cc 91
    param damping = 0.2 in 0..0.9
    param early = 0.3 in 0..1                         // the first reflections, each wall once
    struck = metro(1.5s)
    door = bandpass(noise(), 300Hz, 0.7) * decay(struck, 60ms) * knock * 5
    heard = [x + door, x + door]
    walls = [heard[0]@13ms + heard[1]@29ms * 0.7 + heard[0]@41ms * 0.5, heard[1]@17ms + heard[0]@31ms * 0.7 + heard[1]@47ms * 0.5]
    out = fdn(heard, time: time, damp: damping) * 0.5 + walls * early * 0.2
}

test "it dies away by 60 dB in the time it is told" {
    seconds = 2
    click = if n == 1 then 1 else 0
    n = n@1 + 1
    short = hall(click, knock: 0, time: 1s, damping: 0)
    long = hall(click, knock: 0, time: 3s, damping: 0)
    expect near(level(short, from: 1.1s, to: 1.2s) / level(short, from: 100ms, to: 200ms), -60dB, within: 3dB)
    expect near(level(long, from: 1.1s, to: 1.2s) / level(long, from: 100ms, to: 200ms), -20dB, within: 3dB)
}
