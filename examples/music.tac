// A small piece that plays itself: drums, a bass that walks through four chords, a plucked arpeggio with echoes, and a slow choir of saws.
patch music {
    tick = metro(1/4 beat)                           // sixteenths
    i: init -1
    when tick { i = (i@1 + 1) mod 64 }               // four bars of sixteen
    bar = floor(i / 16)
    at = i mod 16

    // The chords: A minor, F, C, G.
    root = [A1, F1, C2, G1][bar]
    third = [6/5, 5/4, 5/4, 5/4][bar]

    // Drums: a kick on every beat, a hat between, a snare on two and four.
    kicked = tick and at mod 4 == 0
    kick = sine(48Hz * 30st ^ decay(kicked, 120ms)) * decay(kicked, 400ms)
    hat = onepolehigh(noise(), 7kHz) * decay(tick and at mod 4 == 2, 80ms)
    struck = tick and (at == 4 or at == 12)
    snare = (bandpass(noise(), 1.8kHz, 0.4) + 0.5 * triangle(190Hz)) * decay(struck, 180ms)

    // The bass plays on every eighth, but rests on the beat of the kick.
    node low(note: Note) -> y {
        e = env(note, a: 4ms, d: 180ms, s: 0.3, r: 60ms)
        y = saw(note.freq) + square(note.freq / 2) * 0.5 -> ladder(120Hz * 30st ^ e, 0.5)
    }
    bass = poly(2, low, notes: Note(freq: root, gate: hold(tick and at mod 4 >= 2, 100ms), velocity: 0.8))

    // The arpeggio goes up and down the chord.
    tone = root * 8 * [1, third, 3/2, 2, 2 * third, 2, 3/2, third][i mod 8]
    harp = poly(6, pluck, notes: Note(freq: tone, gate: hold(tick, 110ms), velocity: 0.5 + 0.3 * (at mod 4 == 0)))

    // The choir holds each chord for a bar.
    changed = tick and at == 0
    choir = sum(saw(root * 4 * [1, 1.003, third, third * 1.004, 3/2, 1.496])) / 6 -> lowpass(900Hz * 9st ^ sine(0.13Hz), 0.4)
    breath = smooth(hold(changed, 1.7s), 200ms)

    dry = [bass * 0.3 + kick * 0.5 + snare * 0.2 + hat * 0.12, bass * 0.3 + kick * 0.5 + snare * 0.2 + hat * 0.12]
    wet = pingpong(harp * 0.35, 3/4 beat / 2, 0.4) + [choir, choir@9ms] * breath * 0.25
    out = limiter(dry + wet + church(wet, time: 2s, resonance: 0) * 0.8, -1dB)
}

test "it plays by itself, within bounds" {
    y = music()
    expect peak(y) <= -0.9dB
    expect level(y) > -30dB
}
