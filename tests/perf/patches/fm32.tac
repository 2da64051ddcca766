// 32 voices of frequency modulation: six operators in two chains, one feeds itself, each with a level of its own.
node level(gate, rate) -> e { e = e@1 + (gate - e@1) * rate }
node turned(f: Hz, m) -> y {
    p: phase
    p = phasor(f) + m
    y = costurn(p)
}
node fed(f: Hz, gate) -> y { y = turned(f, 0.12 * y@1) * level(gate, 0.0003) }
node voice(note: Note) -> y {
    f = note.freq
    o5 = turned(3 * f, 0.25 * fed(7 * f, note.gate)) * level(note.gate, 0.0005)
    one = turned(f, 0.3 * o5) * level(note.gate, 0.001)
    o3 = turned(14 * f, 0) * level(note.gate, 0.0007)
    o2 = turned(f, 0.15 * o3) * level(note.gate, 0.0009)
    two = turned(1.01 * f, 0.2 * o2) * level(note.gate, 0.0011)
    y = 0.1 * (one + two)
}
out = poly(32, voice)
