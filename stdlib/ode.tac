// Differential equations and circuits. An equation is a node that takes the state and an input and gives how fast each part of the state changes (a number times
// Hz); ode makes a signal of it, one step per sample. A circuit is such an equation: one state for each capacitor.

/// One approximation of the implicit step: where the trapezoidal rule says to go if x were already right.
/// x: the last approximation; none: what fold gives, not used; from: the known half of the rule; u: the input; f: the equation
/// Out: the next approximation
/// Example: implicitstep([0.5], 0, [0.4], sine(1Hz), onevolt)[0] ; node onevolt(v, u) = (u - v) * 100Hz
node implicitstep(x[], none, from[], u, f: node) = from + sampletime / 2 * f(x, u)

/// Solves a differential equation x' = f(x, u) while time goes on, one step per sample.
/// f: a node with the state (an array, or one signal of which each part is worked out by itself) and the input, which gives the speeds in Hz
/// start: the state at the beginning, one number for each part; u: the input, one signal
/// method: euler (error in proportion to the step), rk4 (to its fourth power), implicit (the trapezoidal rule, its square, in eight approximations; it keeps energy)
/// Out: the state, an array like start; the speeds must stay well below the sample rate
/// Source: Press and others, Numerical Recipes, chapter 17; Smith, Physical Audio Signal Processing, "trapezoidal rule"
/// Example: ode(turning, [1, 0], 440Hz)[0] ; node turning(x[2], f: Hz) -> v[2] { v = [-x[1], x[0]] * 2 * pi * f }
node ode(f: node, start[], u = 0, method: euler | rk4 | implicit = rk4) -> x[] {
    x[length(start)]: init start
    h = sampletime
    k1 = f(x@1, u@1)
    k2 = f(x@1 + h / 2 * k1, (u + u@1) / 2)
    k3 = f(x@1 + h / 2 * k2, (u + u@1) / 2)
    k4 = f(x@1 + h * k3, u)
    x = if method == euler then x@1 + h * k1
        else if method == rk4 then x@1 + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        else fold(1..8, x@1, implicitstep(from: x@1 + h / 2 * k1, u: u, f: f))
}

/// One step of Newton's method on the trapezoidal rule, never further than a limit.
/// v: the last approximation; none: what fold gives, not used; from: the known half of the rule; u: the input; f: the equation; most: above 0
/// Out: the next approximation
/// Source: Yeh, Abel, Vladimirescu and Smith, Numerical methods for simulation of guitar distortion circuits, 2008
/// Example: newtonstep(sine(1Hz), 0, 0.4, 1, onevolt, 0.1) ; node onevolt(v, u) = (u - v) * 100Hz
node newtonstep(v, none, from, u, f: node, most) -> y {
    d = 0.001
    steep = 1 - sampletime / 2 * (f(v + d, u) - f(v - d, u)) / (2 * d)
    y = v - clamp((v - from - sampletime / 2 * f(v, u)) / steep, -most, most)
}

/// Solves a stiff equation of one state, such as a circuit with diodes: the trapezoidal rule, its equation solved by twelve steps of Newton's method.
/// f: a node with the state and the input, which gives the speed in Hz; it becomes smaller where the state grows; u: the input
/// start: the state at the beginning; most: how far one step of the search goes, about the width of the bend of f
/// Out: the state
/// Source: Yeh, Abel, Vladimirescu and Smith, Numerical methods for simulation of guitar distortion circuits, 2008
/// Example: stiffode(cubic, sine(110Hz)) ; node cubic(v, u) = (u - v * v * v) * 10kHz
node stiffode(f: node, u, start = 0, most = 0.2) -> x {
    x: init start
    x = fold(1..12, x@1, newtonstep(from: x@1 + sampletime / 2 * f(x@1, u@1), u: u, f: f, most: most))
}

