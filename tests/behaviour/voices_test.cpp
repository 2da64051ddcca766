// The rules of docs/explanation/notes.md, one by one, on an engine with a kernel written by hand.
#include "tests/behaviour/player.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tactus;
using behaviour::Player;
using engine::controller;
using engine::note_off;
using engine::note_on;
using test::FakeKernelOptions;

namespace {

constexpr std::uint32_t fade = 240; // 5 ms at 48 kHz

FakeKernelOptions voices(std::uint32_t count, std::uint32_t steal = TACTUS_STEAL_OLDEST) {
    FakeKernelOptions options;
    options.voices = count;
    options.steal = steal;
    return options;
}

FakeKernelOptions single(std::uint32_t mode) {
    FakeKernelOptions options;
    options.voices = 1;
    options.mode = mode;
    return options;
}

} // namespace

TEST_CASE("a note takes the free slot with the lowest number") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(3, 0, 62, 100), note_on(3, 0, 64, 100)}, 10);
    CHECK(p.slots_of_onsets() == std::vector<std::uint32_t>{0, 1, 2});
    p.send({note_off(10, 0, 60)}, 48000); // long enough to fall asleep
    CHECK_FALSE(p.awake(0));
    p.send({note_on(p.frame(), 0, 70, 100)}, 16);
    CHECK(p.onsets.back().slot == 0);
    CHECK(p.onsets.back().fresh);
}

TEST_CASE("the same key retriggers its own slot, held or released, and another channel is another note") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(20, 0, 60, 50)}, 32);
    REQUIRE(p.onsets.size() == 2);
    CHECK(p.onsets[1].slot == 0);
    CHECK_FALSE(p.onsets[1].fresh);
    CHECK(p.field(TACTUS_VELOCITY, 0) == 50.0f / 127.0f);
    p.send({note_off(40, 0, 60), note_on(50, 0, 60, 100)}, 64);
    CHECK(p.onsets.back().slot == 0);
    CHECK_FALSE(p.onsets.back().fresh);
    CHECK(p.gate(0));
    p.send({note_on(p.frame(), 1, 60, 100)}, 16);
    CHECK(p.onsets.back().slot == 1);
    CHECK(p.field(TACTUS_CHANNEL, 1) == 2.0f);
}

TEST_CASE("two strokes of one key need one note-off") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(5, 0, 60, 100), note_off(9, 0, 60)}, 16);
    CHECK_FALSE(p.gate(0));
}

TEST_CASE("note-off and note-on of one key on one frame retrigger, whichever way round the gate ends") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_off(37, 0, 60), note_on(37, 0, 60, 90)}, 64);
    CHECK(p.onsets.size() == 2);
    CHECK(p.onsets[1].frame == 37);
    CHECK(p.gate(0));
    p.send({note_on(100, 0, 65, 90), note_off(100, 0, 65)}, 64);
    CHECK(p.onsets.size() == 3);
    CHECK(p.awake(1));
    CHECK_FALSE(p.gate(1));
}

TEST_CASE("velocity 0 is a note-off, and a note-off without its note does nothing") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_off(1, 0, 61), note_off(2, 1, 60), note_on(3, 0, 99, 0)}, 16);
    CHECK(p.gate(0));
    CHECK(p.awake_count() == 1);
    p.send({note_on(16, 0, 60, 0)}, 16);
    CHECK_FALSE(p.gate(0));
    CHECK(p.field(TACTUS_RELEASE, 0) == 64.0f / 127.0f);
    p.send({note_on(40, 0, 60, 80), note_off(41, 0, 60, 11)}, 16);
    CHECK(p.field(TACTUS_RELEASE, 0) == 11.0f / 127.0f);
}

TEST_CASE("the oldest is stolen, fades 5 ms in its place, and the new note begins on its own sample in the spare") {
    Player p(voices(8));
    for (std::uint8_t i = 0; i < 8; ++i) {
        p.send({note_on(p.frame() + i, 0, static_cast<std::uint8_t>(60 + i), 100)}, 16);
    }
    CHECK(p.stolen_count() == 0);
    const std::uint64_t frame = p.frame() + 5;
    p.send({note_on(frame, 0, 90, 100)}, 16);
    CHECK(p.onsets.back().slot == 8);
    CHECK(p.onsets.back().frame == frame);
    CHECK(p.onsets.back().fresh);
    CHECK(p.stolen(0));
    CHECK(p.awake(0));
    CHECK(p.engine->counters().steals == 1);
    p.send({}, fade + 16);
    CHECK_FALSE(p.awake(0));
    CHECK(p.awake_count() == 8);
    // The key of the stolen note means nothing now.
    p.send({note_off(p.frame(), 0, 60)}, 16);
    CHECK(p.held_count() == 8);
}

