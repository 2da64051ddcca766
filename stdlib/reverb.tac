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

/// A large building of stone.
/// For each channel a pre-delay, seven damped combs of equal decay (feedback 10 ^ (-3 length / time)) and four all-passes, all lengths different
/// primes; and three resonances of the room itself that swell with deep notes.
/// x: left and right; time: s in which it dies away by 60 dB, 0.3 .. 10; damp: 0 .. 0.9; resonance: level of the room's own tones, 0 .. 1
/// Out: left and right, the room alone
/// Source: Schroeder, Natural sounding artificial reverberation, 1962; the damping: Moorer 1979
/// Example: [noise() * decay(metro(4s), 50ms), 0] -> church(time: 4s)
node church(x[2], time: s = 3s, damp = 0.3, resonance = 0.3) -> y[2] {
    lengths = [[1531, 1693, 1877, 2053, 2239, 2417, 2591], [1549, 1721, 1901, 2081, 2267, 2441, 2617]] / 48kHz
    diffusers = [[131, 223, 353, 557], [137, 229, 359, 563]] / 48kHz
    early = [x[0]@19ms, x[1]@23ms]
    late = [c in 0..1: sum(comb(early[c], lengths[c], 10 ^ (-3 * lengths[c] / time), damp))]
    smeared = [c in 0..1: fold(diffusers[c], late[c], allpass)]
    stone = resonance * sum(svf(sum(x) / 2, [32Hz, 47Hz, 71Hz], 0.98).band) * 0.02
    y = smeared * 0.1 + stone
}
