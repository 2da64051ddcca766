// The allocator of one poly. A slot is free (asleep), sounding (awake), or fading (awake and stolen). At most
// poly.voices slots sound; as long as slots fade only because they were stolen, there are never more of them than
// spares.
#include "runtime/engine/voices.h"

#include "runtime/engine/events.h"

#include <algorithm>
#include <limits>

namespace tactus::engine {

namespace {

// Until a slot's first tick has ended nobody knows how loud it is; it must not be stolen for being quiet.
constexpr float loudest = std::numeric_limits<float>::max();
constexpr int concert_pitch_key = 69;
constexpr float default_release = fraction_of_7_bits(64);

} // namespace

Voices::Voices(const tactus_kernel &kernel, std::uint32_t poly, tactus_voices &shared)
    : poly_(&kernel.polys[poly]), shared_(&shared),
      transposition_(pitch_of_key(concert_pitch_key + kernel.polys[poly].transpose, 1.0)),
      single_(kernel.polys[poly].mode != TACTUS_MODE_POLY), slots_(kernel.polys[poly].slots) {
    const std::size_t width = std::size_t{poly_->groups} * poly_->lanes;
    field_values_.resize(width * TACTUS_NOTE_FIELDS);
    levels_.resize(width);
    flags_.resize(width * 4);
    groups_.resize(poly_->groups);
    started_.reserve(slots_.size());
    for (std::size_t field = 0; field < TACTUS_NOTE_FIELDS; ++field) {
        shared.field[field] = field_values_.data() + field * width;
    }
    shared.gate = flags_.data();
    shared.start = flags_.data() + width;
    shared.stolen = flags_.data() + 2 * width;
    shared.awake = flags_.data() + 3 * width;
    shared.level = levels_.data();
    shared.awake_groups = groups_.data();
    shared.awake_group_count = 0;
    // Lanes that never play compute something too: an ordinary pitch keeps them away from divisions by zero.
    std::fill_n(shared.field[TACTUS_FREQ], width, kernel.tuning);
}

void Voices::sleep_all() {
    std::fill(flags_.begin(), flags_.end(), 0u);
    std::fill(levels_.begin(), levels_.end(), 0.0f);
    std::fill(slots_.begin(), slots_.end(), Slot{});
    started_.clear();
    held_ = {};
    stroke_count_ = 0;
    steal_count_ = 0;
    changed_ = false;
    shared_->awake_group_count = 0;
}

bool Voices::takes_channel(std::uint8_t channel) const {
    return poly_->generated == 0 && (poly_->channel == 0 || poly_->channel == channel + 1);
}

bool Voices::takes(std::uint8_t channel, std::uint8_t key) const {
    return takes_channel(channel) && poly_->low_key <= key && key <= poly_->high_key;
}

bool Voices::takes_key(float key) const {
    return static_cast<float>(poly_->low_key) <= key && key <= static_cast<float>(poly_->high_key);
}

Note Voices::transposed(Note note) const {
    note.key += static_cast<float>(poly_->transpose);
    note.pitch *= transposition_;
    return note;
}

bool Voices::sounds(std::uint32_t slot) const { return shared_->awake[slot] != 0 && shared_->stolen[slot] == 0; }

std::optional<std::uint32_t> Voices::slot_of(NoteIdentity identity) const {
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (slots_[slot].note.identity == identity && sounds(slot)) {
            return slot;
        }
    }
    return std::nullopt;
}

std::optional<std::uint32_t> Voices::free_slot() const {
    const std::uint32_t *const end = shared_->awake + slots_.size();
    const std::uint32_t *const found = std::find(static_cast<const std::uint32_t *>(shared_->awake), end, 0u);
    return found == end ? std::nullopt : std::optional(static_cast<std::uint32_t>(found - shared_->awake));
}

// Only after "all sound off" can every slot be fading: the oldest note gives way, although its fade has not ended.
std::uint32_t Voices::oldest_fading_slot() const {
    std::uint32_t best = 0;
    for (std::uint32_t slot = 1; slot < slots_.size(); ++slot) {
        const bool better =
            shared_->stolen[slot] != 0 && (shared_->stolen[best] == 0 || slots_[slot].order < slots_[best].order);
        best = better ? slot : best;
    }
    return best;
}

