// A drum kit of four samples: kick on C4, snare on D4, closed hat on F#4 and open hat on Bb4. The hats are one voice, so the closed one chokes the open one.
patch drums {
    sample kick = "drums/kick.wav"
    sample snare = "drums/snare.wav"
    sample closed = "drums/closed.wav"
    sample open = "drums/open.wav"
    param tune = 0st in -12st..12st
    param level = 0.8 in 0..1 cc 7

    // The time since the note began, at the speed of `tune`.
    node since(note: Note) -> t: s {
        n = if note.on then 0 else n@1 + 1
        t = n * sampletime * tune
    }
    node bass(note: Note) = read(kick, since(note)) * note.velocity
    node side(note: Note) = read(snare, since(note)) * note.velocity
    // What still sounds where a note begins fades in a few milliseconds, so that a choke makes no click.
    node hat(note: Note) -> y {
        t = since(note)
        fresh = if note.key == 66 then read(closed, t) else read(open, t)
        when note.on { rest = y@1 }
        y = fresh * note.velocity + rest * exp(-t / 1ms)
    }
    kicks = poly(2, bass, notes: notes(range: C4..C#4))
    snares = poly(3, side, notes: notes(range: D4..E4))
    hats = poly(1, hat, notes: notes(range: F#4..Bb4), mode: mono)
    out = level * (pan(kicks, 0) + pan(snares, 0.15) + pan(hats * 0.7, -0.3))
}

test "C4 is the kick: it strikes at once and is over in a second" {
    seconds = 2
    y = drums()
    expect peak(y, to: 50ms) > -12dB
    expect peak(y, from: 1s) < -60dB
}
