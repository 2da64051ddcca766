// Tables and samples read at other rates as the sampling theorem says: every sample in the neighbourhood counts, by the sinc of its distance.

// A Kaiser window for 110 dB (beta 11.163), from its middle to its edge.
table sincwindow[2049] = [i in 0..2048: besseli0(11.16313 * sqrt(max(0, 1 - (i / 2048) ^ 2))) / besseli0(11.16313)]

/// A table read between its entries without images: 64 neighbours under a windowed sinc.
/// t: a table or a sample of one channel; where: the entry before, a whole number; part: 0 .. 1 of the way to the next; band: constant, the part of the
/// table's band that is to stay, 1 or less: the ratio of the rates where it is read faster than it was written
/// Out: audio; nothing outside of the table
/// Source: Smith, Digital Audio Resampling, "windowed sinc interpolation"
/// Example: sincread(wave, floor(4 * phasor(50Hz)), 0.5, 1) ; table wave[4] = [0, 1, 0, -1]
node sincread(t: table, where, part, band = 1) -> y {
    d = [k in 0..63: k - 31 - part]
    c = cos(pi * band * part)
    s = sin(pi * band * part)
    turned = [k in 0..63: sin(pi * band * (k - 31)) * c - cos(pi * band * (k - 31)) * s]     // sin(pi * band * d), with one sine for all
    ideal = [k in 0..63: if abs(d[k]) < 0.000001 then band else turned[k] / (pi * (if abs(d[k]) < 0.000001 then 1 else d[k]))]
    inside = [k in 0..63: where + k - 31 >= 0 and where + k - 31 < length(t)]
    y = sum([k in 0..63: ideal[k] * read(sincwindow, abs(d[k]) * 64) * (if inside[k] then t[where + k - 31] else 0)])
}

/// Plays a table that was recorded at another sample rate, at its own pitch and without aliases: from 44.1 kHz to 48 kHz and back by less than -100 dB below 18 kHz.
/// t: a table or a sample of one channel; from: Hz, constant and whole, the rate it was recorded at; start: above 0 begins it anew
/// Out: audio; silent after its end
/// Source: as sincread; the position is kept in whole numbers, so it stays exact however long it plays
/// Example: resample(wave, 44.1kHz) ; table wave[4] = [0, 1, 0, -1]
node resample(t: table, from: Hz, start = 0) -> y {
    entries = from / 1Hz                         // what is left over of a position, in parts of the sample rate
    whole = samplerate / 1Hz
    rest: init 0 - from / 1Hz
    place: init 0
    next = if start > 0 then 0 else rest@1 + entries
    steps = floor(next / whole)
    rest = next - steps * whole
    place = (if start > 0 then 0 else place@1) + steps
    y = sincread(t, place, rest / whole, min(samplerate / from, 1))
}
