// What one frame of a patch costs with every voice sounding: CPU time of this thread, the least of several rounds.
#pragma once

#include "runtime/engine/engine.h"

#include <cstdint>

namespace tactus::engine {

struct BenchOptions {
    std::uint32_t block_frames = 64; // 1..4096
    std::uint32_t rounds = 25;       // at least 15 are run
    std::uint32_t frames_per_round = 9600;
};

struct BenchResult {
    double nanoseconds_per_frame = 0.0; // the least
    double median_nanoseconds_per_frame = 0.0;
    std::uint64_t frames = 0; // of one round
    std::uint32_t rounds = 0;
    std::uint32_t voices = 0; // least number that sounded at the end of a round
    std::uint32_t lanes = 0;
};

// The engine plays from its beginning and is left in an unspecified state of its music.
BenchResult bench(Engine &engine, const BenchOptions &options = {});

} // namespace tactus::engine
