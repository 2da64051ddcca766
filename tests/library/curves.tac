// Numbers: the small functions, decibels, notes, primes, mixing.
test "scale, wrap, smoothstep and sign" {
    expect near(at([scale(0.25, 0, 1, 10, 20), wrap(5.5, 0, 4), smoothstep(0.25)], 0s), [12.5, 1.5, 0.15625], within: 0.00001)
    expect at([sign(-3), sign(0), sign(0.1)], 0s) == [-1, 0, 1]
}
test "decibels and notes there and back" {
    expect near(at([db(-6.0206), todb(10), hzmidi(midihz(61.5)), midihz(81) / 1Hz], 0s), [0.5, 20, 61.5, 880], within: 0.001)
}
test "primes" {
    expect at([isprime(97), isprime(91)], 0s) == [1, 0]
    expect at([nextprime(90), firstprime(0, 97), firstprime(89, 97)], 0s) == [97, 97, 89]
}
test "balance, width, crossfade, mix, spread" {
    expect near(at(balance([1, 1], 1), 0s), [0, 1], within: 0.00001)
    expect near(at(width([1, 0], 0), 0s), [0.5, 0.5], within: 0.00001)
    expect near(at(crossfade(1, 1, 0.5), 0s), sqrt(2), within: 0.0001)
    expect at(mix([1, 2, 3], [1, 0.5, 2]), 0s) == 8
    expect near(at(spread([0, 1, 0]), 0s), [sqrt(0.5), sqrt(0.5)], within: 0.0001)
    expect near(at(spread([1]), 0s), [sqrt(0.5), sqrt(0.5)], within: 0.0001)
}