TEST_CASE("released notes are stolen before held ones") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(1, 0, 61, 100), note_on(2, 0, 62, 100), note_on(3, 0, 63, 100)}, 200);
    p.send({note_off(p.frame(), 0, 63), note_off(p.frame() + 1, 0, 62)}, 16);
    p.send({note_on(p.frame(), 0, 70, 100)}, 16);
    CHECK(p.stolen(2)); // the older of the two released
    p.send({}, fade + 16);
    p.send({note_on(p.frame(), 0, 71, 100)}, 16);
    CHECK(p.stolen(3));
    CHECK_FALSE(p.stolen(0));
    CHECK_FALSE(p.stolen(1));
}

TEST_CASE("`quietest` steals by the level of the last tick") {
    Player p(voices(4, TACTUS_STEAL_QUIETEST)); // pitches so high that every tick has a peak of the wave
    p.send({note_on(0, 0, 110, 120), note_on(1, 0, 111, 60), note_on(2, 0, 112, 10), note_on(3, 0, 113, 100)}, 1600);
    p.send({note_on(p.frame(), 0, 70, 100)}, 16);
    CHECK(p.stolen(2));
    p.send({}, fade + 16);
    // A note in its first tick is not quiet, only young: the notes after it do not take its slot.
    p.onsets.clear();
    const std::uint64_t frame = p.frame();
    p.send({note_on(frame, 0, 114, 100), note_on(frame, 0, 115, 100), note_on(frame + 1, 0, 116, 100)}, 2);
    REQUIRE(p.onsets.size() == 3);
    CHECK(p.stolen(1));
    CHECK(p.onsets[0].fresh);
    CHECK(p.onsets[1].slot != p.onsets[0].slot);
    CHECK(p.onsets[2].slot != p.onsets[0].slot);
}

TEST_CASE("with every spare fading the victim is retriggered in its place") {
    Player p(voices(8));
    for (std::uint8_t i = 0; i < 8; ++i) {
        p.send({note_on(p.frame(), 0, static_cast<std::uint8_t>(60 + i), 100)}, 16);
    }
    p.send({note_on(p.frame(), 0, 80, 100), note_on(p.frame() + 3, 0, 81, 100)}, 16);
    REQUIRE(p.onsets.size() == 10);
    CHECK(p.onsets[8].slot == 8);
    CHECK(p.onsets[9].slot == 1); // the oldest that sounds; slot 0 fades
    CHECK_FALSE(p.onsets[9].fresh);
    CHECK_FALSE(p.stolen(1));
    CHECK(p.field(TACTUS_KEY, 1) == 81.0f);
    CHECK(p.engine->counters().steals == 2);
}

TEST_CASE("forty notes on eight voices: never more than eight sound, the last eight are left") {
    for (const std::uint32_t gap : {0u, 1u, 7u, 16u, 100u, 300u}) {
        CAPTURE(gap);
        Player p(voices(8));
        std::vector<engine::Event> events;
        for (std::uint8_t i = 0; i < 40; ++i) {
            events.push_back(note_on(static_cast<std::uint64_t>(i) * gap, 0, static_cast<std::uint8_t>(40 + i), 100));
        }
        for (std::size_t done = 0; done < 40 * gap + 1000; done += 16) {
            p.send({events.begin(), events.end()}, 16);
            std::erase_if(events, [&](const engine::Event &event) { return event.frame < p.frame(); });
            CHECK(p.awake_count() - p.stolen_count() <= 8);
            CHECK(p.stolen_count() <= 1);
        }
        CHECK(p.onsets.size() == 40);
        CHECK(p.awake_count() == 8);
        std::vector<float> keys;
        for (std::uint32_t slot = 0; slot < 9; ++slot) {
            if (p.awake(slot)) {
                keys.push_back(p.field(TACTUS_KEY, slot));
            }
        }
        std::sort(keys.begin(), keys.end());
        CHECK(keys == std::vector<float>{72, 73, 74, 75, 76, 77, 78, 79});
        CHECK(p.kernel.violations() == 0);
    }
}

