// A wave that becomes another: four tables from a flute to a saw, read between, each voice on its own way through them.
table waves[4][512] = [k in 0..3: [i in 0..511: sum([h in 1..2 ^ k * 3: sin(2 * pi * h * i / 512) / h ^ (1.6 - 0.2 * k)]) / 1.6]]
patch morph {
    param where = 0.3 in 0..1 cc 1
    param motion = 0.5 in 0..1 cc 74

    node voice(note: Note) -> y {
        e = env(note, a: 30ms, d: 1.5s, s: 0.5, r: 400ms)
        place = clamp(where + 0.4 * motion * sine(0.3Hz + note.freq / 5000) + 0.3 * e * note.velocity, 0, 1)
        y = sum(read(waves, phasor([note.freq, note.freq * 5ct]), row: 3 * place)) * e * 0.5
    }

    voices = poly(8, voice) * 0.3
    out = phaser(voices, 0.2Hz) -> pan(0) -> wide
    node wide(x[2]) -> y[2] { y = x * 0.8 + fdn(x, time: 1.5s) * 0.3 }
}

test "from a flute to a saw: higher harmonics grow" {
    dull = morph(where: 0, motion: 0)[0]
    bright = morph(where: 1, motion: 0)[0]
    expect spectrum(bright, 8 * C4) > spectrum(dull, 8 * C4) * 12dB
}
