// Which slot plays which note, for one poly. Notes in, arrays of tactus_voices out: fields, gate, start, stolen, awake,
// list of awake groups. Everything is decided from what came before in order of frames, so the same notes give the same
// slots at every block size. The rules, one by one, are in docs/explanation/notes.md. No allocation after construction.
#pragma once

#include "runtime/engine/notes.h"
#include "runtime/kernel.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tactus::engine {

// A note-on that reached a slot on this frame. The caller calls the kernel's `start` when the slot begins anew (then it
// is done by started()).
struct Onset {
    std::uint32_t slot = 0;
    bool fresh = false; // false: retrigger, memory is kept
};

class Voices {
  public:
    // `shared` is the element of tactus_memory::voices; its pointers are set here and stay.
    Voices(const tactus_kernel &kernel, std::uint32_t poly, tactus_voices &shared);

    [[nodiscard]] const tactus_poly &poly() const { return *poly_; }
    // Whether a note from outside with this channel (0..15) and key is for this poly.
    [[nodiscard]] bool takes(std::uint8_t channel, std::uint8_t key) const;
    [[nodiscard]] bool takes_channel(std::uint8_t channel) const;
    // Notes of the patch's own lines: whether the key is for this poly, and the note as it sounds.
    [[nodiscard]] bool takes_key(float key) const;
    [[nodiscard]] Note transposed(Note note) const;
    [[nodiscard]] double transposition() const { return transposition_; } // of a frequency

    std::optional<Onset> note_on(const Note &note, const Channel &channel);
    std::optional<Onset> note_off(NoteIdentity identity, float release, const Channel &channel);
    std::optional<Onset> lift_pedal(std::uint8_t number, const Channel &channel);
    std::optional<Onset> all_notes_off(std::uint8_t number, const Channel &channel);
    void all_sound_off(std::uint8_t number);                     // the fade of a stolen voice, then sleep
    void set_pressure(std::uint8_t number, float pressure);      // every note of the channel
    void set_pressure_of(NoteIdentity identity, float pressure); // one note
    void follow(NoteIdentity identity, double pitch);            // the pitch of a generated note, at ticks
    void mark_changed() { changed_ = true; }                     // bend or timbre of some channel

    // At a tick: bend, pressure and timbre reach the notes that sound.
    void publish(const std::array<Channel, channel_count> &channels);
    // Before a call of the kernel: the list of groups with an awake slot.
    void list_awake_groups();
    // After a call of the kernel.
    void clear_starts();

    void sleep_all(); // before the kernel's init
    [[nodiscard]] std::uint32_t awake_count() const;
    [[nodiscard]] std::uint64_t steal_count() const { return steal_count_; }

  private:
    struct Slot {
        Note note;
        std::uint64_t order = 0; // number of the stroke: the smaller, the older
        float pressure = 0.0f;
        bool fresh = false; // began anew at its last stroke
        bool key_down = false;
        bool pedal = false; // the key is up, the pedal holds the note
        float release = 0.0f;
    };

    [[nodiscard]] bool sounds(std::uint32_t slot) const;
    [[nodiscard]] std::optional<std::uint32_t> slot_of(NoteIdentity identity) const;
    [[nodiscard]] std::optional<std::uint32_t> free_slot() const;
    [[nodiscard]] std::uint32_t oldest_fading_slot() const;
    [[nodiscard]] std::uint32_t victim() const;
    [[nodiscard]] bool better_victim(std::uint32_t a, std::uint32_t b) const;
    Onset begin(std::uint32_t slot, const Note &note, const Channel &channel);
    void write_note(std::uint32_t slot, const Channel &channel);
    void write_continuous(std::uint32_t slot, const Channel &channel);
    void let_go(std::uint32_t slot, float release);
    std::optional<Onset> play_last_held(float release, const Channel &channel);

    const tactus_poly *poly_;
    tactus_voices *shared_;
    double transposition_ = 1.0;
    bool single_ = false; // mono or legato: slot 0 only
    std::vector<float> field_values_, levels_;
    std::vector<std::uint32_t> flags_; // gate, start, stolen, awake
    std::vector<std::uint32_t> groups_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> started_;
    HeldNotes held_; // mono and legato
    std::uint64_t stroke_count_ = 0, steal_count_ = 0;
    bool changed_ = false;
};

} // namespace tactus::engine
