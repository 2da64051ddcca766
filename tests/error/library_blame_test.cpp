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
    "out = «crossfade(saw(55Hz), 1s, 0.5)»",
    "out = «drive(saw(55Hz), 5ms)»",
    "node mine(x) = «clamp(x, 0s, 1Hz)»\nout = mine(saw(55Hz))",
    "word mine ( x -- y ) { «5ms drive» }\nout = stack { 55Hz saw mine }",
    "out = freeverb(«[saw(55Hz), saw(66Hz), saw(77Hz)]»)",
    "out = harmonics(saw(55Hz), «[1, 2]»)",
    "out = lfo(5Hz, shape: «round»)",
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
