patch organ {
    param bars[3] = [8, 4, 2] in 0..8 cc 12..14
    node pipe(note: Note) = sum(sine(note.freq * [1, 2, 3]) * bars / 16) * env(note, a: 50ms, s: 1, r: 120ms)
    out = poly(8, pipe) * 0.2
}
