// The reader of MIDI files: hand-made bytes for every rule, every problem with its place.
#include "tests/unit/midi/smf_bytes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace tactus::midi;
using namespace smf_bytes;

namespace {

Song song_of(const Bytes &file) {
    SmfResult result = read_smf(file);
    if (const auto *error = std::get_if<SmfError>(&result)) {
        FAIL(explain(error->problem), " at ", error->offset);
    }
    return std::get<Song>(std::move(result));
}

std::vector<TimedEvent> events_of(const Bytes &events) { return song_of(single(events)).events; }

struct Broken {
    std::string rule;
    Bytes file;
    SmfError expected;
};

const Bytes note_then_end = raw({0x00, 0x90, 60, 100}) + end_of_track;
constexpr std::size_t first_event = 14 + 8; // after the header chunk and the head of the first track

Bytes tracks_of(std::size_t count) {
    Bytes bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes = bytes + track(end_of_track);
    }
    return bytes;
}

const std::vector<Broken> broken = {
    {"nothing at all", {}, {SmfProblem::header_missing, 0}},
    {"three bytes", raw({'M', 'T', 'h'}), {SmfProblem::header_missing, 0}},
    {"another kind of file", raw({'R', 'I', 'F', 'F', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96}), {SmfProblem::header_missing, 0}},
    {"only the four letters", raw({'M', 'T', 'h', 'd'}), {SmfProblem::truncated, 4}},
    {"header without its last byte", raw({'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0}), {SmfProblem::truncated, 13}},
    {"header says 5 bytes", chunk_saying("MThd", 5, raw({0, 0, 0, 1, 0, 96})), {SmfProblem::header_broken, 4}},
    {"header says more than the file", chunk_saying("MThd", 7, raw({0, 0, 0, 1, 0, 96})), {SmfProblem::truncated, 4}},
    {"header says 4 GiB", chunk_saying("MThd", 0xFFFFFFFF, raw({0, 0, 0, 1, 0, 96})), {SmfProblem::truncated, 4}},
    {"format 2", header(2, 1, 96) + track(note_then_end), {SmfProblem::format_unsupported, 8}},
    {"format 65535", header(65535, 1, 96) + track(note_then_end), {SmfProblem::format_unsupported, 8}},
    {"no tracks", header(1, 0, 96), {SmfProblem::no_tracks, 10}},
    {"format 0 with two tracks", header(0, 2, 96) + tracks_of(2), {SmfProblem::header_broken, 10}},
    {"division 0", header(0, 1, 0) + track(note_then_end), {SmfProblem::division_unsupported, 12}},
    {"SMPTE, 0 ticks a frame", header(0, 1, 0xE700) + track(note_then_end), {SmfProblem::division_unsupported, 12}},
    {"SMPTE, 26 frames a second", header(0, 1, 0xE604) + track(note_then_end), {SmfProblem::division_unsupported, 12}},
    {"SMPTE, 128 frames a second", header(0, 1, 0x8001) + track(note_then_end), {SmfProblem::division_unsupported, 12}},
    {"no track chunk", header(0, 1, 96), {SmfProblem::track_missing, 14}},
    {"one of two tracks", header(1, 2, 96) + tracks_of(1), {SmfProblem::track_missing, 26}},
    {"65,535 tracks said, one there", header(1, 65535, 96) + tracks_of(1), {SmfProblem::track_missing, 26}},
    {"half a chunk head", header(0, 1, 96) + raw({'M', 'T', 'r'}), {SmfProblem::truncated, 14}},
    {"track one byte longer than the file",
     header(0, 1, 96) + chunk_saying("MTrk", 9, note_then_end),
     {SmfProblem::truncated, 18}},
    {"track of 4 GiB", header(0, 1, 96) + chunk_saying("MTrk", 0xFFFFFFFF, note_then_end), {SmfProblem::truncated, 18}},
    {"track one byte shorter than its events",
     header(0, 1, 96) + chunk_saying("MTrk", 7, note_then_end),
     {SmfProblem::event_cut_off, first_event + 7}},
    {"an empty track", header(0, 1, 96) + track({}), {SmfProblem::end_of_track_missing, first_event}},
    {"no end of track",
     header(0, 1, 96) + track(raw({0, 0x90, 60, 100})),
     {SmfProblem::end_of_track_missing, first_event + 4}},
    {"a time and no event", header(0, 1, 96) + track(raw({0x05})), {SmfProblem::event_cut_off, first_event + 1}},
    {"a time that does not end", header(0, 1, 96) + track(raw({0x85})), {SmfProblem::event_cut_off, first_event}},
    {"a time of five bytes",
     single(raw({0x81, 0x80, 0x80, 0x80, 0x00, 0x90, 60, 1})),
     {SmfProblem::number_too_long, first_event}},
    {"a time of five bytes that is small",
     single(raw({0x80, 0x80, 0x80, 0x80, 0x00, 0x90, 60, 1})),
     {SmfProblem::number_too_long, first_event}},
    {"a length of five bytes",
     single(raw({0, 0xFF, 0x01, 0x80, 0x80, 0x80, 0x80, 0x00})),
     {SmfProblem::number_too_long, first_event + 3}},
    {"data before any status", single(raw({0, 60, 100})), {SmfProblem::status_missing, first_event + 1}},
    {"data after a meta event only",
     single(raw({0, 0xFF, 0x01, 0, 0, 60, 100})),
     {SmfProblem::status_missing, first_event + 5}},
    {"status inside a message", single(raw({0, 0x90, 60, 0x90})), {SmfProblem::data_byte_expected, first_event + 3}},
    {"clock in a file", single(raw({0, 0xF8})), {SmfProblem::status_unknown, first_event + 1}},
    {"song position in a file", single(raw({0, 0xF2, 1, 1})), {SmfProblem::status_unknown, first_event + 1}},
    {"message cut off by the end of the track",
     header(0, 1, 96) + track(raw({0, 0x90, 60})),
     {SmfProblem::event_cut_off, first_event + 3}},
    {"meta event without its kind",
     header(0, 1, 96) + track(raw({0, 0xFF})),
     {SmfProblem::event_cut_off, first_event + 1}},
    {"meta event without its length",
     header(0, 1, 96) + track(raw({0, 0xFF, 0x51})),
     {SmfProblem::event_cut_off, first_event + 3}},
    {"text longer than its track",
     header(0, 1, 96) + track(raw({0, 0xFF, 0x01, 5, 'a', 'b', 'c', 'd'})),
     {SmfProblem::event_cut_off, first_event + 3}},
    {"text that reaches into the next track",
     header(1, 2, 96) + track(raw({0, 0xFF, 0x01, 12})) + track(note_then_end),
     {SmfProblem::event_cut_off, first_event + 3}},
    {"text of 256 MiB",
     single(raw({0, 0xFF, 0x01, 0xFF, 0xFF, 0xFF, 0x7F})),
     {SmfProblem::event_cut_off, first_event + 3}},
    {"system exclusive longer than its track",
     header(0, 1, 96) + track(raw({0, 0xF0, 3, 1, 2})),
     {SmfProblem::event_cut_off, first_event + 2}},
    {"tempo of two bytes", single(raw({0, 0xFF, 0x51, 2, 7, 0xA1})), {SmfProblem::tempo_broken, first_event + 1}},
    {"tempo of four bytes",
     single(raw({0, 0xFF, 0x51, 4, 7, 0xA1, 0x20, 0})),
     {SmfProblem::tempo_broken, first_event + 1}},
    {"tempo 0", single(raw({0, 0xFF, 0x51, 3, 0, 0, 0})), {SmfProblem::tempo_broken, first_event + 1}},
};

} // namespace

TEST_CASE("a broken file is refused with its problem and its place") {
    for (const Broken &row : broken) {
        CAPTURE(row.rule);
        const SmfResult result = read_smf(row.file);
        const auto *error = std::get_if<SmfError>(&result);
        CHECK(error != nullptr);
        if (error != nullptr) {
            CHECK(std::string(explain(error->problem)) == explain(row.expected.problem));
            CHECK(error->offset == row.expected.offset);
        }
    }
}

TEST_CASE("every file cut short anywhere is refused, and no read goes outside") {
    const Bytes file = header(1, 2, 96) +
                       track(raw({0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0x81, 0x00, 0xF0, 2, 1, 0xF7}) + end_of_track) +
                       track(note_then_end);
    CHECK(std::holds_alternative<Song>(read_smf(file)));
    for (std::size_t length = 0; length < file.size(); ++length) {
        CAPTURE(length);
        const Bytes cut(file.begin(),
                        file.begin() + static_cast<std::ptrdiff_t>(length)); // its own block: sanitizers see its end
        CHECK(std::holds_alternative<SmfError>(read_smf(cut)));
    }
}

TEST_CASE("each channel event of a file") {
    const Bytes events = raw({0, 0x80, 60,   5,  0,   0x91, 60,   100, 0, 0x91, 60, 0, 0,    0xA2, 61,
                              7, 0,    0xB3, 64, 127, 0,    0xC4, 17,  0, 0xD5, 99, 0, 0xEF, 0x01, 0x40});
    const std::vector<TimedEvent> expected = {
        {0, 0, {Type::note_off, 0, 60, 5}},         {0, 0, {Type::note_on, 1, 60, 100}},
        {0, 0, {Type::note_off, 1, 60, 64}},        {0, 0, {Type::poly_pressure, 2, 61, 7}},
        {0, 0, {Type::control_change, 3, 64, 127}}, {0, 0, {Type::program_change, 4, 17, 0}},
        {0, 0, {Type::channel_pressure, 5, 0, 99}}, {0, 0, {Type::pitch_bend, 15, 0, 8193}},
    };
    CHECK(events_of(events) == expected);
}

TEST_CASE("running status holds, also over meta and system-exclusive events") {
    const Bytes events =
        raw({0, 0x90, 60, 100, 5, 60, 0, 0, 0xFF, 0x01, 1, 'x', 0, 62, 100, 0, 0xF0, 2, 1, 0xF7, 7, 62, 0});
    const std::vector<TimedEvent> expected = {{0, 0, {Type::note_on, 0, 60, 100}},
                                              {5, 0, {Type::note_off, 0, 60, 64}},
                                              {5, 0, {Type::note_on, 0, 62, 100}},
                                              {12, 0, {Type::note_off, 0, 62, 64}}};
    CHECK(events_of(events) == expected);
}

TEST_CASE("running status does not pass from one track to the next") {
    const Bytes file = header(1, 2, 96) + track(note_then_end) + track(raw({0, 60, 100}) + end_of_track);
    const SmfResult result = read_smf(file);
    REQUIRE(std::holds_alternative<SmfError>(result));
    CHECK(std::get<SmfError>(result).problem == SmfProblem::status_missing);
}

TEST_CASE("times: the edges of one, two, three and four bytes") {
    const std::vector<std::pair<Bytes, std::uint32_t>> times = {
        {raw({0x00}), 0},
        {raw({0x40}), 0x40},
        {raw({0x7F}), 0x7F},
        {raw({0x81, 0x00}), 0x80},
        {raw({0xFF, 0x7F}), 0x3FFF},
        {raw({0x81, 0x80, 0x00}), 0x4000},
        {raw({0xFF, 0xFF, 0x7F}), 0x1FFFFF},
        {raw({0x81, 0x80, 0x80, 0x00}), 0x200000},
        {raw({0xFF, 0xFF, 0xFF, 0x7F}), 0x0FFFFFFF},
        {raw({0x80, 0x80, 0x05}), 5}, // longer than it need be, and legal
    };
    for (const auto &[bytes, ticks] : times) {
        CAPTURE(ticks);
        const std::vector<TimedEvent> events = events_of(bytes + raw({0x90, 60, 100}));
        REQUIRE(events.size() == 1);
        CHECK(events.front().tick == ticks);
    }
}

TEST_CASE("events of all tracks stand by tick, then track, then their own order") {
    const Bytes first = raw({10, 0x90, 1, 1, 0, 0x90, 2, 1, 10, 0x90, 3, 1}) + end_of_track;
    const Bytes second = raw({0, 0x91, 4, 1, 10, 0x91, 5, 1, 0, 0x91, 6, 1}) + raw({30, 0xFF, 0x2F, 0});
    const Song song = song_of(header(1, 2, 96) + track(first) + track(second));
    std::vector<int> keys;
    for (const TimedEvent &event : song.events) {
        keys.push_back(event.message.number);
        CHECK(event.track == event.message.channel);
    }
    CHECK(keys == std::vector<int>{4, 1, 2, 5, 6, 3});
    CHECK(song.end_tick == 40);
    CHECK(song.format == 1);
    CHECK(song.track_count == 2);
}

TEST_CASE("tempo counts in whichever track it stands, the last of one tick holds") {
    const Bytes first = raw({96, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40}) + end_of_track; // 1,000,000
    const Bytes second =
        raw({0, 0xFF, 0x51, 3, 0, 0, 9, 0, 0xFF, 0x51, 3, 0x03, 0xD0, 0x90}) + end_of_track; // 9, then 250,000
    const Song song = song_of(header(1, 2, 96) + track(first) + track(second));
    REQUIRE(song.events.size() == 3);
    CHECK(song.events[0].message == Message{Type::tempo, 0, 0, 9});
    CHECK(song.events[1].message == Message{Type::tempo, 0, 0, 250'000});
    CHECK(song.events[2].message == Message{Type::tempo, 0, 0, 1'000'000});
    CHECK(song.frame_of_tick(96, 48'000) == 12'000);
    CHECK(song.frame_of_tick(192, 48'000) == 60'000);
}

TEST_CASE("what does not matter is skipped") {
    const Bytes song = note_then_end;
    const std::vector<TimedEvent> expected = {{0, 0, {Type::note_on, 0, 60, 100}}};
    CHECK(song_of(header(0, 1, 96) + chunk("XFIH", raw({1, 2, 3})) + track(song)).events == expected);
    CHECK(song_of(chunk("MThd", raw({0, 0, 0, 1, 0, 96, 1, 2})) + track(song)).events == expected);
    CHECK(song_of(header(0, 1, 96) + track(song) + raw({1, 2, 3})).events == expected);
    CHECK(song_of(header(0, 1, 96) + track(song + raw({0xF8, 0xFF}))).events == expected);
    CHECK(song_of(single(raw(
                      {0, 0xFF, 0x03, 2, 'a', 'b', 0, 0xFF, 0x58, 4, 4, 2, 24, 8, 0, 0xF7, 1, 0x55, 0, 0x90, 60, 100})))
              .events == expected);
}

TEST_CASE("SMPTE divisions give ticks of a fixed time, whatever the tempo") {
    struct Row {
        std::uint32_t division;
        std::uint32_t tick;
        std::uint64_t frame;
    };
    // 25 frames × 40 ticks: milliseconds. 24 × 4, 30 × 80. 29.97: 30000 frames × 10 ticks last 1001 s.
    const std::vector<Row> rows = {{0xE728, 1000, 48'000},
                                   {0xE804, 96, 48'000},
                                   {0xE250, 2400, 48'000},
                                   {0xE30A, 300'000, 48'048'000},
                                   {0xE728, 1, 48}};
    for (const Row &row : rows) {
        CAPTURE(row.division);
        const Song song = song_of(header(0, 1, row.division) +
                                  track(raw({0, 0xFF, 0x51, 3, 0, 0, 1, 0, 0x90, 60, 100}) + end_of_track));
        CHECK(song.tempo.tick_length().is_smpte());
        CHECK(song.frame_of_tick(row.tick, 48'000) == row.frame);
    }
}

TEST_CASE("a file that is not there, a folder, and a file that is") {
    const SmfResult missing = read_smf_file("tests/unit/midi/no such file.mid");
    REQUIRE(std::holds_alternative<SmfError>(missing));
    CHECK(std::get<SmfError>(missing).problem == SmfProblem::cannot_open);
    const SmfResult folder = read_smf_file("tests");
    REQUIRE(std::holds_alternative<SmfError>(folder));
    CHECK(std::get<SmfError>(folder).problem == SmfProblem::cannot_read);
}

TEST_CASE("each problem has a sentence of its own") {
    std::set<std::string> sentences;
    for (int i = 0; i <= static_cast<int>(SmfProblem::too_long); ++i) {
        sentences.insert(explain(static_cast<SmfProblem>(i)));
    }
    CHECK(sentences.size() == static_cast<std::size_t>(SmfProblem::too_long) + 1);
    CHECK(sentences.count("") == 0);
}
