patch through {
    input x
    param gain = 1 in 0..2
    out = x * gain
}
