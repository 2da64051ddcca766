// What the voices of the benchmark patches are made of, written out so that every language can say the same: the sawtooth with a corner of two samples
// (Valimaki and Huovilainen 2007), the filter of second order by trapezoids (Zavalishin 2012), an envelope.

node polysaw(f: Hz) -> y {
    p: phase
    p = p@1 + f * sampletime
    d = f * sampletime
    y = 2 * p - 1 + max(0, 1 - p / d) ^ 2 - max(0, 1 - (1 - p) / d) ^ 2
}

node lowpass2(x, g) -> low {
    a = 1 / (1 + g * (g + 0.5))
    band = a * (c@1 + g * (x - d@1))
    low = d@1 + g * band
    c = 2 * band - c@1
    d = 2 * low - d@1
}

node bandpass2(x, g, k) -> band {
    a = 1 / (1 + g * (g + k))
    band = a * (c@1 + g * (x - d@1))
    low = d@1 + g * band
    c = 2 * band - c@1
    d = 2 * low - d@1
}

// Up in 10 ms in a straight line, then towards 0.5, and towards 0 when the gate closes.
node envelope(gate) -> e {
    rising = if not gate then 0 else if not gate@1 then 1 else if e@1 >= 1 then 0 else rising@1
    e = if not gate then e@1 * 0.9998 else if rising then min(1, e@1 + 0.0020833334) else e@1 + (0.5 - e@1) * 0.0001
}

node subtractive(note: Note) -> y {
    e = envelope(note.gate)
    cutoff = min(300Hz * 2 ^ (4 * e), 0.45 * samplerate)
    g = tan(pi * cutoff * sampletime)
    x = polysaw(note.freq) + polysaw(note.freq * 1.005)
    y = lowpass2(lowpass2(x, g), g) * e * 0.1
}
