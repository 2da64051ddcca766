patch middle {
    node voice(note: Note) = note.gate * note.key
    out = poly(1, voice, mode: mono, notes: notes(range: C4..B4))
}
