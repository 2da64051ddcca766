// A response of one second, without delay.
input x
table response[48000] = [i in 0..47999: 0.05 * sin(0.01 * i * (1 + i / 1000)) * exp(-i / 8000)]
out = convolve(x, response)
