// 128 resonators of two poles, struck by one sound.
input x
node mode(x, a, b) -> y { y = 0.001 * x + a * y@1 + b * y@2 }
r = [i in 0..127: 0.9995 - 0.000005 * i]
out = sum(mode(x, [i in 0..127: 2 * r[i] * cos(2 * pi * 80Hz * (1 + 0.37 * i) / samplerate)], [i in 0..127: -r[i] * r[i]]))