TEST_CASE("the pedal holds notes and lets them go with their own release velocity") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(0, 1, 61, 100), controller(1, 0, 64, 127), note_off(2, 0, 60, 20),
            note_off(2, 1, 61)},
           16);
    CHECK(p.gate(0));
    CHECK_FALSE(p.gate(1)); // the other channel has no pedal
    p.send({controller(20, 0, 64, 64)}, 16);
    CHECK(p.gate(0));
    p.send({controller(40, 0, 64, 63)}, 16);
    CHECK_FALSE(p.gate(0));
    CHECK(p.field(TACTUS_RELEASE, 0) == 20.0f / 127.0f);
}

TEST_CASE("lifting a pedal lets go the notes of its own channel") {
    Player p(voices(4));
    p.send({controller(0, 0, 64, 127), controller(0, 1, 64, 127), note_on(1, 0, 60, 100), note_on(1, 1, 61, 100),
            note_off(2, 0, 60), note_off(2, 1, 61), controller(3, 1, 64, 0)},
           16);
    CHECK(p.gate(0));
    CHECK_FALSE(p.gate(1));
}

TEST_CASE("groups that have fallen asleep leave the list") {
    Player p(voices(8));
    p.send({note_on(0, 0, 60, 100), note_off(20, 0, 60)}, 32);
    CHECK(p.voices().awake_group_count == 1);
    p.send({}, 48000);
    CHECK(p.awake_count() == 0);
    CHECK(p.voices().awake_group_count == 0);
}

TEST_CASE("a key struck again under the pedal is held by the key") {
    Player p(voices(4));
    p.send({controller(0, 0, 64, 127), note_on(1, 0, 60, 100), note_off(2, 0, 60), note_on(3, 0, 60, 100),
            controller(4, 0, 64, 0)},
           16);
    CHECK(p.onsets.size() == 2);
    CHECK(p.onsets[1].slot == 0);
    CHECK(p.gate(0));
    p.send({note_off(17, 0, 60)}, 16);
    CHECK_FALSE(p.gate(0));
}

TEST_CASE("all notes off releases a channel, the pedal still holds") {
    for (const std::uint8_t number : {std::uint8_t{123}, std::uint8_t{126}}) {
        Player p(voices(4));
        p.send({note_on(0, 0, 60, 100), note_on(0, 0, 61, 100), note_on(0, 5, 62, 100), controller(7, 0, number, 0)},
               16);
        CHECK_FALSE(p.gate(0));
        CHECK_FALSE(p.gate(1));
        CHECK(p.gate(2));
        p.send({controller(20, 5, 64, 127), controller(21, 5, number, 0)}, 16);
        CHECK(p.gate(2));
        p.send({controller(40, 5, 64, 0)}, 16);
        CHECK_FALSE(p.gate(2));
    }
}

TEST_CASE("all sound off fades a channel within 5 ms, and a note-on after it sounds at once") {
    Player p(voices(2));
    p.send({note_on(0, 0, 60, 100), note_on(0, 0, 61, 100), controller(480, 0, 120, 0)}, 481);
    CHECK(p.stolen_count() == 2);
    p.send({note_on(481, 0, 62, 100), note_on(482, 0, 63, 100)}, 16);
    CHECK(p.onsets.size() == 4);
    CHECK(p.onsets[2].slot == 2);
    CHECK(p.onsets[3].slot == 0); // both spares are gone: the oldest fading slot begins anew
    CHECK(p.onsets[3].fresh);
    CHECK_FALSE(p.stolen(0));
    CHECK(p.kernel.violations() == 0);
    Player q(voices(2));
    q.send({note_on(0, 0, 60, 100), controller(480, 0, 120, 0)}, 480 + fade + 16);
    CHECK(q.awake_count() == 0);
}

