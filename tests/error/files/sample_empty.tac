sample kick = "empty.wav"
out = read(kick, 0)
