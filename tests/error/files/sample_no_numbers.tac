sample kick = "no_numbers.wav"
out = read(kick, 0)
