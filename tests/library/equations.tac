// Differential equations and circuits against their solutions.
node start() -> y {
    seen = 1
    y = seen - seen@1                                          // 1 on the first sample
}
node turning(x[2], u) -> v[2] { v = [-x[1], x[0]] * 2 * pi * 100Hz }
node falling(x, u) = (u - x) * 100Hz
test "ode: a turning point turns, by each method" {
    expect near(pitch(ode(turning, [1, 0])[0]), 100Hz, within: 0.01Hz)
    expect near(peak(ode(turning, [1, 0], method: implicit)[0]), 1, within: 0.01)
    expect peak(ode(turning, [1, 0], method: euler)[0]) > 2
}
test "stiffode, its step, and the implicit step" {
    expect near(at(stiffode(falling, 1), 10ms), 1 - exp(-1), within: 0.01)
    expect near(at(newtonstep(1, 0, 0, 0, falling, 5), 0s), 0, within: 0.001)
    expect near(at(implicitstep([1], 0, [1], 0, falling)[0], 0s), 1 - 100Hz * sampletime / 2, within: 0.00001)
}
test "rc and a network of one node charge alike" {
    a = rc(1, 10000, 0.000001)
    b = network([[0.0001]], [0.000001], [0.0001])
    expect near(at(a, 10ms), 1 - exp(-1), within: 0.005)
    expect near(at(b[0], 10ms), 1 - exp(-1), within: 0.005)
}
test "a diode clips, a driven ladder passes what is low" {
    expect peak(diodeclipper(4 * sine(110Hz))) < 0.8
    expect near(level(drivenladder(0.01 * sine(50Hz), 4kHz, 0)) / level(0.01 * sine(50Hz)), 0dB, within: 0.5dB)
}
test "exchanging every row and column of a matrix is its inverse" {
    m = [[2, 1], [1, 1]]
    r = exchange(exchange(m, 0), 1)
    expect near(at([r[0][0], r[1][1]], 0s), [1, 2], within: 0.0001)
}
