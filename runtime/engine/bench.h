// What one frame of a patch costs with every voice sounding: CPU time of this thread, the least of several rounds.
#pragma once

#include "runtime/engine/engine.h"

#include <cstdint>
#include <vector>

namespace tactus::engine {

// Plays an engine with every voice sounding, and noise at its inputs, round after round.
class EveryVoice {
  public:
    EveryVoice(Engine &engine, std::uint32_t block_frames, std::uint32_t frames_per_round);

    void strike(); // one block that begins with a stroke of every note: a round is played after it
    double play(); // a round; its nanoseconds of CPU time of this thread
    [[nodiscard]] std::uint64_t round_frames() const { return std::uint64_t{blocks_} * block_; }

  private:
    Engine &engine_;
    std::uint32_t block_, blocks_;
    std::vector<Event> strokes_;
    std::vector<std::vector<float>> in_, out_;
    std::vector<const float *> in_pointers_;
    std::vector<float *> out_pointers_;
};

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
