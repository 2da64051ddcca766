node voice(note: Note) = triangle(note.freq) * env(note, a: 20ms, s: 0.5)
out = poly(4, voice) * 0.3
