// A sequencer: eight steps of a minor scale, plucked, with accents and a second line an octave up on every third step.
patch steps {
    param pace = 4 in 1..8 step cc 20                // steps per beat
    param many = 8 in 1..8 step cc 21
    tick = metro(1beat / pace)
    i: init -1
    when tick {
        i = (i@1 + 1) mod many
        f = [C3, C3, Eb3, G3, Bb3, C4, G3, Eb3][i]
        accent = [1, 0.4, 0.6, 0.5, 0.9, 0.4, 0.7, 0.5][i]
        high = count(1, 3) == 0
    }
    notes = [
        Note(freq: f, gate: hold(tick, 90ms), velocity: accent),
        Note(freq: f * 2, gate: hold(tick and high, 60ms), velocity: 0.4),
    ]
    strings = poly(8, pluck) * 0.5
    out = strings -> pan(0) -> wide
    node wide(x[2]) -> y[2] { y = x + [0.35, 0.3] * [x[0]@(3/8 beat, max: 1s), x[1]@(1/2 beat, max: 1s)] }
}

test "the first two steps are C, the third is E flat" {
    y = steps()[0]
    expect spectrum(y, C3, to: 240ms) > spectrum(y, Eb3, to: 240ms) * 12dB
    expect spectrum(y, Eb3, from: 270ms, to: 370ms) > spectrum(y, C3, from: 270ms, to: 370ms) * 6dB
}
