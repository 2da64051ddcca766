word supersaw ( freq:Hz -- y ) { -> f   f saw   f 7ct * saw +   f -7ct * saw +   3 / }
word voice ( note:Note -- y ) {
    -> n   n.freq supersaw   n env(a: 5ms, d: 200ms, s: 0.4, r: 300ms) -> e
    e 4000Hz * 200Hz +  0.6 ladder   e *
}
word echo2 ( x k -- y ) { -> k  y@1 k * + -> y  y }
word partial ( freq:Hz ratio -- y ) { * sine }
word bell ( note:Note -- y ) {
    -> n   n.freq [1, 2.76, 5.4, 8.93] partial  [1, 0.6, 0.4, 0.2] * sum
    n env(a: 1ms, d: 2s, s: 0, r: 2s) *
}
patch bells { out = stack { poly(8, bell) 0.3 pan } }
