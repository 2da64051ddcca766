// Ticks to exact units of time, units to frames. A metric unit is 1 / (ticks_per_quarter × 10^6) s, so a tick is
// microseconds_per_quarter units; an SMPTE unit is 1 / denominator s. Bounds: units <= 2^32 ticks × 2^24 = 2^56; units
// a second < 2^35; sample rate < 2^20; hence every product below stays under 2^57.
#include "runtime/midi/tempo_map.h"

#include <algorithm>

namespace tactus::midi {

TempoMap::TempoMap(TickLength tick_length) : tick_length_(tick_length), segments_(1) {}

std::uint64_t TempoMap::units_per_second() const {
    return tick_length_.is_smpte() ? tick_length_.denominator
                                   : std::uint64_t{1'000'000} * tick_length_.ticks_per_quarter;
}

void TempoMap::append(std::uint32_t tick, std::uint32_t microseconds_per_quarter) {
    Segment &last = segments_.back();
    if (last.tick == tick) {
        last.microseconds_per_quarter = microseconds_per_quarter;
        return;
    }
    const Segment next{tick, microseconds_per_quarter, units_of_tick(last, tick), beat_of_tick(last, tick)};
    segments_.push_back(next);
}

std::uint64_t TempoMap::units_of_tick(const Segment &segment, std::uint32_t tick) const {
    const std::uint64_t per_tick = tick_length_.is_smpte() ? tick_length_.numerator : segment.microseconds_per_quarter;
    return segment.units + std::uint64_t{tick - segment.tick} * per_tick;
}

double TempoMap::beat_of_tick(const Segment &segment, std::uint32_t tick) const {
    const double ticks = static_cast<double>(tick - segment.tick);
    if (!tick_length_.is_smpte()) {
        return segment.beat + ticks / tick_length_.ticks_per_quarter;
    }
    const double seconds = ticks * tick_length_.numerator / tick_length_.denominator;
    return segment.beat + seconds * 1e6 / segment.microseconds_per_quarter;
}

const TempoMap::Segment &TempoMap::segment_of_tick(std::uint32_t tick) const {
    const auto after =
        std::upper_bound(segments_.begin() + 1, segments_.end(), tick,
                         [](std::uint32_t wanted, const Segment &segment) { return wanted < segment.tick; });
    return *(after - 1);
}

const TempoMap::Segment &TempoMap::segment_of_frame(std::uint64_t frame, std::uint32_t sample_rate) const {
    const auto starts_after = [&](std::uint64_t wanted, const Segment &segment) {
        return wanted < frame_of_units(segment.units, sample_rate);
    };
    return *(std::upper_bound(segments_.begin() + 1, segments_.end(), frame, starts_after) - 1);
}

std::uint64_t TempoMap::frame_of_units(std::uint64_t units, std::uint32_t sample_rate) const {
    const std::uint64_t per_second = units_per_second();
    const std::uint64_t whole_seconds = units / per_second;
    const std::uint64_t rest = units % per_second;
    return whole_seconds * sample_rate + (2 * rest * sample_rate + per_second) / (2 * per_second);
}

std::uint64_t TempoMap::frame_of_tick(std::uint32_t tick, std::uint32_t sample_rate) const {
    return frame_of_units(units_of_tick(segment_of_tick(tick), tick), sample_rate);
}

double TempoMap::seconds_of_tick(std::uint32_t tick) const {
    const std::uint64_t units = units_of_tick(segment_of_tick(tick), tick);
    const std::uint64_t per_second = units_per_second();
    const std::uint64_t whole_seconds = units / per_second;
    return static_cast<double>(whole_seconds) +
           static_cast<double>(units % per_second) / static_cast<double>(per_second);
}

std::uint32_t TempoMap::microseconds_per_quarter_at(std::uint64_t frame, std::uint32_t sample_rate) const {
    return segment_of_frame(frame, sample_rate).microseconds_per_quarter;
}

double TempoMap::beat_at(std::uint64_t frame, std::uint32_t sample_rate) const {
    const Segment &segment = segment_of_frame(frame, sample_rate);
    const double start_seconds = static_cast<double>(segment.units) / static_cast<double>(units_per_second());
    const double seconds = static_cast<double>(frame) / sample_rate - start_seconds;
    // A change that lies up to half a frame after its own frame must not turn the beat back.
    return segment.beat + std::max(0.0, seconds) * 1e6 / segment.microseconds_per_quarter;
}

} // namespace tactus::midi
