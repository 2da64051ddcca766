table waves[4][2048] = [k in 0..3: [i in 0..2047: sum([h in 1..4^k: sin(2*pi*h*i/2048)/h])]]
node morph(freq: Hz, where) = read(waves, phasor(freq), row: 3 * where)
node grain(b: table, p: phase) -> y {
    when p < p@1 { start = random() * 4s }
    y = read(b, start + p * 100ms) * sin(pi * p)
}
