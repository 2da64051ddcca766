// Plays an engine to its end, faster than real time: events of a song at their exact frames in, blocks of samples out
// to a sink. Used by the command line and by tests; may allocate.
#pragma once

#include "runtime/engine/engine.h"
#include "runtime/engine/song_events.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace tactus::engine {

inline constexpr std::uint32_t most_block_frames = 4096;
inline constexpr std::uint64_t seconds_without_song = 5;

struct RenderOptions {
    std::uint32_t block_frames = 64;           // 1..4096
    std::optional<std::uint64_t> frames;       // none: to the end of the song and the tail after it, 5 s without a song
    const SongEvents *song = nullptr;          // none: a patch that takes notes plays C4 for 2 s
    std::span<const std::vector<float>> input; // one per channel of the patch's inputs; silence beyond what is given
    std::uint64_t random_cuts_seed = 0;        // not 0: blocks of 1..block_frames at random
    std::function<bool()> goes_on;             // asked before every block; false: the render ends there
};

struct RenderResult {
    std::uint64_t frames = 0;
    bool played_default_note = false;
    bool tail_cut = false; // still sounding after the longest tail of 20 s
    bool stopped = false;  // by goes_on, before its end
    Counters counters;
    std::uint32_t most_voices = 0;
};

// Called for every block with one pointer per output channel.
using Sink = std::function<void(std::span<const float *const> channels, std::uint32_t frames)>;

RenderResult render(Engine &engine, const RenderOptions &options, const Sink &sink);

struct Recording {
    RenderResult result;
    std::vector<std::vector<float>> channels;
};
Recording record(Engine &engine, const RenderOptions &options);

// Whether some poly of the kernel plays notes from outside.
bool takes_notes(const tactus_kernel &kernel);

} // namespace tactus::engine
