// Eight lines that feed one another by Householder's matrix, each with a filter in its loop.
input x
lengths = [1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797]
node damped(x) -> y { y = 0.7 * x + 0.3 * y@1 }
v[8] = [i in 0..7: x + 0.85 * damped(w[i])]
late[8] = [i in 0..7: v[i]@lengths[i]]
all = sum(late) * 0.25
w[8] = late - all
out = [late[0] + late[2] + late[4] + late[6], late[1] + late[3] + late[5] + late[7]] * 0.2
