sample kick = "other_coding.wav"
out = read(kick, 0)
