// A sawtooth of 110 Hz: every harmonic is there, the k-th with 1/k of the strength.
out = saw(110Hz) * 0.4 -> pan(0)
