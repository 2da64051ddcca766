patch bass {
    param cutoff: Hz = 400Hz in 40Hz..4kHz log cc 74
    node low(note: Note) = lowpass(saw(note.freq), cutoff, 0.3) * env(note)
    voices = poly(4, low) * 0.2
    out = voices
    out.send = voices * 0.3
}
