// Where sounds stand: mixing, panorama, width. Stereo is an array of two, left and right.

/// Puts a signal between the loudspeakers, equally loud everywhere.
/// x: audio; position: -1 left .. 1 right, any rate
/// Out: left and right; -3 dB each in the middle
/// Example: sine(440Hz) -> pan(-0.5)
node pan(x, position) -> y[2] {
    angle: phase
    angle = (clamp(position, -1, 1) + 1) / 8
    y = [x * costurn(angle), x * sinturn(angle)]
}

/// Turns one side of a stereo signal down.
/// x: left and right; position: -1 only left .. 1 only right
/// Out: left and right, both unchanged at 0
/// Example: [sine(440Hz), sine(550Hz)] -> balance(0.3)
node balance(x[2], position) -> y[2] { y = [x[0] * min(1, 1 - position), x[1] * min(1, 1 + position)] }

/// Narrows or widens a stereo signal.
/// x: left and right; amount: 0 mono, 1 as it was, 2 twice as wide
/// Out: left and right
/// Example: [sine(440Hz), sine(550Hz)] -> width(0.5)
node width(x[2], amount) -> y[2] {
    middle = (x[0] + x[1]) / 2
    side = amount * (x[0] - x[1]) / 2
    y = [middle + side, middle - side]
}

/// From one signal to another, equally loud on the way when they have nothing to do with each other.
/// a, b: audio; where: 0 only a .. 1 only b
/// Out: audio
/// Example: crossfade(saw(110Hz), noise(), 0.5)
node crossfade(a, b, where) -> y {
    angle: phase
    angle = clamp(where, 0, 1) / 4
    y = a * costurn(angle) + b * sinturn(angle)
}

/// Adds signals, each with its own level.
/// x: any number of signals; levels: as many numbers
/// Out: audio
/// Example: mix([saw(110Hz), noise()], [0.5, 0.1])
node mix(x[], levels[]) = sum(x * levels)

/// Spreads any number of signals evenly from left to right.
/// x: any number of signals; one alone stands in the middle
/// Out: left and right
/// Example: spread([sine(220Hz), sine(275Hz), sine(330Hz)])
node spread(x[]) -> y[2] {
    last = length(x) - 1
    placed = [i in 0..last: pan(x[i], if last == 0 then 0 else 2 * i / max(last, 1) - 1)]
    y = [sum([i in 0..last: placed[i][0]]), sum([i in 0..last: placed[i][1]])]
}
