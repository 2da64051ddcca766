use "missing.tac"
out = sine(440Hz)
