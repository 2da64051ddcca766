// What a note is before it has a voice: its identity, pitch and velocity; the state of the 16 MIDI channels that
// colours it; and the list of held keys that a one-voice instrument goes back to. No allocation after construction.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tactus::engine {

// Equal for a note-on and its note-off, and for two strokes of one key. 0: none.
using NoteIdentity = std::uint64_t;

constexpr NoteIdentity identity_of_key(std::uint8_t channel, std::uint8_t key) {
    return (std::uint64_t{1} << 32) | (static_cast<std::uint64_t>(channel) << 8) | key;
}
// A note of a patch's own line: the line and the exact frequency at its start.
constexpr NoteIdentity identity_of_line(std::uint32_t line, std::uint32_t frequency_bits) {
    return (std::uint64_t{1} << 63) | (static_cast<std::uint64_t>(line) << 32) | frequency_bits;
}

struct Note {
    NoteIdentity identity = 0;
    double pitch = 0.0;       // Hz, without bend
    float key = 0.0f;         // transposed
    float velocity = 0.0f;    // 0..1
    std::uint8_t channel = 0; // 0..15
    bool generated = false;   // made by the patch: no bend, pressure, timbre, pedal
};

// tuning · 2^((key - 69) / 12), any key.
double pitch_of_key(int key, double tuning);
// The key whose pitch is nearest, for notes that are given as a frequency; 0..127.
float nearest_key(double pitch, double tuning);

inline constexpr float resting_timbre = 0.5f;
inline constexpr std::uint8_t channel_count = 16; // of MIDI
inline constexpr float default_bend_range_semitones = 2.0f;
inline constexpr std::uint16_t no_number = 0x3FFF; // "null" RPN/NRPN: data entry goes nowhere

// One MIDI channel as last heard. Sounding notes see bend, pressure and timbre at the next tick, a new note at once.
struct Channel {
    float bend = 0.0f; // -1..1
    float pressure = 0.0f;
    float timbre = resting_timbre;
    double bend_factor = 1.0;                                  // of the frequency
    float bend_range_semitones = default_bend_range_semitones; // RPN 0
    bool sustain = false;

    // (N)RPN selection and data entry.
    bool selects_nrpn = false;
    std::uint16_t number = no_number;
    std::uint8_t data_high = 0, data_low = 0;
    bool data_low_seen = false;

    void set_bend(float position);
    void set_bend_range(float semitones);
    void select(std::uint8_t controller, std::uint8_t value); // 98..101
    void data_entry(bool low, std::uint8_t value);            // 6, 38
    // 0..1 of what was entered: 14 bits once a low half came, else 7.
    [[nodiscard]] float data_position() const;
    void reset_controllers(); // as RP-015: the bend range stays
};

// Held notes in order of their strokes; the last one has priority. Bounded: one stroke too many forgets the oldest.
class HeldNotes {
  public:
    struct Held {
        Note note;
        bool key_down = true; // false: only the pedal holds it
    };

    void press(const Note &note);
    bool release(NoteIdentity identity, bool pedal); // false: was not held down
    void lift_pedal(std::uint8_t channel);
    void release_channel(std::uint8_t channel, bool pedal);
    void forget_channel(std::uint8_t channel);
    void follow(NoteIdentity identity, double pitch);

    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] const Note &last() const { return notes_[count_ - 1].note; }

  private:
    template <typename Keep> void keep_if(const Keep &keep);

    static constexpr std::size_t capacity = 128;
    std::array<Held, capacity> notes_{};
    std::size_t count_ = 0;
};

} // namespace tactus::engine
