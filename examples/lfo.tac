// A sawtooth whose pitch trembles five times a second while its filter opens and closes once in four seconds.
vibrato = sine(5Hz)
sweep = sine(0.25Hz)
out = saw(110Hz * 40ct ^ vibrato) * 0.4 -> ladder(500Hz * 24st ^ sweep, 0.6) -> pan(0)
