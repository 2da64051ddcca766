// The snare of drums.tac: two tones of the skin and the noise of the wires. Rendered to snare.wav.
n: init -1
n = n@1 + 1
t = n * sampletime
skin = (sine(185Hz) + 0.6 * sine(330Hz)) * exp(-t / 50ms)
wires = highpass(noise(), 1800Hz, 0.7) * exp(-t / 55ms)
out = 0.3 * skin + 0.35 * wires
