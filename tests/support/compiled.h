// A graph compiled in every way that must give the same bits, beside the interpreter: lane widths, levels, blocks.
#pragma once

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "compiler/emit/emit.h"
#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "compiler/lower/lower.h"
#include "compiler/schedule/schedule.h"
#include "tests/meaning/player.h"

namespace tactus::test {

inline emit::Kernel compile(const graph::Graph &graph, std::uint32_t lanes, emit::Level level) {
    const schedule::Schedule schedule = schedule::schedule(graph, {.lanes = lanes});
    lower::Lowered lowered = lower::lower(graph, schedule, emit::host_target());
    INFO(lowered.problem);
    REQUIRE(lowered.module.has_value());
    emit::Result<emit::Kernel> kernel = emit::jit(std::move(*lowered.module), level);
    if (const auto *error = std::get_if<emit::Error>(&kernel))
        FAIL(error->message);
    return std::get<emit::Kernel>(std::move(kernel));
}

// What the graph plays by the interpreter; every compiled kernel must play the same, in the script's blocks and in
// others.
inline meaning::Recording play_everywhere(const graph::Graph &graph, meaning::Script script, std::uint32_t seed = 1) {
    const auto problems = graph::verify(graph);
    REQUIRE_MESSAGE(problems.empty(), (problems.empty() ? std::string() : problems[0] + "\n" + graph::print(graph)));
    interp::Interpreter interpreter(graph);
    const meaning::Recording expected = meaning::Player(interpreter.kernel()).play(script);
    std::minstd_rand random(seed);
    for (const std::uint32_t lanes : {1u, 4u, 8u, 16u})
        for (const emit::Level level : {emit::Level::Instant, emit::Level::Normal, emit::Level::Best}) {
            const emit::Kernel kernel = compile(graph, lanes, level);
            for (int cut = 0; cut < 3; ++cut) {
                meaning::Script other = script;
                if (cut > 0) {
                    other.blocks.clear();
                    for (int i = 0; i < 7; ++i)
                        other.blocks.push_back(1 + static_cast<std::uint32_t>(random() % (cut == 1 ? 19 : 70)));
                    other.use_tiles = cut == 2;
                }
                const meaning::Recording got = meaning::Player(kernel.get()).play(other);
                const std::string differs = meaning::difference(expected, got);
                INFO("lanes " << lanes << ", level " << static_cast<int>(level) << ", cut " << cut << ", seed "
                              << seed);
                CHECK_MESSAGE(differs.empty(), differs);
                if (!differs.empty()) {
                    MESSAGE(schedule::print(schedule::schedule(graph, {.lanes = lanes}), graph));
                    return expected;
                }
            }
        }
    return expected;
}

} // namespace tactus::test
