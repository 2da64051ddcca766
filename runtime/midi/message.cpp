// Complete channel messages from their status and data bytes.
#include "runtime/midi/message.h"

namespace tactus::midi {

Message channel_message(std::uint8_t status, std::uint8_t first, std::uint8_t second) {
    const auto channel = static_cast<std::uint8_t>(status & 0x0F);
    switch (status >> 4) {
    case 0x8:
        return {Type::note_off, channel, first, second};
    case 0x9:
        if (second == 0) {
            return {Type::note_off, channel, first, default_release_velocity};
        }
        return {Type::note_on, channel, first, second};
    case 0xA:
        return {Type::poly_pressure, channel, first, second};
    case 0xB:
        return {Type::control_change, channel, first, second};
    case 0xC:
        return {Type::program_change, channel, first, 0};
    case 0xD:
        return {Type::channel_pressure, channel, 0, first};
    default:
        return {Type::pitch_bend, channel, 0, static_cast<std::uint32_t>(first | (second << 7))};
    }
}

} // namespace tactus::midi
