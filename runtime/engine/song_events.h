// MIDI messages and songs as the engine's events, each at its exact frame.
#pragma once

#include "runtime/engine/events.h"
#include "runtime/midi/message.h"
#include "runtime/midi/smf.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tactus::engine {

// Nothing for what the engine does not hear: clock, start, stop, song position.
std::optional<Event> event_of(const midi::Message &message, std::uint64_t frame);

struct SongEvents {
    std::vector<Event> events; // in order of frames
    std::uint64_t end_frame = 0;
};
SongEvents events_of(const midi::Song &song, std::uint32_t sample_rate);

} // namespace tactus::engine
