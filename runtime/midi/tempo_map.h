// Where a tick of a MIDI file lies in time. Times are exact: a position is an integer number of units, the unit is a
// fixed fraction of a second, and only the last step to a frame rounds (half up). The same ticks give the same frames
// on every machine, however long the song and however many tempo changes it has.
#pragma once

#include <cstdint>
#include <vector>

namespace tactus::midi {

// Sample rates above this are refused by the callers; it keeps the arithmetic below 2^64.
inline constexpr std::uint32_t maximum_sample_rate = 768'000;
inline constexpr std::uint32_t default_microseconds_per_quarter =
    500'000; // 120 quarters a minute, until a file says otherwise
inline constexpr std::uint32_t maximum_microseconds_per_quarter = 0xFF'FFFF;

// What one tick is. Metric: 1/ticks_per_quarter of a quarter note, so its length follows the tempo.
// SMPTE: a fixed time, numerator/denominator seconds; tempo changes then move the beat but no event.
struct TickLength {
    std::uint32_t ticks_per_quarter = 0; // 1..32767, or 0 for SMPTE
    std::uint32_t numerator = 0;         // SMPTE: 1, or 1001 for 29.97 frames a second
    std::uint32_t denominator = 1;       // SMPTE: frames a second × ticks a frame (× 1000 for 29.97)

    bool is_smpte() const { return ticks_per_quarter == 0; }
    friend bool operator==(const TickLength &, const TickLength &) = default;
};

class TempoMap {
  public:
    // 480 ticks a quarter at the default tempo.
    TempoMap() : TempoMap(TickLength{480, 0, 1}) {}
    explicit TempoMap(TickLength tick_length);

    // Changes come in order of their ticks; of several at one tick the last holds. 1 <= microseconds_per_quarter <=
    // 2^24 - 1.
    void append(std::uint32_t tick, std::uint32_t microseconds_per_quarter);

    TickLength tick_length() const { return tick_length_; }

    // The first frame not before the tick by more than half a frame: floor(seconds(tick) × sample_rate + 1/2), exactly.
    // 1 <= sample_rate <= maximum_sample_rate.
    std::uint64_t frame_of_tick(std::uint32_t tick, std::uint32_t sample_rate) const;

    double seconds_of_tick(std::uint32_t tick) const;

    // Tempo that holds from the frame on, and the beat (quarter notes since the start, counted through every tempo
    // change) there. A change counts from the frame that frame_of_tick gives for its tick.
    std::uint32_t microseconds_per_quarter_at(std::uint64_t frame, std::uint32_t sample_rate) const;
    double beat_at(std::uint64_t frame, std::uint32_t sample_rate) const;

    // The changes of tempo, in order, one for each tick that has one; the first is always at tick 0.
    struct Segment {
        std::uint32_t tick = 0;
        std::uint32_t microseconds_per_quarter = default_microseconds_per_quarter;
        std::uint64_t units = 0; // exact time of the tick, in units of 1 / units_per_second()
        double beat = 0;         // quarter notes up to the tick
    };
    const std::vector<Segment> &segments() const { return segments_; }
    std::uint64_t units_per_second() const;

  private:
    const Segment &segment_of_tick(std::uint32_t tick) const;
    const Segment &segment_of_frame(std::uint64_t frame, std::uint32_t sample_rate) const;
    std::uint64_t units_of_tick(const Segment &segment, std::uint32_t tick) const;
    std::uint64_t frame_of_units(std::uint64_t units, std::uint32_t sample_rate) const;
    double beat_of_tick(const Segment &segment, std::uint32_t tick) const;

    TickLength tick_length_;
    std::vector<Segment> segments_;
};

} // namespace tactus::midi
