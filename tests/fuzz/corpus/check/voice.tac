patch sub {
    param cutoff: Hz = 800Hz in 40Hz..8kHz log cc 74
    node voice(note: Note) -> y {
        e = env(note, a: 5ms, d: 200ms, s: 0.4, r: 300ms)
        y = ladder(saw(note.freq) + saw(note.freq * 7ct), cutoff * 36st ^ e, 0.3) * e
    }
    out = poly(4, voice) -> pan(0)
}
