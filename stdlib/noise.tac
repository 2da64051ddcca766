// Noise. Every instance has its own seed, made of its address, its voice and --seed: the same patch gives the same noise, two noises never the same.

/// White noise: every sample its own number, all frequencies alike.
/// Out: -1 .. 1, evenly spread (-4.8 dB RMS)
/// Example: noise() -> lowpass(400Hz, 0.5)
node noise() = 2 * random() - 1

/// Pink noise: 3 dB less in every octave, so that every octave is equally loud.
/// Out: about -1 .. 1; true to 1 dB from 20 Hz to 16 kHz at 48 kHz
/// Source: a sum of one-pole low-pass filters, their corners a factor of 4 apart, each half as strong as the one below
/// Example: pink() * 0.5
node pink() -> y {
    w = noise()
    y = sum(onepole(w, [10Hz, 40Hz, 160Hz, 640Hz, 2560Hz, 10240Hz]) * [3.2, 1.6, 0.8, 0.4, 0.2, 0.1]) + 0.04 * w
}

/// Brown noise: 6 dB less in every octave, the sum of many small steps, held together below 10 Hz.
/// Out: about -1 .. 1
/// Example: brown() * 0.5
node brown() = onepole(noise(), 10Hz) * 16

/// Single samples of random height at random times.
/// density: how many a second on average, 0 Hz .. samplerate
/// Out: 0, or a number between 0 and 1 where one falls
/// Example: dust(20Hz) -> string(440Hz, 0.99)
node dust(density: Hz) = if random() < density * sampletime then random() else 0
