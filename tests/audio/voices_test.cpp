// A 220 Hz sine voice through what happens to voices: struck again in release, stolen at full polyphony, a parameter
// that jumps. The largest step between neighbouring samples within 50 ms stays below that of a steady note of the same
// level.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr std::size_t window_frames = 2400; // 50 ms
double steady_step(double level) { return 2.0 * level * std::sin(std::numbers::pi * 220.0 / 48000.0) + 1e-3; }

} // namespace

TEST_CASE("a voice struck again in its release goes on without a step") {
    for (const std::size_t again : {10300u, 11000u, 13000u, 15000u}) {
        CAPTURE(again);
        PlayOptions options;
        options.events = {engine::note_on(0, 0, 57, 127), engine::note_off(10000, 0, 57),
                          engine::note_on(again, 0, 57, 127)};
        for (const std::string env :
             {"env(note, a: 5ms, d: 100ms, s: 0.8, r: 120ms)", "env(note, a: 50ms, s: 1, r: 120ms, retrigger: 15ms)"}) {
            const Sound y = play("node v(note: Note) = sine(220Hz) * " + env + "\nout = poly(4, v)", 40000, options);
            CHECK(largest_step(y[0], again - 10, again + window_frames) < steady_step(1.0));
            CHECK(largest_step(y[0], again - 10, again + window_frames) > 0.1 * steady_step(1.0));
        }
    }
}

TEST_CASE("a voice stolen at full polyphony fades, and the new one begins, without a step") {
    for (const std::string steal : {"oldest", "quietest"}) {
        PlayOptions options;
        options.events = {engine::note_on(0, 0, 57, 127), engine::note_on(4800, 0, 60, 127),
                          engine::note_on(14403, 0, 64, 127), engine::note_on(20000, 0, 65, 127)};
        const Sound y = play("node v(note: Note) = 0.3 * sine(220Hz) * env(note, a: 10ms, d: 10ms, s: 1, r: "
                             "100ms)\nout = poly(2, v, steal: " +
                                 steal + ")",
                             40000, options);
        CHECK(largest_step(y[0], 14390, 14403 + window_frames) < steady_step(0.9)); // three overlap while one fades
        CHECK(largest_step(y[0], 19990, 20000 + window_frames) < steady_step(0.9));
        CHECK(rms(y.part(30000, 4800)) > 0.01);
    }
}

TEST_CASE("a parameter that jumps glides") {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 57, 127), engine::parameter(20003, 0, 0.8f)};
    const Sound y =
        play("param level = 0.2 in 0..1\nnode v(note: Note) = sine(220Hz) * env(note, s: 1)\nout = poly(4, v) * level",
             40000, options);
    CHECK(largest_step(y[0], 19990, 20003 + window_frames) < steady_step(0.8));
    CHECK(amplitude(y.part(24000, 8192), 220.0, 48000.0) == doctest::Approx(0.8).epsilon(0.001));
    CHECK(amplitude(y.part(10000, 8192), 220.0, 48000.0) == doctest::Approx(0.2).epsilon(0.001));
}
