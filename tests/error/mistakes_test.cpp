// Typical mistakes of both notations: each gives exactly one diagnostic, of the right kind, at the exact range, and
// nothing follows from it. The range is written into the program as «…».
#include <doctest/doctest.h>

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

struct Mistake {
    const char *code;
    const char *program;
};

// Equations.
constexpr Mistake equations[] = {
    {"T0301", "out = «gain» * saw(220Hz) + gain * saw(110Hz)"},
    {"T0301", "node voice(note: Note) = sine(note.freq) * «e» * e\nout = poly(8, voice)"},
    {"T0310", "out = «onepole»(saw(220Hz))"},
    {"T0310", "node mix2(a, b) = a + b\nout = «mix2»(b: saw(220Hz))"},
    {"T0301", "out = «swa»(220Hz)"},
    {"T0301", "out = saw(220Hz) * «gian»"},
    {"T0320", "out = onepole(saw(220Hz), «5ms»)"},
    {"T0320", "out = saw(«C4 / 10ms»)"},
    {"T0320", "out = sin(«440Hz»)"},
    {"T0322", "out = «saw(220Hz) - 6dB»"},
    {"T0321", "cutoff = «800Hz + 100»\nout = onepole(saw(220Hz), cutoff)"},
    {"T0321", "out = if «saw(2Hz) > 5ms» then 1 else 0"},
    {"T0401", "y = saw(220Hz) + 0.5 * «y»\nout = y"},
    {"T0401", "a = b * 0.5 + saw(110Hz)\nb = onepole(«a», 100Hz)\nout = b"},
    {"T0402", "t = 5ms + 1ms * sine(1Hz)\nout = saw(220Hz)@«t»"},
    {"T0403", "out = saw(220Hz)@«61s»"},
    {"T0404", "out = saw(220Hz)@«1.5»"},
    {"T0306", "node voice(note: Note) = sine(note.«pitch»)\nout = poly(8, voice)"},
    {"T0306", "out = svf(saw(55Hz), 800Hz, 0.3).«bass»"},
    {"T0330", "out = sum(«[1, 2, 3] * saw([55Hz, 110Hz])»)"},
    {"T0331", "node both(x[2]) = x[0] + x[1]\nout = both(«[1, 2, 3]»)"},
    {"T0332", "y = saw(220Hz)\nout = «y»[0]"},
    {"T0333", "a = [1, 2, 3]\nout = saw(220Hz) * a[«3»]"},
    {"T0334", "y = [saw(55Hz), «y»[0]@1 * 0.5]\nout = y"},
    {"T0501", "node tone() -> y { y = sine(220Hz) }\n«param gain = 0.5»\npatch one { out = tone() * gain }"},
    {"T0510",
     "node inner(note: Note) = sine(note.freq)\nnode outer(note: Note) = «poly(4, inner)»\nout = poly(4, outer)"},
    {"T0304", "out = «saw» * 0.5"},
    {"T0304", "node voice(note: Note) = sine(«note»)\nout = poly(8, voice)"},
    {"T0304", "out = «svf(saw(55Hz), 800Hz, 0.3)» * 0.5"},
    {"T0311", "out = sine(220Hz, «0.5»)"},
    {"T0312", "out = onepole(saw(220Hz), «freq»: 800Hz)"},
    {"T0313", "out = onepole(saw(220Hz), cutoff: 800Hz, cutoff: «900Hz»)"},
    {"T0305", "gain = 0.5\nout = «gain»(saw(220Hz))"},
    {"T0316", "out = env(«440Hz»)"},
    {"T0317", "out = lfo(5Hz, shape: «sawtooth2»)"},
    {"T0302", "out = saw(220Hz)\n«out» = saw(110Hz)"},
    {"T0303", "node split(x) -> low, «high» { low = x }\nout = split(saw(55Hz)).low"},
    {"T0314", "(«low, high») = svf(saw(55Hz), 800Hz, 0.3)\nout = low"},
    {"T0323", "y: init «noise()»\ny = y@1 * 0.5 + y@2\nout = y"},
    {"T0313", "node f(a, b = 2) = a * 10 + b\nout = f(1, a: «3»)"},
    {"T0313", "out = 110Hz -> saw(freq: «220Hz»)"},
    {"T0317", "out = saw(110Hz, «3»)"},
    {"T0301", "q = «fine»\nout = saw(110Hz, quality: q)"},
    {"T0340", "node f(x) = g(x)\nnode g(x) = «f(x)»\nout = f(1)"},
    {"T0302", "node a(x) -> «x» { x = 2 }\nout = a(1)"},
    {"T0320", "param a: Hz = 100Hz in «1ms»..5ms\nout = sine(a)"},
    {"T0320", "«tuning» = 5ms\nout = sine(A4)"},
    {"T0323", "patch p { param «tuning»: Hz = 432Hz in 400Hz..480Hz ; out = sine(A4) }"},
    {"T0311", "patch a { input x ; param g = 1 in 0..4 ; out = x * g }\npatch b { out = a(1, «2») }"},
    {"T0520", "param a = 0.5 in 0..1 cc 1 «cc 2»\nout = a"},
    {"T0521", "param a[2] = 0.5 in 0..1 «cc 1»\nout = a"},
    {"T0403", "n = noise()\nout = n@(«5», min: 10, max: 2)"},
    {"T0324", "out = sum([i in «0..3.5»: i])"},
    {"T0343", "out = sum([i in «1..1000000000»: i])"},
    {"T0323", "param a = «[a, 1]»\nout = sine(sum(a))"},
    {"T0323", "n = sine(1Hz)\nout = sum([i in 1..«n»: saw(i * 55Hz)])"},
    {"T0324", "node voice(note: Note) = sine(note.freq)\nout = poly(«2.5», voice)"},
    {"T0512", "node tone(freq: Hz) = sine(freq)\nout = poly(8, «tone»)"},
    {"T0309", "node tone(freq: «Herz») = sine(440Hz) * freq\nout = tone(2)"},
    {"T0308", "out = saw(220Hz) + 0.9 * «self»@1"},
    {"T0318", "node f(x) -> y { x -> onepole(800Hz) -> «z» ; y = x }\nout = f(1)"},
    {"T0340", "node echo(x) = x + «echo(x@100)»\nout = echo(saw(55Hz))"},
};

