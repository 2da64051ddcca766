rack live {
    keys = load "other.tac" notes(channel: 1, range: C4..C8, transpose: -12)
    hall = load "other.tac"
    keys.cutoff = 900Hz
    hall.x = keys.out@64 * -9dB + hall.send
    out = keys.out + hall
}
