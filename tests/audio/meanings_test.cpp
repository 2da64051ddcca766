// Programs whose first samples follow from the text of the language by hand: starts of memory, names that are found
// through files, inputs by place and by name, beats, tuning.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/audio/play.h"

using namespace tactus;

namespace {

struct Meaning {
    const char *program;
    std::vector<float> first; // of the first channel
};

const std::vector<Meaning> meanings{
    {"y[2]: init 0.25\ny = [y[1]@1, y[0]@1]\nout = y", {0.25f, 0.25f, 0.25f}},
    {"y[2]: init [0.5, 0.25]\ny = [y[1]@1, y[0]@1]\nout = y", {0.25f, 0.5f, 0.25f, 0.5f}},
    {"y: init 0.5\ny = y@1@1 * 0.5\nout = y", {0.25f, 0.25f, 0.125f, 0.125f}},
    {"y: init 0.5\ny = (y)@1 * 0.5\nout = y", {0.25f, 0.125f}},
    {"w[2]: init 0.5\nwhen metro(1s) { w = [w[1]@1 + 0.25, w[0]@1] }\nout = w", {0.75f, 0.75f}},
    {"w[2]: init [0.5, 0.75]\nwhen metro(1s) > 2 { w = [w[1]@1 + 1, w[0]@1] }\nout = w", {0.5f, 0.5f}},
    {"node f(a, b = 2) = a * 0.5 + b * 0.125\nout = f(1, b: 4) - f(b: 2, 1)", {0.25f}},
    {"node f(x, mode: soft | hard = soft) = if mode == hard then x else 0\n"
     "node g(x, mode: soft | hard = soft) = f(x, mode)\nout = g(0.5, hard)",
     {0.5f}},
    {"param t: beat = 1/4 beat in 1/8 beat..1beat\nout = t / 1s", {0.125f}},
    {"patch p { tuning = 432Hz ; out = A4 / 864Hz }", {0.5f}},
    {"when metro(100ms) { out = 0.5 }", {0.5f, 0.5f}},
    {"word f ( x mode:soft|hard=hard -- y ) { (if mode == hard then 0.5 else 0.25) * }\nout = f(0.5)", {0.25f}},
};

} // namespace

TEST_CASE("programs mean what the reference says, sample by sample") {
    for (const Meaning &meaning : meanings) {
        CAPTURE(meaning.program);
        const auto sound = measure::play(meaning.program, meaning.first.size());
        for (std::size_t i = 0; i < meaning.first.size(); ++i) {
            CHECK(sound.channels[0][i] == meaning.first[i]);
        }
    }
}