bool Voices::better_victim(std::uint32_t a, std::uint32_t b) const {
    if (shared_->gate[a] != shared_->gate[b]) {
        return shared_->gate[a] == 0; // released before held
    }
    if (poly_->steal == TACTUS_STEAL_QUIETEST && levels_[a] != levels_[b]) {
        return levels_[a] < levels_[b];
    }
    return slots_[a].order < slots_[b].order;
}

std::uint32_t Voices::victim() const {
    std::optional<std::uint32_t> best;
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (sounds(slot) && (!best || better_victim(slot, *best))) {
            best = slot;
        }
    }
    return best.value_or(0);
}

void Voices::write_continuous(std::uint32_t slot, const Channel &channel) {
    const Slot &s = slots_[slot];
    const double factor = s.note.generated ? 1.0 : channel.bend_factor;
    shared_->field[TACTUS_FREQ][slot] = static_cast<float>(s.note.pitch * factor);
    shared_->field[TACTUS_BEND][slot] = s.note.generated ? 0.0f : channel.bend;
    shared_->field[TACTUS_PRESSURE][slot] = s.pressure;
    shared_->field[TACTUS_TIMBRE][slot] = s.note.generated ? resting_timbre : channel.timbre;
}

void Voices::write_note(std::uint32_t slot, const Channel &channel) {
    const Note &note = slots_[slot].note;
    shared_->field[TACTUS_KEY][slot] = note.key;
    shared_->field[TACTUS_CHANNEL][slot] = static_cast<float>(note.channel + 1);
    write_continuous(slot, channel);
}

Onset Voices::begin(std::uint32_t slot, const Note &note, const Channel &channel) {
    Slot &s = slots_[slot];
    const bool fresh = shared_->awake[slot] == 0;
    s = Slot{};
    s.note = note;
    s.order = ++stroke_count_;
    s.pressure = note.generated ? 0.0f : channel.pressure;
    s.key_down = true;
    shared_->field[TACTUS_VELOCITY][slot] = note.velocity;
    shared_->field[TACTUS_RELEASE][slot] = 0.0f;
    write_note(slot, channel);
    s.fresh = fresh;
    if (fresh) {
        levels_[slot] = loudest;
    }
    shared_->stolen[slot] = 0;
    shared_->awake[slot] = 1;
    shared_->gate[slot] = 1;
    if (shared_->start[slot] == 0) {
        shared_->start[slot] = 1;
        started_.push_back(slot);
    }
    return {slot, fresh};
}

std::optional<Onset> Voices::note_on(const Note &note, const Channel &channel) {
    if (single_) {
        const bool tied = poly_->mode == TACTUS_MODE_LEGATO && !held_.empty() && sounds(0);
        held_.press(note);
        if (shared_->stolen[0] != 0) {
            shared_->awake[0] = 0;
        }
        if (!tied) {
            return begin(0, note, channel);
        }
        slots_[0].note = note;
        write_note(0, channel);
        return std::nullopt;
    }
    if (const std::optional<std::uint32_t> same = slot_of(note.identity)) {
        return begin(*same, note, channel);
    }
    std::optional<std::uint32_t> slot = free_slot();
    std::uint32_t sounding = 0;
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        sounding += sounds(i) ? 1u : 0u;
    }
    if (sounding >= poly_->voices) {
        const std::uint32_t stolen = victim();
        ++steal_count_;
        if (!slot) {
            return begin(stolen, note, channel);
        }
        shared_->stolen[stolen] = 1;
        slots_[stolen].key_down = false;
        slots_[stolen].pedal = false;
    } else if (!slot) {
        slot = oldest_fading_slot();
        shared_->awake[*slot] = 0;
    }
    return begin(*slot, note, channel);
}

void Voices::let_go(std::uint32_t slot, float release) {
    slots_[slot].key_down = false;
    slots_[slot].pedal = false;
    shared_->gate[slot] = 0;
    shared_->field[TACTUS_RELEASE][slot] = release;
}

