// Sixteen plucked strings: a line as long as the period, read between its samples, and the mean of two samples in the loop.
input x
node string(note: Note) -> y {
    burst = x * (age < 200) * note.gate
    age: init -1
    age = age@1 + 1
    back = y@(samplerate / note.freq, min: 2, max: 2400)
    y = burst + 0.498 * (back + back@1)
}
out = poly(16, string) * 0.2
