rack inner {
    one = load "hearing.tac"
    out = one.out
}
