// Bodies that sound: tubes, bars, bells and skins, as loops of travelling waves or as the sum of their modes.

/// A reed on a tube: a loop of half a period that turns over at the open end, blown through a reed that gives way.
/// pressure: 0 .. 0.95, sounds from 0.6 on (low tones a little before); from 1 on the reed is shut; freq: Hz, 30 .. 2000, tick rate or slow audio; soft: Hz, what the open end lets out
/// Out: about -1 .. 1, mostly odd harmonics
/// Source: Smith, Efficient simulation of the reed-bore and bow-string mechanisms, 1986
/// Example: tube(0.6, 147Hz)
node tube(pressure, freq: Hz, soft: Hz = 5kHz) -> y {
    w = 2 * pi * min(freq * sampletime, 0.4)
    k = exp(-2 * pi * soft * sampletime)
    lag = atan2(k * sin(w), 1 - k * cos(w)) / w * sampletime           // what the open end's low-pass delays the fundamental
    back = -0.95 * onepole(bore@(0.5 / freq - lag, min: 2, max: 50ms, interp: cubic), soft)
    across = back - pressure
    reed = clamp(0.7 - 0.3 * across, -1, 1)
    bore = pressure + across * reed
    y = dcblock(bore)
}

/// Modes side by side: a struck body is the sum of its tones.
/// x: audio, what strikes it; freq: Hz of the lowest; ratios, times, levels: of each mode, its frequency against freq, its 60 dB time in s, its level
/// Out: audio
/// Source: Adrien, The missing link: modal synthesis, 1991
/// Example: modal(dust(2Hz), 220Hz, [1, 2.76, 5.4], [2s, 1s, 0.5s], [1, 0.5, 0.3])
node modal(x, freq: Hz, ratios[], times[]: s, levels[]) = sum(mode(x, freq * ratios, times) * levels)

/// A round skin, struck off its centre: twelve modes at the zeros of the Bessel functions, the higher the sooner gone.
/// x: audio, what strikes it; freq: Hz of the lowest mode; time: s in which that dies away by 60 dB; tight: 0 dull .. 1 bright
/// Out: audio
/// Source: Fletcher and Rossing, The Physics of Musical Instruments, section 3.5: an ideal membrane
/// Example: membrane(dust(2Hz), 110Hz, 800ms)
node membrane(x, freq: Hz, time: s, tight = 0.5) -> y {
    ratios = [1, 1.59334, 2.13555, 2.29542, 2.65307, 2.91730, 3.15546, 3.50015, 3.59848, 3.64747, 4.05893, 4.13174]
    y = modal(x, freq, ratios, time / ratios ^ (2.5 - 1.5 * tight), [1, 0.9, 0.7, 0.5, 0.5, 0.4, 0.35, 0.3, 0.25, 0.25, 0.2, 0.2])
}
