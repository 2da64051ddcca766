// Levels that depend on levels.

/// Turns down what is louder than a threshold.
/// x: audio; key: the signal that is measured, often x itself; threshold: dB; ratio: how many dB more of key make 1 dB more, 1 .. 100
/// Out: audio
/// Source: Giannoulis, Massberg and Reiss, Digital dynamic range compressor design, 2012 (feed-forward, hard knee)
/// Example: noise() -> compressor(noise(), threshold: -18dB)
node compressor(x, key, threshold: dB = -20dB, ratio = 4) -> y {
    y = x * min(1, (threshold / max(follow(key, 10ms), 0.00001)) ^ (1 - 1 / ratio))
}

/// Never lets a peak through: at once down, slowly up.
/// x: audio; ceiling: dB; release: s in which 63 % of the way back is gone
/// Out: at most ceiling to both sides
/// Example: 3 * sine(110Hz) -> limiter(-1dB)
node limiter(x, ceiling: dB = -0.3dB, release: s = 50ms) -> y {
    highest = max(abs(x), highest@1 * exp(-sampletime / release))
    y = x * (ceiling / max(highest, ceiling))
}

/// Closes while a signal is quiet.
/// x: audio; threshold: dB; release: s
/// Out: x, or silence
/// Example: noise() * decay(metro(1s), 300ms) -> noisegate(-30dB)
node noisegate(x, threshold: dB = -40dB, release: s = 50ms) -> y {
    open = hold(follow(x, 10ms) > threshold, release)
    y = x * smooth(open, 5ms)
}
