// Any bytes as a MIDI file: either a song that keeps its promises (order, ranges, times that never turn back) or an
// error that lies within the file.
#include "runtime/midi/smf.h"

#include <cstdlib>

using namespace tactus::midi;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool in_range(const TimedEvent &event, const Song &song) {
    const Message &message = event.message;
    if (message.type == Type::tempo) {
        return message.value >= 1 && message.value <= maximum_microseconds_per_quarter;
    }
    const std::uint32_t values = message.type == Type::pitch_bend ? 16384 : 128;
    return has_channel(message.type) && message.channel < 16 && message.number < 128 && message.value < values &&
           event.track < song.track_count && event.tick <= song.end_tick;
}

void check_song(const Song &song, std::uint32_t rate) {
    const TimedEvent *before = nullptr;
    std::uint64_t frame = 0;
    for (const TimedEvent &event : song.events) {
        require(in_range(event, song));
        require(before == nullptr || before->tick < event.tick ||
                (before->tick == event.tick && before->track <= event.track));
        const std::uint64_t next = song.frame_of_tick(event.tick, rate);
        require(next >= frame);
        require(song.tempo.beat_at(next, rate) >= song.tempo.beat_at(frame, rate));
        frame = next;
        before = &event;
    }
    require(song.frame_of_tick(song.end_tick, rate) >= frame);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const SmfResult result = read_smf(std::as_bytes(std::span(data, size)));
    if (const auto *error = std::get_if<SmfError>(&result)) {
        require(error->offset <= size);
        require(*explain(error->problem) != 0);
        return 0;
    }
    for (const std::uint32_t rate : {1u, 48'000u, maximum_sample_rate}) {
        check_song(std::get<Song>(result), rate);
    }
    return 0;
}
