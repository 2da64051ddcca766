patch hall {
    input x
    param wet = 0.5 in 0..1
    param mode = 1 in 0..4
    out = x * wet
}
