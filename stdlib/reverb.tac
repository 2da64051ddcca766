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
/// x: left and right; time: s in which it dies away by 60 dB, 0.3 .. 12; damp: 0 .. 0.9; resonance: level of the room's own tones, 0 .. 1
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
node roomtones(x, freq[3]: Hz = [32Hz, 47Hz, 71Hz]) = sum(sine(freq)) * smooth(follow(x, 100ms), 200ms) * 0.1

/// The shortest time from a given one on that is a prime number of samples: delays of different primes never fall together.
/// time: s, constant, up to 10,000 samples
/// Out: s
/// Example: allpass(noise(), primelength(20ms))
node primelength(time: s) = nextprime(round(time * samplerate)) * sampletime
