// Slow oscillators, clocks, and what clocks drive. A trigger is 1 on one sample; a gate is 1 as long as it lasts; both are 0 otherwise.

/// A phase for slow movements and clocks. Its turns are 64 bits wide, 32 of them are given out: after hours it is where it should be, however slow it is.
/// freq: Hz, -samplerate/2 .. samplerate/2; any rate
/// Out: a phase
/// Example: sinturn(slowphasor(0.01Hz))
node slowphasor(freq: Hz) -> p: phase {
    finest = 4294967296                          // steps of p in a turn
    steps = freq * sampletime * finest
    rest: phase                                  // of a step
    rest = rest@1 + (steps - floor(steps))
    p = p@1 + (floor(steps) + (rest < rest@1)) / finest
}

/// A slow oscillator.
/// freq: Hz; any rate. shape: sine, triangle (from 0 upwards), ramp (-1 up to 1), square (1, then -1), steps (a new random number each period)
/// Out: -1 .. 1; jumps are not band-limited
/// Example: saw(110Hz * 12st ^ lfo(0.5Hz))
node lfo(freq: Hz, shape: sine | triangle | ramp | square | steps = sine) -> y {
    p = slowphasor(freq)
    y = if shape == sine then sinturn(p)
        else if shape == triangle then 1 - 4 * abs(wrap(p + 0.25, 0, 1) - 0.5)
        else if shape == ramp then 2 * p - 1
        else if shape == square then (if p < 0.5 then 1 else -1)
        else samplehold(noise(), metro(1 / freq))
}

/// A slow random movement without corners: a new goal in every period, and a smoothstep to it.
/// freq: Hz, goals per second; any rate
/// Out: -1 .. 1, beginning with 0
/// Example: saw(110Hz * 2st ^ wander(3Hz))
node wander(freq: Hz) -> y {
    p = phasor(freq)
    new = noise()
    when p < p@1 {
        goal = new
        from = goal@1
    }
    y = from + (goal - from) * smoothstep(p)
}

/// A clock: a trigger at the start and then after every period, each on the nearest sample.
/// period: s or beats, above 0; a period in beats follows the tempo
/// Out: 1 on one sample per period
/// Example: noise() * decay(metro(1/4 beat), 50ms)
node metro(period: s) -> tick {
    p: phase init 0.9999999997671694             // a step below a whole turn: the first trigger falls on the first sample
    p = slowphasor(1 / period) - sampletime / (2 * period)
    tick = p < p@1
}

/// Where a signal rises above 0.
/// x: a gate, or any signal
/// Out: 1 on the first sample above 0 after one that was not
/// Example: noise() * decay(rise(sine(2Hz)), 50ms)
node rise(x) = x > 0 and not x@1 > 0

/// A gate of a given length, started again by every trigger.
/// trigger: 1 on one sample; time: s, read on that sample
/// Out: 1 for `time`, rounded to whole samples, beginning with the trigger's own sample
/// Example: sine(440Hz) * smooth(hold(metro(500ms), 100ms), 3ms)
node hold(trigger, time: s) -> gate {
    left = if trigger then round(time * samplerate) else max(left@1 - 1, 0)
    gate = left > 0
}

/// The value a signal had at the last trigger.
/// x: any signal; trigger: 1 where to look
/// Out: 0 before the first trigger
/// Example: sine(440Hz * 12st ^ samplehold(noise(), metro(100ms)))
node samplehold(x, trigger) -> y { when trigger { y = x } }

/// A switch: on at the first trigger, off at the second, and so on.
/// trigger: 1 where to switch
/// Out: 0 or 1, beginning with 0
/// Example: sine(440Hz) * smooth(toggle(metro(250ms)), 3ms)
node toggle(trigger) -> y { when trigger { y = 1 - y@1 } }

/// Counts triggers, round and round.
/// trigger: 1 where to count; steps: how many different values
/// Out: 0 up to steps - 1; 0 before and at the first trigger
/// Example: sine([220Hz, 275Hz, 330Hz][count(metro(200ms), 3)])
node count(trigger, steps) -> i {
    n: init -1
    when trigger { n = (n@1 + 1) mod steps }
    i = max(n, 0)
}

/// Lets every n-th trigger through, the first one included.
/// trigger: 1 on one sample; n: whole, at least 1
/// Out: 1 on one sample
/// Example: noise() * decay(every(metro(125ms), 4), 100ms)
node every(trigger, n) -> tick { tick = trigger and count(trigger, n) == 0 }
