// A kernel that plays: events and input blocks in, output blocks out. Cuts blocks into ticks, tiles and parts as
// docs/explanation/graph.md says, so any sizes of blocks give the same samples. create() and reset() take memory and
// time; process() takes neither memory nor locks.
#pragma once

#include "runtime/engine/events.h"
#include "runtime/engine/kernel_memory.h"
#include "runtime/engine/note_lines.h"
#include "runtime/engine/notes.h"
#include "runtime/engine/output_guard.h"
#include "runtime/engine/parameters.h"
#include "runtime/engine/transport.h"
#include "runtime/engine/voices.h"
#include "runtime/kernel.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tactus::engine {

enum class EngineProblem : std::uint8_t {
    none,
    kernel_unknown, // another ABI, or a table that this runtime cannot serve
    no_memory,
};
// A whole sentence without a full stop, in plain words for the user.
const char *explain(EngineProblem problem);

// One note-on that reached a slot, for tests and displays.
struct OnsetReport {
    std::uint64_t frame = 0;
    std::uint32_t poly = 0, slot = 0;
    bool fresh = false;
    float freq = 0.0f;
};

struct EngineOptions {
    std::uint64_t first_frame = 0; // rounded down to a tick
    std::uint32_t microseconds_per_quarter = 500'000;
    Guard guard = Guard::full;                                            // what is done to the outputs
    void (*on_onset)(void *context, const OnsetReport &report) = nullptr; // called from process()
    void *onset_context = nullptr;
};

struct Counters {
    std::uint64_t frames = 0; // processed since creation or reset
    GuardCounts guard;
    std::uint64_t steals = 0;
    std::uint64_t onsets = 0;
    std::uint64_t subnormal_calls = 0; // calls of process() in which the kernel met a subnormal
    std::uint64_t nonfinite_calls = 0; // … in which it reported a number that is none
};

class Engine {
  public:
    // The kernel must outlive the engine. Null when it cannot be played; then `problem` (if given) says why.
    static std::unique_ptr<Engine> create(const tactus_kernel *kernel, const EngineOptions &options = {},
                                          EngineProblem *problem = nullptr);
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    // Frame 0 of the engine again: all memory to its start values, no notes; parameters keep their latest values, which
    // hold from the first frame on.
    void reset();

    // [audio] Makes `frames` samples of every output. `in` and `out` have the kernel's in_count and out_count channels;
    // they do not overlap. `events` are in order of frames (absolute, as frame()); one that lies before this block acts
    // on its first frame. The events at or after the end of this block are not taken: the result is the number of those
    // that were.
    std::size_t process(const float *const *in, float *const *out, std::uint32_t frames, std::span<const Event> events);

    [[nodiscard]] std::uint64_t frame() const { return frame_; } // of the next sample
    [[nodiscard]] const tactus_kernel &kernel() const { return *kernel_; }
    [[nodiscard]] Parameters &parameters() { return parameters_; } // to set what holds from reset() on
    [[nodiscard]] const Parameters &parameters() const { return parameters_; }
    [[nodiscard]] std::uint32_t awake_voices() const;
    [[nodiscard]] const tactus_voices &voices(std::uint32_t poly) const { return shared_voices_[poly]; }
    [[nodiscard]] Counters counters() const;
    // The greatest magnitude on an output since it was last asked for.
    float take_peak(std::uint32_t channel);

  private:
    Engine(const tactus_kernel &kernel, const EngineOptions &options, KernelMemory memory);

    struct Block { // what one process() call works through
        const float *const *in;
        float *const *out;
        std::uint64_t first_frame, end_frame;
        std::span<const Event> events;
        std::size_t taken = 0; // events applied
        std::size_t cut = 0;   // no event from `taken` up to here cuts a tick
    };

    void step(Block &block);
    bool apply_events(Block &block, std::uint64_t end_frame); // those before that frame
    bool apply(const Event &event);
    bool apply_controller(const Event &event);
    void read_generated();
    bool apply_generated(std::uint32_t offset);
    template <typename Act> void for_polys_of(std::uint8_t number, const Act &act);
    void lift_pedal(std::uint8_t number);
    void mark_changed();
    void apply_note_on(const Event &event);
    void apply_note_off(std::uint8_t channel, std::uint8_t key, float release);
    void reset_channel(std::uint8_t number);
    void publish_controls();
    void take_onset(std::uint32_t poly, const std::optional<Onset> &onset);
    [[nodiscard]] bool cuts(const Event &event) const;
    std::uint64_t next_cut(Block &block) const;
    void run(Block &block, std::uint32_t frames, bool at_tick, bool applied);

    const tactus_kernel *kernel_;
    EngineOptions options_;
    KernelMemory block_;
    tactus_memory memory_{};
    std::vector<tactus_voices> shared_voices_;
    std::vector<Voices> polys_;
    Parameters parameters_;
    NoteLines note_lines_;
    Transport transport_;
    OutputGuard guard_;
    std::array<Channel, channel_count> channels_{};
    std::vector<const float *> in_;
    std::vector<float *> out_;
    std::uint64_t frame_ = 0;
    std::uint32_t status_ = 0;
    bool takes_notes_ = false; // some poly plays notes from outside
    Counters counters_;
};

} // namespace tactus::engine
