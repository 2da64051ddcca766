// The engine with interpreted kernels: the same bytes at every size of blocks, notes on their own sample, and a reset
// that forgets all.
#include "compiler/graph/verify.h"
#include "compiler/tactus.h"
#include "runtime/engine/engine.h"
#include "tests/behaviour/instrument_graph.h"
#include "tests/support/busy_script.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tactus;
using engine::Engine;
using test::Samples;

namespace {

constexpr std::uint32_t interpreted = 0;

// lanes: of a compiled kernel, or `interpreted`.
Instrument instrument(bool generated, graph::VoiceMode mode, std::uint32_t lanes) {
    Options options;
    options.runner = lanes == interpreted ? Runner::Interpreted : Runner::Compiled;
    options.lanes = lanes;
    diag::Report report;
    auto made = compile_graph(behaviour::InstrumentGraph(generated, mode).take(), options, report);
    REQUIRE(made.has_value());
    return std::move(*made);
}

std::vector<Samples> play(const Instrument &made, std::span<const engine::Event> events, std::uint32_t frames,
                          std::uint32_t block, std::uint32_t seed) {
    const auto e = Engine::create(made.kernel());
    REQUIRE(e != nullptr);
    test::Random random(seed);
    return test::play_sizes(*e, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
}

constexpr std::uint32_t block_sizes[]{1, 7, 64, 480, 1024, 0}; // 0: random

} // namespace

TEST_CASE("the instrument's graph is right") {
    for (const bool generated : {false, true}) {
        const graph::Graph made = behaviour::InstrumentGraph(generated).take();
        CHECK(graph::verify(made).empty());
    }
}

TEST_CASE("an instrument gives the same bytes at every size of blocks, interpreted and compiled with any lanes") {
    constexpr std::uint32_t frames = 12000;
    for (const graph::VoiceMode mode : {graph::VoiceMode::poly, graph::VoiceMode::mono, graph::VoiceMode::legato}) {
        for (const std::uint32_t seed : {11u, 12u}) {
            CAPTURE(seed);
            const std::vector<engine::Event> events = test::busy_script(seed, frames);
            const auto reference = play(instrument(false, mode, interpreted), events, frames, 4096, seed);
            CHECK(*std::max_element(reference[0].begin(), reference[0].end()) > 0.15f);
            CHECK(*std::max_element(reference[2].begin(), reference[2].end()) > 0.0f); // voices were active
            for (const std::uint32_t lanes : {interpreted, 1u, 4u, 8u}) {
                const Instrument made = instrument(false, mode, lanes);
                for (const std::uint32_t block : block_sizes) {
                    CAPTURE(lanes);
                    CAPTURE(block);
                    CHECK(play(made, events, frames, block, seed) == reference);
                }
            }
        }
    }
}

TEST_CASE("an instrument that plays itself gives the same bytes at every size of blocks") {
    constexpr std::uint32_t frames = 9600;
    const std::vector<engine::Event> events = test::busy_script(13, frames);
    const auto reference = play(instrument(true, graph::VoiceMode::poly, interpreted), events, frames, 4096, 1);
    CHECK(*std::max_element(reference[0].begin(), reference[0].end()) > 0.14f);
    for (const std::uint32_t lanes : {interpreted, 1u, 8u}) {
        const Instrument made = instrument(true, graph::VoiceMode::poly, lanes);
        for (const std::uint32_t block : block_sizes) {
            CAPTURE(lanes);
            CAPTURE(block);
            CHECK(play(made, events, frames, block, 2) == reference);
        }
    }
}

TEST_CASE("a note begins on its own sample, at every offset in a tick, interpreted and compiled") {
    for (const std::uint32_t lanes : {interpreted, 4u}) {
        const Instrument made = instrument(false, graph::VoiceMode::poly, lanes);
        for (std::uint32_t offset = 0; offset < 33; ++offset) {
            CAPTURE(offset);
            const std::vector<engine::Event> events{engine::note_on(offset, 0, 69, 127)};
            const auto out = play(made, events, 64, 24, 1);
            for (std::uint32_t i = 0; i < 64; ++i) {
                CHECK((out[0][i] != 0.125f) == (i >= offset)); // 0.125 is the input
            }
        }
    }
}

TEST_CASE("an instrument after a reset plays as at first") {
    const std::vector<engine::Event> events{engine::note_on(5, 0, 60, 100), engine::note_off(900, 0, 60),
                                            engine::note_on(901, 0, 64, 100)};
    for (const std::uint32_t lanes : {interpreted, 8u}) {
        const Instrument made = instrument(false, graph::VoiceMode::poly, lanes);
        const auto e = Engine::create(made.kernel());
        const auto first = test::play(*e, 3000, events);
        e->reset();
        CHECK(test::play(*e, 3000, events) == first);
    }
}

// The envelope decays by 1 % a sample: below 2^-60 it is calmed at the next tick, so a subnormal can never be met.
TEST_CASE("a silent tail meets no subnormal, interpreted and compiled") {
    const std::vector<engine::Event> events{engine::note_on(5, 0, 60, 100), engine::note_off(900, 0, 60)};
    for (const std::uint32_t lanes : {interpreted, 1u, 8u}) {
        CAPTURE(lanes);
        const Instrument made = instrument(false, graph::VoiceMode::poly, lanes);
        const auto e = Engine::create(made.kernel());
        test::play(*e, 3 * 48000, events, 480);
        CHECK(e->counters().subnormal_calls == 0);
        CHECK(e->awake_voices() == 0);
    }
}
