// Six strings, picked: each note is a burst of noise that runs round in a loop as long as its period. The body of the instrument is three resonances.
patch strings {
    param body = 0.4 in 0..1 cc 74
    param space = 0.3 in 0..1 cc 91

    node picked(note: Note) -> y {
        nail = noise() * hold(note.on, 1 / note.freq) * note.velocity
        x = onepole(nail, 800Hz + 9kHz * note.velocity)
        comb_at = x - x@(0.13 / note.freq, max: 10ms)                   // picked at 13 % of its length
        ring = smooth(if note.gate then 0.9985 else 0.95, 15ms)
        y = string(comb_at, note.freq, ring)
    }

    open = dcblock(poly(6, picked)) * 0.5
    wood = sum(bandpass(open, [105Hz, 210Hz, 420Hz], 0.93) * [0.9, 0.7, 0.5])
    sound = open * 0.8 + body * wood
    out = [sound, sound@3ms] + space * freeverb([sound, sound], room: 0.8)
}

test "in tune, and dying away" {
    y = strings(space: 0)[0]
    expect near(pitch(y), C4, within: 0.2Hz)
    expect level(y, from: 900ms) < level(y, from: 100ms, to: 300ms) * -6dB
}
test "the body is heard" {
    expect level(strings(body: 1, space: 0) - strings(body: 0, space: 0)) > -40dB
}
