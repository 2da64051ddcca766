// Players of recorded sounds. A `sample` or a `table` is handed in; a sample is read at the time of its own rate, so its pitch is the recorded one at speed 1.

/// Plays a sound from its start at each stroke, once.
/// s: a sample; trigger: strikes where it rises above 0; speed: 1 as recorded, 2 an octave higher, 0.5 an octave lower; it may move while it plays
/// Out: as recorded, 0 when it is over and before the first stroke
/// Example: sampleplayer(stroke, metro(500ms)) ; sample stroke = "examples/drums/kick.wav"
node sampleplayer(s: table, trigger, speed = 1) -> y {
    strikes = rise(trigger)
    step = part@1 + speed
    part = if strikes then 0 else step - floor(step)
    whole: init 16000000
    whole = if strikes then 0 else clamp(whole@1 + floor(step), -1, 16000000)
    y = read(s, (whole + part) * sampletime, interp: cubic)
}

/// Plays a part of a sound round and round, without a seam: at its end the next turn fades in over the last one.
/// s: a sample; long: s how long the part is; from: s where it begins; fade: s, no more than half of the part is taken; speed: 1 as recorded
/// Out: as recorded
/// Example: sampleloop(stroke, 120ms, 20ms, 40ms) ; sample stroke = "examples/drums/kick.wav"
node sampleloop(s: table, long: s, from: s = 0s, fade: s = 10ms, speed = 1) -> y {
    overlap = min(fade, long / 2)
    turn = long - overlap
    t = turn * phasor(speed / turn)
    late = clamp(1 - t / overlap, 0, 1)
    y = read(s, from + t, interp: cubic) * (1 - late) + read(s, from + turn + t, interp: cubic) * late
}
