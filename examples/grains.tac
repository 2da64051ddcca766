// A cloud of grains: sixteen heads play short pieces of the last four seconds at three speeds, over the plucked notes they are taken from.
patch grains {
    param density = 7Hz in 1Hz..20Hz log cc 20   // pieces per second of each head
    param cloudy = 0.6 in 0..1 cc 1
    buffer tape[4s]
    source = 0.5 * poly(6, pluck)
    now = (now@1 + 1) mod length(tape)
    tape[now] = source

    // One head: at every turn of p it chooses a place, a speed and a side anew.
    node grain(b: table, p: phase, at) -> y[2] {
        begin = p < p@1
        when begin {
            from = at - (0.15 + 3.5 * random()) * samplerate / 1Hz
            speed = [0.5, 1, 2][3 * random()]
            side = 2 * random() - 1
        }
        n = if begin then 0 else n@1 + 1
        y = pan(read(b, (from + n * speed) mod length(b)) * (0.5 - 0.5 * costurn(p)), side)
    }
    heads = [k in 0..15: grain(tape, phasor(density) + k / 16, now)]
    out = pan(source, 0) + sum(heads) * 0.35 * cloudy
}

test "grains go on when the note is over" {
    seconds = 4
    cloud = grains() - grains(cloudy: 0)
    expect level(cloud, from: 3s) > -60dB
    expect peak(grains()) < 0dB
}
