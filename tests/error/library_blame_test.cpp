// A mistake that shows itself inside a body of the library is one of the call in the user's text: the call, or the
// input that was given, is the range («…»), and no edit touches the library.
#include <doctest/doctest.h>

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

constexpr const char *programs[] = {
    "out = «clamp(440Hz, 0s, 1)»",
    "x = saw(55Hz)\nout = «lerp(1s, 1Hz, x)»",
    "out = «wrap(3s, 1, 2Hz)»",
    "out = «mix([saw(55Hz), saw(66Hz)], [1, 2, 3])»",
    "out = «delay(saw(55Hz), 1s + 1s * saw(2Hz), longest: 100s)»",
    "out = «delay(saw(55Hz), 1s, longest: 1s * noise())»",
    "out = crossfade(saw(55Hz), «1s», 0.5)",
    "out = drive(saw(55Hz), «5ms»)",
    "node mine(x) = «clamp(x, 0s, 1Hz)»\nout = mine(saw(55Hz))",
    "word mine ( x -- y ) { «5ms» drive }\nout = stack { 55Hz saw mine }",
    "out = freeverb(«[saw(55Hz), saw(66Hz), saw(77Hz)]»)",
    "out = harmonics(saw(55Hz), «[1, 2]»)",
    "out = lfo(5Hz, shape: «round»)",
    // Of each family: another unit, another shape, a value that cannot be.
    "out = fdn(«[saw(55Hz), saw(66Hz), saw(77Hz)]», time: 1s)",
    "out = fdn([saw(55Hz), saw(66Hz)], time: «440Hz»)",
    "out = svf(saw(55Hz), «5ms», 0.3).low",
    "out = lowpass(saw(55Hz), 800Hz, «5ms»)",
    "out = [1, 2] -> onepole(«5ms»)",
    "out = phaser(saw(55Hz), «5ms»)",
    "out = pitchshift(saw(55Hz), «5ms»)",
    "out = limiter(saw(55Hz), «5ms»)",
    "out = compressor(saw(55Hz), «440Hz»)",
    "out = metro(«440Hz»)",
    "out = string(saw(55Hz), «5ms», 0.9)",
    "out = tube(saw(55Hz), «5ms»)",
    "out = follow(saw(55Hz), «440Hz»)",
    "out = wavetable(«440Hz», 3)",
    "out = decay(metro(1s), «440Hz»)",
    "out = hold(metro(1s), «440Hz»)",
    "out = pan(saw(55Hz), «5ms»)",
    "out = allpass(saw(55Hz), «saw(1Hz) * 1s»)",
    "out = «comb(saw(55Hz), 0s, 0.5, 0.2)»",
    "out = quantise(«5ms», [0, 2, 4])",
    "out = smooth(440Hz, «2Hz»)",
    "out = stack { 55Hz saw «5ms» 0.3 svf.low }",
    "out = stack { 55Hz saw «440Hz» follow }",
    "out = saw(55Hz) -> oversample(2, «drive»)",
    "out = saw(55Hz) -> oversample(2, «tanh(2)»)",
    "track t = \"C4 E4\"\nout = poly(2, pluck, notes: sequence(t, «440Hz»))",
    "track t = \"C4 E4\"\nout = poly(2, pluck, notes: sequence(t, 1/4 beat, hold: «5ms»))",
};

} // namespace

TEST_CASE("what goes wrong inside the library is said at the call") {
    for (const char *program : programs) {
        CAPTURE(std::string(program));
        std::string text{program};
        const auto begin = text.find("«");
        text.erase(begin, std::string("«").size());
        const auto end = text.find("»");
        text.erase(end, std::string("»").size());
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.add("patch.tac", text, report);
        REQUIRE(file);
        (void)check(sources, *file, {}, report);
        report.finish();
        CHECK(report.diagnostics().size() == 1);
        for (const diag::Diagnostic &d : report.diagnostics()) {
            CAPTURE(d.message);
            CHECK(d.span.file == *file);
            CHECK(sources.text(d.span) == text.substr(begin, end - begin));
            for (const diag::Help &help : d.helps) {
                CHECK((!help.edit || help.edit->span.file == *file));
            }
        }
    }
}
