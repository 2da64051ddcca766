node comb(x, length: s, fb, damp) -> y { y = (x + fb*w)@length ; w = y + damp*(w@1 - y) }
tick = metro(1/4 beat)
i: init -1
when tick { i = (i@1 + 1) mod 4 ; f = [C3, Eb3, G3, Bb3][i] }
table w[2][8] = [k in 0..1: [j in 0..7: sin(2*pi*j/8)]]
y[2]: init 0
y = [comb(sine(f), 10ms, 0.5, 0.2) + y[1]@(20ms + 1ms * sine(1Hz), max: 50ms), read(w, phasor(f), row: 0)]
out = if y[0] > 0 then sum(y) else fold([1, 2, 3], y[1], max)
