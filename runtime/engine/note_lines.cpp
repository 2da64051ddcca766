// Finds the edges of gates within one tick.
#include "runtime/engine/note_lines.h"

#include <algorithm>
#include <bit>

namespace tactus::engine {

namespace {
constexpr float highest_frequency = 1.0e6f;
// A number that is none, or negative, becomes 0: NaN compares false.
float limited(float x, float high) { return x > 0.0f ? std::min(x, high) : 0.0f; }
} // namespace

NoteLines::NoteLines(std::uint32_t line_count, float tuning)
    : tuning_(static_cast<double>(tuning)), held_(line_count), held_at_tick_(line_count) {
    edges_.reserve(std::size_t{line_count} * TACTUS_TICK);
}

void NoteLines::clear() {
    std::fill(held_.begin(), held_.end(), HeldLine{});
    std::fill(held_at_tick_.begin(), held_at_tick_.end(), HeldLine{});
    edges_.clear();
}

void NoteLines::read_frame(const tactus_note_line *lines, std::uint32_t frame) {
    for (std::uint32_t i = 0; i < held_.size(); ++i) {
        HeldLine &held = held_[i];
        const bool gate = lines[i].gate[frame] != 0;
        if (gate == held.gate) {
            continue;
        }
        held.gate = gate;
        LineEdge edge{frame, i, gate, Note{}};
        if (gate) {
            const float freq = limited(lines[i].freq[frame], highest_frequency);
            edge.note.pitch = static_cast<double>(freq);
            edge.note.identity = identity_of_line(i, std::bit_cast<std::uint32_t>(freq));
            edge.note.key = nearest_key(edge.note.pitch, tuning_);
            edge.note.velocity = limited(lines[i].velocity[frame], 1.0f);
            edge.note.channel = static_cast<std::uint8_t>(i % 16);
            edge.note.generated = true;
            held.identity = edge.note.identity;
        } else {
            edge.note.identity = held.identity;
            held.identity = 0;
        }
        edges_.push_back(edge);
    }
}

void NoteLines::read(const tactus_note_line *lines) {
    edges_.clear();
    for (std::uint32_t i = 0; i < held_.size(); ++i) {
        held_at_tick_[i] = held_[i];
        held_at_tick_[i].pitch = static_cast<double>(limited(lines[i].freq[0], highest_frequency));
    }
    for (std::uint32_t frame = 0; frame < TACTUS_TICK; ++frame) {
        read_frame(lines, frame);
    }
}

std::span<const LineEdge> NoteLines::edges_at(std::uint32_t offset) const {
    const auto before = [](const LineEdge &edge, std::uint32_t at) { return edge.offset < at; };
    const auto first = std::lower_bound(edges_.begin(), edges_.end(), offset, before);
    const auto last = std::lower_bound(first, edges_.end(), offset + 1, before);
    return {first, last};
}

std::uint32_t NoteLines::next_offset(std::uint32_t offset) const {
    for (const LineEdge &edge : edges_) {
        if (edge.offset >= offset) {
            return edge.offset;
        }
    }
    return TACTUS_TICK;
}

} // namespace tactus::engine
