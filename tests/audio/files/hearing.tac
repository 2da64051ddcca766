// What it hears, as numbers: the sum of the frequencies of the notes that are held.
node voice(note: Note) = note.gate * note.freq / 1Hz
out = poly(4, voice)
