node bend(x, k = 2) = tanh(k * x + 0.1 * self@1)
out = sum(substeps([1, 2], bend)) -> bend
