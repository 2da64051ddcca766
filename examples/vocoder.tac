// A chord of saws that speaks: through the input comes your voice (--input talk.wav), and as long as that is silent, a voice made up of vowels.
patch vocoder {
    input voice
    param made = 1 in 0..1 cc 20                     // level of the made-up voice
    param hiss = 0.2 in 0..1 cc 21

    // The made-up voice: pulses of a throat through two formants that jump from vowel to vowel.
    syllable = metro(220ms)
    first = smooth(300Hz + 500Hz * samplehold(random(), syllable), 30ms)
    second = smooth(800Hz + 1400Hz * samplehold(random(), syllable), 30ms)
    throat = pulse(110Hz * 200ct ^ sine(0.4Hz), 0.15) * smooth(hold(syllable, 170ms), 15ms)
    talk = sum(svf(throat, [first, second], 0.93).band) * 0.3
    speech = voice + made * talk

    // 32 bands a fifth of an octave apart: how loud the speech is in each, the saws become.
    bands = [k in 0..31: 80Hz * 2 ^ (k / 5)]
    node carrier(note: Note) = (saw(note.freq) + saw(note.freq * 9ct)) * env(note, a: 20ms, s: 1, r: 200ms)
    chord = poly(8, carrier) + hiss * noise()
    out = sum(svf(chord, bands, 0.9).band * follow(svf(speech, bands, 0.9).band, 10ms)) * 0.3 -> limiter(-1dB) -> pan(0)
}

test "without a voice it is silent, a voice of noise makes the chord speak" {
    expect peak(vocoder(0, made: 0, hiss: 0)) == 0
    expect level(vocoder(noise() * 0.3, made: 0)) > -30dB
}
