// The parser of live MIDI bytes: one table of bytes and what they mean, then properties that hold for any bytes.
#include "runtime/midi/byte_parser.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace tactus::midi;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values) {
        result.push_back(static_cast<std::byte>(value));
    }
    return result;
}

std::vector<Message> parse(ByteParser &parser, std::span<const std::byte> input) {
    std::vector<Message> messages;
    parser.take(input, [&](const Message &message) { messages.push_back(message); });
    return messages;
}

struct Row {
    std::string rule;
    std::vector<std::byte> input;
    std::vector<Message> expected;
    std::uint64_t skipped;
};

const Message clock{Type::clock, 0, 0, 0};
const Message note{Type::note_on, 0, 60, 100};

const std::vector<Row> rows = {
    {"note on", bytes({0x90, 60, 100}), {{Type::note_on, 0, 60, 100}}, 0},
    {"note on, last channel", bytes({0x9F, 127, 127}), {{Type::note_on, 15, 127, 127}}, 0},
    {"note on with velocity 0 is a note off", bytes({0x93, 60, 0}), {{Type::note_off, 3, 60, 64}}, 0},
    {"note off with its velocity", bytes({0x83, 60, 5}), {{Type::note_off, 3, 60, 5}}, 0},
    {"poly pressure", bytes({0xA1, 61, 7}), {{Type::poly_pressure, 1, 61, 7}}, 0},
    {"control change", bytes({0xB2, 64, 127}), {{Type::control_change, 2, 64, 127}}, 0},
    {"program change", bytes({0xC5, 17}), {{Type::program_change, 5, 17, 0}}, 0},
    {"channel pressure", bytes({0xD6, 99}), {{Type::channel_pressure, 6, 0, 99}}, 0},
    {"bend: low seven bits first", bytes({0xE0, 0x01, 0x40}), {{Type::pitch_bend, 0, 0, 8193}}, 0},
    {"bend: centre", bytes({0xE0, 0x00, 0x40}), {{Type::pitch_bend, 0, 0, bend_centre}}, 0},
    {"bend: least and greatest",
     bytes({0xE0, 0, 0, 127, 127}),
     {{Type::pitch_bend, 0, 0, 0}, {Type::pitch_bend, 0, 0, 16383}},
     0},
    {"running status, two data bytes",
     bytes({0x90, 60, 100, 64, 90, 60, 0}),
     {note, {Type::note_on, 0, 64, 90}, {Type::note_off, 0, 60, 64}},
     0},
    {"running status, one data byte",
     bytes({0xC0, 1, 2, 3}),
     {{Type::program_change, 0, 1, 0}, {Type::program_change, 0, 2, 0}, {Type::program_change, 0, 3, 0}},
     0},
    {"real-time bytes inside a message", bytes({0x90, 0xF8, 60, 0xF8, 100}), {clock, clock, note}, 0},
    {"real-time bytes keep running status", bytes({0x90, 60, 100, 0xF8, 60, 0xF8, 100}), {note, clock, clock, note}, 0},
    {"start, continue, stop, reset",
     bytes({0xFA, 0xFB, 0xFC, 0xFF}),
     {{Type::start, 0, 0, 0}, {Type::resume, 0, 0, 0}, {Type::stop, 0, 0, 0}, {Type::reset, 0, 0, 0}},
     0},
    {"active sensing says nothing", bytes({0xFE, 0x90, 60, 0xFE, 100}), {note}, 0},
    {"undefined real-time bytes are skipped", bytes({0xF9, 0x90, 60, 0xFD, 100}), {note}, 2},
    {"system exclusive is skipped", bytes({0xF0, 1, 2, 3, 0xF7, 0x90, 60, 100}), {note}, 0},
    {"system exclusive with clock inside", bytes({0xF0, 1, 0xF8, 2, 0xF7}), {clock}, 0},
    {"system exclusive cut off by a note", bytes({0xF0, 1, 2, 0x90, 60, 100}), {note}, 0},
    {"system exclusive cut off by another", bytes({0xF0, 1, 0xF0, 2, 0xF7, 0x90, 60, 100}), {note}, 0},
    {"system exclusive drops running status", bytes({0x90, 60, 100, 0xF0, 1, 0xF7, 60, 100}), {note}, 2},
    {"an end of exclusive without its begin", bytes({0xF7, 0x90, 60, 100}), {note}, 1},
    {"data bytes first of all", bytes({60, 100, 0x90, 60, 100}), {note}, 2},
    {"a status byte ends an unfinished message", bytes({0x90, 60, 0x90, 60, 100}), {note}, 2},
    {"a status byte ends an unfinished running message",
     bytes({0x90, 60, 100, 7, 0xB0, 1, 2}),
     {note, {Type::control_change, 0, 1, 2}},
     1},
    {"a status byte with nothing after it", bytes({0x80, 0x90, 60, 100}), {note}, 1},
    {"song position", bytes({0xF2, 0x10, 0x01}), {{Type::song_position, 0, 0, 144}}, 0},
    {"song position has no running status", bytes({0xF2, 0x10, 0x01, 5, 6}), {{Type::song_position, 0, 0, 144}}, 2},
    {"time code and song select are taken and dropped", bytes({0xF1, 0x11, 0xF3, 3, 0x90, 60, 100}), {note}, 0},
    {"time code drops running status", bytes({0x90, 60, 100, 0xF1, 0x11, 60, 100}), {note}, 2},
    {"tune request drops running status", bytes({0x90, 60, 100, 0xF6, 60, 100}), {note}, 2},
    {"undefined common bytes drop running status", bytes({0x90, 60, 100, 0xF4, 60, 0xF5, 100}), {note}, 4},
    {"an empty span", {}, {}, 0},
};

} // namespace

