// Waveshapers: each output depends on this input alone. They add harmonics, and at high levels and pitches aliases with them.

/// Overdrive: tanh, at full level for full level.
/// x: audio, -1 .. 1; amount: above 0; 1 is mild, 10 is hard
/// Out: -1 .. 1
/// Example: sine(110Hz) -> drive(5)
node drive(x, amount) = tanh(x * amount) / tanh(amount)

/// Cuts off what is beyond a limit.
/// x: audio; limit: above 0
/// Out: -limit .. limit
/// Example: sine(110Hz) -> clip(0.5)
node clip(x, limit = 1) = clamp(x, -limit, limit)

/// Cuts off gently: a cubic that is level where it reaches 1.
/// x: audio; beyond -1.5 .. 1.5 it is -1 or 1
/// Out: -1 .. 1
/// Example: softclip(2 * sine(110Hz))
node softclip(x) -> y {
    u = clamp(x / 1.5, -1, 1)
    y = u * (1.5 - 0.5 * u * u)
}

/// Folds what is beyond 1 back, and back again: a triangle of the input.
/// x: audio, any level
/// Out: -1 .. 1; x itself between -1 and 1
/// Example: wavefold(4 * sine(110Hz))
node wavefold(x) = 1 - abs(wrap(x + 1, 0, 4) - 2)

/// Rounds to few steps.
/// x: audio, -1 .. 1; bits: 1 .. 24, fractions too
/// Out: the nearest of 2 ^ bits steps in -1 .. 1
/// Example: sine(110Hz) -> crush(4)
node crush(x, bits) -> y {
    steps = 2 ^ (bits - 1)
    y = round(x * steps) / steps
}

/// Looks at a signal at a lower sample rate and holds what it saw.
/// x: audio; freq: Hz, up to the sample rate
/// Out: audio, with every alias of that rate
/// Example: saw(110Hz) -> downsample(8kHz)
node downsample(x, freq: Hz) = samplehold(x, metro(1 / freq))

/// A Chebyshev polynomial of order 2 to 5: a sine of level 1 becomes its n-th harmonic.
/// x: -1 .. 1; weights: the levels of harmonics 2, 3, 4 and 5
/// Out: x and its harmonics
/// Source: Le Brun, Digital waveshaping synthesis, 1979
/// Example: harmonics(sine(110Hz), [0.5, 0.3, 0, 0.1])
node harmonics(x, weights[4]) -> y {
    t2 = 2 * x * x - 1
    t3 = 2 * x * t2 - x
    t4 = 2 * x * t3 - t2
    t5 = 2 * x * t4 - t3
    y = x + sum(weights * [t2, t3, t4, t5])
}