TEST_CASE("reset controllers centres the bend and lifts the pedal, and a system reset ends all notes") {
    Player p(voices(4));
    p.send({engine::pitch_bend(0, 0, 0), engine::channel_pressure(0, 0, 127), controller(0, 0, 74, 127),
            note_on(0, 0, 69, 100), controller(1, 0, 64, 127), note_off(2, 0, 69)},
           16);
    CHECK(p.field(TACTUS_BEND, 0) == -1.0f);
    CHECK(p.field(TACTUS_PRESSURE, 0) == 1.0f);
    CHECK(p.field(TACTUS_TIMBRE, 0) == 1.0f);
    p.send({controller(17, 0, 121, 0)}, 32);
    CHECK_FALSE(p.gate(0));
    CHECK(p.field(TACTUS_FREQ, 0) == 440.0f);
    CHECK(p.field(TACTUS_BEND, 0) == 0.0f);
    CHECK(p.field(TACTUS_PRESSURE, 0) == 0.0f);
    p.send({note_on(p.frame(), 3, 50, 9), note_on(p.frame(), 4, 51, 9), controller(p.frame(), 4, 64, 127),
            engine::reset(p.frame() + 2)},
           16);
    CHECK(p.held_count() == 0);
}

TEST_CASE("pressure of a channel and of a key: the last one counts") {
    Player p(voices(4));
    p.send({note_on(0, 0, 60, 100), note_on(0, 0, 61, 100), engine::channel_pressure(1, 0, 127),
            engine::poly_pressure(2, 0, 61, 0)},
           17);
    CHECK(p.field(TACTUS_PRESSURE, 0) == 1.0f);
    CHECK(p.field(TACTUS_PRESSURE, 1) == 0.0f);
    p.send({engine::poly_pressure(18, 0, 60, 0), engine::channel_pressure(19, 0, 127)}, 16);
    CHECK(p.field(TACTUS_PRESSURE, 0) == 1.0f);
    CHECK(p.field(TACTUS_PRESSURE, 1) == 1.0f);
}

TEST_CASE("a poly hears its channel and its range of keys, and transposes after the filter") {
    FakeKernelOptions options = voices(4);
    options.channel = 3;
    options.low_key = 60;
    options.high_key = 72;
    options.transpose = -12;
    Player p(options);
    p.send({note_on(0, 0, 64, 100), note_on(0, 2, 59, 100), note_on(0, 2, 73, 100), note_on(1, 2, 60, 100),
            note_on(2, 2, 72, 100)},
           16);
    CHECK(p.onsets.size() == 2);
    CHECK(p.field(TACTUS_KEY, 0) == 48.0f);
    CHECK(p.field(TACTUS_FREQ, 0) == doctest::Approx(440.0 * std::pow(2.0, (48 - 69) / 12.0)).epsilon(1e-7));
    CHECK(p.field(TACTUS_CHANNEL, 0) == 3.0f);
    p.send({note_off(16, 2, 60)}, 16);
    CHECK_FALSE(p.gate(0));
    CHECK(p.gate(1));
}

TEST_CASE("mono: the last key has priority, going back retriggers with that key's velocity") {
    Player p(single(TACTUS_MODE_MONO));
    p.send({note_on(0, 0, 60, 100), note_on(10, 0, 64, 50), note_on(20, 0, 67, 25)}, 32);
    CHECK(p.onsets.size() == 3);
    CHECK(p.onsets[0].fresh);
    CHECK_FALSE(p.onsets[1].fresh);
    CHECK(p.field(TACTUS_KEY, 0) == 67.0f);
    p.send({note_off(33, 0, 64)}, 16); // not the one that sounds
    CHECK(p.onsets.size() == 3);
    CHECK(p.field(TACTUS_KEY, 0) == 67.0f);
    p.send({note_off(50, 0, 67)}, 16);
    CHECK(p.onsets.size() == 4);
    CHECK(p.onsets[3].frame == 50);
    CHECK(p.field(TACTUS_KEY, 0) == 60.0f);
    CHECK(p.field(TACTUS_VELOCITY, 0) == 100.0f / 127.0f);
    p.send({note_off(70, 0, 60)}, 16);
    CHECK_FALSE(p.gate(0));
    CHECK(p.onsets.size() == 4);
    CHECK(p.kernel.violations() == 0);
}

