// Waveshapers: each output depends on this input alone. They add harmonics, and at high levels and pitches aliases with them.

/// Overdrive: tanh, at full level for full level.
/// x: audio, -1 .. 1; amount: above 0; 1 is mild, 10 is hard
/// quality: cheap; fine has weaker aliases and is half a sample later; finest is fine at four times the rate, 46 samples later, aliases at least 30 dB
///          weaker below 20 kHz (a sine of up to 5 kHz)
/// Out: -1 .. 1
/// Example: sine(110Hz) -> drive(5)
node drive(x, amount, quality: cheap | fine | finest = cheap) -> y {
    y = shaped(x * amount, tanhitself, tanhintegral, quality: quality) / tanh(amount)
}

/// Cuts off what is beyond a limit.
/// x: audio; limit: above 0; quality: as for drive
/// Out: -limit .. limit
/// Example: sine(110Hz) -> clip(0.5)
node clip(x, limit = 1, quality: cheap | fine | finest = cheap) -> y {
    y = if quality == cheap then clamp(x, -limit, limit) else shaped(x / limit, clamp(low: -1, high: 1), clipintegral, quality: quality) * limit
}

/// A waveshaper in three qualities.
/// x: audio; f: the shape, a node of one input; integral: a node whose slope is f; quality: as for drive
/// Out: the shape of x
/// Example: shaped(3 * sine(1kHz), tanhitself, tanhintegral, quality: finest)
node shaped(x, f: node, integral: node, quality: cheap | fine | finest = cheap) -> y {
    y = if quality == cheap then f(x) else if quality == fine then antialias(x, f, integral) else oversample(x, 4, antialias(f: f, integral: integral))
}

/// A waveshaper with its aliases weakened: the mean of the shape over the straight way from the last sample to this one.
/// x: audio; f: the shape, a node of one input; integral: a node whose slope is f
/// Out: the shape of x, half a sample later
/// Source: Parker, Zavalishin and Le Bivic, Reducing the aliasing of nonlinear waveshaping using continuous-time convolution, 2016
/// Example: antialias(3 * sine(1kHz), tanhitself, tanhintegral)
node antialias(x, f: node, integral: node) -> y {
    way = x - x@1
    far = abs(way) > 0.01                        // nearer, the difference of the integrals has too few digits left
    y = if far then (integral(x) - integral(x)@1) / (if far then way else 1) else f((x + x@1) / 2)
}

/// The hyperbolic tangent as a node, to be handed on.
/// x: any number
/// Out: -1 .. 1
/// Example: tanhitself(sine(110Hz))
node tanhitself(x) = tanh(x)

/// What tanh is the slope of: log cosh x.
/// x: any number
/// Out: at least 0
/// Example: tanhintegral(sine(110Hz))
node tanhintegral(x) = abs(x) + log((1 + exp(-2 * abs(x))) / 2)

/// What a clipper at -1 and 1 is the slope of.
/// x: any number
/// Out: at least 0
/// Example: clipintegral(2 * sine(110Hz))
node clipintegral(x) = if abs(x) < 1 then x * x / 2 else abs(x) - 0.5

/// The fold itself, to be handed on: a triangle of the input.
/// x: any number
/// Out: -1 .. 1
/// Example: folditself(4 * sine(110Hz))
node folditself(x) = 1 - abs(wrap(x + 1, 0, 4) - 2)

/// What the wavefolder is the slope of.
/// x: any number
/// Out: 0 .. 1
/// Example: foldintegral(4 * sine(110Hz))
node foldintegral(x) -> y {
    t = wrap(x + 1, 0, 4)
    y = if t < 2 then (t - 1) * (t - 1) / 2 else 1 - (t - 3) * (t - 3) / 2
}

/// Cuts off gently: a cubic that is level where it reaches 1.
/// x: audio; beyond -1.5 .. 1.5 it is -1 or 1
/// Out: -1 .. 1
/// Example: softclip(2 * sine(110Hz))
node softclip(x) -> y {
    u = clamp(x / 1.5, -1, 1)
    y = u * (1.5 - 0.5 * u * u)
}

/// Folds what is beyond 1 back, and back again: a triangle of the input.
/// x: audio, any level; quality: as for drive
/// Out: -1 .. 1; x itself between -1 and 1
/// Example: wavefold(4 * sine(110Hz))
node wavefold(x, quality: cheap | fine | finest = cheap) = shaped(x, folditself, foldintegral, quality: quality)

/// Rounds to few steps.
/// x: audio, -1 .. 1; bits: 1 .. 24, fractions too
/// Out: the nearest of 2 ^ bits steps in -1 .. 1
/// Example: sine(110Hz) -> crush(4)
node crush(x, bits) -> y {
    steps = 2 ^ (bits - 1)
    y = round(x * steps) / steps
}

/// Rounds to few steps, with noise added before so that what is lost is noise and not distortion.
/// x: audio, -1 .. 1; bits: 1 .. 24
/// Out: the steps of crush
/// Source: Lipshitz, Wannamaker and Vanderkooy, Quantization and dither, 1992 (triangular density, two steps wide)
/// Example: sine(110Hz) * 0.01 -> dither(8)
node dither(x, bits) = crush(x + (random() - random()) / 2 ^ (bits - 1), bits)

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
