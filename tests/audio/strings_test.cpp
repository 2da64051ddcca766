// stdlib/string.tac: tuning and decay.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace tactus::measure;
namespace engine = tactus::engine;

TEST_CASE("string: in tune within a cent and it dies away") {
    for (const double f : {82.41, 196.0, 440.0, 659.3}) {
        CAPTURE(f);
        const Sound y = play(counting + "out = string(impulse, " + std::to_string(f) + "Hz, 0.999)", 96000);
        CHECK(std::abs(cents(pitch(y.part(4800, 32768), f, 48000.0), f)) < 1.0);
        CHECK(rms(y.part(80000, 9600)) < rms(y.part(9600, 9600)));
        CHECK(rms(y.part(9600, 9600)) > 1e-4);
    }
}

TEST_CASE("pluck: the pitch of its note, louder by velocity, stopped by the note's end") {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 57, 100), engine::note_off(48000, 0, 57)};
    const Sound y = play("out = poly(4, pluck)", 96000, options);
    CHECK(std::abs(cents(pitch(y.part(4800, 32768), 220.0, 48000.0), 220.0)) < 4.0);
    CHECK(peak(y[0]) > 0.05);
    CHECK(peak(y[0]) < 1.2);
    CHECK(rms(y.part(62400, 4800)) < 0.02 * rms(y.part(43200, 4800)));
    options.events[0] = engine::note_on(0, 0, 57, 30);
    const Sound soft = play("out = poly(4, pluck)", 48000, options);
    CHECK(rms(soft.part(0, 24000)) < 0.6 * rms(y.part(0, 24000)));
}

TEST_CASE("mode: a decaying sine of its frequency, 60 dB less after its time") {
    const Sound y = play(counting + "out = mode(impulse, 440Hz, 500ms)", 48000);
    CHECK(std::abs(cents(pitch(y.part(0, 16384), 440.0, 48000.0), 440.0)) < 2.0);
    CHECK(peak(y[0]) == doctest::Approx(1.0).epsilon(0.01));
    CHECK(decibels(rms(y.part(24000, 2400)) / rms(y.part(0, 2400))) == doctest::Approx(-60.0).epsilon(0.02));
}
