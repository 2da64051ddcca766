// Bounds that the meaning of a program meets: exactly at each it compiles, one over there is its diagnostic, and
// nothing of the size it asked for is made. What is shared is made once: its nodes are counted.
#include <doctest/doctest.h>

#include <string>

#include <fmt/format.h>

#include "compiler/limits.h"
#include "compiler/syntax/parse.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

struct Outcome {
    std::string problem; // the name of the one diagnostic's kind; empty when there is none
    std::size_t nodes = 0;
};

Outcome play(const std::string &text, std::uint32_t rate = 48000) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("x.tac", text, report);
    REQUIRE(file);
    const auto tree = syntax::parse(sources, *file, report);
    REQUIRE(tree);
    elaborate::Options options;
    options.sample_rate = rate;
    const auto graph = elaborate::elaborate(sources, *tree, options, report);
    report.finish();
    CAPTURE(text.substr(0, 400));
    CHECK(report.diagnostics().size() == (graph ? 0 : 1));
    return graph ? Outcome{"", graph->nodes.size()}
                 : Outcome{std::string{diag::info(report.diagnostics().front().kind).name}, 0};
}

void pair(const std::string &at_the_limit, const std::string &one_over, std::string_view kind) {
    CHECK(play(at_the_limit).problem == "");
    CHECK(play(one_over).problem == kind);
}

// first, then `count` lines made from a format with {0} = i and {1} = i - 1, then last with {0} = count.
std::string tower(std::string_view first, std::string_view line, std::string_view last, int count) {
    std::string text{first};
    for (int i = 1; i <= count; ++i) {
        text += fmt::format(fmt::runtime(line), i, i - 1);
    }
    return text + fmt::format(fmt::runtime(last), count);
}

std::string repeat(std::string_view part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += part;
    }
    return text;
}

constexpr const char *voice = "node v(note: Note) = note.gate\n";

} // namespace

TEST_CASE("expanded_nodes: refused before they are made") {
    CHECK(play("out = sum([i in 1..1000000: sin(random() * i)])").problem == "ExpansionTooLarge");
    CHECK(play("x = random()\nout = sum([i in 1..1000: sum([k in 1..1000: sum([m in 1..1000: sin(x * i * k * m)])])])")
              .problem == "ExpansionTooLarge");
    CHECK(play("a = [i in 1..500: [k in 1..500: i * k]]\nout = sum(sum(sin(a * random())))").problem ==
          "ExpansionTooLarge");
    // Forty words, each of which calls the one before it twice: 2^40 additions.
    CHECK(play(tower("word w0 ( x -- y ) { 1 + }\n", "word w{0} ( x -- y ) {{ dup w{1} swap w{1} + }}\n",
                     "out = stack {{ random w{0} }}\n", 40))
              .problem == "ExpansionTooLarge");
    CHECK(play(tower("node w0(x) = x + 1\n", "node w{0}(x) = w{1}(x) + w{1}(x + 1)\n", "out = w{0}(random())\n", 40))
              .problem == "ExpansionTooLarge");
    // A choice may drop one side, so the text alone does not tell: found while it grows.
    CHECK(play(tower("node w0(x) = x + 1\n", "node w{0}(x) = if x > 0 then w{1}(x) else w{1}(x + 1)\n",
                     "out = w{0}(random())\n", 40))
              .problem == "ExpansionTooLarge");
}

TEST_CASE("expanded_nodes: one more random number than there is room for") {
    // `sum` and the constants stand beside the numbers themselves.
    const auto numbers = [](std::uint64_t count) { return fmt::format("out = sum([i in 1..{}: random()])", count); };
    CHECK(play(numbers(limits::expanded_nodes - 3)).problem == "");
    CHECK(play(numbers(limits::expanded_nodes)).problem == "ExpansionTooLarge");
}

TEST_CASE("expansion_depth") {
    const auto calls = [](int count) {
        return tower("node f0(x) = x\n", "node f{0}(x) = f{1}(x)\n", "out = f{0}(1)\n", count);
    };
    const int most = static_cast<int>(limits::expansion_depth) - 1; // f0 is a call as well
    pair(calls(most), calls(most + 1), "ExpansionTooDeep");
}

TEST_CASE("delay_seconds") {
    for (const std::uint32_t rate : {44100u, 48000u}) {
        const auto samples = limits::delay_seconds * rate;
        CHECK(play(fmt::format("out = random()@{}", samples), rate).problem == "");
        CHECK(play(fmt::format("out = random()@{}", samples + 1), rate).problem == "DelayTooLong");
    }
    pair("out = random()@60s", "out = random()@60.1s", "DelayTooLong");
    pair("out = random()@(random(), max: 60s)", "out = random()@(random(), max: 60.1s)", "DelayTooLong");
}

TEST_CASE("voices") {
    const auto polys = [](std::uint64_t first, std::uint64_t second) {
        return fmt::format("{}out = poly({}, v) + poly({}, v)", voice, first, second);
    };
    pair(polys(limits::voices - 1, 1), polys(limits::voices, 1), "TooManyVoices");
    pair(fmt::format("{}out = poly({}, v)", voice, limits::voices),
         fmt::format("{}out = poly({}, v)", voice, limits::voices + 1), "TooManyVoices");
}

TEST_CASE("channels") {
    const auto outputs = [](std::uint64_t count) { return fmt::format("out = [i in 1..{}: i]", count); };
    pair(outputs(limits::channels), outputs(limits::channels + 1), "TooManyChannels");
    const auto inputs = [](std::uint64_t count) { return fmt::format("input x[{}]\nout = sum(x)", count); };
    pair(inputs(limits::channels), inputs(limits::channels + 1), "TooManyChannels");
    CHECK(play("input x[16777216]\nout = x[0]").problem == "TooManyChannels");
}

