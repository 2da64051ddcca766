// What the audio thread does while it plays: no allocation, no change of the caller's floating-point mode. operator new
// and malloc are counted here, for this program, on threads that ask for it.
#include "runtime/rt/float_mode.h"
#include "tests/behaviour/player.h"
#include "tests/support/sanitized.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <random>

namespace {
thread_local bool counting = false;
thread_local std::uint64_t allocations = 0;

[[maybe_unused]] void count_allocation() { allocations += counting ? 1u : 0u; }
} // namespace

// A sanitizer has its own malloc and operator new; there the real-time rule is not counted.
#ifndef TACTUS_TEST_SANITIZED
extern "C" {
void *__libc_malloc(std::size_t size);
void __libc_free(void *memory);
void *malloc(std::size_t size) {
    count_allocation();
    return __libc_malloc(size);
}
void free(void *memory) {
    count_allocation();
    __libc_free(memory);
}
}
#endif

namespace {

using namespace tactus;

std::vector<engine::Event> everything(std::uint32_t seed, std::uint32_t frames) {
    std::mt19937 generator(seed);
    const auto random = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(generator() % limit); };
    std::vector<engine::Event> events;
    for (std::uint64_t frame = 0; frame < frames; frame += random(20)) {
        engine::Event event;
        event.frame = frame;
        event.type = static_cast<engine::EventType>(random(10));
        event.channel = static_cast<std::uint8_t>(random(16));
        event.number = static_cast<std::uint8_t>(random(128));
        event.value = random(130);
        event.amount = static_cast<float>(random(100)) / 100.0f;
        events.push_back(event);
    }
    return events;
}

} // namespace

TEST_CASE("the counter of allocations counts") {
#ifdef TACTUS_TEST_SANITIZED
    MESSAGE("SKIPPED: a sanitizer brings its own allocator");
    return;
#else
    counting = true;
    allocations = 0;
    int *volatile number = new int(3);
    delete number;
    counting = false;
    CHECK(allocations == 2);
#endif
}

TEST_CASE("nothing is allocated or freed while the engine plays, whatever comes") {
    for (const std::uint32_t mode : {TACTUS_MODE_POLY, TACTUS_MODE_MONO, TACTUS_MODE_LEGATO}) {
        for (const bool generated : {false, true}) {
            test::FakeKernelOptions options;
            options.mode = mode;
            options.generated = generated;
            options.voices = mode == TACTUS_MODE_POLY ? 8 : 1;
            test::FakeKernel kernel(options);
            const auto e = engine::Engine::create(kernel.kernel());
            const std::vector<engine::Event> events = everything(17, 48000);
            std::vector<float> out(48000);
            std::span<const engine::Event> left = events;
            counting = true;
            allocations = 0;
            for (std::uint32_t done = 0; done < 48000; done += 480) {
                float *const channels[]{out.data() + done};
                left = left.subspan(e->process(nullptr, channels, 480, left));
            }
            counting = false;
            CHECK(allocations == 0);
            CHECK(left.empty());
            CHECK(kernel.violations() == 0);
        }
    }
}

TEST_CASE("the caller's floating-point mode comes back, and does not change the sound") {
    const std::vector<engine::Event> events{engine::note_on(3, 0, 60, 100), engine::note_off(4000, 0, 60)};
    behaviour::Player plain;
    const std::vector<float> expected = plain.send(events, 40000);
    behaviour::Player other;
    const std::uint64_t before = rt::float_control();
    rt::set_float_control(rt::flushing_float_control());
    const std::uint64_t flushing = rt::float_control();
    const std::vector<float> made = other.send(events, 40000);
    CHECK(rt::float_control() == flushing);
    rt::set_float_control(before);
    CHECK(made == expected);
}

TEST_CASE("a kernel that meets a subnormal is counted") {
    test::FakeKernelOptions options;
    options.poison = 1e-30f;
    options.shrink = 1e-10f;
    behaviour::Player p(options);
    const std::vector<float> made = p.send({}, 64);
    CHECK(p.engine->counters().subnormal_calls == 1);
    CHECK(made == std::vector<float>(64));
    behaviour::Player clean;
    clean.send({engine::note_on(0, 0, 60, 100)}, 6400);
    CHECK(clean.engine->counters().subnormal_calls == 0);
}
