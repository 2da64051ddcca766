// A pipe organ in a room of your choice, from a dry studio to a basilica in which one chord hangs into the next. Every sound is made of sines and noise:
// nine drawbars, each a pipe and a second one a little out of tune; nine stops, which are recipes for drawbars; pipes that hiss and click as they begin.
patch organ {
    // What the organist pulls, pushes and treads.
    param bars[9] = [0, 0, 0, 0, 0, 0, 0, 0, 0] in 0..8 cc 12..20      // 16' 5 1/3' 8' 4' 2 2/3' 2' 1 3/5' 1 1/3' 1'
    param stops[9] = [0, 0, 1, 1, 1, 0, 0, 0, 0] in 0..1 smooth 30ms cc 102..110 // in the order of the recipes below
    param tutti = 0 in 0..1 smooth 30ms cc 111                         // all stops
    param chorus = 1 in 0..1 cc 93                                     // level of the second pipes
    param chiff = 0.4 in 0..1 cc 21                                    // the hiss of a pipe that begins to speak
    param click = 0.2 in 0..1 cc 22                                    // the valve below it
    param tremulant = 0 in 0..1 smooth 200ms cc 1                      // the wind trembles
    param room = 3 in 0..4 step cc 91                                  // dry, chapel, hall, cathedral, basilica
    param reverb = 1 in 0..1 cc 92                                     // how much of the room one hears
    param resonance = 0.5 in 0..1 cc 95                                // and how much of its own deep tones

    // A stop is a recipe: how loud each drawbar's pipe sounds (the harmonics 1/2, 3/2, 1, 2, 3, 4, 5, 6, 8).
    recipes = [
        [0, 0, 1, 0.06, 0.10, 0.02, 0.03, 0.02, 0.01],                 // 1 Flute 8', stopped: almost without overtones
        [1, 0, 0.08, 0.06, 0, 0.02, 0, 0, 0],                          // 2 Bourdon 16'
        [0, 0, 1, 0.7, 0.5, 0.4, 0.3, 0.3, 0.27],                      // 3 Principal 8', balanced
        [0, 0, 0, 1, 0, 0.6, 0, 0.35, 0.4],                            // 4 Octave 4'
        [0, 0, 0, 0, 0.5, 0.7, 0, 0.5, 0.6],                           // 5 Mixture
        [0, 0, 0.8, 1, 0.9, 0.7, 0.6, 0.5, 0.3],                       // 6 Gamba 8', a string: the second pipe as loud as the first
        [0, 0, 1, 1/2, 1/3, 1/4, 1/5, 1/6, 1/8],                       // 7 Trumpet 8', a reed: nearly a sawtooth
        [1, 2/3, 1/2, 1/4, 1/6, 1/8, 1/10, 1/12, 1/16],                // 8 Posaune 16', a reed an octave below
        [0, 0, 0, 0, 0, 0, 0, 0, 0],                                   // 9 Voix Humaine: made in the pipe, of the vowel it sings
    ]
    twins = [0.15, 0.15, 0.25, 0.25, 0.3, 1, 0.3, 0.2, 0.5]            // how loud each stop's second pipes are, against the first
    drawn = 1 - (1 - stops) * (1 - tutti)
    by_hand = (bars / 8) ^ 2
    first = [k in 0..8: by_hand[k] + sum([i in 0..8: drawn[i] * recipes[i][k]])]
    second = chorus * [k in 0..8: 0.3 * by_hand[k] + sum([i in 0..8: drawn[i] * twins[i] * recipes[i][k]])]
    together = 1 / sqrt(max(1, sum(first ^ 2) + drawn[8]))             // many stops are fuller than one, and little louder

    wind = sine(5.8Hz) * tremulant
    tremble = 25ct ^ wind

    // What a throat lets through: two formants of an open vowel.
    node vowel(f: Hz) = 1 / (1 + ((f - 620Hz) / 90Hz) ^ 2) + 0.5 / (1 + ((f - 1100Hz) / 110Hz) ^ 2)

    // One pipe: a sine that begins anywhere in its turn, so that pipes begun together do not all swing together.
    node pipe(f: Hz) -> y {
        p: phase
        p = phasor(f) + randomstart()
        y = sinturn(p)
    }

    // The pipes of one key. Deep ones are slow to speak. A key struck again in its release goes on from where it is.
    node key(note: Note) -> y[2] {
        f = note.freq * [1/2, 3/2, 1, 2, 3, 4, 5, 6, 8]
        heard = together * (f < 18kHz)                                 // nothing above hearing, so nothing folds back
        sung = 0.8 * drawn[8] * vowel(f) * (f >= note.freq)
        slow = env(note, a: 45ms, s: 1, r: 140ms, retrigger: 15ms)
        quick = env(note, a: 25ms, s: 1, r: 90ms, retrigger: 15ms)
        spoken = [slow, slow, slow, slow, quick, quick, quick, quick, quick]
        pipes = sum(pipe(f * tremble) * (first + sung) * heard * spoken)
        beating = sum(pipe(f * 3ct * tremble + 0.4Hz) * (second + 0.5 * chorus * sung) * heard * spoken)
        hiss = svf(noise(), note.freq * 4, 0.8).band * decay(note.on, 180ms) * quick
        valve = onepole(noise(), 2kHz) * hold(note.on, 1.5ms)
        y = [pipes + chiff * hiss + click * valve, beating]
    }

    // N keys together are played at 1/sqrt(N), and on its way there the level never moves by more than 1/14000 a sample.
    keys = poly(24, key)
    gain: init 1
    gain = gain@1 + clamp(1 / sqrt(max(1, keys.active)) - gain@1, -3.1Hz * sampletime, 3.1Hz * sampletime)
    sound = 0.085 * gain * (1 + 0.2 * wind) * keys
    dry = [sound[0] + sound[1], sound[0] + 0.6 * sound[1]]

    // The rooms: in seconds the time to the first reflection and the time a chord takes to die away; what the walls swallow; how loud they answer.
    early = [0.001, 0.012, 0.021, 0.032, 0.045][room] * 1s
    lasting = [0.3, 1.4, 2.4, 4.2, 5.8][room] * 1s
    walls = [0.6, 0.4, 0.35, 0.3, 0.2][room]
    answer = [0, 0.45, 0.55, 0.6, 0.6][room]
    out = dry + reverb * smooth(answer, 50ms) * church(dry, time: lasting, damp: walls, resonance: resonance, early: early)
}
