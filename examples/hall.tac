// A hall. In a rack its `x` is a wire from the other patches; alone it hears what comes in (--input talk.wav) and somebody who knocks on a door.
patch hall {
    input x
    param knock = 1 in 0..1
    param size = 0.84 in 0..0.95 cc 91
    param damping = 0.2 in 0..0.9
    struck = metro(1.5s)
    door = bandpass(noise(), 300Hz, 0.7) * decay(struck, 60ms) * knock * 5
    out = freeverb([x + door, x + door], size, damping)
}
