// A score that writes itself: a motif of sixteen steps forgets one note after the other and finds new ones, over roots that wander; a bass, strings, bells that
// answer and a slow pad play it. Another --seed is another piece.
node tone(degree, root: Hz) = root * 2 ^ ([0, 2, 3, 5, 7, 8, 10][degree mod 7] / 12 + floor(degree / 7))

patch generative {
    param change = 0.12 in 0..1 cc 1                 // how often a step of the motif is written anew
    param density = 0.75 in 0..1 cc 20               // how many steps are heard
    param space: s = 3s in 500ms..8s log cc 91

    step = metro(1/4 beat)
    bar = every(step, 16)
    at = count(step, 16)
    buffer motif[16]
    when step and random() < change { motif[at] = floor(14 * random()) }
    degree = motif[at]
    home = round(walk(bar, 3, -5, 5))                  // degrees that the roots go up and down, bar by bar
    root = tone(home + 7, A1)

    heard = step and random() < density
    line = poly(8, pluck, notes: Note(freq: tone(degree + 7, root), gate: hold(heard, 140ms), velocity: 0.4 + 0.4 * random()))
    answered = step and at mod 4 == 3 and random() < 0.3
    answer = poly(4, bell, notes: Note(freq: tone(degree + 21, root), gate: hold(answered, 60ms), velocity: 0.3))
    struck = euclid(step, 5, 16)
    ground = poly(2, low, notes: Note(freq: tone(0, root) / 2, gate: hold(struck, 180ms), velocity: 0.8))

    node bell(note: Note) = fm(note.freq, 3.5, 2 * decay(note.on, 400ms)) * decay(note.on, 1.5s) * note.velocity
    node low(note: Note) = triangle(note.freq) * env(note, a: 4ms, d: 200ms, s: 0.5, r: 120ms) * note.velocity

    slow = smooth(root / 1Hz, 300ms) * 1Hz
    pad = lowpass(saw(slow * [2, 2.005, 3, 3.994]), 700Hz * 12st ^ sine(0.07Hz), 0.2) * 0.05
    dry = spread([line * 0.5, pad[0] + pad[2], answer * 0.4, pad[1] + pad[3], ground * 0.5])
    out = brickwall(dry * 0.7 + fdn(dry, time: space) * 0.35, -1dB)
}

test "it plays by itself, within bounds" {
    seconds = 4
    y = generative()
    expect peak(y) <= -0.9dB
    expect level(y, from: 2s) > -40dB
}
test "seven degrees of the scale are an octave" {
    expect near(pitch(sine(tone(9, A2))), pitch(sine(2 * tone(2, A2))), within: 0.01Hz)
}
