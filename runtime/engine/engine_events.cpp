// What each event does, and which events cut a tick.
#include "runtime/engine/engine.h"

#include <algorithm>
#include <limits>

namespace tactus::engine {

namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint8_t data_entry_high = 6, data_entry_low = 38, first_selector = 98, last_selector = 101;
constexpr std::uint32_t pedal_down_from = 64;
constexpr float default_release = fraction_of_7_bits(64);
// Generated notes hear no channel.
const Channel no_channel;

} // namespace

// Calls `act` for every poly that hears this channel; what it returns is a note-on or nothing.
template <typename Act> void Engine::for_polys_of(std::uint8_t number, const Act &act) {
    for (std::uint32_t i = 0; i < polys_.size(); ++i) {
        if (polys_[i].takes_channel(number)) {
            take_onset(i, act(polys_[i]));
        }
    }
}

bool Engine::cuts(const Event &event) const {
    switch (event.type) {
    case EventType::note_on:
    case EventType::note_off:
        return takes_notes_;
    case EventType::controller:
        if (event.number == sustain_controller || event.number >= all_sound_off_controller) {
            return takes_notes_ || parameters_.controller_steps(event.number);
        }
        if (event.number == data_entry_high || event.number == data_entry_low) {
            return parameters_.nrpn_steps() || parameters_.controller_steps(event.number);
        }
        return parameters_.controller_steps(event.number);
    case EventType::parameter:
        return event.value < parameters_.count() && parameters_.is_step(event.value);
    case EventType::reset:
        return takes_notes_;
    default:
        return false;
    }
}

std::uint64_t Engine::next_cut(Block &block) const {
    block.cut = std::max(block.cut, block.taken);
    while (block.cut < block.events.size() && block.events[block.cut].frame < block.end_frame &&
           !cuts(block.events[block.cut])) {
        ++block.cut;
    }
    return block.cut < block.events.size() ? block.events[block.cut].frame : never;
}

bool Engine::apply_events(Block &block, std::uint64_t end_frame) {
    bool applied = false;
    while (block.taken < block.events.size() && block.events[block.taken].frame < end_frame) {
        const Event &event = block.events[block.taken++];
        applied = apply(event) || applied;
    }
    return applied;
}

bool Engine::apply(const Event &event) {
    const auto number = static_cast<std::uint8_t>(event.channel & 0x0F);
    Channel &channel = channels_[number];
    switch (event.type) {
    case EventType::note_on:
        if (event.amount > 0.0f) {
            apply_note_on(event);
        } else {
            apply_note_off(number, event.number & 0x7F, default_release);
        }
        return true;
    case EventType::note_off:
        apply_note_off(number, event.number & 0x7F, event.amount);
        return true;
    case EventType::poly_pressure:
        for (Voices &voices : polys_) {
            voices.set_pressure_of(identity_of_key(number, event.number & 0x7F), event.amount);
        }
        return false;
    case EventType::controller:
        return apply_controller(event);
    case EventType::channel_pressure:
        channel.pressure = event.amount;
        for (Voices &voices : polys_) {
            voices.set_pressure(number, event.amount);
        }
        return false;
    case EventType::pitch_bend:
        channel.set_bend(event.amount);
        mark_changed();
        return false;
    case EventType::parameter:
        return parameters_.set(event.value, event.amount);
    case EventType::tempo:
        transport_.set_tempo(event.value);
        return false;
    case EventType::reset:
        for (std::uint8_t i = 0; i < channel_count; ++i) {
            reset_channel(i);
            for_polys_of(i, [&](Voices &voices) { return voices.all_notes_off(i, channels_[i]); });
        }
        return true;
    case EventType::program_change:
        return false;
    }
    return false;
}

void Engine::apply_note_on(const Event &event) {
    const auto number = static_cast<std::uint8_t>(event.channel & 0x0F);
    const auto key = static_cast<std::uint8_t>(event.number & 0x7F);
    for_polys_of(number, [&](Voices &voices) -> std::optional<Onset> {
        if (!voices.takes(number, key)) {
            return std::nullopt;
        }
        const int sounding_key = key + voices.poly().transpose;
        Note note;
        note.identity = identity_of_key(number, key);
        note.pitch = pitch_of_key(sounding_key, static_cast<double>(kernel_->tuning));
        note.key = static_cast<float>(sounding_key);
        note.velocity = std::min(event.amount, 1.0f);
        note.channel = number;
        return voices.note_on(note, channels_[number]);
    });
}

