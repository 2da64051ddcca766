// Reads a Standard MIDI File (formats 0 and 1) from its bytes: a song with all events of all tracks in one order, or
// the one thing that is wrong with the file and where. Any bytes may come in: nothing outside the span is read, nothing
// is thrown, and time and memory are bounded by the limits below.
//
// Decisions where files or readers differ:
// - tempo 0 is an error (it would be infinitely fast); format 2 (independent patterns) is an error;
// - a track must end with its end-of-track event: a chunk that is cut short would leave notes sounding;
// - running status is kept over meta and system-exclusive events (the standard drops it; files that rely on it have one
// meaning only);
// - bytes after the header's six, chunks of unknown kind, bytes after end of track, and bytes after the last track are
// skipped;
// - meta events but tempo and end of track, and system exclusive, are skipped; tempo counts in whichever track it
// stands;
// - SMPTE time may be 24, 25, 29 (29.97 = 30000/1001) or 30 frames a second.
#pragma once

#include "runtime/midi/message.h"
#include "runtime/midi/tempo_map.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace tactus::midi {

// Every limit of the reader; one more is refused with the problem named beside it.
inline constexpr std::size_t maximum_smf_bytes = 16u * 1024 * 1024; // file_too_large
inline constexpr std::size_t maximum_smf_events = 4'000'000;        // too_many_events; 16 bytes each
inline constexpr std::uint32_t maximum_smf_tick = 0xFFFF'FFFF; // too_long; at 960 ticks a quarter and 120 bpm: 25 days
// Tracks: the format itself ends at 65,535. A variable-length number: four bytes, 0x0FFFFFFF.

struct TimedEvent {
    std::uint32_t tick = 0;
    std::uint16_t track = 0;
    Message message; // a channel message or Type::tempo

    friend bool operator==(const TimedEvent &, const TimedEvent &) = default;
};

struct Song {
    int format = 0;
    std::uint32_t track_count = 0;
    std::vector<TimedEvent> events; // by tick, then track, then order in the track
    TempoMap tempo;
    std::uint32_t end_tick = 0; // the latest end of a track

    std::uint64_t frame_of_tick(std::uint32_t tick, std::uint32_t sample_rate) const {
        return tempo.frame_of_tick(tick, sample_rate);
    }
};

enum class SmfProblem : std::uint8_t {
    cannot_open,
    cannot_read,
    file_too_large,
    header_missing,
    header_broken,
    format_unsupported,
    no_tracks,
    division_unsupported, // 0 ticks a quarter, or an SMPTE rate there is not
    track_missing,        // fewer tracks than the header says
    truncated,            // a chunk says it is longer than the file
    event_cut_off,        // an event runs over the end of its track
    number_too_long,      // a variable-length number of more than four bytes
    status_missing,       // a data byte with no status before it
    status_unknown,       // 0xF1..0xF6, 0xF8..0xFE have no place in a file
    data_byte_expected,   // a status byte inside a channel message
    tempo_broken,         // a tempo event that has not three bytes, or tempo 0
    end_of_track_missing,
    too_many_events,
    too_long,
};

// A whole sentence without a full stop, in plain words for the user.
const char *explain(SmfProblem problem);

struct SmfError {
    SmfProblem problem = SmfProblem::header_missing;
    std::size_t offset = 0; // the byte of the file at which the problem was found

    friend bool operator==(const SmfError &, const SmfError &) = default;
};

using SmfResult = std::variant<Song, SmfError>;

SmfResult read_smf(std::span<const std::byte> file);
SmfResult read_smf_file(const std::string &path);

} // namespace tactus::midi
