// The kick of drums.tac: a sine that falls from 210 to 50 Hz in a moment, with a click of noise on top. Rendered to kick.wav.
n: init -1
n = n@1 + 1
t = n * sampletime
body = sine(50Hz + 160Hz * exp(-t / 25ms)) * exp(-t / 90ms)
out = 0.85 * body + 0.2 * noise() * exp(-t / 2ms)
