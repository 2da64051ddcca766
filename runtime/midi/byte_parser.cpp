// The byte parser as one small state: the status byte in force and the first of two data bytes.
#include "runtime/midi/byte_parser.h"

namespace tactus::midi {

namespace {

constexpr std::uint8_t system_exclusive = 0xF0;
constexpr std::uint8_t song_position_status = 0xF2;
constexpr std::uint8_t end_of_exclusive = 0xF7;
constexpr std::uint8_t first_real_time = 0xF8;

constexpr bool is_channel_status(std::uint8_t status) { return status >= 0x80 && status < system_exclusive; }

// Quarter-frame time code (F1), song select (F3): known, one data byte, no message of ours.
constexpr int data_bytes(std::uint8_t status) {
    if (is_channel_status(status)) {
        return channel_data_bytes(status);
    }
    return status == song_position_status ? 2 : 1;
}

} // namespace

std::optional<Message> ByteParser::take(std::byte byte) {
    const auto value = std::to_integer<std::uint8_t>(byte);
    if (value >= first_real_time) {
        return real_time(value);
    }
    if (value >= 0x80) {
        begin(value);
        return std::nullopt;
    }
    return data(value);
}

std::optional<Message> ByteParser::real_time(std::uint8_t status) {
    switch (status) {
    case 0xF8:
        return Message{Type::clock, 0, 0, 0};
    case 0xFA:
        return Message{Type::start, 0, 0, 0};
    case 0xFB:
        return Message{Type::resume, 0, 0, 0};
    case 0xFC:
        return Message{Type::stop, 0, 0, 0};
    case 0xFF:
        return Message{Type::reset, 0, 0, 0};
    case 0xFE: // active sensing: says only that the cable is there
        return std::nullopt;
    default: // F9, FD: undefined
        ++skipped_bytes_;
        return std::nullopt;
    }
}

void ByteParser::begin(std::uint8_t status) {
    skipped_bytes_ += (status_is_fresh_ ? 1u : 0u) + (has_first_ ? 1u : 0u);
    has_first_ = false;
    const bool undefined = status == 0xF4 || status == 0xF5;
    const bool stray_end = status == end_of_exclusive && status_ != system_exclusive;
    skipped_bytes_ += undefined || stray_end ? 1u : 0u;
    const bool takes_data = !undefined && status != 0xF6 && status != end_of_exclusive; // F6: tune request, no data
    status_ = takes_data ? status : std::uint8_t{0};
    status_is_fresh_ = takes_data && status != system_exclusive;
}

std::optional<Message> ByteParser::data(std::uint8_t value) {
    if (status_ == system_exclusive) {
        return std::nullopt;
    }
    if (status_ == 0) {
        ++skipped_bytes_;
        return std::nullopt;
    }
    if (data_bytes(status_) == 2 && !has_first_) {
        first_ = value;
        has_first_ = true;
        return std::nullopt;
    }
    const std::uint8_t status = status_;
    const std::uint8_t first = has_first_ ? first_ : value;
    has_first_ = false;
    status_is_fresh_ = false;
    if (is_channel_status(status)) {
        return channel_message(status, first, value);
    }
    status_ = 0; // no running status for system common messages
    if (status == song_position_status) {
        return Message{Type::song_position, 0, 0, static_cast<std::uint32_t>(first | (value << 7))};
    }
    return std::nullopt;
}

} // namespace tactus::midi
