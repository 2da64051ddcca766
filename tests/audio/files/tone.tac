patch tone {
    param level = 0.5 in 0..1 cc 7
    param shape: plain | bright = plain
    node voice(note: Note) -> y {
        y = (if shape == bright then sawtooth(phasor(note.freq), note.freq) else sine(note.freq)) * env(note) * note.velocity
    }
    voices = poly(8, voice)
    out = voices * level
    out.send = voices * 0.25
}
