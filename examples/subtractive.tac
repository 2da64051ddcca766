// A classic analogue voice: two detuned saws and a square below, a ladder filter with its own envelope, a little vibrato by the wheel. Play it.
patch subtractive {
    param cutoff: Hz = 500Hz in 40Hz..8kHz log cc 74
    param resonance = 0.5 in 0..0.95 cc 71
    param sweep = 30 in 0..60 cc 70                  // semitones that the filter's envelope opens it
    param detune = 8 in 0..50 cc 94                  // cents between the saws
    param vibrato = 0 in 0..1 cc 1
    wobble = sine(5.5Hz) * vibrato * 0.3

    node voice(note: Note) -> y {
        f = note.freq * 2 ^ (wobble / 12)
        apart = 2 ^ (detune / 1200)
        x = saw(f) + saw(f * apart) + 0.6 * square(f / 2)
        opening = env(note, a: 8ms, d: 350ms, s: 0.25, r: 300ms)
        loudness = env(note, a: 4ms, d: 200ms, s: 0.7, r: 250ms)
        bright = cutoff * 2 ^ (sweep * opening * (0.4 + 0.6 * note.velocity) / 12 + (note.key - 60) / 36)
        y = ladder(x, bright, resonance) * loudness * (0.3 + 0.7 * note.velocity)
    }

    voices = poly(8, voice) * 0.25
    out = softclip(voices) -> chorus(0.4Hz, 2ms, 0.4)
}
