// A kick, a snare and a hat, struck by a clock; their noise comes from outside.
use "voice.tac"
input x
n: init -1
n = n@1 + 1
beat = n mod 6000 == 0
node ringing(strike, keep) -> e { e = if strike then 1 else e@1 * keep }
node kick2(strike) -> y {
    e = ringing(strike, 0.9997)
    bend = ringing(strike, 0.998)
    y = sine(48Hz + 200Hz * bend) * e
}
node snare2(strike, air) -> y {
    e = ringing(strike, 0.9994)
    y = (0.5 * sine(185Hz) + 0.3 * sine(331Hz) + bandpass2(air, 0.3, 0.7)) * e
}
node hat2(strike, air) -> y {
    e = ringing(strike, 0.998)
    y = (air - bandpass2(air, 0.6, 1)) * e
}
out = 0.5 * kick2(n mod 24000 == 0) + 0.4 * snare2(n mod 24000 == 12000, x) + 0.2 * hat2(beat, x)
