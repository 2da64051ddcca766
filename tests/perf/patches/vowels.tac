// Eight voices that sing: a sawtooth through five formants.
use "voice.tac"
node sung(note: Note) -> y {
    e = envelope(note.gate)
    x = polysaw(note.freq)
    g = tan(pi * [600Hz, 1040Hz, 2250Hz, 2450Hz, 2750Hz] * (1 + 0.1 * e) * sampletime)
    y = sum(bandpass2(x, g, [0.1, 0.067, 0.049, 0.049, 0.047]) * [1, 0.45, 0.36, 0.36, 0.1]) * e * 0.1
}
out = poly(8, sung)
