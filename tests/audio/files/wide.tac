patch wide {
    input x[2]
    out = x
}
