// Vectors and instruction sets. How much less a processor has to do when voices lie side by side: machine instructions
// are counted, not time, in the assembly for three instruction sets. One lane is compiled for the same set, so that
// only the width differs. And the samples of every set that this machine has.
#include "compiler/emit/paths.h"
#include "compiler/tactus.h"
#include "runtime/engine/render.h"
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace tactus::measure;

namespace {

const std::string instrument = "node tone(note: Note) = svf(saw(note.freq), 2kHz, 0.5).low * note.gate\n"
                               "out = poly(16, tone) * 0.1\n";
constexpr double voices = 16.0;

tactus::Options options_for(std::uint32_t lanes, const std::string &target) {
    tactus::Options options;
    options.lanes = lanes;
    options.target = target;
    return options;
}

std::string assembly(std::uint32_t lanes, const std::string &target) {
    tactus::source::SourceSet sources;
    tactus::diag::Report report;
    const auto file = sources.add("poly.tac", instrument, report);
    REQUIRE(file.has_value());
    const auto text = tactus::emit_stage(sources, *file, tactus::Stage::Assembly, options_for(lanes, target), report);
    REQUIRE(text.has_value());
    return *text;
}

// Half a second of a chord of sixteen, with whatever lanes the target likes.
std::vector<float> chord(const std::string &target) {
    tactus::source::SourceSet sources;
    tactus::diag::Report report;
    const auto file = sources.add("poly.tac", instrument, report);
    REQUIRE(file.has_value());
    const auto made = tactus::compile(sources, *file, options_for(0, target), report);
    REQUIRE(made.has_value());
    const auto engine = tactus::engine::Engine::create(made->kernel());
    REQUIRE(engine != nullptr);
    tactus::engine::SongEvents song;
    for (std::uint8_t i = 0; i < 16; ++i)
        song.events.push_back(tactus::engine::note_on(i * 331u, 0, static_cast<std::uint8_t>(40 + 3 * i), 100));
    song.end_frame = 24000;
    tactus::engine::RenderOptions render;
    render.frames = song.end_frame;
    render.song = &song;
    return tactus::engine::record(*engine, render).channels.front();
}

// Instructions between a label and the jump back to it, in the largest loop that has no other inside: the frames of one
// group of voices, which is all that is done once per sample and voice. Of the code for any number of frames: that for
// whole ticks takes several at once.
std::size_t frame_loop(const std::string &text) {
    struct Loop {
        std::size_t first, last;
        [[nodiscard]] bool holds(const Loop &other) const {
            return first <= other.first && other.last <= last && (first != other.first || last != other.last);
        }
    };
    std::map<std::string, std::size_t> labels; // by name, the number of the instruction that follows
    std::vector<Loop> loops;
    std::size_t count = 0;
    bool any_frames = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find(':') != std::string::npos && !line.empty() &&
            std::isalpha(static_cast<unsigned char>(line[0])) != 0)
            any_frames = line.starts_with("loop_0:");
        if (!any_frames)
            continue;
        if (!line.empty() && line[0] != '\t' && line.find(':') != std::string::npos) {
            labels[line.substr(0, line.find(':'))] = count;
            continue;
        }
        if (line.size() < 2 || line[0] != '\t' || line[1] == '.')
            continue;
        if (line[1] == 'j') {
            const auto name = line.find('.');
            const std::string target =
                name == std::string::npos ? "" : line.substr(name, line.find_first_of(" \t", name) - name);
            if (const auto found = labels.find(target); found != labels.end())
                loops.push_back({found->second, count});
        }
        ++count;
    }
    std::size_t largest = 0;
    for (const Loop &loop : loops) {
        if (std::none_of(loops.begin(), loops.end(), [&](const Loop &other) { return loop.holds(other); }))
            largest = std::max(largest, loop.last - loop.first + 1);
    }
    return largest;
}

} // namespace

TEST_CASE("figures of machines: instructions by width") {
    struct Width {
        std::uint32_t lanes;
        const char *target, *name;
        double least;
    };
    for (const Width &width : {Width{4, "x86-64-v2", "SSE4", 2.5}, Width{8, "x86-64-v3", "AVX2", 4.0},
                               Width{16, "x86-64-v4", "AVX-512", 8.0}}) {
        const double one = voices * static_cast<double>(frame_loop(assembly(1, width.target)));
        const double wide = voices / width.lanes * static_cast<double>(frame_loop(assembly(width.lanes, width.target)));
        CAPTURE(one);
        CAPTURE(wide);
        CHECK(wide > 10.0);
        // To the half below: where operands are made in another order, the code generator moves a few registers more.
        figure("Machines",
               fmt::format("machine instructions per frame of 16 voices with saw and svf: 1 lane against {} in {}",
                           width.lanes, width.name),
               std::floor(2.0 * one / wide) / 2.0, at_least(width.least), "");
    }
}

TEST_CASE("figures of machines: instruction sets") {
    const std::vector<float> found = chord("host");
    CHECK(*std::max_element(found.begin(), found.end()) > 0.05f);
    std::size_t others = 0;
    for (const auto &path : tactus::emit::cpu_paths_with(tactus::emit::host_target().features)) {
        CAPTURE(path.name);
        const std::vector<float> own = chord(std::string(path.name));
        REQUIRE(own.size() == found.size());
        for (std::size_t i = 0; i < own.size(); ++i)
            others += std::memcmp(&own[i], &found[i], sizeof(float)) != 0 ? 1u : 0u;
    }
    figure("Machines", "samples by any instruction set of the machine that are not those of the one that was found",
           static_cast<double>(others), within(0.0), "");
}
