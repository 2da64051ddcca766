// docs/reference/organ.md is made of the rows that the tests of the organ measure. With TACTUS_UPDATE in the
// environment this test writes it.
#include "tests/audio/organ_rows.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace tactus::measure;

TEST_CASE("the page of the organ says what was measured") {
    const std::string page = "docs/reference/organ.md";
    auto rows = organ_rows();
    std::sort(rows.begin(), rows.end(), [](const OrganRow &a, const OrganRow &b) { return a.name < b.name; });
    std::string expected =
        "# The organ, measured\n\nWhat `examples/organ.tac` does, row by row, as the tests measure it "
        "(`tests/audio/organ_*_test.cpp`, at 48 kHz).\nOne row alone: `build/release/tests/test_audio -tc=\"organ "
        "O14*\"`. What it costs: `tactus bench examples/organ.tac`.\n\n"
        "| row | promise | measured | command |\n| --- | --- | --- | --- |\n";
    for (const auto &row : rows)
        expected += "| " + row.name + " | " + row.says + " | " + row.measured().text + " | `test_audio -tc=\"organ " +
                    row.name + "*\"` |\n";
    expected +=
        "\nShown elsewhere, as times differ from machine to machine or another part answers for it:\n\n"
        "| row | promise | command |\n| --- | --- | --- |\n"
        "| O10 | 8 voices take less than 1 ms per block of 4096 frames | `sed 's/poly(24,/poly(8,/' "
        "examples/organ.tac >organ8.tac; tactus bench organ8.tac` (ns per frame × 4096) |\n"
        "| O30 | between two threads a million events go through a queue without locks: none lost, doubled or out of "
        "order | `build/release/tests/test_unit_rt -tc=\"two threads*\"` |\n"
        "| O34 | nothing is allocated while it plays | "
        "`build/release/tests/test_behaviour -sf=\"*audio_thread*\"` |\n"
        "| O29, O33 | the same cost and the same samples at every block size | `tactus bench examples/organ.tac "
        "--block 64`, `build/release/tests/test_behaviour -sf=\"*blocks*\"` |\n"
        "| O40 | one command from a fresh checkout to a chorale | `./dev demo` |\n";
    if (std::getenv("TACTUS_UPDATE") != nullptr)
        std::ofstream(page) << expected;
    std::ifstream file(page);
    const std::string found{std::istreambuf_iterator<char>(file), {}};
    CHECK_MESSAGE(found == expected, "run this test with TACTUS_UPDATE=1 to write " << page << " anew");
}
