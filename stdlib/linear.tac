// Filters from their formulas: lists of coefficients, and any H(s) of a circuit. All coefficients are arrays; constant ones cost nothing to work out.

/// The difference equation of any order: a[0] y = b[0] x + b[1] x@1 + ... - a[1] y@1 - a[2] y@2 - ...
/// x: audio; b: from 1 up, a: from 2 numbers up, a[0] not 0; with narrow responses of high order make it of several biquads
/// Out: audio
/// Source: Smith, Introduction to Digital Filters, "direct form I"
/// Example: iir(noise(), [0.2], [1, -1.5, 0.7])
node iir(x, b[], a[]) -> y {
    y = (sum([i in 0..length(b) - 1: b[i] * x@i]) - sum([i in 1..length(a) - 1: a[i] * y@i])) / a[0]
}

/// Any filter of analogue electronics, by the bilinear transform: H(s) = (b[0] + b[1] s + b[2] s^2 ...) / (a[0] + a[1] s + a[2] s^2 ...).
/// s is measured in units of the corner: s = i is the corner, which stays exactly where it is. Worked out with integrators by the trapezoidal rule, whose numbers
/// stay of moderate size however low the corner is; so the corner may move.
/// x: audio; b: at most as many numbers as a; a: 2 .. 9 numbers, the last one not 0; corner: Hz, any rate
/// Out: audio
/// Source: Zavalishin, The Art of VA Filter Design, chapter 3 (trapezoidal integrators without delay in the ring)
/// Example: bilinear(saw(110Hz), [1], [1, 1.4142, 1], 800Hz)
node bilinear(x, b[], a[], corner: Hz) -> y {
    n = length(a) - 1
    g = tan(pi * min(corner * sampletime, 0.49))
    s[n]: init 0
    past = [k in 0..n - 1: sum([j in k..n - 1: s[j]@1 * g ^ (j - k)])]
    top = (x - sum([k in 0..n - 1: a[k] * past[k]])) / sum([k in 0..n: a[k] * g ^ (n - k)])
    v[n + 1] = [k in 0..n: if k == n then top else past[k] + top * g ^ (n - k)]      // v[k] is s^k / a(s) of x
    s = [k in 0..n - 1: s[k]@1 + 2 * g * v[k + 1]]
    y = sum([k in 0..length(b) - 1: b[k] * v[k]])
}