TEST_CASE("each rule of the byte stream") {
    for (const Row &row : rows) {
        CAPTURE(row.rule);
        ByteParser parser;
        CHECK(parse(parser, row.input) == row.expected);
        CHECK(parser.skipped_bytes() == row.skipped);
    }
}

TEST_CASE("bytes mean the same in whatever pieces they come") {
    std::vector<std::byte> stream;
    for (const Row &row : rows) {
        stream.insert(stream.end(), row.input.begin(), row.input.end());
    }
    ByteParser whole_parser;
    const std::vector<Message> whole = parse(whole_parser, stream);
    REQUIRE(!whole.empty());
    for (std::size_t split = 0; split <= stream.size(); ++split) {
        ByteParser parser;
        std::vector<Message> pieces = parse(parser, std::span(stream).first(split));
        for (const Message &message : parse(parser, std::span(stream).subspan(split))) {
            pieces.push_back(message);
        }
        CAPTURE(split);
        CHECK(pieces == whole);
    }
}

TEST_CASE("random bytes give only messages within their ranges, and a note is understood after them") {
    const std::uint32_t seed = 20261;
    MESSAGE("seed ", seed);
    std::mt19937 random(seed);
    ByteParser parser;
    std::uint64_t count = 0;
    for (int i = 0; i < 200'000; ++i) {
        const std::optional<Message> message = parser.take(static_cast<std::byte>(random() & 0xFF));
        if (!message) {
            continue;
        }
        ++count;
        const bool wide = message->type == Type::pitch_bend || message->type == Type::song_position;
        const bool in_range = message->channel < 16 && message->number < 128 &&
                              message->value < (wide ? 16384u : 128u) && message->type != Type::tempo &&
                              (message->type != Type::note_on || message->value > 0);
        if (!in_range) {
            FAIL("out of range after byte ", i);
        }
    }
    CHECK(count > 10'000);
    CHECK(parse(parser, bytes({0x90, 60, 100})) == std::vector<Message>{note});
}

TEST_CASE("a reset forgets the unfinished message and the running status") {
    ByteParser parser;
    CHECK(parse(parser, bytes({0x90, 60})).empty());
    parser.reset();
    CHECK(parse(parser, bytes({100, 60, 100})).empty());
    CHECK(parse(parser, bytes({0x90, 60, 100})) == std::vector<Message>{note});
}
