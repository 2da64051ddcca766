// Drums, each from a trigger: the machine's kit, made of sines and noise. All of them: 1 on the trigger's sample strikes, a new stroke takes over without a step.

/// A kick: a sine that falls from two octaves above to its pitch, with a click in front.
/// trigger: 1 on one sample; freq: Hz where it ends; time: s in which it dies away by 60 dB; punch: 0 .. 1, how much of the fall
/// Out: -1 .. 1
/// Example: kick(metro(500ms))
node kick(trigger, freq: Hz = 48Hz, time: s = 450ms, punch = 0.7) -> y {
    fall = 24st ^ (punch * decay(trigger, 90ms))
    body = sine(freq * fall) * smooth(decay(trigger, time), 1ms)
    y = tanh(1.4 * body) + 0.2 * punch * onepole(noise(), 3kHz) * decay(trigger, 12ms)
}

/// A snare: two tones of the skin and the rattle of the wires.
/// trigger: 1 on one sample; freq: Hz of the skin; time: s of the rattle; wires: 0 .. 1, how much of it
/// Out: about -1 .. 1
/// Example: snare(metro(500ms))
node snare(trigger, freq: Hz = 185Hz, time: s = 220ms, wires = 0.7) -> y {
    skin = (sine(freq) + 0.6 * sine(freq * 1.78)) * smooth(decay(trigger, 120ms), 0.5ms)
    rattle = (noise() -> svf(2.2kHz, 0.3).high) * decay(trigger, time)
    y = 0.5 * skin + 0.5 * wires * rattle
}

/// A hi-hat: six squares that have nothing to do with each other, only the highs of them.
/// trigger: 1 on one sample; time: s, 40 ms closed .. 600 ms open
/// Out: about -1 .. 1
/// Example: hat(metro(250ms))
node hat(trigger, time: s = 60ms) -> y {
    metal = sum(square([317Hz, 465Hz, 561Hz, 821Hz, 1150Hz, 1493Hz])) / 6
    y = (0.6 * metal + 0.4 * noise() -> highpass(7kHz, 0.3)) * decay(trigger, time)
}

/// Hands that clap: three short bursts and the room after them.
/// trigger: 1 on one sample; time: s of the last burst
/// Out: about -1 .. 1
/// Example: clap(metro(500ms))
node clap(trigger, time: s = 200ms) -> y {
    bursts = decay(trigger, 15ms) + decay(trigger@11ms, 15ms) + decay(trigger@23ms, time)
    y = bandpass(noise(), 1.2kHz, 0.7) * bursts
}

/// A tom: a struck skin whose pitch falls a little.
/// trigger: 1 on one sample; freq: Hz; time: s in which it dies away by 60 dB
/// Out: about -1 .. 1
/// Example: tom(metro(500ms), 98Hz)
node tom(trigger, freq: Hz, time: s = 500ms) -> y {
    fall = 5st ^ decay(trigger, 150ms)
    e = smooth(decay(trigger, time), 1ms)
    y = (sine(freq * fall) + 0.35 * sine(freq * 1.593 * fall) * e) * e * 0.7 + 0.1 * onepole(noise(), 2kHz) * decay(trigger, 30ms)
}
