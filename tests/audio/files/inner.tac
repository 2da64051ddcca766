rack inner {
    one = load "tone.tac" notes(transpose: 12)
    out = one.out
}
