// A pipe organ in a stone church: nine drawbars with a beating partner each, the chiff of pipes that begin to speak, and wind that trembles by the wheel.
patch organ {
    param bars[9] = [5, 3, 8, 6, 4, 5, 2, 3, 4] in 0..8 cc 12..20      // 16' 5 1/3' 8' 4' 2 2/3' 2' 1 3/5' 1 1/3' 1'
    param chiff = 0.4 in 0..1 cc 21
    param click = 0.2 in 0..1 cc 22
    param tremulant = 0.1 in 0..1 cc 1
    param room: s = 3s in 0.5s..8s log cc 91
    param reverb = 0.5 in 0..1 cc 92

    strength = (bars / 8) ^ 2
    wind = sine(5.8Hz) * tremulant

    node pipe(note: Note) -> y {
        f = note.freq * 30ct ^ wind * [1/2, 3/2, 1, 2, 3, 4, 5, 6, 8]
        heard = strength * (f < 18kHz)                                  // nothing above hearing, so nothing folds back
        tone = sum((sine(f) + sine(f * 4ct)) * heard)
        speaking = svf(noise(), note.freq * 4, 0.8).band * decay(note.on, 70ms)
        valve = onepole(noise(), 2kHz) * hold(note.on, 1.5ms)
        y = (tone + chiff * speaking) * env(note, a: 45ms, s: 1, r: 140ms, retrigger: 15ms) + click * valve
    }

    voices = poly(16, pipe)
    level = 0.07 / sqrt(max(1, voices.active))
    dry = voices * smooth(level, 20ms) * (1 + 0.3 * wind)
    out = [dry, dry@7ms] + reverb * church([dry, dry], time: room, damp: 0.25, resonance: 0.4)
}
