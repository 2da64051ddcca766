// One event per message; the order of the file is kept.
#include "runtime/engine/song_events.h"

namespace tactus::engine {

std::optional<Event> event_of(const midi::Message &message, std::uint64_t frame) {
    switch (message.type) {
    case midi::Type::note_off:
        return note_off(frame, message.channel, message.number, message.value);
    case midi::Type::note_on:
        return note_on(frame, message.channel, message.number, message.value);
    case midi::Type::poly_pressure:
        return poly_pressure(frame, message.channel, message.number, message.value);
    case midi::Type::control_change:
        return controller(frame, message.channel, message.number, message.value);
    case midi::Type::program_change:
        return program_change(frame, message.channel, message.number);
    case midi::Type::channel_pressure:
        return channel_pressure(frame, message.channel, message.value);
    case midi::Type::pitch_bend:
        return pitch_bend(frame, message.channel, message.value);
    case midi::Type::reset:
        return reset(frame);
    case midi::Type::tempo:
        return tempo(frame, message.value);
    case midi::Type::song_position:
    case midi::Type::clock:
    case midi::Type::start:
    case midi::Type::resume:
    case midi::Type::stop:
        return std::nullopt;
    }
    return std::nullopt;
}

SongEvents events_of(const midi::Song &song, std::uint32_t sample_rate) {
    SongEvents result;
    result.events.reserve(song.events.size());
    for (const midi::TimedEvent &timed : song.events) {
        if (const std::optional<Event> event = event_of(timed.message, song.frame_of_tick(timed.tick, sample_rate))) {
            result.events.push_back(*event);
        }
    }
    result.end_frame = song.frame_of_tick(song.end_tick, sample_rate);
    return result;
}

} // namespace tactus::engine
