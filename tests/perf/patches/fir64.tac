// A filter of 64 coefficients.
input x
out = sum([i in 0..63: 0.03 * cos(0.37 * i) * (1 - i / 64) * x@i])
