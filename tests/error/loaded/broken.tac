patch broken {
    out = sine(440Hz
}
