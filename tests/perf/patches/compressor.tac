// Both sides made quieter by what the louder of them has above a threshold, in decibels, with attack and release.
input x[2]
loud = max(abs(x[0]), abs(x[1]))
over = max(0, 20 * log10(max(loud, 0.00001)) + 24)
s = s@1 + (over - s@1) * (if over > s@1 then 0.01 else 0.0005)
out = x * exp(s * -0.0863)