/// A resistor into a capacitor: the simplest low-pass there is, by its differential equation.
/// x: volts; resistance: ohms, capacitance: farads, as plain numbers; resistance * capacitance at least a sample
/// Out: volts over the capacitor
/// Source: Kirchhoff's laws
/// Example: rc(square(110Hz), 10000, 0.00000001)
node rc(x, resistance, capacitance) -> y {
    node charge(v, u) = (u - v) / (resistance * capacitance) * 1Hz
    y = ode(charge, [0], x)[0]
}

/// Two diodes against each other over a capacitor: the clipper of many distortion pedals (2.2 kilohms, 10 nanofarads, diodes 1N4148).
/// x: volts, up to 9 or so
/// Out: volts, about -0.7 .. 0.7
/// Source: Yeh, Abel, Vladimirescu and Smith, Numerical methods for simulation of guitar distortion circuits, 2008
/// Example: diodeclipper(4 * sine(110Hz))
node diodeclipper(x) -> y {
    node charge(v, u) = ((u - v) / 0.000022 - 0.504 * sinh(clamp(v / 0.0453, -40, 40))) * 1Hz
    y = stiffode(charge, x, most: 0.1)
}

/// The transistor ladder by its differential equations: each stage saturates, so it growls when driven and sings at full resonance without growing.
/// x: audio, about 1 drives it; cutoff: Hz, up to samplerate/8, any rate; resonance: 0 .. 1.1, from 1 on it sings by itself
/// Out: audio
/// Source: Huovilainen, Non-linear digital implementation of the Moog ladder filter, 2004; solved here by the Runge-Kutta method
/// Example: drivenladder(2 * saw(55Hz), 600Hz, 0.8)
node drivenladder(x, cutoff: Hz, resonance) -> y {
    speed = 2 * pi * min(cutoff, samplerate / 8)
    node circuit(v[4], u) -> d[4] {
        t = tanh(v)
        d = speed * [tanh(u - 4 * resonance * v[3]) - t[0], t[0] - t[1], t[1] - t[2], t[2] - t[3]]
    }
    y = ode(circuit, [0, 0, 0, 0], x)[3]
}

/// One step of inverting a matrix: the k-th unknown changes places with the k-th known.
/// m: a square matrix; k: which, constant
/// Out: a matrix like m; after all steps its inverse
/// Source: the Gauss-Jordan elimination in place, Press and others, Numerical Recipes, chapter 2
/// Example: fold(0..1, [[2, 1], [1, 3]], exchange)[0][0]
node exchange(m[][], k) -> r[][] {
    last = length(m) - 1
    p = 1 / m[k][k]
    r = [i in 0..last: [j in 0..last:
        if i == k and j == k then p else if i == k then m[k][j] * p else if j == k then -m[i][k] * p else m[i][j] - m[i][k] * m[k][j] * p]]
}

/// A network of resistors and capacitors in nodal form: the conductances between its nodes, the capacitance of each node to ground.
/// g: siemens, symmetric: g[i][j] is minus what connects i and j, g[i][i] the sum of all that meets at i; c: farads; flow: amperes into each node
/// Out: the voltage of each node, by the trapezoidal rule, exact for any step
/// Source: Ho, Ruehli and Brennan, The modified nodal approach to network analysis, 1975; companion models of the trapezoidal rule
/// Example: network([[0.002, -0.001], [-0.001, 0.001]], [0.0000001, 0.0000001], [0.001 * saw(110Hz), 0])[1]
node network(g[][], c[], flow[]) -> v[] {
    last = length(c) - 1
    v[last + 1]: init 0
    companion = 2 * c * samplerate / 1Hz
    inverse = fold(0..last, [i in 0..last: [j in 0..last: g[i][j] + (if i == j then companion[i] else 0)]], exchange)
    known = [i in 0..last: flow[i] + stored[i]@1]
    v = [i in 0..last: sum(inverse[i] * known)]
    stored[last + 1] = [i in 0..last: 2 * companion[i] * v[i] - stored[i]@1]
}
