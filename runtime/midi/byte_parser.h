// Bytes of a MIDI 1.0 cable in, messages out. Total: any bytes in any pieces are taken; what makes no message is
// skipped and counted. No memory is allocated and nothing blocks, so it may run on any thread, the audio thread
// included.
//
// Rules: running status is kept over real-time bytes and dropped by every system common byte (0xF0..0xF7); real-time
// bytes may stand anywhere, also inside another message or a system-exclusive one; a status byte ends whatever is
// unfinished; the contents of system exclusive are skipped; a data byte without a status is skipped.
#pragma once

#include "runtime/midi/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tactus::midi {

class ByteParser {
  public:
    // Takes one byte; the message it completes, if it does.
    std::optional<Message> take(std::byte byte);

    // Takes all bytes; sink(const Message&) is called for every message in order.
    template <typename Sink> void take(std::span<const std::byte> bytes, Sink &&sink) {
        for (const std::byte byte : bytes) {
            if (const std::optional<Message> message = take(byte)) {
                sink(*message);
            }
        }
    }

    // Forgets an unfinished message, as after a disconnected cable.
    void reset() { *this = ByteParser{}; }

    // Bytes that belong to no message we know: stray data, undefined status bytes, unfinished messages. System
    // exclusive is not counted.
    std::uint64_t skipped_bytes() const { return skipped_bytes_; }

  private:
    std::optional<Message> real_time(std::uint8_t status);
    void begin(std::uint8_t status);
    std::optional<Message> data(std::uint8_t value);

    // 0: none. Else the status byte whose data is awaited; 0xF0: inside system exclusive.
    std::uint8_t status_ = 0;
    std::uint8_t first_ = 0;
    bool has_first_ = false;
    // Whether the status byte itself still waits for its first message: it is lost when another status byte comes now.
    bool status_is_fresh_ = false;
    std::uint64_t skipped_bytes_ = 0;
};

} // namespace tactus::midi
