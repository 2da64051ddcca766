// One MIDI message as a small plain value, the same for a live byte stream, a MIDI file and generated notes: the engine
// sees nothing else. The reader has already decided what the bytes meant: a note-on with velocity 0 is a note-off, the
// two halves of a bend are one number.
#pragma once

#include <cstdint>

namespace tactus::midi {

enum class Type : std::uint8_t {
    note_off, // number: key, value: release velocity (64 where the sender gave none: it wrote note-on with velocity 0)
    note_on,  // number: key, value: velocity 1..127
    poly_pressure,    // number: key, value: pressure
    control_change,   // number: controller, value: 0..127; a 14-bit pair arrives as its two controllers (n and n + 32)
    program_change,   // number: program
    channel_pressure, // value: pressure
    pitch_bend,       // value: 0..16383, centre bend_centre
    song_position,    // value: 0..16383, in sixteenths of a whole note since the start of the song
    clock,            // 24 of them make a quarter note
    start,
    resume, // "continue" in the standard
    stop,
    reset, // system reset: every note off
    tempo, // only from a file. value: microseconds per quarter note, 1..16777215
};

inline constexpr std::uint32_t bend_centre = 8192;
inline constexpr std::uint32_t default_release_velocity = 64;

// channel is 0..15 (users count 1..16) and 0 where the type has no channel; number is 0 where the type has none.
struct Message {
    Type type = Type::reset;
    std::uint8_t channel = 0;
    std::uint8_t number = 0;
    std::uint32_t value = 0;

    friend bool operator==(const Message &, const Message &) = default;
};

// Whether the message belongs to a channel (note_off … pitch_bend).
constexpr bool has_channel(Type type) { return type <= Type::pitch_bend; }

// How many data bytes follow a channel status byte (0x80..0xEF).
constexpr int channel_data_bytes(std::uint8_t status) {
    const int kind = status >> 4;
    return kind == 0xC || kind == 0xD ? 1 : 2;
}

// The meaning of one complete channel message: status 0x80..0xEF, data bytes 0..127 (second is ignored where there is
// none).
Message channel_message(std::uint8_t status, std::uint8_t first, std::uint8_t second);

} // namespace tactus::midi
