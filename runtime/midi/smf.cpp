// The reader of MIDI files: chunks, then the events of each track through a cursor that never leaves its chunk.
#include "runtime/midi/smf.h"

#include "runtime/rt/file_bytes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tactus::midi {

namespace {

constexpr std::uint8_t meta_event = 0xFF;
constexpr std::uint8_t meta_end_of_track = 0x2F;
constexpr std::uint8_t meta_tempo = 0x51;
constexpr std::uint32_t header_tag = 0x4D546864; // "MThd"
constexpr std::uint32_t track_tag = 0x4D54726B;  // "MTrk"
constexpr std::size_t chunk_head_bytes = 8;
constexpr std::size_t header_bytes = 6;

// A position in the file and the end of what may be read. A failing read leaves the position where it was.
struct Cursor {
    std::span<const std::byte> file;
    std::size_t position = 0;
    std::size_t end = 0;

    std::size_t left() const { return end - position; }
    std::uint8_t peek() const { return std::to_integer<std::uint8_t>(file[position]); }
    std::uint8_t next() { return std::to_integer<std::uint8_t>(file[position++]); }

    // Big-endian; the caller has looked that the bytes are there.
    std::uint32_t number(std::size_t bytes) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i) {
            value = value << 8 | next();
        }
        return value;
    }
};

// The part of the reading that spans all tracks.
struct Reader {
    Song song;
    std::optional<SmfError> error;

    bool fail(SmfProblem problem, std::size_t offset) {
        error = SmfError{problem, offset};
        return false;
    }
};

// A variable-length number: seven bits a byte, the top bit says that more follow.
bool read_variable(Reader &reader, Cursor &cursor, std::uint32_t &value) {
    const std::size_t start = cursor.position;
    value = 0;
    for (int bytes = 0; bytes < 4; ++bytes) {
        if (cursor.left() == 0) {
            return reader.fail(SmfProblem::event_cut_off, start);
        }
        const std::uint8_t byte = cursor.next();
        value = value << 7 | (byte & 0x7Fu);
        if (byte < 0x80) {
            return true;
        }
    }
    return reader.fail(SmfProblem::number_too_long, start);
}

