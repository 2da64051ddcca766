// Scores: tracks played step by step as a line of notes. What they make goes to a `poly`, or is the patch's `notes`.

/// Plays a track: one line of notes, in steps that follow the beat of the transport. All sequences of a patch keep together, however long they play.
/// A track with chords makes one line per voice of its chords.
/// tune: a track; step: beats (a time is one at the tempo of its tick), above 0; hold: 0 .. 1, how much of its last step a note sounds; velocity: 0 .. 1, read where a note begins
/// play: loop (from the end to the start), once (then silence)
/// Out: a Note; note n begins on the first frame at or after its beat, 16 frames later in the voices, as all generated notes do
/// Example: poly(4, pluck, notes: sequence(tune, 1/2 beat)) ; track tune = "C4 E4 G4 - [C4 C5] . ."
node sequence(tune: table, step: beat, hold = 0.9, velocity = 0.8, play: loop | once = loop) -> line {
    i: init -1
    begun = i@1 >= 0
    turned = beatphase - beatphase@1             // numbers: what they lose is not lost to their sum
    since = if turned < 0 then turned + 1 else turned
    way = (if begun then since * (1 / (step * tempo)) else 0) + lost@1
    p: phase
    p = p@1 + moved
    moved = floor(way * 16777216) / 16777216     // what 24 bits hold; the rest is kept for the next frame: no drift
    lost = way - moved
    steps = length(tune)
    when not begun or p < p@1 { i = if play == once then min(i@1 + 1, steps) else (i@1 + 1) mod steps }
    sounds = i < steps and read(tune, i, row: 1) > 0
    cut = read(tune, i, row: 3) > 0 and p >= hold
    line = Note(freq: read(tune, i, row: 0) * 1Hz, gate: sounds and not cut, velocity: velocity)
}
