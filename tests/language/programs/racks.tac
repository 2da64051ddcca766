rack live {
    keys = load "organ.tac" notes(channel: 1, range: C4..C8)              // split
    bass = load "bass.tac"  notes(channel: 1, range: C0..B3, transpose: -12)
    hall = load "hall.tac"
    bass.cutoff = 900Hz
    hall.x = keys.out * -9dB + bass.send                                  // patches talk to each other
    out = keys.out + bass.out + hall.out
}
controller nano {
    fader[1..8] : cc 0..7
    solo[1..8]  : cc 32..39 toggle
    tilt        : osc "/wii/accel" arg 1 in -1..1
}
