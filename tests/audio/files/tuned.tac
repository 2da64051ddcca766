// A line of its own, in a tuning of its own.
tuning = 442Hz
track line = "A4"
notes = sequence(line, 1beat)
node voice(note: Note) = note.gate * note.freq / 1Hz
out = poly(4, voice)
