patch looper {
    input x
    param rec = 0 in 0..1 step cc 64
    buffer tape[8s]
    i = (i@1 + 1) mod length(tape)
    old = read(tape, i)
    when rec { tape[i] = x + 0.8 * old }
    out = x + old
}
