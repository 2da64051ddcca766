// What reaches the engine from outside: notes, controllers, parameter values, tempo, each at an absolute frame. One
// plain value for MIDI, files, the network and tests. Velocity and the like are carried as the sender gave them and as
// a fraction; the engine computes with the fraction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tactus::engine {

enum class EventType : std::uint8_t {
    note_on,       // number: key; amount: velocity 0..1. Velocity 0 is a note-off
    note_off,      // number: key; amount: release velocity 0..1
    poly_pressure, // number: key; amount: 0..1
    controller, // number: 0..127, value: 0..127. 64, 120, 121, 123 and those of `step` parameters act on their sample
    program_change,   // number: program; nothing listens to it yet
    channel_pressure, // amount: 0..1
    pitch_bend,       // value: 0..16383, amount: -1..1
    parameter,        // value: index of the parameter, amount: its new value in its own unit
    tempo,            // value: microseconds per quarter note, at least 1
    reset,            // every channel: notes and pedals up, controllers to rest
};

struct Event {
    std::uint64_t frame = 0;
    EventType type = EventType::reset;
    std::uint8_t channel = 0; // 0..15; users count 1..16
    std::uint8_t number = 0;
    std::uint32_t value = 0; // as given
    float amount = 0.0f;

    friend bool operator==(const Event &, const Event &) = default;
};

inline constexpr std::uint8_t sustain_controller = 64;
inline constexpr std::uint8_t timbre_controller = 74;
inline constexpr std::uint8_t all_sound_off_controller = 120;
inline constexpr std::uint8_t reset_controllers_controller = 121;
inline constexpr std::uint8_t all_notes_off_controller = 123;
inline constexpr std::uint32_t bend_centre = 8192;

constexpr float fraction_of_7_bits(std::uint32_t value) {
    return static_cast<float>(value < 127 ? value : 127u) / 127.0f;
}
// The centre is exactly 0 and both ends are exactly ±1.
constexpr float fraction_of_bend(std::uint32_t value) {
    const auto offset =
        static_cast<std::int32_t>(value < 16383 ? value : 16383u) - static_cast<std::int32_t>(bend_centre);
    return static_cast<float>(offset) / (offset < 0 ? 8192.0f : 8191.0f);
}

constexpr Event note_on(std::uint64_t frame, std::uint8_t channel, std::uint8_t key, std::uint32_t velocity) {
    return {frame, EventType::note_on, channel, key, velocity, fraction_of_7_bits(velocity)};
}
constexpr Event note_off(std::uint64_t frame, std::uint8_t channel, std::uint8_t key, std::uint32_t velocity = 64) {
    return {frame, EventType::note_off, channel, key, velocity, fraction_of_7_bits(velocity)};
}
constexpr Event poly_pressure(std::uint64_t frame, std::uint8_t channel, std::uint8_t key, std::uint32_t value) {
    return {frame, EventType::poly_pressure, channel, key, value, fraction_of_7_bits(value)};
}
constexpr Event controller(std::uint64_t frame, std::uint8_t channel, std::uint8_t number, std::uint32_t value) {
    return {frame, EventType::controller, channel, number, value, fraction_of_7_bits(value)};
}
constexpr Event program_change(std::uint64_t frame, std::uint8_t channel, std::uint8_t program) {
    return {frame, EventType::program_change, channel, program, program, 0.0f};
}
constexpr Event channel_pressure(std::uint64_t frame, std::uint8_t channel, std::uint32_t value) {
    return {frame, EventType::channel_pressure, channel, 0, value, fraction_of_7_bits(value)};
}
constexpr Event pitch_bend(std::uint64_t frame, std::uint8_t channel, std::uint32_t value) {
    return {frame, EventType::pitch_bend, channel, 0, value, fraction_of_bend(value)};
}
constexpr Event parameter(std::uint64_t frame, std::uint32_t index, float value) {
    return {frame, EventType::parameter, 0, 0, index, value};
}
constexpr Event tempo(std::uint64_t frame, std::uint32_t microseconds_per_quarter) {
    return {frame, EventType::tempo, 0, 0, microseconds_per_quarter, 0.0f};
}
constexpr Event reset(std::uint64_t frame) { return {frame, EventType::reset, 0, 0, 0, 0.0f}; }

// A bounded list in order of frames; events of one frame keep the order in which they came. Memory is taken at
// construction only.
class EventQueue {
  public:
    explicit EventQueue(std::size_t capacity) { events_.reserve(capacity); }

    // False when full.
    bool push(const Event &event);
    [[nodiscard]] std::span<const Event> events() const { return events_; }
    void remove_first(std::size_t count);

  private:
    std::vector<Event> events_;
};

} // namespace tactus::engine
