// Plays a text of the language for the audio tests. In: the text of a patch, how long, and what happens meanwhile. Out:
// samples as the kernel made them, before the engine's output guard. A text with mistakes fails the test with the
// mistakes' messages.
#pragma once

#include "compiler/tactus.h"
#include "runtime/engine/engine.h"
#include "tests/audio/measure.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tactus::measure {

struct PlayOptions {
    double rate = 48000.0;
    std::vector<engine::Event> events;     // in order of frames
    std::vector<std::vector<float>> input; // one per channel
    std::string patch;                     // "": the last
    std::uint32_t block_frames = 64;
    std::uint32_t seed = 0;
    bool guard = false;
    std::uint32_t lanes = 0; // 0: what the machine likes
    std::uint32_t level = 1; // of code generation
};

struct Sound {
    std::vector<std::vector<float>> channels;
    engine::Counters counters;
    [[nodiscard]] const std::vector<float> &operator[](std::size_t channel) const { return channels.at(channel); }
    [[nodiscard]] Samples part(std::size_t first, std::size_t count, std::size_t channel = 0) const {
        return Samples(channels.at(channel)).subspan(first, count);
    }
};

// `name` is what messages call the text.
[[nodiscard]] Instrument instrument_of(const std::string &text, const PlayOptions &options = {},
                                       const std::string &name = "test.tac");
[[nodiscard]] Sound play(const std::string &text, std::size_t frames, const PlayOptions &options = {},
                         const std::string &name = "test.tac");

// Equations that give `n`, the number of the sample, and `impulse`, 1 on the first sample.
inline const std::string counting = "n: init -1\nn = n@1 + 1\nimpulse = if n == 0 then 1 else 0\n";

} // namespace tactus::measure
