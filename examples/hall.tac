// A hall of eight delays that feed each other, with a glockenspiel that plays in it by itself.
patch hall {
    param time: s = 3s in 0.3s..10s log cc 91
    param damp = 0.3 in 0..0.9 cc 92
    param wet = 0.6 in 0..1 cc 93

    tick = metro(1/4 beat)
    struck = every(tick, 8) or chance(tick, 0.35)
    freq = quantise(880Hz * 1st ^ walk(struck, 5, -12, 12), [0, 2, 4, 7, 9])
    bars = poly(6, bar, notes: Note(freq: freq, gate: hold(struck, 50ms), velocity: 0.7))
    node bar(note: Note) = modal(note.on * note.velocity, note.freq, [1, 2.756, 5.404], [1.5s, 0.6s, 0.3s], [1, 0.4, 0.2])
    dry = bars * 0.25 -> pan(0.2)
    out = dry * (1 - wet / 2) + wet * fdn(dry, time: time, damp: damp)
}