TEST_CASE("legato: no new start while a key is held, the pitch changes on its sample") {
    Player p(single(TACTUS_MODE_LEGATO));
    p.send({note_on(0, 0, 60, 100), note_on(21, 0, 69, 50)}, 22);
    CHECK(p.onsets.size() == 1);
    CHECK(p.field(TACTUS_FREQ, 0) == 440.0f);
    CHECK(p.field(TACTUS_KEY, 0) == 69.0f);
    CHECK(p.field(TACTUS_VELOCITY, 0) == 100.0f / 127.0f);
    p.send({note_off(30, 0, 69)}, 16);
    CHECK(p.onsets.size() == 1);
    CHECK(p.field(TACTUS_KEY, 0) == 60.0f);
    CHECK(p.gate(0));
    p.send({note_off(40, 0, 60), note_on(41, 0, 62, 10)}, 16);
    CHECK(p.onsets.size() == 2);
    CHECK_FALSE(p.onsets[1].fresh);
    CHECK(p.field(TACTUS_VELOCITY, 0) == 10.0f / 127.0f);
}

TEST_CASE("one voice: the pedal holds keys as if they were down") {
    Player p(single(TACTUS_MODE_MONO));
    p.send({controller(0, 0, 64, 127), note_on(1, 0, 60, 100), note_off(2, 0, 60), note_on(3, 0, 64, 100),
            note_off(4, 0, 64)},
           16);
    CHECK(p.gate(0));
    CHECK(p.field(TACTUS_KEY, 0) == 64.0f);
    p.send({controller(17, 0, 64, 0)}, 16);
    CHECK_FALSE(p.gate(0));
    Player q(single(TACTUS_MODE_MONO));
    q.send({note_on(0, 0, 60, 100), controller(1, 0, 64, 127), note_on(2, 0, 64, 100), note_off(3, 0, 64),
            controller(4, 0, 64, 0)},
           16);
    CHECK(q.gate(0));
    CHECK(q.field(TACTUS_KEY, 0) == 60.0f); // back to the key that is still down
    CHECK(q.onsets.size() == 3);
}

TEST_CASE("one voice: all sound off fades it, a stroke after it begins anew, even on the same frame") {
    Player p(single(TACTUS_MODE_LEGATO));
    p.send({note_on(0, 0, 60, 100), controller(480, 0, 120, 0), note_on(480, 0, 64, 100)}, 500);
    CHECK(p.onsets.size() == 2);
    CHECK(p.onsets[1].fresh);
    CHECK_FALSE(p.stolen(0));
    CHECK(p.kernel.violations() == 0);
}

TEST_CASE("more keys than are remembered: the oldest are forgotten") {
    Player p(single(TACTUS_MODE_MONO));
    std::vector<engine::Event> events;
    for (std::uint32_t i = 0; i < 200; ++i) {
        events.push_back(note_on(i, static_cast<std::uint8_t>(i / 100), static_cast<std::uint8_t>(i % 100), 100));
    }
    p.send(events, 208);
    for (std::uint32_t i = 200; i-- > 0;) {
        p.send({note_off(p.frame(), static_cast<std::uint8_t>(i / 100), static_cast<std::uint8_t>(i % 100))}, 1);
    }
    CHECK_FALSE(p.gate(0));
    CHECK(p.onsets.size() == 200 + 127);
}

TEST_CASE(
    "a voice with an `idle` rule of its own wakes again when a note comes on the tick where it would fall asleep") {
    FakeKernelOptions options = voices(2);
    options.idle_node = true;
    Player p(options);
    p.send({note_on(0, 0, 60, 100), note_off(20, 0, 60)}, 32);
    CHECK(p.awake(0));
    p.send({note_on(32, 0, 60, 100)}, 16);
    CHECK(p.awake(0));
    p.send({note_off(50, 0, 60)}, 32);
    CHECK_FALSE(p.awake(0));
}

TEST_CASE("one voice: a key struck often is remembered once") {
    Player p(single(TACTUS_MODE_MONO));
    p.send({note_on(0, 0, 50, 100)}, 16);
    for (int i = 0; i < 200; ++i) {
        p.send({note_on(p.frame(), 0, 60, 100)}, 1);
    }
    p.send({note_off(p.frame(), 0, 60)}, 1);
    CHECK(p.gate(0));
    CHECK(p.field(TACTUS_KEY, 0) == 50.0f);
}
