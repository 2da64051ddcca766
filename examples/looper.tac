// A looper: what is played (pluck the keys, or the input) goes on a tape of two seconds and comes round again, a little softer each time.
patch looper {
    input x
    param rec = 1 in 0..1 smooth 10ms cc 64    // glides: no click where recording begins and ends
    param keep = 0.8 in 0..1 cc 1
    buffer tape[2s]
    played = x + 0.5 * poly(6, pluck)
    i = (i@1 + 1) mod length(tape)
    old = tape[i]
    tape[i] = old * (1 - rec * (1 - keep)) + rec * played
    out = pan(0.7 * (played + old), 0)
}

test "what goes in comes round after two seconds, softer each time" {
    seconds = 5
    click = if n == 1 then 1 else 0
    n = n@1 + 1
    y = looper(click, keep: 0.5)[0]
    expect time(abs(y) > 0.1, from: 1s) == 2s
    expect near(peak(y, from: 3s) / peak(y, from: 1s, to: 3s), -6.02dB, within: 0.1dB)
}
