// The limits of the reader in pairs: exactly at the limit, and one more.
#include "tests/unit/midi/smf_bytes.h"

#include <doctest/doctest.h>

using namespace tactus::midi;
using namespace smf_bytes;

namespace {

// Program changes by running status: two bytes each.
Bytes file_of_events(std::size_t count) {
    Bytes events = raw({0, 0xC0, 0});
    events.resize(3 + 2 * (count - 1));
    return single(events);
}

// A file of exactly this size: one track, then bytes that belong to nothing.
Bytes file_of_size(std::size_t size) {
    Bytes file = single({});
    file.resize(size);
    return file;
}

// 16 steps of the longest time make 2^32 - 16 ticks; the last step adds the rest.
Bytes file_of_ticks_after_sixteen_steps(int rest) {
    Bytes events;
    for (int i = 0; i < 16; ++i) {
        events = events + raw({0xFF, 0xFF, 0xFF, 0x7F, 0xC0, 0});
    }
    return single(events + raw({rest, 0xC0, 0}));
}

SmfProblem problem_of(const Bytes &file) {
    const SmfResult result = read_smf(file);
    REQUIRE(std::holds_alternative<SmfError>(result));
    return std::get<SmfError>(result).problem;
}

} // namespace

TEST_CASE("the number of events") {
    const SmfResult result = read_smf(file_of_events(maximum_smf_events));
    REQUIRE(std::holds_alternative<Song>(result));
    CHECK(std::get<Song>(result).events.size() == maximum_smf_events);
    CHECK(problem_of(file_of_events(maximum_smf_events + 1)) == SmfProblem::too_many_events);
}

TEST_CASE("the size of a file") {
    CHECK(std::holds_alternative<Song>(read_smf(file_of_size(maximum_smf_bytes))));
    CHECK(problem_of(file_of_size(maximum_smf_bytes + 1)) == SmfProblem::file_too_large);
}

TEST_CASE("the length of a song in ticks") {
    const SmfResult result = read_smf(file_of_ticks_after_sixteen_steps(15));
    REQUIRE(std::holds_alternative<Song>(result));
    CHECK(std::get<Song>(result).end_tick == maximum_smf_tick);
    CHECK(problem_of(file_of_ticks_after_sixteen_steps(16)) == SmfProblem::too_long);
}

TEST_CASE("the number of tracks: all that the format can say") {
    constexpr std::uint32_t most = 65'535;
    Bytes file = header(1, most, 96);
    const Bytes one = track(raw({0, 0x90, 60, 100}) + end_of_track);
    for (std::uint32_t i = 0; i < most; ++i) {
        file.insert(file.end(), one.begin(), one.end());
    }
    const SmfResult result = read_smf(file);
    REQUIRE(std::holds_alternative<Song>(result));
    const Song &song = std::get<Song>(result);
    REQUIRE(song.events.size() == most);
    for (std::uint32_t i = 0; i < most; ++i) {
        if (song.events[i].track != i) {
            FAIL("track ", i);
        }
    }
}
