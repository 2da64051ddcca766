// Notes that a patch makes itself: reads what the kernel wrote during a finished tick and turns it into note-ons and
// note-offs exactly one tick later. One line holds one note at a time.
#pragma once

#include "runtime/engine/notes.h"
#include "runtime/kernel.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tactus::engine {

struct LineEdge {
    std::uint32_t offset = 0; // frames after the tick at which it acts
    std::uint32_t line = 0;
    bool on = false;
    Note note; // on: the whole note. off: its identity
};

class NoteLines {
  public:
    NoteLines(std::uint32_t line_count, float tuning);

    // At a tick, before it runs: the edges of the tick that has just ended, in order of their frames, then lines.
    void read(const tactus_note_line *lines);
    void clear();

    [[nodiscard]] std::span<const LineEdge> edges() const { return edges_; }
    [[nodiscard]] std::span<const LineEdge> edges_at(std::uint32_t offset) const;
    // The offset of the first edge at `offset` or later; TACTUS_TICK when there is none.
    [[nodiscard]] std::uint32_t next_offset(std::uint32_t offset) const;

    struct HeldLine {
        NoteIdentity identity = 0; // 0: the gate is off
        double pitch = 0.0;        // at the beginning of the tick that was read
        bool gate = false;
    };
    // The note that each line held when the tick that was read began, and its pitch then.
    [[nodiscard]] std::span<const HeldLine> held() const { return held_at_tick_; }

  private:
    void read_frame(const tactus_note_line *lines, std::uint32_t frame);

    double tuning_;
    std::vector<HeldLine> held_, held_at_tick_;
    std::vector<LineEdge> edges_;
};

} // namespace tactus::engine
