// Bounds of programs that are found after parsing: exactly at each there is a schedule, one over there is its
// diagnostic.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>

#include "compiler/limits.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

// The name of the first kind that compiling the text gives; empty for a program.
std::string problem(const std::string &text, const std::string &name = "x.tac") {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(name, text, report);
    REQUIRE(file);
    const auto module = emit_stage(sources, *file, Stage::Llvm, {}, report);
    report.finish();
    CHECK(module.has_value() != report.has_errors());
    return report.has_errors() ? std::string{diag::info(report.diagnostics().front().kind).name} : std::string{};
}

// f<n> calls f<n-1> … calls f1, which is an operation.
std::string chain_of_calls(std::size_t calls) {
    std::string text = "node f1(x) = x + 1\n";
    for (std::size_t i = 2; i <= calls; ++i) {
        text += fmt::format("node f{}(x) = f{}(x)\n", i, i - 1);
    }
    return text + fmt::format("out = f{}(noise())\n", calls);
}

} // namespace

TEST_CASE("voices") {
    const auto patch = [](std::uint64_t voices) {
        return fmt::format("node v(note: Note) = sine(note.freq) * note.gate\nout = poly({}, v)\n", voices);
    };
    CHECK(problem(patch(limits::voices)) == "");
    CHECK(problem(patch(limits::voices + 1)) == "TooManyVoices");
}

TEST_CASE("delay_seconds") {
    const auto patch = [](std::uint64_t samples) { return fmt::format("out = noise()@{}\n", samples); };
    CHECK(problem(patch(limits::delay_seconds * 48000)) == "");
    CHECK(problem(patch(limits::delay_seconds * 48000 + 1)) == "DelayTooLong");
    CHECK(problem(fmt::format("out = noise()@(1s + 1ms * noise(), max: {}s)\n", limits::delay_seconds)) == "");
    CHECK(problem(fmt::format("out = noise()@(1s + 1ms * noise(), max: {}s)\n", limits::delay_seconds + 1)) ==
          "DelayTooLong");
}

TEST_CASE("delay_bytes") {
    // A line of 2^19 − 32 samples takes 2^19 floats: two MiB.
    const auto patch = [](std::uint64_t lines) {
        return fmt::format("out = sum([i in 1..{}: noise()@{}])\n", lines, (1 << 19) - 32);
    };
    const std::uint64_t most = limits::delay_bytes / (std::uint64_t{4} << 19);
    CHECK(problem(patch(most)) == "");
    CHECK(problem(patch(most + 1)) == "DelayMemoryTooLarge");
}

TEST_CASE("table_entries") {
    const auto patch = [](std::uint64_t rows) {
        return fmt::format("table t[{}][4096] = [[0, 1]]\nout = read(t, 0, row: 0)\n", rows);
    };
    CHECK(problem(patch(limits::table_entries / 4096)) !=
          "TableTooLarge"); // the shape is fine, the value has another one
    CHECK(problem(patch(limits::table_entries / 4096 + 1)) == "TableTooLarge");
}

TEST_CASE("delay_bytes: buffers, in a voice once more for what tells its notes apart") {
    const auto patch = [](std::uint64_t buffers) {
        return fmt::format("node f(k) -> y {{\n    buffer b[1048576]\n    b[k] = noise()\n    y = b[k]\n}}\n"
                           "out = sum([i in 1..{}: f(i)])\n",
                           buffers);
    };
    CHECK(problem(patch(limits::delay_bytes >> 22)) == "");
    CHECK(problem(patch((limits::delay_bytes >> 22) + 1)) == "DelayMemoryTooLarge");
    const auto voices = [](std::uint64_t entries) {
        return fmt::format(
            "node v(note: Note) -> y {{\n    buffer b[{}]\n    b[0] = note.freq / 1Hz\n    y = b[0]\n}}\n"
            "out = poly(1, v, mode: mono)\n",
            entries);
    };
    CHECK(problem(voices(limits::delay_bytes / 8)) == "");
    CHECK(problem(voices(limits::delay_bytes / 8 + 1)) == "DelayMemoryTooLarge");
}

TEST_CASE("table_entries: buffers") {
    const auto patch = [](std::uint64_t entries) {
        return fmt::format("buffer b[{}]\nb[0] = noise()\nout = b[0]\n", entries);
    };
    CHECK(problem(patch(limits::table_entries)) == "");
    CHECK(problem(patch(limits::table_entries + 1)) == "TableTooLarge");
}

TEST_CASE("table_entries: samples") {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("tactus_limit_{}", ::getpid());
    std::filesystem::create_directories(folder);
    const auto with_frames = [&](std::uint32_t frames) {
        std::string file = "RIFF....WAVEfmt \x10";
        file +=
            std::string("\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x8\0", 19) + "data"; // 8 bits, 8 kHz, one channel
        for (const std::uint32_t shift : {0u, 8u, 16u, 24u}) {
            file += static_cast<char>(frames >> shift & 0xffu);
        }
        file += std::string(frames, '\x80');
        std::ofstream(folder / "a.wav", std::ios::binary) << file;
        return problem("sample a = \"a.wav\"\nout = read(a, phasor(1Hz), interp: none)\n",
                       (folder / "patch.tac").string());
    };
    CHECK(with_frames(limits::table_entries) == "");
    CHECK(with_frames(limits::table_entries + 1) == "TableTooLarge");
    std::filesystem::remove_all(folder);
}

TEST_CASE("block_samples") {
    const auto patch = [](std::uint64_t size) { return fmt::format("out = fft(noise(), 0, {}).re\n", size); };
    CHECK(problem(patch(limits::block_samples)) == "");
    CHECK(problem(patch(2 * limits::block_samples)) == "BlockSize");
}

TEST_CASE("response_entries") {
    const auto patch = [](std::uint64_t entries) {
        return fmt::format("table h = [i in 1..{}: 1 / i]\nout = convolve(noise(), h)\n", entries);
    };
    CHECK(problem(patch(limits::response_entries)) == "");
    CHECK(problem(patch(limits::response_entries + 1)) == "ResponseTooLong");
}

TEST_CASE("expansion_depth") {
    CHECK(problem(chain_of_calls(limits::expansion_depth)) == "");
    CHECK(problem(chain_of_calls(limits::expansion_depth + 1)) == "ExpansionTooDeep");
}

TEST_CASE("expanded_nodes: twenty lines that would make a million operations") {
    std::string text = "node f1(x) = sin(x) + sin(x + 1)\n";
    for (int i = 2; i <= 20; ++i) {
        text += fmt::format("node f{}(x) = f{}(x) + f{}(x + 1)\n", i, i - 1, i - 1);
    }
    CHECK(problem(text + "out = f4(noise())\n") == "");
    CHECK(problem(text + "out = f20(noise())\n") == "ExpansionTooLarge");
}
