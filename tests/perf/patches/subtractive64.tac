// 64 voices: two sawtooths, two filters whose cutoff moves at every sample, an envelope.
use "voice.tac"
out = poly(64, subtractive)
