// Small helpers of arithmetic, without memory. They work on numbers at any rate: a helper whose inputs are constant is a constant.

/// The number nearest to x between two limits.
/// x, low, high: numbers with low <= high; any rate
/// Out: low <= y <= high
/// Example: clamp(sine(2Hz), -0.5, 0.5)
node clamp(x, low, high) = min(max(x, low), high)

/// A straight line from a (where = 0) to b (where = 1).
/// a, b: any numbers; where: usually 0 .. 1, and the line goes on outside
/// Out: a + where * (b - a)
/// Example: lerp(0.2, 0.8, saw(1Hz))
node lerp(a, b, where) = a + where * (b - a)

/// A number of one range put at the same place of another range.
/// x: a number; low .. high: the range it comes from; least .. most: the range it goes to
/// Out: least where x = low, most where x = high; the line goes on outside
/// Example: scale(sine(1Hz), -1, 1, 200, 800)
node scale(x, low, high, least, most) = least + (x - low) * (most - least) / (high - low)

/// A number taken round and round between two limits.
/// x: any number; low < high
/// Out: low <= y < high
/// Example: wrap(2 * saw(1Hz), 0, 1)
node wrap(x, low, high) = low + (x - low) mod (high - low)

/// The curve 3t^2 - 2t^3 from 0 to 1, level at both ends.
/// t: limited to 0 .. 1
/// Out: 0 .. 1
/// Example: smoothstep(saw(1Hz))
node smoothstep(t) -> y {
    u = clamp(t, 0, 1)
    y = u * u * (3 - 2 * u)
}

/// 1 for numbers above 0, -1 for numbers below, 0 for 0.
/// x: any number
/// Out: -1, 0 or 1
/// Example: sign(sine(1Hz))
node sign(x) = if x > 0 then 1 else if x < 0 then -1 else 0

/// The ratio of a number of decibels: 20 dB are a factor of 10.
/// x: decibels as a plain number
/// Out: 10 ^ (x / 20)
/// Example: sine(440Hz) * db(12 * sine(1Hz) - 12)
node db(x) = exp(x * 0.11512925464970229)

/// The decibels of a ratio.
/// x: a ratio; below 10^-9 it counts as 10^-9
/// Out: 20 log10 x, at least -180
/// Example: todb(follow(noise(), 50ms))
node todb(x) = 20 * log10(max(x, 0.000000001))

/// The frequency of a key: 69 is A4, twelve keys are an octave.
/// A4 is 440 Hz here, whatever `tuning` a patch sets.
/// key: 0 .. 127, fractions between the keys
/// Out: Hz
/// Example: sine(midihz(60 + 12 * sine(1Hz)))
node midihz(key) = 440Hz * 2 ^ ((key - 69) / 12)

/// The key of a frequency, the inverse of midihz.
/// freq: above 0 Hz
/// Out: 0 .. 127 for the keys of MIDI, with fractions
/// Example: hzmidi(pitchof(sine(261.63Hz)))
node hzmidi(freq: Hz) = 69 + 12 * log2(freq / 440Hz)

/// Whether a whole number is prime, by trial division.
/// n: whole, 2 .. 10608
/// Out: 1 or 0
/// Example: isprime(1531)
node isprime(n) = sum((n mod divisors == 0) and n > divisors) == 0
divisors = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101]

/// The first odd prime from a number on. Of a constant it is a constant; it is too much work for a signal.
/// n: whole, 2 .. 10000
/// Out: the first odd prime that is at least n: 3 for 2
/// Example: nextprime(1000)
node nextprime(n) -> p {
    odd = 2 * floor(n / 2) + 1
    p = fold([k in 0..17: odd + 2 * k], 0, firstprime)
}

/// What nextprime folds with: keeps what was found, else takes n if it is prime.
/// found: 0, or a prime; n: whole
/// Out: a prime, or 0
/// Example: firstprime(0, 7)
node firstprime(found, n) = if found > 0 then found else if isprime(n) then n else 0
