// What turns a clock into music: rhythms, melodies and chance. A trigger is 1 on one sample.

/// A rhythm of hits spread as evenly as possible over steps.
/// trigger: the clock; hits: 0 .. steps; steps: at least 1; whole numbers
/// Out: 1 on the clock's hits; the first step is one
/// Source: Toussaint, The Euclidean algorithm generates traditional musical rhythms, 2005
/// Example: noise() * decay(euclid(metro(1/4 beat), 3, 8), 50ms)
node euclid(trigger, hits, steps) = trigger and (count(trigger, steps) * hits) mod steps < hits

/// Every trigger with a probability of its own.
/// trigger: 1 on one sample; probability: 0 .. 1
/// Out: 1 where it comes through
/// Example: noise() * decay(chance(metro(125ms), 0.4), 50ms)
node chance(trigger, probability) = trigger and random() < probability

/// A clock whose every second step comes late.
/// period: s or beats, the mean step; amount: 0 straight .. 0.34 triplets .. 0.9; any rate
/// Out: 1 on one sample; the first falls on the first sample
/// Example: noise() * decay(swing(1/4 beat, 0.3), 50ms)
node swing(period: s, amount) -> tick {
    p: phase init 0.9999999997671694
    p = slowphasor(1 / (2 * period)) - sampletime / (4 * period)
    late = p >= 0.5 + 0.5 * clamp(amount, 0, 0.9)
    tick = p < p@1 or rise(late)
}

/// Walks over numbers, one step up or down at every trigger, and turns back at the ends.
/// trigger: 1 on one sample; step: how far at most; low .. high: where it stays
/// Out: low .. high, beginning in the middle
/// Example: sine(220Hz * 1st ^ walk(metro(100ms), 2, -12, 12))
node walk(trigger, step, low, high) -> y {
    middle = (low + high) / 2
    from = if started@1 then y@1 else middle
    started = started@1 or trigger
    next = from + step * (2 * random() - 1)
    turned = if next > high then 2 * high - next else if next < low then 2 * low - next else next
    y = if trigger then clamp(turned, low, high) else from
}

/// The note of a scale that is nearest to a pitch.
/// freq: Hz, any rate; scale: the notes of one octave in semitones above root, any number of them; root: Hz
/// Out: Hz, a note of the scale in any octave
/// Example: sine(quantise(220Hz * 24st ^ lfo(0.5Hz), [0, 2, 4, 7, 9]))
node quantise(freq: Hz, scale[], root: Hz = 440Hz) -> y {
    key = 12 * log2(freq / root)
    places = scale + 12 * round((key - scale) / 12)
    best = fold(places, 1000000000, nearer(key: key))
    y = root * 2 ^ (best / 12)
}

/// What quantise folds with: of two numbers the one that is nearer to a third.
/// best, other: numbers; key: the number to be near to
/// Out: best or other
/// Example: nearer(1, 2, key: 1.5 + sine(1Hz))
node nearer(best, other, key) = if abs(other - key) < abs(best - key) then other else best

/// Plays the notes of a chord one after the other.
/// trigger: the clock; chord: Hz, any number of notes, deepest first; mode: up, down, there and back, or by chance
/// Out: Hz of the note whose turn it is
/// Example: saw(arpeggio(metro(125ms), [220Hz, 275Hz, 330Hz], mode: bounce))
node arpeggio(trigger, chord[]: Hz, mode: up | down | bounce | any = up) -> freq {
    n = length(chord)
    i = count(trigger, if mode == bounce then max(2 * n - 2, 1) else n)
    place = if mode == up then i
        else if mode == down then n - 1 - i
        else if mode == bounce then min(i, 2 * n - 2 - i)
        else samplehold(floor(random() * n), trigger)
    freq = chord[place]
}
