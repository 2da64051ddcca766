// Things that are struck, plucked and blown, drums, and what measures them.
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
test "a string and a mode ring at their pitch" {
    expect near(pitch(string(start(), 220Hz, 0.999), from: 0.1s), 220Hz, within: 0.1Hz)
    y = mode(start(), 440Hz, 500ms)
    expect near(pitch(y), 440Hz, within: 1Hz)
    expect near(level(y, from: 500ms, to: 550ms) / level(y, from: 0s, to: 50ms), -60dB, within: 1dB)
}
test "a plucked note has its pitch" {
    y = poly(1, pluck, notes: Note(freq: 220Hz, gate: hold(start(), 900ms), velocity: 0.8))
    expect near(pitch(y, from: 0.1s, to: 0.8s), 220Hz, within: 0.5Hz)
}
test "tube, modal and membrane" {
    seconds = 2
    expect near(pitch(tube(smooth(0.6, 20ms), 220Hz), from: 1s), 220Hz, within: 0.5Hz)
    expect near(pitch(modal(start(), 220Hz, [1], [1s], [1])), 220Hz, within: 0.5Hz)
    y = membrane(start(), 100Hz, 2s)
    expect spectrum(y, 100Hz) > 4 * spectrum(y, 130Hz) and spectrum(y, 159.3Hz) > 4 * spectrum(y, 145Hz)
}
test "a tube speaks from 0.6 to 0.95" {
    seconds = 2
    expect level(tube(smooth(0.6, 20ms), [110Hz, 147Hz, 440Hz]), from: 1.5s) > -30dB
    expect level(tube(smooth(0.95, 20ms), [110Hz, 147Hz, 440Hz]), from: 1.5s) > -30dB
}
test "drums begin at once and end" {
    y = [kick(start()), snare(start()), hat(start()), clap(start()), tom(start(), 98Hz)]
    expect peak(y) > 0.2 and peak(y) < 1.3
    expect level(y, from: 0.9s) < -40dB
}
test "peakmeter, zerocrossings and pitchof" {
    x = 0.5 * sine(330Hz)
    expect near(peak(peakmeter(x)), 0.5, within: 0.001)
    expect near(mean(zerocrossings(x), from: 500ms), 330Hz, within: 2Hz)
    expect near(at(pitchof(x), 900ms), 330Hz, within: 0.01Hz)
}