// One voice: after keys were let go, what is held now? The same note: nothing changes. An older one: back to it. None:
// release.
std::optional<Onset> Voices::play_last_held(float release, const Channel &channel) {
    if (!sounds(0) || shared_->gate[0] == 0) {
        return std::nullopt;
    }
    if (held_.empty()) {
        let_go(0, release);
        return std::nullopt;
    }
    const Note &note = held_.last();
    if (note.identity == slots_[0].note.identity) {
        return std::nullopt;
    }
    if (poly_->mode == TACTUS_MODE_MONO) {
        return begin(0, note, channel);
    }
    slots_[0].note = note;
    write_note(0, channel);
    return std::nullopt;
}

std::optional<Onset> Voices::note_off(NoteIdentity identity, float release, const Channel &channel) {
    const bool pedal = channel.sustain;
    if (single_) {
        return held_.release(identity, pedal) ? play_last_held(release, channel) : std::nullopt;
    }
    const std::optional<std::uint32_t> slot = slot_of(identity);
    if (!slot || !slots_[*slot].key_down) {
        return std::nullopt;
    }
    if (pedal) {
        slots_[*slot].key_down = false;
        slots_[*slot].pedal = true;
        slots_[*slot].release = release;
    } else {
        let_go(*slot, release);
    }
    return std::nullopt;
}

std::optional<Onset> Voices::lift_pedal(std::uint8_t number, const Channel &channel) {
    if (single_) {
        held_.lift_pedal(number);
        return play_last_held(default_release, channel);
    }
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (slots_[slot].pedal && slots_[slot].note.channel == number && sounds(slot)) {
            let_go(slot, slots_[slot].release);
        }
    }
    return std::nullopt;
}

std::optional<Onset> Voices::all_notes_off(std::uint8_t number, const Channel &channel) {
    if (single_) {
        held_.release_channel(number, channel.sustain);
        return play_last_held(default_release, channel);
    }
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (slots_[slot].key_down && slots_[slot].note.channel == number && sounds(slot)) {
            note_off(slots_[slot].note.identity, default_release, channel);
        }
    }
    return std::nullopt;
}

void Voices::all_sound_off(std::uint8_t number) {
    held_.forget_channel(number);
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (slots_[slot].note.channel == number && sounds(slot)) {
            shared_->stolen[slot] = 1;
            slots_[slot].key_down = false;
            slots_[slot].pedal = false;
        }
    }
}

void Voices::set_pressure(std::uint8_t number, float pressure) {
    for (Slot &slot : slots_) {
        slot.pressure = slot.note.channel == number ? pressure : slot.pressure;
    }
    changed_ = true;
}

void Voices::set_pressure_of(NoteIdentity identity, float pressure) {
    if (const std::optional<std::uint32_t> slot = slot_of(identity)) {
        slots_[*slot].pressure = pressure;
        changed_ = true;
    }
}

void Voices::follow(NoteIdentity identity, double pitch) {
    held_.follow(identity, pitch);
    if (const std::optional<std::uint32_t> slot = slot_of(identity)) {
        slots_[*slot].note.pitch = pitch;
        shared_->field[TACTUS_FREQ][*slot] = static_cast<float>(pitch);
    }
}

void Voices::publish(const std::array<Channel, channel_count> &channels) {
    if (!changed_) {
        return;
    }
    changed_ = false;
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
        if (shared_->awake[slot] != 0) {
            write_continuous(slot, channels[slots_[slot].note.channel]);
        }
    }
}

void Voices::list_awake_groups() {
    std::uint32_t count = 0;
    for (std::uint32_t group = 0; group < poly_->groups; ++group) {
        std::uint32_t awake = 0;
        for (std::uint32_t lane = 0; lane < poly_->lanes; ++lane) {
            awake |= shared_->awake[group * poly_->lanes + lane];
        }
        groups_[count] = group;
        count += awake != 0 ? 1u : 0u;
    }
    shared_->awake_group_count = count;
}

void Voices::clear_starts() {
    for (const std::uint32_t slot : started_) {
        shared_->start[slot] = 0;
        // A note that begins on a tick had no tick before it whose peak the kernel could have told.
        if (slots_[slot].fresh) {
            levels_[slot] = loudest;
        }
    }
    started_.clear();
}

std::uint32_t Voices::awake_count() const {
    return static_cast<std::uint32_t>(
        std::count_if(shared_->awake, shared_->awake + slots_.size(), [](std::uint32_t awake) { return awake != 0; }));
}

} // namespace tactus::engine
