// The same sawtooth through a low-pass filter at 600 Hz: warm and round, with a little edge where the filter rings.
out = saw(110Hz) * 0.4 -> lowpass(600Hz, 0.6) -> pan(0)
