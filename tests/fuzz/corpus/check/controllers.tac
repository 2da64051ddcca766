controller desk {
    fader[1..8] : cc 0..7
    solo[1..2]  : cc 32..33 toggle
    tilt        : osc "/wii/accel" arg 1 in -1..1
}
patch p {
    param level = 0.5 in 0..1 from desk.fader[1]
    param all[3] = 0 in 0..1 from desk.fader[2..4]
    out = level * sum(all)
    out.send = level
}
