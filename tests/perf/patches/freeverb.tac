// Freeverb: eight combs with a filter in the loop and four all-passes on each side.
input x
node ring(x, length) -> y {
    y = x@length + 0.84 * w@length
    w = y + 0.2 * (w@1 - y)
}
node pass(x, length) -> y {
    y = w@length - x
    w = x + 0.5 * w@length
}
node side(x, more) = fold([556, 441, 341, 225] + more, sum(ring(x * 0.015, [1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617] + more)), pass)
out = [side(x, 0), side(x, 23)]
