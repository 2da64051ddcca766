// Builds MIDI files by hand, byte by byte, for the tests of the reader.
#pragma once

#include "runtime/midi/smf.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace smf_bytes {

using Bytes = std::vector<std::byte>;

inline Bytes raw(std::initializer_list<int> values) {
    Bytes bytes;
    for (const int value : values) {
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

inline Bytes operator+(Bytes left, const Bytes &right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

// Big-endian.
inline Bytes number(std::uint32_t value, int count) {
    Bytes bytes;
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
    }
    return bytes;
}

inline Bytes chunk_saying(std::string_view tag, std::uint32_t length, const Bytes &body) {
    Bytes bytes;
    for (const char letter : tag) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    return bytes + number(length, 4) + body;
}

inline Bytes chunk(std::string_view tag, const Bytes &body) {
    return chunk_saying(tag, static_cast<std::uint32_t>(body.size()), body);
}

inline Bytes header(std::uint32_t format, std::uint32_t tracks, std::uint32_t division) {
    return chunk("MThd", number(format, 2) + number(tracks, 2) + number(division, 2));
}

inline Bytes track(const Bytes &events) { return chunk("MTrk", events); }

inline const Bytes end_of_track = raw({0x00, 0xFF, 0x2F, 0x00});

// A file of format 0, 96 ticks a quarter, with these events and an end of track.
inline Bytes single(const Bytes &events) { return header(0, 1, 96) + track(events + end_of_track); }

} // namespace smf_bytes
