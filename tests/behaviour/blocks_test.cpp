// The engine with interpreted kernels: the same bytes at every size of blocks, notes on their own sample, and a reset
// that forgets all.
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "runtime/engine/engine.h"
#include "tests/behaviour/instrument_graph.h"
#include "tests/support/busy_script.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tactus;
using engine::Engine;
using test::Samples;

namespace {

std::vector<Samples> play(bool generated, graph::VoiceMode mode, std::span<const engine::Event> events,
                          std::uint32_t frames, std::uint32_t block, std::uint32_t seed) {
    const interp::Interpreter interpreter(behaviour::InstrumentGraph(generated, mode).take());
    const auto e = Engine::create(interpreter.kernel());
    REQUIRE(e != nullptr);
    test::Random random(seed);
    return test::play_sizes(*e, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
}

} // namespace

TEST_CASE("the instrument's graph is right") {
    for (const bool generated : {false, true}) {
        const graph::Graph made = behaviour::InstrumentGraph(generated).take();
        CHECK(graph::verify(made).empty());
    }
}

TEST_CASE("an interpreted instrument gives the same bytes at every size of blocks") {
    constexpr std::uint32_t frames = 12000;
    for (const graph::VoiceMode mode : {graph::VoiceMode::poly, graph::VoiceMode::mono, graph::VoiceMode::legato}) {
        for (const std::uint32_t seed : {11u, 12u}) {
            CAPTURE(seed);
            const std::vector<engine::Event> events = test::busy_script(seed, frames);
            const auto reference = play(false, mode, events, frames, 4096, seed);
            CHECK(*std::max_element(reference[0].begin(), reference[0].end()) > 0.15f);
            CHECK(*std::max_element(reference[2].begin(), reference[2].end()) > 0.0f); // voices were active
            for (const std::uint32_t block : {1u, 7u, 64u, 480u, 1024u, 0u}) {
                CAPTURE(block);
                CHECK(play(false, mode, events, frames, block, seed) == reference);
            }
        }
    }
}

TEST_CASE("an instrument that plays itself gives the same bytes at every size of blocks") {
    constexpr std::uint32_t frames = 9600;
    const std::vector<engine::Event> events = test::busy_script(13, frames);
    const auto reference = play(true, graph::VoiceMode::poly, events, frames, 4096, 1);
    CHECK(*std::max_element(reference[0].begin(), reference[0].end()) > 0.14f);
    for (const std::uint32_t block : {1u, 7u, 64u, 480u, 1024u, 0u}) {
        CAPTURE(block);
        CHECK(play(true, graph::VoiceMode::poly, events, frames, block, 2) == reference);
    }
}

TEST_CASE("an interpreted note begins on its own sample, at every offset in a tick") {
    for (std::uint32_t offset = 0; offset < 33; ++offset) {
        CAPTURE(offset);
        const std::vector<engine::Event> events{engine::note_on(offset, 0, 69, 127)};
        const auto made = play(false, graph::VoiceMode::poly, events, 64, 24, 1);
        for (std::uint32_t i = 0; i < 64; ++i) {
            CHECK((made[0][i] != 0.125f) == (i >= offset)); // 0.125 is the input
        }
    }
}

TEST_CASE("an interpreted instrument after a reset plays as at first") {
    const interp::Interpreter interpreter(behaviour::InstrumentGraph(false).take());
    const auto e = Engine::create(interpreter.kernel());
    const std::vector<engine::Event> events{engine::note_on(5, 0, 60, 100), engine::note_off(900, 0, 60),
                                            engine::note_on(901, 0, 64, 100)};
    const auto first = test::play(*e, 3000, events);
    e->reset();
    CHECK(test::play(*e, 3000, events) == first);
}
