controller box {
    fader[1..8] : cc 0..7
    button[1..4] : cc 32..35 toggle
    wheel : nrpn 300
    tilt[1..2] : osc "/accel" arg 2 in -1..1
}
