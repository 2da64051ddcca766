// tactus bench: nanoseconds per frame with all voices sounding, thread CPU time, the least of at least 15 rounds; and
// how long compiling took.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "compiler/emit/paths.h"
#include "runtime/engine/bench.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

std::string cpu_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) {
            const auto colon = line.find(": ");
            return colon == std::string::npos ? line : line.substr(colon + 2);
        }
    }
    return emit::host_target().cpu;
}

// The instruction set that was compiled for: chosen by TACTUS_CPU, or the widest that was found.
std::string cpu_path(const Arguments &arguments) {
    return arguments.target == "host" ? std::string(emit::cpu_paths_with(emit::host_target().features).back().name)
                                      : arguments.target;
}

double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The song instead of all voices sounding: its first ten seconds, played again and again.
engine::BenchResult bench_song(engine::Engine &engine, const engine::SongEvents &song, const Arguments &arguments) {
    constexpr std::uint32_t rounds = 15;
    engine::RenderOptions options;
    options.block_frames = static_cast<std::uint32_t>(arguments.block);
    options.frames = std::min<std::uint64_t>(song.end_frame, static_cast<std::uint64_t>(arguments.rate) * 10);
    options.song = &song;
    std::vector<double> spent;
    engine::BenchResult result;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        engine.reset();
        const double start = thread_seconds();
        const auto rendered = engine::render(engine, options, [](std::span<const float *const>, std::uint32_t) {});
        spent.push_back((thread_seconds() - start) * 1e9 /
                        static_cast<double>(std::max<std::uint64_t>(1, rendered.frames)));
        result.frames = rendered.frames;
        result.voices = rendered.most_voices;
    }
    std::sort(spent.begin(), spent.end());
    result.nanoseconds_per_frame = spent.front();
    result.median_nanoseconds_per_frame = spent[spent.size() / 2];
    result.rounds = rounds;
    result.lanes = engine.kernel().lanes;
    return result;
}

} // namespace

int run_bench(const Arguments &arguments) {
    Session session(arguments);
    std::optional<engine::SongEvents> song;
    if (!arguments.midi.empty() && !(song = session.read_song())) {
        return session.finish();
    }
    CompileTimes times;
    const auto start = std::chrono::steady_clock::now();
    const auto instrument = session.compile(&times);
    const double optimised =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    if (!instrument) {
        return session.finish();
    }
    Options instant = session.options(); // the first tier, as a live edit would hear it first
    instant.level = emit::Level::Instant;
    CompileTimes first;
    const auto quick = compile_graph(instrument->graph(), instant, session.report, &first);
    const auto engine = engine::Engine::create(instrument->kernel());
    if (!quick || !engine || !session.set_parameters(*engine, instrument->graph())) {
        return session.finish();
    }
    engine::BenchOptions options;
    options.block_frames = static_cast<std::uint32_t>(arguments.block);
    const auto result = song ? bench_song(*engine, *song, arguments) : engine::bench(*engine, options);
    const double real_time = 1e9 / static_cast<double>(arguments.rate) / result.nanoseconds_per_frame;
    if (arguments.json) {
        const nlohmann::ordered_json made{{"ns_per_frame", result.nanoseconds_per_frame},
                                          {"median_ns_per_frame", result.median_nanoseconds_per_frame},
                                          {"frames", result.frames},
                                          {"rounds", result.rounds},
                                          {"voices", result.voices},
                                          {"lanes", result.lanes},
                                          {"mode", "strict"},
                                          {"cpu", cpu_name()},
                                          {"path", cpu_path(arguments)},
                                          {"times_real_time", real_time},
                                          {"compile_ms",
                                           {{"parse", times.parse},
                                            {"graph", times.graph},
                                            {"lower", times.lower},
                                            {"first_sound", times.parse + times.graph + first.lower + first.emit},
                                            {"optimised", optimised}}}};
        fmt::print("{}\n", made.dump(2));
    } else {
        fmt::print("{:.1f} ns per frame, {:.0f} times real time at {} Hz on one core ({} voices, {} lanes, strict)\n",
                   result.nanoseconds_per_frame, real_time, arguments.rate, result.voices, result.lanes);
        fmt::print("compiled in {:.1f} ms (parse {:.1f}, graph {:.1f}, lower {:.1f}, code {:.1f}); at the first level "
                   "in {:.1f} ms\n",
                   optimised, times.parse, times.graph, times.lower, times.emit,
                   times.parse + times.graph + first.lower + first.emit);
        fmt::print("{}, instruction set {} ({})\n", cpu_name(), cpu_path(arguments),
                   arguments.target == "host" ? "found" : "by TACTUS_CPU");
    }
    return session.finish();
}

} // namespace tactus::cli
