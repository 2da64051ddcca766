// Rooms. Both take and give stereo; give one signal twice, [x, x], for a single source.

/// The classic room: eight damped combs side by side, then four all-passes, for each of two channels.
/// x: left and right; room: 0.7 .. 0.98, how long it lasts; damp: 0 .. 1, how soon the highs go
/// Out: left and right, the room alone
/// Source: the "Freeverb" structure, as in Smith, Physical Audio Signal Processing, "Freeverb"
/// Example: [noise() * decay(metro(1s), 50ms), 0] -> freeverb()
node freeverb(x[2], room = 0.84, damp = 0.2) -> y[2] {
    left = [1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617] / 44.1kHz
    m = sum(x) * 0.015
    c = [sum(comb(m, left, room, damp)), sum(comb(m, left + 23 / 44.1kHz, room, damp))]
    y = fold([556, 441, 341, 225] / 44.1kHz, c, allpass)
}

/// A building of stone.
/// For each channel a pre-delay, seven damped combs of equal decay and four all-passes, all lengths different primes, so that no two reflections ever
/// fall together; and three tones of the room itself that swell with whatever sounds.
/// x: left and right; time: s in which the lows die away by 60 dB, 0.3 .. 12, the highs sooner by damp, 0 .. 0.9
/// resonance: level of the room's own tones, 0 .. 1, which take 1.3 s to die away however short time is; with 0 the room is as short as time says
/// early: s until the first reflection, one sample .. 100 ms, the right side a fifth later; time, damp, resonance and early at any rate
/// Out: left and right, the room alone
/// Source: Schroeder, Natural sounding artificial reverberation, 1962; the damping: Moorer 1979
/// Example: [noise() * decay(metro(4s), 50ms), 0] -> church(time: 4s)
node church(x[2], time: s = 3s, damp = 0.3, resonance = 0.3, early: s = 19ms) -> y[2] {
    lengths = primelength([[31.1ms, 34.6ms, 38.3ms, 41.9ms, 45.6ms, 49.3ms, 52.9ms], [32.9ms, 36.4ms, 40.1ms, 43.7ms, 47.4ms, 51.1ms, 54.7ms]])
    diffusers = primelength([[2.7ms, 4.6ms, 7.3ms, 11.6ms], [3.6ms, 5.6ms, 8.7ms, 12.9ms]])
    arriving = [x[0]@(early, min: 1, max: 100ms), x[1]@(early * 1.2, min: 1, max: 120ms)]
    late = [c in 0..1: combs(arriving[c], lengths[c], time, damp)]
    smeared = [c in 0..1: diffuse(late[c], diffusers[c])]
    y = smeared * 0.1 + resonance * roomtones(sum(x) / 2)
}

/// Damped combs side by side, all with the same decay: each is fed back by 10 ^ (-3 length / time).
/// x: audio; lengths: s, constant, any number of them; time: s in which 0 Hz dies away by 60 dB, above 0; damp: 0 .. 0.9
/// Out: audio, their sum
/// Source: Schroeder, Natural sounding artificial reverberation, 1962
/// Example: noise() * decay(metro(1s), 20ms) -> combs([29ms, 37ms, 43ms], 2s, 0.2)
node combs(x, lengths[]: s, time: s, damp) = sum(comb(x, lengths, 10 ^ (-3 * lengths / time), damp))

/// All-passes one after the other: a click becomes a short noise, every frequency as strong as before.
/// x: audio; lengths: s, constant, any number of them; gain: -0.99 .. 0.99
/// Out: audio
/// Source: Schroeder, Natural sounding artificial reverberation, 1962
/// Example: noise() * decay(metro(1s), 5ms) -> diffuse([3ms, 5ms, 8ms])
node diffuse(x, lengths[]: s, gain = 0.5) = fold(lengths, x, allpass(gain: gain))

/// The tones a stone room has of its own, standing waves far below: three sines as loud as what sounds, and they fade with it.
/// x: audio; freq: Hz, three of them
/// Out: audio; a lasting sine of amplitude 1 makes each tone 0.1
/// Example: saw(110Hz) * decay(metro(2s), 1s) -> roomtones()
node roomtones(x, freq[3]: Hz = [32Hz, 47Hz, 71Hz]) -> y {
    level = smooth(follow(if abs(x) > 0.000000001 then x else 0, 100ms), 200ms)
    y = sum(sine(freq)) * (if level > 0.000000001 then level else 0) * 0.1
}

/// The shortest time from a given one on that is a prime number of samples: delays of different primes never fall together.
/// time: s, constant, up to 10,000 samples
/// Out: s
/// Example: allpass(noise(), primelength(20ms))
node primelength(time: s) = nextprime(round(time * samplerate)) * sampletime

