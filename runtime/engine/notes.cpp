// Pitches by a table of the twelve semitones and exact powers of two; channel state; the list of held notes.
#include "runtime/engine/notes.h"

#include "runtime/engine/events.h"
#include "runtime/engine/exact.h"

#include <algorithm>
#include <cmath>

namespace tactus::engine {

namespace {

// 2^(k/12), rounded to double.
constexpr std::array<double, 12> semitones{1.0,
                                           1.05946309435929526,
                                           1.12246204830937298,
                                           1.18920711500272107,
                                           1.25992104989487316,
                                           1.33483985417003437,
                                           1.41421356237309505,
                                           1.49830707687668150,
                                           1.58740105196819947,
                                           1.68179283050742909,
                                           1.78179743628067861,
                                           1.88774862536338700};
constexpr int key_of_a4 = 69;

} // namespace

double pitch_of_key(int key, double tuning) {
    const int offset = key - key_of_a4;
    const int octave = (offset >= 0 ? offset : offset - 11) / 12;
    return std::ldexp(tuning * semitones[static_cast<std::size_t>(offset - 12 * octave)], octave);
}

float nearest_key(double pitch, double tuning) {
    if (!(pitch > 0.0) || !(tuning > 0.0) || pitch < 1.0e-30 || pitch > 1.0e30) {
        return 0.0f;
    }
    const double key = std::floor(static_cast<double>(key_of_a4) + 12.0 * exact_log2(pitch / tuning) + 0.5);
    return static_cast<float>(std::clamp(key, 0.0, 127.0));
}

void Channel::set_bend(float position) {
    bend = position;
    bend_factor = exact_exp2(static_cast<double>(bend) * static_cast<double>(bend_range_semitones) / 12.0);
}

void Channel::set_bend_range(float semitone_count) {
    bend_range_semitones = semitone_count;
    set_bend(bend);
}

void Channel::select(std::uint8_t controller, std::uint8_t value) {
    const bool high = controller == 99 || controller == 101;
    const auto half = static_cast<unsigned>(value & 0x7F);
    number = static_cast<std::uint16_t>(high ? (half << 7) | (number & 0x7Fu) : (number & 0x3F80u) | half);
    selects_nrpn = controller <= 99;
    data_high = 0;
    data_low = 0;
    data_low_seen = false;
}

void Channel::data_entry(bool low, std::uint8_t value) {
    if (low) {
        data_low = value & 0x7F;
        data_low_seen = true;
    } else {
        data_high = value & 0x7F;
        data_low = 0;
    }
    if (!selects_nrpn && number == 0) {
        set_bend_range(static_cast<float>(data_high) + static_cast<float>(data_low) / 100.0f);
    }
}

float Channel::data_position() const {
    return data_low_seen ? static_cast<float>(data_high * 128 + data_low) / 16383.0f : fraction_of_7_bits(data_high);
}

void Channel::reset_controllers() {
    set_bend(0.0f);
    pressure = 0.0f;
    timbre = resting_timbre;
    sustain = false;
    number = no_number;
    selects_nrpn = false;
}

template <typename Keep> void HeldNotes::keep_if(const Keep &keep) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        if (keep(notes_[i])) {
            notes_[kept++] = notes_[i];
        }
    }
    count_ = kept;
}

void HeldNotes::press(const Note &note) {
    keep_if([&](const Held &held) { return held.note.identity != note.identity; });
    if (count_ == capacity) {
        std::move(notes_.begin() + 1, notes_.end(), notes_.begin());
        --count_;
    }
    notes_[count_++] = Held{note, true};
}

bool HeldNotes::release(NoteIdentity identity, bool pedal) {
    bool found = false;
    keep_if([&](Held &held) {
        if (held.note.identity != identity || !held.key_down) {
            return true;
        }
        found = true;
        held.key_down = false;
        return pedal;
    });
    return found;
}

void HeldNotes::lift_pedal(std::uint8_t channel) {
    keep_if([&](const Held &held) { return held.key_down || held.note.channel != channel; });
}

void HeldNotes::release_channel(std::uint8_t channel, bool pedal) {
    keep_if([&](Held &held) {
        if (held.note.channel != channel) {
            return true;
        }
        held.key_down = false;
        return pedal;
    });
}

void HeldNotes::forget_channel(std::uint8_t channel) {
    keep_if([&](const Held &held) { return held.note.channel != channel; });
}

void HeldNotes::follow(NoteIdentity identity, double pitch) {
    for (std::size_t i = 0; i < count_; ++i) {
        if (notes_[i].note.identity == identity) {
            notes_[i].note.pitch = pitch;
        }
    }
}

} // namespace tactus::engine
