// Levels that depend on levels.

/// Turns down what is louder than a threshold.
/// x: audio; key: the signal that is measured, often x itself; threshold: dB; ratio: how many dB more of key make 1 dB more, 1 .. 100
/// knee: dB around the threshold over which it sets in, as a plain number; attack, release: s in which 63 % of the way to less and to more is gone
/// Out: audio
/// Source: Giannoulis, Massberg and Reiss, Digital dynamic range compressor design, 2012 (feed-forward, in dB, smooth branching)
/// Example: noise() -> compressor(noise(), threshold: -18dB)
node compressor(x, key, threshold: dB = -20dB, ratio = 4, knee = 0, attack: s = 0s, release: s = 0s) -> y {
    over = todb(follow(key, 10ms) / threshold)
    half = max(knee, 0.001) / 2
    bent = clamp(over + half, 0, 2 * half)
    wanted = (1 - 1 / ratio) * (bent * bent / (4 * half) + max(over - half, 0))
    less = branched(wanted, attack, release)
    y = x * db(-less)
}

/// Follows a signal with one time upwards and another downwards.
/// x: any signal; up, down: s in which 63 % of the way is gone, from 0 up
/// Out: between the values of x, from 0 on
/// Example: noise() * branched(square(2Hz), 5ms, 100ms)
node branched(x, up: s, down: s) -> y {
    y = x + (y@1 - x) * exp(-sampletime / max(if x > y@1 then up else down, sampletime / 32))
}

/// Turns down what is quieter than a threshold.
/// x: audio; key: the signal that is measured; threshold: dB; ratio: how many dB 1 dB less of key becomes, 1 .. 20; range: dB, how far at most
/// Out: audio
/// Source: Giannoulis, Massberg and Reiss, as for compressor
/// Example: noise() * decay(metro(1s), 300ms) -> expander(noise(), threshold: -30dB)
node expander(x, key, threshold: dB = -40dB, ratio = 2, range: dB = -40dB) -> y {
    level = max(follow(key, 10ms), 0.000001)
    y = x * max(min(level / threshold, 1) ^ (ratio - 1), range)
}

/// Never lets a peak through: at once down, slowly up.
/// x: audio; ceiling: dB; release: s in which 63 % of the way back is gone
/// Out: at most ceiling to both sides
/// Example: 3 * sine(110Hz) -> limiter(-1dB)
node limiter(x, ceiling: dB = -0.3dB, release: s = 50ms) -> y {
    highest = max(abs(x), highest@1 * exp(-sampletime / release))
    most = ceiling * 1
    y = max(-most, min(most, x * (most / max(highest, most))))     // a product may be rounded up
}

/// Closes while a signal is quiet.
/// x: audio; threshold: dB; release: s
/// Out: x, or silence
/// Example: noise() * decay(metro(1s), 300ms) -> noisegate(-30dB)
node noisegate(x, threshold: dB = -40dB, release: s = 50ms) -> y {
    open = hold(follow(x, 10ms) > threshold, release)
    y = x * smooth(open, 5ms)
}

/// A limiter that looks ahead: it has turned down before the peak arrives, in a curve without a corner, and never lets one through.
/// x: audio; ceiling: dB; release: s in which 63 % of the way back is gone
/// Out: x, 127 samples late, at most ceiling to both sides, whatever comes
/// Source: Zolzer, DAFX, 2nd edition, section 4.2.2: the greatest loss of a window, then its mean over the same window
/// Example: 3 * sine(110Hz) -> brickwall(-1dB)
node brickwall(x, ceiling: dB = -0.3dB, release: s = 50ms) -> y {
    top = ceiling * 1
    window = [1, 2, 4, 8, 16, 32, 64] * sampletime
    wanted = fold(window, 1 - min(1, top / max(abs(x), 0.000001)), greater)
    lost = max(wanted, lost@1 * exp(-sampletime / max(release, sampletime)))
    mean = fold(window, lost, average)
    y = clamp(x@127 * (1 - mean), -top, top)
}

/// The greater of a signal now and some time ago: seven of them are the greatest of a window.
/// x: any signal; length: s, constant
/// Out: between the values of x, from 0 on
/// Example: greater(noise(), 4 * sampletime)
node greater(x, length: s) = max(x, x@length)

/// The mean of a signal now and some time ago.
/// x: any signal; length: s, constant
/// Out: between the values of x, from 0 on
/// Example: average(noise(), 4 * sampletime)
node average(x, length: s) = (x + x@length) / 2