/// A hall: eight delays that all feed each other, so its echoes grow dense quickly.
/// x: left and right; time: s in which the lows die away by 60 dB; damp: 0 .. 0.9, how much sooner the highs go; size: 0.3 .. 2, constant
/// matrix: how they feed each other, by a Householder or a Walsh-Hadamard matrix; both lose nothing
/// Out: left and right, the room alone
/// Source: Jot, Digital delay networks for designing artificial reverberators, 1991; Stautner and Puckette 1982
/// Example: [noise() * decay(metro(2s), 50ms), 0] -> fdn(time: 2s)
node fdn(x[2], time: s = 2s, damp = 0.2, size = 1, matrix: householder | walsh = householder) -> y[2] {
    lengths = primelength([23.1ms, 27.7ms, 31.3ms, 35.9ms, 40.3ms, 44.9ms, 50.1ms, 56.3ms] * size)
    out[8]: init 0
    dull[8]: init 0
    mixed[8] = if matrix == householder then dull - sum(dull) / 4 else hadamard(dull)
    out = onward([i in 0..7: x[i mod 2] + mixed[i]], lengths)
    dull = duller(out * 10 ^ (-3 * lengths / time), damp)
    y = [out[0] - out[2] + out[4] - out[6], out[1] - out[3] + out[5] - out[7]] * 0.35
}

/// A signal a constant time later.
/// x: audio; length: s, constant
/// Out: audio
/// Example: noise() + onward(noise(), 20ms)
node onward(x, length: s) = x@length

/// The one-pole low-pass of a damped loop, by its coefficient.
/// x: audio; damp: 0 .. 0.99
/// Out: audio
/// Example: duller(noise(), 0.5)
node duller(x, damp) -> y { y = x + damp * (y@1 - x) }

/// Eight signals mixed in all ways of plus and minus, as loud together as before.
/// x: eight signals
/// Out: eight signals
/// Source: the Hadamard matrix by its fast transform, over the root of 8
/// Example: hadamard([noise(), 0, 0, 0, 0, 0, 0, 0])
node hadamard(x[8]) -> y[8] {
    a = [i in 0..7: if i mod 2 == 0 then x[i] + x[i + 1] else x[i - 1] - x[i]]
    b = [i in 0..7: if i mod 4 < 2 then a[i] + a[i + 2] else a[i - 2] - a[i]]
    y = [i in 0..7: if i < 4 then b[i] + b[i + 4] else b[i - 4] - b[i]] * 0.35355339059327373
}

/// A plate of steel: dense at once, without early reflections.
/// x: left and right, mixed to one; room: 0 .. 0.98, how long it lasts; damp: 0 .. 1, how soon the highs go; bandwidth: 0.1 .. 1, the highs that go in
/// Out: left and right, the plate alone
/// Source: Dattorro, Effect design part 1: reverberator and other filters, 1997 (a tank of two halves that feed each other, two of its all-passes moving)
/// Example: [noise() * decay(metro(1s), 50ms), 0] -> plate()
node plate(x[2], room = 0.7, damp = 0.2, bandwidth = 0.9995) -> y[2] {
    unit = 1 / 29761Hz
    m = duller((x[0] + x[1]) / 2, 1 - bandwidth) -> diffuse([142, 107] * unit, gain: 0.75) -> diffuse([379, 277] * unit, gain: 0.625)
    a1 = wobbling(m + room * b4, 672 * unit, 1Hz)
    a2 = a1@(4453 * unit)
    a3 = allpass(duller(a2, damp) * room, 1800 * unit, gain: -0.5)
    a4 = a3@(3720 * unit)
    b1 = wobbling(m + room * a4, 908 * unit, 0.83Hz)
    b2 = b1@(4217 * unit)
    b3 = allpass(duller(b2, damp) * room, 2656 * unit, gain: -0.5)
    b4 = b3@(3163 * unit)
    y = [b1@(266 * unit) + b1@(2974 * unit) - b3@(1913 * unit) + b3@(1996 * unit) - a1@(1990 * unit) - a3@(187 * unit) - a3@(1066 * unit),
        a1@(353 * unit) + a1@(3627 * unit) - a3@(1228 * unit) + a3@(2673 * unit) - b1@(2111 * unit) - b3@(335 * unit) - b3@(121 * unit)] * 0.6
}

/// An all-pass whose length moves a little, so that a tank of them has no tone of its own.
/// x: audio; length: s, constant, above 1 ms; rate: Hz, slow
/// Out: audio
/// Source: Dattorro 1997
/// Example: wobbling(noise(), 20ms, 1Hz)
node wobbling(x, length: s = 20ms, rate: Hz = 1Hz) -> y {
    old = w@(length + 0.25ms * sine(rate), min: 2, max: length + 1ms, interp: linear)
    w = x + 0.7 * old
    y = old - 0.7 * w
}

/// A room out of its impulse response: the sound of a clap in it, recorded or computed. The response's own level counts: a loud or a long one is a loud room.
/// x: left and right; room: a sample or a table, a channel or row for each side or one for both, up to 21 s at 48 kHz; early: s before it begins, constant
/// Out: left and right, the room alone; no delay but `early`; in the patch itself only, not in voices
/// Source: Gardner, Efficient convolution without input-output delay, 1995
/// Example: convolutionroom([saw(110Hz) * decay(metro(2s), 50ms), 0], room) ; table room[2][9600] = [k in 0..1: [i in 0..9599: 0.1 * sin(i * i * (1 + k)) * exp(-i / 1500)]]
node convolutionroom(x[2], room: table, early: s = 0s) -> y[2] {
    y = convolve(x@early, room)
}
