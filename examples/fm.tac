// An electric piano by frequency modulation: a struck tine that rings, a body that hums, both harder under a harder hand.
patch fm {
    param bright = 0.5 in 0..1 cc 74
    param tine = 0.4 in 0..1 cc 75
    param sway = 0.3 in 0..1 cc 1

    // One pair: a sine whose phase another sine moves; ratio is how much faster that one is, depth how far it goes.
    node pair(freq: Hz, ratio, depth) = operator(freq, operator(freq * ratio, 0, 0) * depth, 0)

    node voice(note: Note) -> y {
        hard = note.velocity ^ 2
        f = note.freq
        long = env(note, a: 1ms, d: 2.5s, s: 0, r: 250ms)
        short = env(note, a: 1ms, d: 350ms, s: 0, r: 120ms)
        body = pair(f, 1, (0.05 + 0.3 * bright * hard) * long) * long
        warm = pair(f * 4ct, 1, 0.04 + 0.1 * bright * hard) * long
        ping = pair(f, 14, 0.12 * hard * short) * short
        bark = operator(f, 0, 0.4 * hard * short) * short
        y = (body + warm + tine * ping + 0.3 * bark) * (0.2 + 0.8 * note.velocity)
    }

    keys = poly(12, voice) * 0.17
    out = pan(keys, sway * sine(4.5Hz)) -> chorused
    node chorused(x[2]) -> y[2] { y = x * 0.9 + freeverb(x, room: 0.7) * 0.4 }
}
