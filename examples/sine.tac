// A sine of 440 Hz, the A that orchestras tune to.
out = sine(440Hz) * 0.5 -> pan(0)
