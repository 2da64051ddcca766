// A score: two tracks of different length that loop against each other, chords, and a top voice that chance makes. The desk of nano.tac mixes them.
use "nano.tac"

patch score {
    param levels[3] = [0.8, 0.6, 0.5] in 0..1 from nano.fader[1..3]
    param sparkle = 1 in 0..1 from nano.solo[1]

    track ground = "A2 - E3 - | F2 - C3 - | C2 - G2 - | G2 - D3 B2"
    track chords = "[A3 C4 E4] - - . [A3 C4 F4] - - . [G3 C4 E4] - - . [G3 B3 D4] - - ."
    track answer = "E5 . C5 A4 - . B4"

    bass = poly(2, low, notes: sequence(ground, 1/2 beat))
    harmony = poly(8, soft, notes: sequence(chords, 1/2 beat, hold: 0.6, velocity: 0.5))
    above = poly(4, pluck, notes: [sequence(answer, 1/2 beat), chance])

    // A note of the scale on some of the sixteenths.
    tick = metro(1/4 beat)
    when tick {
        f = [A4, C5, D5, E5, G5, A5][floor(random() * 6)]
        heard = random() < 0.3 * sparkle
    }
    chance = Note(freq: f * 2, gate: hold(tick and heard, 80ms), velocity: 0.4)

    node low(note: Note) = triangle(note.freq) * env(note, a: 3ms, d: 300ms, s: 0.5, r: 80ms)
    node soft(note: Note) = lowpass(saw(note.freq), 1.2kHz, 0.2) * env(note, a: 60ms, s: 0.8, r: 300ms) * note.velocity

    dry = bass * levels[0] * 0.4 + harmony * levels[1] * 0.3 + above * levels[2] * 0.4
    out = dry -> pan(0) -> freeverb(0.7) -> mix
    node mix(x[2]) = x * 0.6 + dry * 0.6
}
