// The closed hi-hat of drums.tac: high noise and a chord of squares without a key, short. Rendered to closed.wav.
n: init -1
n = n@1 + 1
t = n * sampletime
metal = sum(square([2130Hz, 3170Hz, 3890Hz, 4610Hz, 5430Hz])) / 5
out = 0.8 * highpass(metal + 0.5 * noise(), 6500Hz, 0.7) * exp(-t / 18ms)