std::optional<TickLength> tick_length(std::uint32_t division) {
    if ((division & 0x8000) == 0) {
        return division == 0 ? std::nullopt : std::optional(TickLength{division, 0, 1});
    }
    const std::uint32_t frames_per_second = 0x100 - (division >> 8); // the upper byte is the negative of the rate
    const std::uint32_t ticks_per_frame = division & 0xFF;
    if (ticks_per_frame == 0) {
        return std::nullopt;
    }
    switch (frames_per_second) {
    case 24:
    case 25:
    case 30:
        return TickLength{0, 1, frames_per_second * ticks_per_frame};
    case 29: // the television rate whose frames are numbered with drops: 30000/1001 frames a second
        return TickLength{0, 1001, 30'000 * ticks_per_frame};
    default:
        return std::nullopt;
    }
}

// Leaves the cursor after the header chunk.
bool read_header(Reader &reader, Cursor &cursor) {
    if (cursor.left() < 4 || cursor.number(4) != header_tag) {
        return reader.fail(SmfProblem::header_missing, 0);
    }
    if (cursor.left() < 4 + header_bytes) {
        return reader.fail(SmfProblem::truncated, cursor.end);
    }
    const std::uint32_t length = cursor.number(4);
    if (length < header_bytes) {
        return reader.fail(SmfProblem::header_broken, 4);
    }
    if (length > cursor.left()) {
        return reader.fail(SmfProblem::truncated, 4);
    }
    const std::size_t body = cursor.position;
    const std::uint32_t format = cursor.number(2);
    reader.song.format = static_cast<int>(format);
    reader.song.track_count = cursor.number(2);
    const std::optional<TickLength> ticks = tick_length(cursor.number(2));
    if (format > 1) {
        return reader.fail(SmfProblem::format_unsupported, body);
    }
    if (reader.song.track_count == 0) {
        return reader.fail(SmfProblem::no_tracks, body + 2);
    }
    if (format == 0 && reader.song.track_count != 1) {
        return reader.fail(SmfProblem::header_broken, body + 2);
    }
    if (!ticks) {
        return reader.fail(SmfProblem::division_unsupported, body + 4);
    }
    reader.song.tempo = TempoMap(*ticks);
    cursor.position = body + length;
    return true;
}

// The events of one track chunk.
class TrackReader {
  public:
    TrackReader(Reader &reader, Cursor cursor, std::uint16_t track) : reader_(reader), cursor_(cursor), track_(track) {}

    bool read() {
        while (!ended_) {
            if (cursor_.left() == 0) {
                return reader_.fail(SmfProblem::end_of_track_missing, cursor_.end);
            }
            if (!read_delta() || !read_event()) {
                return false;
            }
        }
        reader_.song.end_tick = std::max(reader_.song.end_tick, tick_);
        return true;
    }

  private:
    bool read_delta() {
        const std::size_t start = cursor_.position;
        std::uint32_t delta = 0;
        if (!read_variable(reader_, cursor_, delta)) {
            return false;
        }
        if (delta > maximum_smf_tick - tick_) {
            return reader_.fail(SmfProblem::too_long, start);
        }
        tick_ += delta;
        return true;
    }

    bool read_event() {
        const std::size_t start = cursor_.position;
        if (cursor_.left() == 0) {
            return reader_.fail(SmfProblem::event_cut_off, start);
        }
        const std::uint8_t byte = cursor_.peek();
        if (byte < 0x80) {
            return running_status_ == 0 ? reader_.fail(SmfProblem::status_missing, start) : read_channel_event();
        }
        cursor_.next();
        if (byte < 0xF0) {
            running_status_ = byte;
            return read_channel_event();
        }
        if (byte == meta_event) {
            return read_meta(start);
        }
        if (byte == 0xF0 || byte == 0xF7) {
            std::uint32_t length = 0;
            return read_length(length) && skip(length);
        }
        return reader_.fail(SmfProblem::status_unknown, start);
    }

    bool read_channel_event() {
        std::uint8_t data[2] = {0, 0};
        for (int i = 0; i < channel_data_bytes(running_status_); ++i) {
            if (cursor_.left() == 0) {
                return reader_.fail(SmfProblem::event_cut_off, cursor_.position);
            }
            if (cursor_.peek() >= 0x80) {
                return reader_.fail(SmfProblem::data_byte_expected, cursor_.position);
            }
            data[i] = cursor_.next();
        }
        return add(channel_message(running_status_, data[0], data[1]));
    }

    bool read_meta(std::size_t start) {
        if (cursor_.left() == 0) {
            return reader_.fail(SmfProblem::event_cut_off, start);
        }
        const std::uint8_t kind = cursor_.next();
        std::uint32_t length = 0;
        if (!read_length(length)) {
            return false;
        }
        if (kind == meta_end_of_track) {
            ended_ = true;
        }
        if (kind != meta_tempo) {
            return skip(length);
        }
        const std::uint32_t microseconds = length == 3 ? cursor_.number(3) : 0;
        if (microseconds == 0) {
            return reader_.fail(SmfProblem::tempo_broken, start);
        }
        return add({Type::tempo, 0, 0, microseconds});
    }

    // A length that the rest of the track can hold.
    bool read_length(std::uint32_t &length) {
        const std::size_t start = cursor_.position;
        if (!read_variable(reader_, cursor_, length)) {
            return false;
        }
        return length <= cursor_.left() || reader_.fail(SmfProblem::event_cut_off, start);
    }

    bool skip(std::uint32_t length) {
        cursor_.position += length;
        return true;
    }

    bool add(const Message &message) {
        if (reader_.song.events.size() == maximum_smf_events) {
            return reader_.fail(SmfProblem::too_many_events, cursor_.position);
        }
        reader_.song.events.push_back({tick_, track_, message});
        return true;
    }

    Reader &reader_;
    Cursor cursor_;
    std::uint16_t track_;
    std::uint32_t tick_ = 0;
    std::uint8_t running_status_ = 0;
    bool ended_ = false;
};

bool read_tracks(Reader &reader, Cursor &cursor) {
    std::uint32_t track = 0;
    while (track < reader.song.track_count) {
        if (cursor.left() == 0) {
            return reader.fail(SmfProblem::track_missing, cursor.position);
        }
        const std::size_t start = cursor.position;
        if (cursor.left() < chunk_head_bytes) {
            return reader.fail(SmfProblem::truncated, start);
        }
        const std::uint32_t tag = cursor.number(4);
        const std::uint32_t length = cursor.number(4);
        if (length > cursor.left()) {
            return reader.fail(SmfProblem::truncated, start + 4);
        }
        if (tag == track_tag) {
            const Cursor chunk{cursor.file, cursor.position, cursor.position + length};
            if (!TrackReader(reader, chunk, static_cast<std::uint16_t>(track)).read()) {
                return false;
            }
            ++track;
        }
        cursor.position += length;
    }
    return true;
}

// The events stand track after track: their place there breaks ties of equal ticks.
void sort_by_tick(std::vector<TimedEvent> &events) {
    const auto earlier = [](const TimedEvent &left, const TimedEvent &right) { return left.tick < right.tick; };
    if (std::is_sorted(events.begin(), events.end(), earlier)) {
        return;
    }
    std::vector<std::uint64_t> keys; // tick, then place: no two are equal
    keys.reserve(events.size());
    for (const TimedEvent &event : events) {
        keys.push_back(std::uint64_t{event.tick} << 32 | keys.size());
    }
    std::sort(keys.begin(), keys.end());
    std::vector<TimedEvent> sorted;
    sorted.reserve(events.size());
    for (const std::uint64_t key : keys) {
        sorted.push_back(events[key & 0xFFFF'FFFF]);
    }
    events = std::move(sorted);
}

void put_in_order(Song &song) {
    sort_by_tick(song.events);
    for (const TimedEvent &event : song.events) {
        if (event.message.type == Type::tempo) {
            song.tempo.append(event.tick, event.message.value);
        }
    }
}

} // namespace

SmfResult read_smf(std::span<const std::byte> file) {
    if (file.size() > maximum_smf_bytes) {
        return SmfError{SmfProblem::file_too_large, maximum_smf_bytes};
    }
    Reader reader;
    Cursor cursor{file, 0, file.size()};
    if (!read_header(reader, cursor) || !read_tracks(reader, cursor)) {
        return *reader.error;
    }
    put_in_order(reader.song);
    return std::move(reader.song);
}

SmfResult read_smf_file(const std::string &path) {
    const rt::FileBytes file = rt::read_file_bytes(path, maximum_smf_bytes);
    switch (file.problem) {
    case rt::FileProblem::none:
        return read_smf(file.bytes);
    case rt::FileProblem::too_large:
        return SmfError{SmfProblem::file_too_large, maximum_smf_bytes};
    case rt::FileProblem::cannot_open:
        return SmfError{SmfProblem::cannot_open, 0};
    default:
        return SmfError{SmfProblem::cannot_read, 0};
    }
}

const char *explain(SmfProblem problem) {
    switch (problem) {
    case SmfProblem::cannot_open:
        return "the MIDI file cannot be opened";
    case SmfProblem::cannot_read:
        return "the MIDI file cannot be read";
    case SmfProblem::file_too_large:
        return "the MIDI file is larger than 16 MiB";
    case SmfProblem::header_missing:
        return "this is not a MIDI file: it does not begin with MThd";
    case SmfProblem::header_broken:
        return "the header of the MIDI file contradicts itself";
    case SmfProblem::format_unsupported:
        return "the MIDI file is of a format other than 0 and 1 (format 2 holds independent patterns)";
    case SmfProblem::no_tracks:
        return "the MIDI file has no tracks";
    case SmfProblem::division_unsupported:
        return "the MIDI file says its ticks have no length we know (0 a quarter note, or an unknown SMPTE rate)";
    case SmfProblem::track_missing:
        return "the MIDI file has fewer tracks than its header says";
    case SmfProblem::truncated:
        return "the MIDI file ends too early: a chunk is longer than what is left";
    case SmfProblem::event_cut_off:
        return "an event runs over the end of its track";
    case SmfProblem::number_too_long:
        return "a variable-length number has more than four bytes";
    case SmfProblem::status_missing:
        return "a data byte stands where an event should begin, and no status came before it";
    case SmfProblem::status_unknown:
        return "a status byte that has no place in a MIDI file";
    case SmfProblem::data_byte_expected:
        return "a status byte stands inside an event where a data byte should be";
    case SmfProblem::tempo_broken:
        return "a tempo event is broken: it needs three bytes and more than 0 microseconds";
    case SmfProblem::end_of_track_missing:
        return "a track ends without its end-of-track event";
    case SmfProblem::too_many_events:
        return "the MIDI file has more than 4,000,000 events";
    case SmfProblem::too_long:
        return "the MIDI file is longer than 4,294,967,295 ticks";
    }
    return "";
}

} // namespace tactus::midi
