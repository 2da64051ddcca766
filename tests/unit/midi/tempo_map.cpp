// Ticks to frames: against arithmetic done another way (128-bit, one fraction over the whole song), and against figures
// by hand.
#include "runtime/midi/tempo_map.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace tactus::midi;

namespace {

__extension__ typedef unsigned __int128 Wide;

struct Change {
    std::uint32_t tick;
    std::uint32_t microseconds_per_quarter;
};

// floor(seconds × rate + 1/2) with seconds = sum over the stretches of constant tempo of ticks × microseconds /
// (division × 10^6).
std::uint64_t frame_by_one_fraction(const std::vector<Change> &changes, std::uint32_t division, std::uint32_t tick,
                                    std::uint32_t rate) {
    Wide sum = 0;
    for (std::size_t i = 0; i < changes.size() && changes[i].tick <= tick; ++i) {
        const bool last = i + 1 == changes.size() || changes[i + 1].tick > tick;
        const std::uint32_t end = last ? tick : changes[i + 1].tick;
        sum += Wide{end - changes[i].tick} * changes[i].microseconds_per_quarter;
    }
    const Wide denominator = Wide{division} * 1'000'000;
    return static_cast<std::uint64_t>((2 * sum * rate + denominator) / (2 * denominator));
}

} // namespace

