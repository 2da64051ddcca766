// Sixteen bands: what the second input has in each is measured and given to the first.
use "voice.tac"
input x[2]
node follow2(x) -> e { e = e@1 + (abs(x) - e@1) * (if abs(x) > e@1 then 0.01 else 0.001) }
node channel(carrier, speech, f: Hz) -> y {
    g = tan(pi * f * sampletime)
    y = bandpass2(carrier, g, 0.2) * follow2(bandpass2(speech, g, 0.2))
}
out = sum(channel(x[0], x[1], [i in 0..15: 120Hz * 1.32 ^ i]))
