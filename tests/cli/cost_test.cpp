// What transforms and long filters cost, printed: `build/release/tests/test_cli -tc="bench of*"`. Times are of the
// machine and are not judged; the operations are, in tests/audio.
#include "tests/cli/program.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

double nanoseconds(const tactus::test::Scratch &scratch, const std::string &text) {
    tactus::test::write_file(scratch / "cost.tac", text);
    const auto said = scratch.run("tactus bench cost.tac --json");
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    const double found = nlohmann::json::parse(said.out)["ns_per_frame"].get<double>();
    CHECK(found > 0.0);
    return found;
}

} // namespace

TEST_CASE("bench of transforms from 2^8 to 2^15") {
    const tactus::test::Scratch scratch;
    for (int bits = 8; bits <= 15; ++bits) {
        const double cost =
            nanoseconds(scratch, fmt::format("s = fft(saw(110Hz), 0, {})\nout = s.re + s.im\n", 1 << bits));
        MESSAGE(
            fmt::format("fft of 2^{}: {:.1f} ns per sample, {:.2f} for each of its stages", bits, cost, cost / bits));
    }
}

TEST_CASE("bench of long filters, directly and in blocks") {
    const tactus::test::Scratch scratch;
    for (const int entries : {129, 257, 513, 1025}) {
        const std::string list = fmt::format("[i in 0..{}: sin(i) / (i + 1)]", entries - 1);
        const double direct = nanoseconds(scratch, fmt::format("out = fir(saw(110Hz), {})\n", list));
        const double blocks = nanoseconds(scratch, fmt::format("table h = {}\nout = convolve(saw(110Hz), h)\n", list));
        MESSAGE(fmt::format("{} coefficients: fir {:.1f} ns per sample, convolve {:.1f}", entries, direct, blocks));
    }
}
