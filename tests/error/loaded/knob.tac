param gain = 0.5 in 0..1
out = saw(55Hz) * gain