// Words.
constexpr Mistake words[] = {
    {"T0203", "out = stack { 55Hz saw 800Hz «lowpass» }"},
    {"T0203", "word soft ( x -- y ) { 800Hz «ladder» }\nout = stack { 55Hz saw soft }"},
    {"T0203", "out = stack { 0.5 «*» }"},
    {"T0203", "out = stack { 55Hz saw «swap» drop }"},
    {"T0203", "out = stack { «-> x» x }"},
    {"T0204", "out = «stack { 55Hz saw 110Hz saw }»"},
    {"T0204", "word «twice» ( x -- y ) { dup }\nout = stack { 55Hz saw twice }"},
    {"T0204", "word «nothing» ( x -- y ) { drop }\nout = stack { 1 nothing }"},
    {"T0205", "word early ( x -- y ) { «f» * -> f  f }\nout = stack { 1 2 * early }"},
    {"T0206", "word third ( a b c -- d ) { «3» pick + + + }\nout = stack { 1 2 3 third }"},
    {"T0207", "word bell ( note:Note -- y ) { -> n  n.freq sine }\nout = stack { 8 «poly» }"},
    {"T0301", "out = stack { 55Hz «swa» 110Hz swa + 800Hz 0.3 ladder }"},
    {"T0301", "out = stack { 55Hz «swa» }"},
    {"T0301", "word voice ( note:Note -- y ) { -> n  n.freq saw «e» * }\nout = stack { poly(8, voice) }"},
    {"T0320", "out = stack { 55Hz saw «5ms» 0.3 ladder }"},
    {"T0320", "word tone ( freq:Hz -- y ) { sine }\nout = stack { «10ms» tone }"},
    {"T0322", "out = stack { 55Hz saw 6dB «+» }"},
    {"T0321", "out = stack { 800Hz 100 «+» sine }"},
    {"T0205", "word loop ( x -- y ) { «y» + -> y  y }\nout = stack { 1 loop }"},
    {"T0402", "word wobble ( x -- y ) { -> x  1Hz sine 5ms * -> t  x@«t» }\nout = stack { 55Hz saw wobble }"},
    {"T0306", "word voice ( note:Note -- y ) { -> n  n.«pitch» sine }\nout = stack { poly(8, voice) }"},
    {"T0306", "out = stack { 55Hz saw 800Hz 0.3 svf.«bass» }"},
    {"T0330", "out = stack { [55Hz, 110Hz] saw [1, 2, 3] «*» sum }"},
    {"T0333", "word pair ( x -- y ) { -> x  [x, x] -> a  a[«2»] }\nout = stack { 1 pair }"},
    {"T0510", "word inner ( note:Note -- y ) { -> n  n.freq sine }\nword outer ( note:Note -- y ) { drop «poly(4, "
              "inner)» }\nout = stack { poly(4, outer) }"},
    {"T0304", "word voice ( note:Note -- y ) { «sine» }\nout = stack { poly(8, voice) }"},
    {"T0311", "out = stack { sine(440Hz, «0.5») }"},
    {"T0312",
     "word voice ( note:Note -- y ) { -> n  n.freq sine  n env(«attack»: 5ms) * }\nout = stack { poly(8, voice) }"},
    {"T0512", "word tone ( freq:Hz -- y ) { sine }\nout = stack { poly(8, «tone») }"},
};

void judge(const Mistake &mistake) {
    std::string text;
    std::size_t begin = std::string::npos, end = std::string::npos;
    for (const char *c = mistake.program; *c != '\0'; ++c) {
        const std::string_view rest{c};
        if (rest.starts_with("«") || rest.starts_with("»")) {
            (rest.starts_with("«") ? begin : end) = text.size();
            ++c;
        } else {
            text += *c;
        }
    }
    CAPTURE(std::string(mistake.program));
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("patch.tac", text, report);
    REQUIRE(file);
    CHECK_FALSE(check(sources, *file, {}, report));
    report.finish();
    CHECK(report.diagnostics().size() == 1);
    for (const diag::Diagnostic &d : report.diagnostics()) {
        CAPTURE(d.message);
        CHECK(diag::info(d.kind).code == mistake.code);
        CHECK(sources.text(d.span) == text.substr(begin, end - begin));
        CHECK(d.span.begin == begin);
    }
}

} // namespace

TEST_CASE("mistakes in equations") {
    for (const Mistake &mistake : equations) {
        judge(mistake);
    }
}

TEST_CASE("mistakes in words") {
    for (const Mistake &mistake : words) {
        judge(mistake);
    }
}
