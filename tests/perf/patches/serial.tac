// One voice, four ladders in a row: nothing to do side by side.
input x
node pole(x, g) -> y { y = y@1 + g * (x - y@1) }
node ladder4(x, g) -> y {
    u = x - 2 * y@1
    y = pole(pole(pole(pole(u, g), g), g), g)
}
out = fold([0.5, 0.4, 0.3, 0.2], x, ladder4)
