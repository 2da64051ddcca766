patch sub {
    param cutoff: Hz = 800Hz in 40Hz..8kHz log  cc 74  osc "/sub/cutoff"
    node voice(note: Note) -> y {
        e = env(note, a: 5ms, d: 200ms, s: 0.4, r: 300ms)
        x = saw(note.freq) + saw(note.freq * 7ct)
        y = ladder(x / 2, cutoff * 36st ^ e, 0.3) * e
    }
    out = poly(8, voice) -> pan(0)
}
patch organ {
    param bars[9] = [8, 6, 8, 4, 0, 0, 0, 0, 3] in 0..8 cc 12..20
    param chiff = 0.3 in 0..1
    node pipe(note: Note) -> y {
        f = note.freq * [1/2, 3/2, 1, 2, 3, 4, 5, 6, 8]
        tone = sum((sine(f) + sine(f * 5ct)) * (bars/8)^2)
        air = svf(noise(), note.freq * 4, 0.3).band * decay(note.on, 40ms)
        y = (tone + chiff * air) * env(note, a: 50ms, s: 1, r: 120ms, retrigger: 15ms)
    }
    voices = poly(8, pipe)
    g = smooth(1 / sqrt(max(1, voices.active)), 20ms)
    out = [voices * g, voices * g] -> freeverb()
}
patch steps {
    tick = metro(1/4 beat)
    i: init -1
    when tick { i = (i@1 + 1) mod 8 ; f = [C3, C3, Eb3, G3, Bb3, C4, G3, Eb3][i] }
    notes = Note(freq: f, gate: hold(tick, 90ms), velocity: 0.8)
    out = poly(4, pluck)
}
patch vocoder {
    input voice
    f = [i in 0..31: 80Hz * 2 ^ (i/5)]
    node carrier(note: Note) = saw(note.freq) * note.gate
    out = sum(svf(poly(8, carrier), f, 0.9).band * follow(svf(voice, f, 0.9).band, 10ms))
}
