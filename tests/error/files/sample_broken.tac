sample kick = "broken.wav"
out = read(kick, 0)