TEST_CASE("expanded_nodes: what repetitions share counts once") {
    const char *shared = "big = sum([i in 1..1000: sin(random() * i)])\n";
    CHECK(play(std::string{"out = sum([i in 1..100: big * i])\n"} + shared).problem == "");
    CHECK(play(fmt::format("node f(x) = x * big\nnode g(x, y) = f(x) + y\nout = fold([i in 1..100: i], 0, g)\n{}",
                           shared))
              .problem == "");
}

TEST_CASE("expanded_nodes: towers of repetitions are refused before they are made") {
    CHECK(play(tower("node w0(x) = sin(x)\n", "node w{0}(x) = sum([i in 1..3: w{1}(x * i)])\n",
                     "out = w{0}(random())\n", 40))
              .problem == "ExpansionTooLarge");
    CHECK(play(tower("node w0(x) = sin(x)\n", "node w{0}(x) = fold([1, 2], x, f{0})\nnode f{0}(b, y) = w{1}(b) * y\n",
                     "out = w{0}(random())\n", 40))
              .problem == "ExpansionTooLarge");
}

TEST_CASE("table_entries") {
    CHECK(play("table t[4096][4096] = [0]\nout = read(t, 0)").problem ==
          "ShapeMismatch"); // the size itself is accepted
    const auto shared = [](std::uint64_t rows) {
        return fmt::format("r = [i in 1..4096: i]\ntable t = [i in 1..{}: r]\nout = read(t, 0, row: 0)", rows);
    };
    pair(shared(limits::table_entries / 4096), shared(limits::table_entries / 4096 + 1), "TableTooLarge");
    CHECK(play("table t[4096][4097] = [0]\nout = read(t, 0)").problem == "TableTooLarge");
    // Rows that are one array are still as many entries.
    CHECK(play("r = [i in 1..8192: i]\ntable t = [i in 1..2049: r]\nout = read(t, 0)").problem == "TableTooLarge");
}

TEST_CASE("array_entries: arrays of numbers alone") {
    CHECK(play(tower("a0 = 1\n", "a{0} = [a{1}, a{1}]\n", "out = sum(a{0})[0]\n", 60)).problem == "ArraysTooLarge");
    CHECK(play("out = sum(sum([i in 1..40000: [k in 1..1000: 1]]))").problem == "ArraysTooLarge");
    CHECK(play("node f(x[100000][100000]) = x[0][0]\nout = f(1)").problem == "ArraysTooLarge");
    CHECK(play("y[100000][100000] = 0\nout = y[0][0]").problem == "ArraysTooLarge");
    CHECK(play("out = sum([i in 1..100000: 1])").problem == "");
    // Rows that are one shared array count each time.
    const auto rows = [](std::uint64_t count) {
        return fmt::format("r = [k in 1..4096: k]\na = [i in 1..{}: r]\nout = a[0][0]", count);
    };
    pair(rows(limits::array_entries / 4096), rows(limits::array_entries / 4096 + 1), "ArraysTooLarge");
}

TEST_CASE("array_elements: worked out one by one") {
    const auto one_by_one = [](std::uint64_t count) { return fmt::format("a = [i in 1..{}: i]\nout = a[0]", count); };
    pair(one_by_one(limits::array_elements), one_by_one(limits::array_elements + 1), "ArraysTooLarge");
}

TEST_CASE("constant_steps: every name, number and operation, and 8 more for a function") {
    // A chain of 64 names is 127 steps; around them are the two arrays, their bounds and the sum.
    std::string chain = "i";
    for (int k = 0; k < 63; ++k)
        chain += " + i";
    const auto taking = [&](std::uint64_t steps) {
        constexpr std::uint64_t rows = 131072, around = 14, function = 1 + 1 + 8;
        return fmt::format("a = [i in 1..{}: {}]\nb = [i in 1..{}: i]\nout = a[0] + b[0] * exp(1)", rows, chain,
                           steps - rows * 127 - around - function);
    };
    pair(taking(limits::constant_steps), taking(limits::constant_steps + 1), "ConstantsTooLong");
}

TEST_CASE("test_seconds: how long a test lasts") {
    const auto problem = [](const std::string &seconds) {
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.add("x.tac", "test \"long\" { seconds = " + seconds + " ; expect 1 > 0 }\n", report);
        REQUIRE(file);
        (void)check(sources, *file, {}, report);
        return report.empty() ? std::string{} : std::string{diag::info(report.diagnostics().front().kind).name};
    };
    CHECK(problem(fmt::format("{}", limits::test_seconds)) == "");
    CHECK(problem(fmt::format("{}s", limits::test_seconds)) == "");
    CHECK(problem(fmt::format("{}.001", limits::test_seconds)) == "TestTooLong");
    CHECK(problem("0") == "TestTooLong");
}

TEST_CASE("what is shared is made once") {
    CHECK(play("out = stack { random " + repeat("dup + ", 40) + "}").nodes <= 41);
    CHECK(play(tower("a0 = random()\n", "a{0} = a{1} + a{1}\n", "out = a{0}\n", 40)).nodes <= 41);
    CHECK(play("out = stack { 1 " + repeat("dup + ", 40) + "}").nodes <= 1);
}

TEST_CASE("what is announced says so") {
    for (const char *text : {"rack live {\n    song = load \"nokia.ave\"\n    out = song.out\n}"}) {
        CAPTURE(text);
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.add("x.tac", text, report);
        REQUIRE(file);
        CHECK_FALSE(check(sources, *file, {}, report));
        report.finish();
        CHECK(report.diagnostics().size() == 1);
        for (const auto &d : report.diagnostics()) {
            CAPTURE(d.message);
            CHECK(diag::info(d.kind).name == "NotYet");
        }
    }
}
