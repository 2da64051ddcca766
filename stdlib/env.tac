// Envelopes and followers: how a level moves in time.

/// The envelope of a note: attack, decay, sustain, release.
/// Each stage is a smoothstep (3t^2 - 2t^3) from the present level to its goal, in exactly its time. Where a stage is cut off, its slope runs out in the next
/// one, so the level has neither a step nor a corner.
/// note: the voice's Note; a, d, r: s, from 0 (one sample) up, read where their stage begins; s: sustain 0 .. 1, follows while it sounds
/// retrigger: s; above 0, a note-on before the level is 0 goes from there straight to the sustain level in this time. 0: it takes the attack
/// Out: 0 .. 1 (up to 4 % more where a stage is cut off steeply)
/// Example: saw(220Hz) * adsr(hold(metro(1s), 400ms), a: 5ms, d: 100ms, s: 0.5, r: 300ms)
node env(note: Note, a: s = 5ms, d: s = 100ms, s = 0.7, r: s = 200ms, retrigger: s = 0s) = contour(note.on, note.gate, a, d, s, r, retrigger)

/// The same envelope on a plain gate.
/// gate: not 0 while held; a, d, s, r, retrigger: as for env
/// Out: 0 .. 1
/// Example: sine(220Hz) * adsr(square(1Hz) > 0, a: 20ms)
node adsr(gate, a: s = 5ms, d: s = 100ms, s = 0.7, r: s = 200ms, retrigger: s = 0s) = contour(rise(gate), gate, a, d, s, r, retrigger)

/// The envelope that env and adsr are made of, with the start and the gate apart.
/// on: 1 on the sample of a start; gate: not 0 while held; the rest as for env
/// Out: 0 .. 1; reaches its target exactly length samples after the stage's event
/// Example: contour(metro(1s), 1, 5ms, 100ms, 0.2, 100ms, 0s)
node contour(on, gate, a: s, d: s, s, r: s, retrigger: s) -> y {
    before = y@1
    slope = before - y@2
    cut = n@1 < samples@1
    off = gate@1 and not gate
    risen = stage@1 == 1 and n@1 >= samples@1
    begin = on or off or risen
    stage = if on then (if retrigger > 0 and before > 0 then 2 else 1) else if off then 3 else if risen then 4 else stage@1
    length = if stage == 1 then a * samplerate else if stage == 2 then retrigger * samplerate else if stage == 3 then r * samplerate else d * samplerate
    goal = if stage == 1 then 1 else if stage == 2 or stage == 4 then s else 0
    n = if begin then 1 else n@1 + 1              // counted, not added up: exact for hours
    when begin {
        from = before
        samples = max(round(length), 1)
        rate = 1 / samples
        way = goal - before
        carry = if cut then clamp(slope * samples, min(3 * way, 0) - 0.25, max(3 * way, 0) + 0.25) else 0
    }
    t = if n < samples then n * rate else 1
    y = from + (goal - from) * (t * t * (3 - 2 * t)) + carry * (t * (1 - t) * (1 - t))
}

/// Jumps to 1 at a trigger and dies away exponentially.
/// trigger: 1 on one sample; time: s in which it falls by 60 dB
/// Out: 0 .. 1
/// Example: noise() * decay(metro(500ms), 200ms)
node decay(trigger, time: s) -> y {
    y = if trigger then 1 else y@1 * exp(-6.907755278982137 * sampletime / max(time, sampletime))
}

/// Follows a signal, never abruptly; starts at the signal's first value.
/// x: any signal; time: s in which 63 % of the way is gone (the time constant of a one-pole low-pass), from 0 up; any rate
/// Out: between the values of x
/// Example: sine(440Hz) * smooth(toggle(metro(1s)), 20ms)
node smooth(x, time: s) -> y {
    living: init 0
    living = max(living@1, 1)
    y = x + (y@1 - x) * exp(-sampletime / max(time, sampletime / 32)) * living@1
}

/// The amplitude of a signal: a sine of amplitude 0.5 reads 0.5.
/// x: audio; time: s over which its square is averaged; longer than a period for a steady reading
/// Out: at least 0
/// Example: noise() * follow(sine(1Hz), 10ms)
node follow(x, time: s) = sqrt(2 * onepole(x * x, 1 / (2 * pi * max(time, sampletime))))

/// Follows a signal in straight lines of limited steepness.
/// x: any signal; up, down: s for a way of 1, above 0
/// Out: between the values of x
/// Example: slew(square(2Hz), 50ms, 200ms)
node slew(x, up: s, down: s) -> y {
    y = y@1 + clamp(x - y@1, -sampletime / down, sampletime / up)
}
