// Envelopes by stages, slow movements, clocks that make music.
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
node voice(note: Note) = env(note, a: 10ms, d: 10ms, s: 0.5, r: 50ms)
test "ad, ahd, contour and env reach their levels in time" {
    expect near(time(ad(start(), 10ms, 20ms) > 0.9999), 10ms, within: 0.2ms)
    expect near(last(ahd(start(), 10ms, 20ms, 30ms) > 0.9999), 30ms, within: 1ms)
    gate = hold(start(), 100ms)
    expect near(at(contour(start(), gate, 10ms, 10ms, 0.5, 50ms, 0s), 50ms), 0.5, within: 0.0001)
    y = poly(1, voice, notes: Note(freq: 440Hz, gate: gate, velocity: 1))
    expect near(at(y, 50ms), 0.5, within: 0.01)
}
test "slew goes its way at its pace" {
    expect near(at(slew(1, 100ms, 100ms), 50ms), 0.5, within: 0.01)
}
test "lfo, wander, sample and hold" {
    expect near(pitch(lfo(10Hz, shape: triangle)), 10Hz, within: 0.01Hz)
    expect peak(wander(20Hz)) <= 1
    expect at(samplehold(phasor(1Hz), metro(100ms)), 150ms) == at(samplehold(phasor(1Hz), metro(100ms)), 190ms)
}
test "euclid, chance, swing, walk" {
    seconds = 2
    expect count(euclid(metro(125ms), 3, 8)) == 6
    expect count(chance(metro(10ms), 0.5)) > 70 and count(chance(metro(10ms), 0.5)) < 130
    expect count(swing(100ms, 0.5)) == 20 and near(time(swing(100ms, 0.5), from: 1ms), 150ms, within: 0.1ms)
    expect peak(walk(metro(10ms), 2, -5, 5)) <= 5
}
test "quantise, nearer, arpeggio" {
    expect near(at(quantise(450Hz, [0, 4, 7]) / 1Hz, 0s), 440, within: 0.01)
    expect at(nearer(1, 5, 4), 0s) == 5
    y = arpeggio(metro(100ms), [100Hz, 200Hz, 300Hz]) / 1Hz
    expect at(y, [50ms, 150ms, 250ms, 350ms]) == [100, 200, 300, 100]
}
track tune = "C4 E4 G4 ."
node tone(note: Note) = sine(note.freq) * note.gate
test "a sequence plays its notes" {
    y = poly(2, tone, notes: sequence(tune, 1/4 beat))
    expect near(pitch(y, from: 10ms, to: 100ms), C4, within: 1Hz)
    expect near(pitch(y, from: 140ms, to: 230ms), E4, within: 1Hz)
}
