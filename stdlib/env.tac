// Envelopes and followers: how a level moves in time.

/// The envelope of a note: attack, decay, sustain, release.
/// Each stage is a smoothstep (3t^2 - 2t^3) from the present level to its goal, in exactly its time. Where a stage is cut off, its slope runs out in the next
/// one, so the level has neither a step nor a corner.
/// note: the voice's Note; a, d, r: s, from 0 (one sample) up, read where their stage begins; s: sustain 0 .. 1, follows while it sounds
/// retrigger: s; above 0, a note-on before the level is 0 goes from there straight to the sustain level in this time. 0: it takes the attack
/// curve: smooth, straight, or bent (fast first, like a capacitor that is charged; it gets there all the same)
/// Out: 0 .. 1 (up to 4 % more where a smooth stage is cut off steeply)
/// Example: poly(4, beep) ; node beep(note: Note) = saw(note.freq) * env(note, a: 5ms, d: 100ms, s: 0.5, r: 300ms)
node env(note: Note, a: s = 5ms, d: s = 100ms, s = 0.7, r: s = 200ms, retrigger: s = 0s, curve: smooth | straight | bent = smooth) =
    contour(note.on, note.gate, a, d, s, r, retrigger, curve: curve)

/// The same envelope on a plain gate.
/// gate: not 0 while held; a, d, s, r, retrigger, curve: as for env
/// Out: 0 .. 1
/// Example: sine(220Hz) * adsr(square(1Hz) > 0, a: 20ms)
node adsr(gate, a: s = 5ms, d: s = 100ms, s = 0.7, r: s = 200ms, retrigger: s = 0s, curve: smooth | straight | bent = smooth) =
    contour(rise(gate), gate, a, d, s, r, retrigger, curve: curve)

/// The envelope that env and adsr are made of, with the start and the gate apart.
/// on: 1 on the sample of a start; gate: not 0 while held; a, d, s, r, retrigger, curve: as for env
/// Out: 0 .. 1; reaches its target exactly length samples after the stage's event
/// Example: contour(metro(1s), 1, 5ms, 100ms, 0.2, 100ms, 0s)
node contour(on, gate, a: s, d: s, s, r: s, retrigger: s, curve: smooth | straight | bent = smooth) -> y {
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
    y = if curve == straight then from + (goal - from) * t
        else if curve == bent then from + (goal - from) * (if t < 1 then (1 - exp(-4 * t)) * 1.0186573603637741 else 1)
        else from + (goal - from) * (t * t * (3 - 2 * t)) + carry * (t * (1 - t) * (1 - t))
}

/// Jumps to 1 at a trigger and dies away exponentially.
/// trigger: 1 on one sample; time: s in which it falls by 60 dB
/// Out: 0 .. 1
/// Example: noise() * decay(metro(500ms), 200ms)
node decay(trigger, time: s) -> y {
    y = if trigger then 1 else max(y@1 * exp(-6.907755278982137 * sampletime / max(time, sampletime)) - 0.000000000001, 0)    // ends at -240 dB
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

/// An envelope of any number of stages, once through them at every trigger.
/// trigger: 1 on one sample, it begins at 0 again; levels: where each stage ends; times: s, how long each takes; both read all the time
/// curve: smooth (each stage a smoothstep) or straight
/// Out: 0 before the first trigger; each level is reached to the sample, the last one stays
/// Example: sine(220Hz) * stages(metro(1s), [1, 0.3, 0.6, 0], [5ms, 50ms, 200ms, 400ms])
node stages(trigger, levels[], times[]: s, curve: smooth | straight = smooth) -> y {
    last = length(levels) - 1
    n = if trigger then 1 else n@1 + 1
    begun = trigger or begun@1
    long = max(round(times * samplerate), 1)
    parts = [k in 0..last: clamp((n - (if k > 0 then sum([j in 0..max(k - 1, 0): long[j]]) else 0)) / long[k], 0, 1)]
    ways = [k in 0..last: levels[k] - (if k > 0 then levels[max(k - 1, 0)] else 0)]
    y = (if begun then 1 else 0) * sum(ways * (if curve == straight then parts else parts * parts * (3 - 2 * parts)))
}

/// Attack and decay: up and down at every trigger, whatever becomes of the key.
/// trigger: 1 on one sample; a, d: s; curve: as for stages
/// Out: 0 .. 1
/// Example: noise() * ad(metro(500ms), 2ms, 100ms)
node ad(trigger, a: s, d: s, curve: smooth | straight = smooth) = stages(trigger, [1, 0], [a, d], curve: curve)

/// Attack, hold and decay.
/// trigger: 1 on one sample; a, h, d: s; curve: as for stages
/// Out: 0 .. 1
/// Example: noise() * ahd(metro(500ms), 2ms, 50ms, 100ms)
node ahd(trigger, a: s, h: s, d: s, curve: smooth | straight = smooth) = stages(trigger, [1, 1, 0], [a, h, d], curve: curve)
