// Bells, written in words only: each is a stack of sines that are not harmonics, and dies away at its own pace, high partials first.
word partial ( freq:Hz ratio -- y ) { * sine }
word dying ( note:Note time:s -- y ) { -> t -> n  n.on t decay }

word bell ( note:Note -- y ) {
    -> n
    n.freq  [0.56, 0.92, 1.19, 1.7, 2, 2.74, 3, 3.76, 4.07]  partial
    [0.5, 0.4, 0.5, 0.3, 0.6, 0.25, 0.2, 0.15, 0.12]  *
    n  [6s, 5s, 4s, 3.5s, 3s, 2s, 1.6s, 1.2s, 0.9s]  dying  *
    sum
    noise 3kHz 0.5 bandpass  n 25ms dying *  0.4 *  +
    n env(a: 1ms, s: 1, r: 3s) *
    n.velocity *
}

word tower ( x -- y[2] ) {
    -> bells
    bells -0.4 pan  bells 31ms 0.3 echo  0.4 pan  +
}

patch bells {
    out = stack {
        poly(8, bell) 0.12 *  tower
        dup freeverb(room: 0.93, damp: 0.1)  0.7 *  +
    }
}
