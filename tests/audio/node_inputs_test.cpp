// Nodes as inputs: what a node lacks is filled in order, nodes are handed into each other, and the result is that of
// the calls written out.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <string>

using namespace tactus::measure;

namespace {

constexpr std::size_t frames = 2000;

const std::string nodes = "node sub(a, b) = a - b\nnode ap(x, f: node) = f(x)\nnode twice(x, f: node) = f(f(x))\n"
                          "node leaky(x, k = 0.5) = x + k * self@1\nnode three(a, b, c = 7) = a + 10 * b + 100 * c\n";
const std::string source = counting + "x = (n mod 17) / 20\n";

void same(const std::string &one, const std::string &other) {
    CAPTURE(one);
    const Sound a = play(nodes + source + "out = " + one, frames), b = play(nodes + source + "out = " + other, frames);
    CHECK(peak(a.part(0, frames)) > 0.0);
    CHECK(a[0] == b[0]);
}

} // namespace

TEST_CASE("the inputs that a node lacks are filled in order, whichever are given") {
    same("ap(x, sub(a: 3))", "3 - x");
    same("ap(x, sub(b: 3))", "x - 3");
    same("ap(x, sub(3))", "x - 3");
    same("x -> ap(sub(a: 3)) -> ap(sub(1))", "3 - x - 1");
    same("fold([1, 2], x, sub)", "x - 1 - 2");
    same("ap(x, three(b: 2))", "x + 20 + 700");
    same("ap(x, three(a: 2))", "2 + 10 * x + 700");
    same("ap(x, three(a: 2, c: x))", "2 + 10 * x + 100 * x");
    same("substeps([x, 1], sub(a: 3))[0]", "3 - x");
}

TEST_CASE("nodes are handed into each other: the calls written out") {
    same("twice(x, twice(leaky))", "leaky(leaky(leaky(leaky(x))))");
    same("x -> twice(twice(twice(leaky(k: 0.25))))",
         "fold([0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], x, leaky)");
    same("ap(x, ap(ap(sub(1))))", "x - 1");
}

TEST_CASE("oversampling is a node that oversampling takes") {
    const std::string cube = "node cube(x) = x * x * x\nx = sine(10.3kHz)\nout = [oversample(x, 4, cube), ";
    for (const std::string nested :
         {"oversample(2, oversample(2, cube))", "oversample(2, oversample(4, cube))",
          "oversample(4, oversample(2, cube))", "oversample(2, oversample(2, oversample(2, cube)))"}) {
        CAPTURE(nested);
        const Sound y = play(cube + "x -> " + nested + "]", 4800 + 16384);
        const Samples plain = y.part(4800, 16384, 0), deep = y.part(4800, 16384, 1);
        // 3/4 of the sine stays; its third harmonic, at 30.9 kHz, would fold to 17.1 kHz.
        CHECK(amplitude(deep, 10300.0, 48000.0) == doctest::Approx(amplitude(plain, 10300.0, 48000.0)).epsilon(2e-3));
        CHECK(amplitude(deep, 10300.0, 48000.0) == doctest::Approx(0.75).epsilon(5e-3));
        CHECK(decibels(amplitude(deep, 17100.0, 48000.0) / 0.25) < -90.0);
    }
}

TEST_CASE("oversampling in an oversampled node") {
    const std::string inner = "node inner(x) = oversample(x, 2, drive(amount: 2))\n";
    const Sound nested = play(inner + "out = sine(300Hz) * 0.1 -> oversample(2, inner)", 9600);
    const Sound plain = play("out = sine(300Hz) * 0.1 -> oversample(4, drive(amount: 2))", 9600);
    CHECK(rms(nested.part(4800, 4800)) == doctest::Approx(rms(plain.part(4800, 4800))).epsilon(1e-3));
    const Sound finest = play("out = sine(300Hz) * 0.1 -> oversample(2, drive(amount: 2, quality: finest))", 9600);
    CHECK(rms(finest.part(4800, 4800)) == doctest::Approx(rms(plain.part(4800, 4800))).epsilon(1e-3));
}
