/// One-pole lowpass.
node onepole(x, cutoff: Hz) -> y {
    a = exp(-2 * pi * cutoff / samplerate)
    y = (1 - a) * x + a * y@1                // y@1: y one sample ago, the difference equation of the textbook
}
node biquad(x, b0, b1, b2, a1, a2) -> y { y = b0*x + b1*x@1 + b2*x@2 - a1*y@1 - a2*y@2 }
node phasor(freq: Hz) -> p: phase { p = p@1 + freq / samplerate }
node sine(freq: Hz) = sinturn(phasor(freq))  // the sine of a phase, with all its 32 bits
node leaky(x, k) = x + k * self@1            // `self` is the only output of an `=` node
node operator(freq: Hz, m, fb) -> y { y = sin(2*pi*(phasor(freq) + m + fb*(y@1 + y@2)/2)) }
node comb(x, length: s, fb, damp) -> y { y = (x + fb*w)@length ; w = y + damp*(w@1 - y) }
node freeverb(x[2], room = 0.84, damp = 0.2) -> y[2] {
    left = [1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617] / 44.1kHz
    m = sum(x) * 0.015
    c = [sum(comb(m, left, room, damp)), sum(comb(m, left + 23/44.1kHz, room, damp))]
    y = fold([556, 441, 341, 225] / 44.1kHz, c, allpass)
}
node string(x, freq: Hz, damp) -> y { y = x + onepole(y@(1/freq, max: 50ms, interp: allpass), 6kHz) * damp }
node pingpong(x, t: s, fb) -> y[2] { y = [x + fb * y[1]@(t, max: 2s), y[0]@(t, max: 2s)] }
node compressor(x, key, threshold: dB = -20dB, ratio = 4) -> y {
    y = x * min(1, (threshold / max(follow(key, 10ms), 0.00001)) ^ (1 - 1/ratio))
}
