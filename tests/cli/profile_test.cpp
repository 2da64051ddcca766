// tactus profile: its parts add up to the whole, a heavy part is found and named, and what it profiles is the code that
// plays. How long anything takes is not judged.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/tactus.h"
#include "compiler/traced.h"
#include "runtime/engine/render.h"
#include "tests/cli/program.h"

using namespace tactus;
using tactus::test::Said;
using tactus::test::Scratch;

namespace {

// Sixty sines beside one filter of one pole.
constexpr const char *heavy = "node organpipes(f: Hz) -> y { y = sum([i in 1..60: sin(2 * pi * phasor(f * i))]) }\n"
                              "patch heavy {\n    input x\n    bright = organpipes(55Hz)\n"
                              "    out = bright * 0.01 + onepole(x, 800Hz)\n}\n";

nlohmann::json profile(const Scratch &scratch, const std::string &rest) {
    const Said said = scratch.run("tactus profile --json " + rest);
    CAPTURE(rest);
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    return nlohmann::json::parse(said.out);
}

std::vector<std::string> examples() {
    std::vector<std::string> made;
    for (const auto &entry : std::filesystem::directory_iterator{"examples"})
        if (entry.path().extension() == ".tac")
            made.push_back("examples/" + entry.path().filename().string());
    std::sort(made.begin(), made.end());
    REQUIRE(made.size() > 5);
    return made;
}

// A second of keys, as bytes of its samples.
std::string sound_of(const Instrument &instrument) {
    const auto engine = engine::Engine::create(instrument.kernel());
    REQUIRE(engine != nullptr);
    engine::SongEvents song;
    for (std::uint8_t i = 0; i < 8; ++i)
        song.events.push_back(engine::note_on(i * 1111u, 0, static_cast<std::uint8_t>(40 + 5 * i), 100));
    for (std::uint8_t i = 0; i < 8; ++i)
        song.events.push_back(engine::note_off(20000u + i * 777u, 0, static_cast<std::uint8_t>(40 + 5 * i)));
    song.end_frame = 48000;
    engine::RenderOptions options;
    options.frames = song.end_frame;
    options.song = &song;
    std::string bytes;
    (void)engine::render(*engine, options, [&](std::span<const float *const> channels, std::uint32_t frames) {
        for (const float *channel : channels)
            bytes.append(reinterpret_cast<const char *>(channel), frames * sizeof(float));
    });
    return bytes;
}

// "a/b" of "a/b/@1#2": what the program calls a place, down to the name in the source.
bool is_of(const std::string &address, const std::vector<std::string> &names, const std::string &patch) {
    return address.starts_with('(') || address == patch ||
           std::any_of(names.begin(), names.end(),
                       [&](const std::string &name) { return name == address || name.starts_with(address + "/"); });
}

} // namespace

TEST_CASE("profile: the parts of every example add up to the whole") {
    const Scratch scratch;
    for (const std::string &file : examples()) {
        CAPTURE(file);
        const auto made = profile(scratch, file + " --seconds 0.1");
        const double total = made["ns_per_frame"].get<double>();
        std::uint64_t samples = 0;
        double shares = 0.0, nanoseconds = 0.0, kernel = 0.0;
        for (const auto &part : made["parts"]) {
            samples += part["samples"].get<std::uint64_t>();
            shares += part["share"].get<double>();
            nanoseconds += part["ns_per_frame"].get<double>();
            if (part["part"].get<std::string>().find("/(") == std::string::npos)
                kernel += part["share"].get<double>();
        }
        CHECK(samples == made["samples"].get<std::uint64_t>());
        CHECK(samples > 0);
        CHECK(shares == doctest::Approx(1.0).epsilon(1e-9));
        CHECK(nanoseconds == doctest::Approx(total).epsilon(0.05));
        CHECK(made["frames"].get<double>() * total >= 0.1e9 * 0.999);
        CHECK(kernel > 0.0);
        CHECK(made["lanes"].get<int>() >= 1);
        CHECK(made["mode"] == "strict");
    }
}

