track tune = "C4 [E4 G4] - . | F#3 Bb2"
node soft(note: Note) = note.gate * sinturn(note.freq * sampletime)
notes = sequence(tune, 1/2 beat, hold: 0.5, play: once)
out = poly(2, soft, mode: legato)
