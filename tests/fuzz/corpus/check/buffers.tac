buffer tape[0.1s]
param rec = 0 in 0..1 step cc 64
i = (i@1 + 1) mod length(tape)
when rec { tape[i] = noise() + 0.8 * tape[i] }
out = tape[i] + read(tape, i - 100, interp: cubic)
