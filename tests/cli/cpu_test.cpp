// TACTUS_CPU and TACTUS_LANES: the same samples on every instruction set, the one that was chosen is in the code and is
// printed, and what there is not is refused.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "compiler/emit/paths.h"
#include "tests/cli/program.h"

using tactus::emit::CpuPath;
using tactus::test::Said;
using tactus::test::Scratch;

namespace {

bool mentions(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string with(const CpuPath &path) { return "export TACTUS_CPU=" + std::string(path.name) + "; tactus "; }

std::vector<CpuPath> here() { return tactus::emit::cpu_paths_with(tactus::emit::host_target().features); }

std::string names(const std::vector<CpuPath> &paths) {
    std::string made;
    for (const CpuPath &path : paths) {
        made += (made.empty() ? "" : " ") + std::string(path.name);
    }
    return made;
}

} // namespace

TEST_CASE("the same samples on every instruction set of this machine") {
    const Scratch scratch;
    for (const char *file : {"subtractive", "fm", "pluck"}) {
        CAPTURE(file);
        const std::string rest = "render examples/" + std::string(file) + ".tac --seconds 0.7 --raw -o -";
        const Said found = scratch.run("tactus " + rest);
        CHECK(found.code == 0);
        CHECK(found.out.size() > 100'000);
        for (const CpuPath &path : here()) {
            CAPTURE(path.name);
            CHECK(scratch.run(with(path) + rest).out == found.out);
        }
    }
}

TEST_CASE("the instruction set that was chosen is compiled for and printed, with its lanes") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "poly.tac", "node tone(note: Note) = saw(note.freq) * note.gate\n"
                                                   "out = poly(16, tone)\n");
    for (const CpuPath &path : here()) {
        CAPTURE(path.name);
        const std::string code = scratch.run(with(path) + "build poly.tac --emit=asm").out;
        if (path.cpu != "generic") {
            CHECK(mentions(code, "%zmm") == (path.name == "avx512"));
            CHECK(mentions(code, "%ymm") == (path.lanes >= 8));
            CHECK(mentions(code, "%xmm"));
            CHECK(mentions(code, "\tvmulps") == (path.lanes >= 8));
        }
        CHECK(mentions(scratch.run(with(path) + "build poly.tac --emit=schedule").out,
                       "schedule lanes " + std::to_string(path.lanes) + " "));
        const auto made = nlohmann::json::parse(scratch.run(with(path) + "bench poly.tac --json").out);
        CHECK(made["path"] == path.name);
        CHECK(made["lanes"] == path.lanes);
        const std::string text = scratch.run(with(path) + "bench poly.tac").out;
        CHECK(mentions(text, "instruction set " + std::string(path.name) + " (by TACTUS_CPU)"));
        CHECK(mentions(text, " " + std::to_string(path.lanes) + " lanes"));
    }
    const auto found = nlohmann::json::parse(scratch.run("tactus bench poly.tac --json").out);
    CHECK(found["path"] == here().back().name);
    CHECK(found["lanes"] == here().back().lanes);
}

TEST_CASE("an instruction set that is not there is refused with the names of those that are") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    const Said unknown = scratch.run("export TACTUS_CPU=avx3; tactus check good.tac");
    CHECK(unknown.code == 2);
    CHECK(unknown.out.empty());
    CHECK(mentions(unknown.err, "there is no instruction set `avx3`; this machine has baseline"));
    for (const CpuPath &path : tactus::emit::cpu_paths()) {
        const auto paths = here();
        const bool runs =
            std::any_of(paths.begin(), paths.end(), [&](const CpuPath &p) { return p.name == path.name; });
        CHECK(scratch.run(with(path) + "check good.tac").code == (runs ? 0 : 2));
    }
    CHECK(scratch.run("export TACTUS_CPU=; tactus check good.tac").code == 0);
    CHECK(scratch.run("export TACTUS_CPU=avx3; tactus --help").code == 0);
}

TEST_CASE("what a processor can run follows from its features") {
    using tactus::emit::cpu_paths_with;
    if (tactus::emit::cpu_paths().size() == 1) {
        MESSAGE("SKIPPED: one instruction set on this architecture");
        return;
    }
    const std::string second = "+cx16,+popcnt,+sahf,+sse3,+ssse3,+sse4.1,+sse4.2";
    const std::string third = second + ",+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe";
    const std::string fourth = third + ",+avx512bw,+avx512cd,+avx512dq,+avx512f,+avx512vl";
    CHECK(names(cpu_paths_with("")) == "baseline");
    CHECK(names(cpu_paths_with(second)) == "baseline sse4");
    CHECK(names(cpu_paths_with(third)) == "baseline sse4 avx2");
    CHECK(names(cpu_paths_with(fourth)) == "baseline sse4 avx2 avx512");
    CHECK(names(cpu_paths_with(third + ",-avx512f,+avx512fp16")) == "baseline sse4 avx2");
    CHECK(names(cpu_paths_with("+avx2," + second)) == "baseline sse4");
    const auto refused = tactus::emit::find_cpu_path("avx512", third);
    REQUIRE(std::holds_alternative<tactus::emit::Error>(refused));
    CHECK(std::get<tactus::emit::Error>(refused).message == "this machine has no `avx512`, only baseline, sse4, avx2");
    CHECK(std::get<CpuPath>(tactus::emit::find_cpu_path("avx2", third)).lanes == 8);
}

TEST_CASE("TACTUS_LANES is the default of --lanes") {
    const Scratch scratch;
    tactus::test::write_file(scratch / "good.tac", "out = saw(220Hz)\n");
    const auto lanes = [&](const std::string &before, const std::string &after = "") {
        return scratch.run("export " + before + "; tactus build good.tac --emit=schedule" + after).out.substr(0, 17);
    };
    CHECK(lanes("TACTUS_LANES=4") == "schedule lanes 4 ");
    CHECK(lanes("TACTUS_LANES=8") == "schedule lanes 8 ");
    CHECK(lanes("TACTUS_LANES=8", " --lanes 4") == "schedule lanes 4 ");
    CHECK(lanes("TACTUS_CPU=baseline TACTUS_LANES=16") == "schedule lanes 16");
    for (const char *wrong : {"3", "many", "-4"}) {
        const Said said = scratch.run("export TACTUS_LANES=" + std::string(wrong) + "; tactus check good.tac");
        CHECK(said.code == 2);
        CHECK(mentions(said.err, "TACTUS_LANES takes 0, 1, 4, 8 or 16"));
    }
}
