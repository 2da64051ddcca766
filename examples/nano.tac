// The controls of a small desk, as they are printed on it. Another patch says `use "nano.tac"` and then `from nano.fader[1]`; this one plays an organ of
// eight sines on the faders, each with a switch. The last control is a sensor that sends its tilt, -1 to 1, over OSC.
controller nano {
    fader[1..8] : cc 0..7
    knob[1..8]  : cc 16..23
    solo[1..8]  : cc 32..39 toggle
    tilt        : osc "/wii/accel" arg 1 in -1..1
}
patch desk {
    param levels[8] = [0.8, 0.3, 0.5, 0.2, 0.3, 0.1, 0.2, 0.1] in 0..1 from nano.fader
    param heard[8] = [1, 1, 1, 1, 1, 0, 0, 0] in 0..1 from nano.solo
    param tilt = 0 in -12..12 from nano.tilt
    tones = sine(110Hz * 2 ^ (tilt / 12) * (1..8))
    out = sum(tones * levels * heard) * 0.15 -> pan(0)
}