TEST_CASE("profile: sixty sines beside a filter are the largest part, by their name") {
    const Scratch scratch;
    test::write_file(scratch / "heavy.tac", heavy);
    const auto made = profile(scratch, "heavy.tac --seconds 0.5");
    std::map<std::string, double> shares;
    for (const auto &part : made["parts"]) {
        const std::string name = part["part"];
        CAPTURE(name);
        shares[name.starts_with("heavy/bright/") ? "bright" : name] += part["share"].get<double>();
    }
    const auto largest = std::max_element(shares.begin(), shares.end(),
                                          [](const auto &a, const auto &b) { return a.second < b.second; });
    CAPTURE(made.dump());
    CHECK(largest->first == "bright");
    CHECK(largest->second > 0.6);
}

TEST_CASE("profile --folded: addresses with semicolons, and samples") {
    const Scratch scratch;
    const Said said = scratch.run("tactus profile examples/subtractive.tac --seconds 0.3 --folded");
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    std::istringstream lines(said.out);
    std::uint64_t samples = 0, count = 0;
    bool ladder = false;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        const auto blank = line.rfind(' ');
        REQUIRE(blank != std::string::npos);
        CHECK(line.starts_with("subtractive"));
        CHECK(line.find('/') == std::string::npos);
        CHECK(line.find('@') == std::string::npos);
        const std::uint64_t number = std::stoull(line.substr(blank + 1));
        CHECK(number > 0);
        samples += number;
        ladder = ladder || line.starts_with("subtractive;voices;voice;");
        ++count;
    }
    CHECK(count > 3);
    CHECK(samples > 10);
    CHECK(ladder);
}

TEST_CASE("profile: the table says the whole in its last line") {
    const Scratch scratch;
    test::write_file(scratch / "heavy.tac", heavy);
    const Said said = scratch.run("tactus profile heavy.tac --seconds 0.2");
    REQUIRE(said.code == 0);
    CHECK(said.out.find("  share  ns per frame  part\n") == 0);
    CHECK(said.out.find(" 100.0%") != std::string::npos);
    CHECK(said.out.find("heavy/bright") != std::string::npos);
    double shares = 0.0;
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);)
        if (const auto percent = line.find('%'); percent < 8 && line.find("  all: ") == std::string::npos)
            shares += std::stod(line);
    CHECK(shares == doctest::Approx(100.0).epsilon(0.05));
    CHECK(scratch.run("tactus profile missing.tac").code == 1);
    CHECK(scratch.run("tactus profile heavy.tac --seconds 0").code == 2);
    CHECK(scratch.run("tactus profile heavy.tac --set cutoff=1").code == 1);
}

TEST_CASE("traced code: the same samples, and every line is an address of the graph") {
    for (const std::string &path : examples()) {
        CAPTURE(path);
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.add(path, test::read_file(path), report);
        REQUIRE(file);
        const auto plain = compile(sources, *file, {}, report);
        const auto traced = compile_traced(sources, *file, {}, report);
        REQUIRE(plain);
        REQUIRE(traced);
        const auto &ranges = traced->ranges;
        const auto &graph = traced->instrument.graph();
        REQUIRE(!ranges.empty());
        std::uintptr_t behind = 0;
        std::size_t bytes = 0, unplaced = 0;
        for (const emit::CodeRange &range : ranges) {
            REQUIRE(range.begin >= behind);
            REQUIRE(range.begin < range.end);
            REQUIRE(range.line <= traced->addresses.size());
            behind = range.end;
            bytes += range.end - range.begin;
            unplaced += range.line == 0 ? range.end - range.begin : 0;
        }
        CHECK(unplaced * 10 < bytes);
        for (const std::string &address : traced->addresses) {
            CAPTURE(address);
            CHECK(is_of(address, graph.names, graph.patch));
        }
        const std::string sound = sound_of(*plain);
        CHECK(!sound.empty());
        const bool same = sound == sound_of(traced->instrument);
        CHECK(same);
    }
}
