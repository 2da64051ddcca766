patch hall {
    input x
    out = freeverb([x, x])
}