void Engine::apply_note_off(std::uint8_t number, std::uint8_t key, float release) {
    for_polys_of(number, [&](Voices &voices) {
        return voices.note_off(identity_of_key(number, key), release, channels_[number]);
    });
}

void Engine::lift_pedal(std::uint8_t number) {
    for_polys_of(number, [&](Voices &voices) { return voices.lift_pedal(number, channels_[number]); });
}

void Engine::mark_changed() {
    for (Voices &voices : polys_) {
        voices.mark_changed();
    }
}

void Engine::reset_channel(std::uint8_t number) {
    channels_[number].reset_controllers();
    for (Voices &voices : polys_) {
        voices.set_pressure(number, 0.0f);
    }
    lift_pedal(number);
}

bool Engine::apply_controller(const Event &event) {
    const auto number = static_cast<std::uint8_t>(event.channel & 0x0F);
    const auto value = static_cast<std::uint8_t>(event.value & 0x7F);
    Channel &channel = channels_[number];
    bool applied = false;
    if (event.number == sustain_controller) {
        channel.sustain = value >= pedal_down_from;
        if (!channel.sustain) {
            lift_pedal(number);
        }
        applied = true;
    } else if (event.number == timbre_controller) {
        channel.timbre = event.amount;
        mark_changed();
    } else if (first_selector <= event.number && event.number <= last_selector) {
        channel.select(event.number, value);
    } else if (event.number == data_entry_high || event.number == data_entry_low) {
        channel.data_entry(event.number == data_entry_low, value);
        mark_changed();
        applied = channel.selects_nrpn && parameters_.nrpn(channel.number, channel.data_position());
    } else if (event.number == all_sound_off_controller) {
        for_polys_of(number, [&](Voices &voices) -> std::optional<Onset> {
            voices.all_sound_off(number);
            return std::nullopt;
        });
        applied = true;
    } else if (event.number == reset_controllers_controller) {
        reset_channel(number);
        applied = true;
    } else if (event.number >= all_notes_off_controller) { // 124..127 change modes that we have not, and imply it
        for_polys_of(number, [&](Voices &voices) { return voices.all_notes_off(number, channel); });
        applied = true;
    }
    return parameters_.controller(number, event.number, value) || applied;
}

// At a tick: the notes of the patch's own lines in the tick that has just ended, and the pitch of those that were held.
void Engine::read_generated() {
    if (kernel_->note_line_count == 0) {
        return;
    }
    note_lines_.read(memory_.note_lines);
    for (Voices &voices : polys_) {
        const tactus_poly &poly = voices.poly();
        for (std::uint32_t i = 0; poly.generated != 0 && i < poly.line_count; ++i) {
            const NoteLines::HeldLine &held = note_lines_.held()[poly.first_line + i];
            if (held.identity != 0) {
                voices.follow(held.identity, held.pitch * voices.transposition());
            }
        }
    }
}

bool Engine::apply_generated(std::uint32_t offset) {
    const std::span<const LineEdge> edges = note_lines_.edges_at(offset);
    for (const LineEdge &edge : edges) {
        for (std::uint32_t i = 0; i < polys_.size(); ++i) {
            const tactus_poly &poly = polys_[i].poly();
            if (poly.generated == 0 || edge.line - poly.first_line >= poly.line_count) {
                continue;
            }
            if (edge.on && !polys_[i].takes_key(edge.note.key)) {
                continue;
            }
            take_onset(i, edge.on ? polys_[i].note_on(polys_[i].transposed(edge.note), no_channel)
                                  : polys_[i].note_off(edge.note.identity, default_release, no_channel));
        }
    }
    return !edges.empty();
}

// What was noted since the last tick reaches the kernel.
void Engine::publish_controls() {
    parameters_.publish();
    transport_.publish();
    for (Voices &voices : polys_) {
        voices.publish(channels_);
    }
}

void Engine::take_onset(std::uint32_t poly, const std::optional<Onset> &onset) {
    if (!onset) {
        return;
    }
    if (onset->fresh) {
        kernel_->start(&memory_, poly, onset->slot);
    }
    ++counters_.onsets;
    if (options_.on_onset != nullptr) {
        const float freq = shared_voices_[poly].field[TACTUS_FREQ][onset->slot];
        options_.on_onset(options_.onset_context, OnsetReport{frame_, poly, onset->slot, onset->fresh, freq});
    }
}

} // namespace tactus::engine
