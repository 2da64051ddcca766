patch wrong {
    param level = 0.5
    out = sinus(440Hz) * level
}
