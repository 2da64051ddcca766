// A rack: bells and a bass share the keyboard below and above C4, an organ lies under the bells as a layer, and all of it goes through a hall. Each slot is
// a file of its own that plays alone, too.
rack live {
    bells = load "bells.tac" notes(range: C4..B9)
    under = load "organ.tac" notes(range: C4..B9, transpose: -12)
    bass = load "subtractive.tac" notes(range: C0..B3)
    hall = load "hall.tac"

    bass.cutoff = 600Hz
    under.chiff = 0.1
    hall.knock = 0
    mono = sum(bells.out) + sum(under.out) * -9dB + sum(bass.out) * -6dB
    hall.x = mono * 0.3
    out = [mono, mono] * 0.3 + hall.out * 0.5
}
