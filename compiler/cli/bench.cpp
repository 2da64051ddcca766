// tactus bench: nanoseconds per frame with all voices sounding, thread CPU time, the least of at least 15 rounds; and
// how long compiling took.
#include <chrono>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "runtime/engine/bench.h"

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

} // namespace

int run_bench(const Arguments &arguments) {
    Session session(arguments);
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
    const auto result = engine::bench(*engine, options);
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
        fmt::print("{}\n", cpu_name());
    }
    return session.finish();
}

} // namespace tactus::cli