TEST_CASE("figures by hand") {
    TempoMap map(TickLength{480, 0, 1});
    CHECK(map.frame_of_tick(480, 48'000) == 24'000); // a quarter at 120
    CHECK(map.frame_of_tick(0, 48'000) == 0);
    CHECK(map.frame_of_tick(1, 48'000) == 50);
    CHECK(map.frame_of_tick(1, 44'100) == 46);  // 45.94
    CHECK(map.frame_of_tick(8, 44'100) == 368); // 367.5: half goes up
    CHECK(map.frame_of_tick(4'294'967'295u, 48'000) == 214'748'364'750u);
}

TEST_CASE("the greatest values do not overflow") {
    TempoMap slow(TickLength{1, 0, 1});
    slow.append(0, maximum_microseconds_per_quarter);
    const std::vector<Change> changes = {{0, maximum_microseconds_per_quarter}};
    CHECK(slow.frame_of_tick(0xFFFF'FFFF, maximum_sample_rate) ==
          frame_by_one_fraction(changes, 1, 0xFFFF'FFFF, maximum_sample_rate));
    TempoMap fine(TickLength{32'767, 0, 1});
    fine.append(0, maximum_microseconds_per_quarter);
    CHECK(fine.frame_of_tick(0xFFFF'FFFF, maximum_sample_rate) ==
          frame_by_one_fraction(changes, 32'767, 0xFFFF'FFFF, maximum_sample_rate));
}

TEST_CASE("random songs: every frame is that of the one exact fraction") {
    const std::uint32_t seed = 7341;
    MESSAGE("seed ", seed);
    std::mt19937 random(seed);
    const auto between = [&](std::uint32_t low, std::uint32_t high) {
        return std::uniform_int_distribution<std::uint32_t>(low, high)(random);
    };
    const std::vector<std::uint32_t> rates = {1, 8'000, 44'100, 48'000, 96'000, 192'000, maximum_sample_rate};
    for (int song = 0; song < 300; ++song) {
        const std::uint32_t division = between(1, 32'767);
        TempoMap map(TickLength{division, 0, 1});
        std::vector<Change> changes = {{0, default_microseconds_per_quarter}};
        std::uint32_t tick = 0;
        for (std::uint32_t i = between(0, 60); i > 0; --i) {
            tick += between(1, 1u << between(1, 24));
            changes.push_back({tick, between(1, maximum_microseconds_per_quarter)});
            map.append(tick, changes.back().microseconds_per_quarter);
        }
        for (int i = 0; i < 40; ++i) {
            const std::uint32_t wanted = i % 4 == 0
                                             ? changes[between(0, static_cast<std::uint32_t>(changes.size()) - 1)].tick
                                             : between(0, tick + 1000);
            const std::uint32_t rate = rates[between(0, static_cast<std::uint32_t>(rates.size()) - 1)];
            if (map.frame_of_tick(wanted, rate) != frame_by_one_fraction(changes, division, wanted, rate)) {
                FAIL("song ", song, " tick ", wanted, " rate ", rate);
            }
        }
    }
}

TEST_CASE("nearly a million tempo changes leave no error behind") {
    // 96 ticks a quarter, a change at every tick: 333,333 and 333,334 µs in turn are 333,333.5 on average.
    TempoMap map(TickLength{96, 0, 1});
    constexpr std::uint32_t ticks = 960'000;
    for (std::uint32_t tick = 0; tick < ticks; ++tick) {
        map.append(tick, 333'333 + tick % 2);
    }
    // 10,000 quarters × 0.3333335 s × 48,000
    CHECK(map.frame_of_tick(ticks, 48'000) == 160'000'080);
}

TEST_CASE("tempo and beat at a frame follow the changes") {
    TempoMap map(TickLength{480, 0, 1});
    map.append(960, 1'000'000);
    map.append(1440, 250'000);
    // Two quarters in one second, one in the next, four a second after.
    CHECK(map.microseconds_per_quarter_at(0, 48'000) == 500'000);
    CHECK(map.microseconds_per_quarter_at(47'999, 48'000) == 500'000);
    CHECK(map.microseconds_per_quarter_at(48'000, 48'000) == 1'000'000);
    CHECK(map.microseconds_per_quarter_at(96'000, 48'000) == 250'000);
    CHECK(map.beat_at(0, 48'000) == 0);
    CHECK(map.beat_at(24'000, 48'000) == doctest::Approx(1).epsilon(1e-12));
    CHECK(map.beat_at(72'000, 48'000) == doctest::Approx(2.5).epsilon(1e-12));
    CHECK(map.beat_at(144'000, 48'000) == doctest::Approx(7).epsilon(1e-12));
    CHECK(map.seconds_of_tick(1440) == doctest::Approx(2).epsilon(1e-15));
}

TEST_CASE("the beat never turns back, and a note's own frame has its beat within half a frame") {
    const std::uint32_t seed = 99;
    MESSAGE("seed ", seed);
    std::mt19937 random(seed);
    TempoMap map(TickLength{96, 0, 1});
    for (std::uint32_t tick = 1; tick < 200; ++tick) {
        map.append(tick, 20'000 + static_cast<std::uint32_t>(random() % 900'000));
    }
    const std::uint32_t rate = 8'000;
    double before = -1;
    for (std::uint64_t frame = 0; frame < map.frame_of_tick(220, rate); ++frame) {
        const double beat = map.beat_at(frame, rate);
        if (beat < before) {
            FAIL("frame ", frame);
        }
        before = beat;
    }
    for (std::uint32_t tick = 0; tick < 220; ++tick) {
        const std::uint64_t frame = map.frame_of_tick(tick, rate);
        const double greatest_step = 0.5 / rate * 1e6 / 20'000;
        CHECK(map.beat_at(frame, rate) == doctest::Approx(tick / 96.0).scale(1).epsilon(greatest_step + 1e-9));
    }
}

TEST_CASE("SMPTE: the time is fixed, the beat follows the tempo") {
    TempoMap map(TickLength{0, 1, 1000});
    map.append(1000, 250'000);
    CHECK(map.frame_of_tick(3000, 48'000) == 144'000);
    CHECK(map.beat_at(48'000, 48'000) == doctest::Approx(2).epsilon(1e-12));
    CHECK(map.beat_at(96'000, 48'000) == doctest::Approx(6).epsilon(1e-12));
    CHECK(map.microseconds_per_quarter_at(48'000, 48'000) == 250'000);
}
