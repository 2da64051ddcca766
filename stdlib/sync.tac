// Jumps at any time, made band-limited by minimum-phase steps: hard sync, and whatever else jumps between the samples.
// A jump becomes what an elliptic low-pass of eleven poles makes of it (flat to 5/12 of the sample rate, 110 dB down from 7/12 on). Such a filter answers a
// step with a sum of decaying oscillations, so nothing has to be known before the jump, and eleven numbers are all that is kept, however many jumps still ring.
// Minimum-phase band-limited steps: Brandt, Hard sync without aliasing, 2001. The filter: Orfanidis, Lecture notes on elliptic filter design, 2006.

/// One of the six oscillations in the step of minstep, some time after the jump; its poles and parts are those of the filter above.
/// k: 0 .. 5, the real parts, 6 .. 11, the imaginary parts, constant; late: samples since the jump, constant
/// Out: a number; a constant
/// Example: minpart(0, 0.5)
node minpart(k, late) -> y {
    decays = [-1.097652456951, -0.0842647541607, -0.2692114693955, -0.4958943196454, -0.7598737063414, -0.9977002466562]
    turns = [0, 2.703413021178, 2.568730530956, 2.266840863047, 1.743737302803, 0.9661954707717]
    real = [-2.391419896966, 0.02441187048033, 0.168878731712, -0.8171604126587, 1.222541165254, 0.7927485421784]
    imaginary = [0, -0.07602133040915, 0.2684801117717, -0.0839641575902, -1.258772704675, 3.274504906253]
    i = k mod 6
    damped = exp(decays[i] * late)
    angle = turns[i] * late
    y = if k < 6 then damped * (real[i] * cos(angle) - imaginary[i] * sin(angle)) else damped * (real[i] * sin(angle) + imaginary[i] * cos(angle))
}

// What a jump of 1 has made of each oscillation a fraction of a sample later.
table minkicks[12][513] = [k in 0..11: [i in 0..512: minpart(k, i / 512)]]

/// What has to be added to a jump that was written down plainly, to make it band-limited.
/// jump: how far the signal jumped in this sample, 0 where it did not; late: how many samples ago, 0 .. 1
/// Out: the correction, which rings on after the jump; add it to the plain signal
/// Source: see the opening of this file
/// Example: toggle(metro(1ms)) + minstep(toggle(metro(1ms)) - toggle(metro(1ms))@1, 0)
node minstep(jump, late) -> y {
    decays = [-1.097652456951, -0.0842647541607, -0.2692114693955, -0.4958943196454, -0.7598737063414, -0.9977002466562]
    turns = [0, 2.703413021178, 2.568730530956, 2.266840863047, 1.743737302803, 0.9661954707717]
    real = exp(decays) * cos(turns)
    imaginary = exp(decays) * sin(turns)
    at = 512 * clamp(late, 0, 1)
    a[6] = real * a@1 - imaginary * b@1 + jump * [k in 0..5: read(minkicks, at, row: k)]
    b[6] = imaginary * a@1 + real * b@1 + jump * [k in 0..5: read(minkicks, at, row: k + 6)]
    y = sum(a)
}

/// A sawtooth that starts anew with every period of a master: hard sync, clean at every pitch.
/// master: Hz, what is heard as the pitch; slave: Hz, moves the timbre, usually above the master; both 0 .. samplerate/4, any rate
/// Out: about -1.2 .. 1.2
/// Source: Brandt, Hard sync without aliasing, 2001
/// Example: sync(110Hz, 110Hz * 24st ^ (0.5 + 0.5 * sine(0.3Hz)))
node sync(master: Hz, slave: Hz) -> y {
    m: phase
    m = m@1 + master * sampletime
    reset = m < m@1
    late = if reset then m / max(master * sampletime, 0.0000001) else 0
    step = slave * sampletime
    p: phase
    before = p@1 + step * (1 - late)             // where the slave was when the master began anew: may be beyond 1
    p = if reset then late * step else p@1 + step
    wrapped = before >= 1
    end = if wrapped then before - 1 else before
    wraplate = late + end / max(step, 0.0000001)
    y = 2 * p - 1 + minstep(if wrapped then -2 else 0, wraplate) + minstep(if reset then -2 * end else 0, late)
}
