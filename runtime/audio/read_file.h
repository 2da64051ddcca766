// A WAV file (PCM of 8, 16, 24, 32 bits, floats of 32 and 64; RIFF, RIFX, RF64; plain or extensible header) in, planar
// floats out. Integers of n bits are divided by 2^(n-1), which is exact up to 24 bits. Samples that are not finite
// become 0 and are counted. A file that ends before the samples it says it has is refused; one whose size was never
// filled in (it was written into a pipe) has samples to its end. Not for the audio thread: it allocates and blocks.
#pragma once

#include "runtime/audio/file.h"

#include <span>
#include <variant>
#include <vector>

namespace tactus::audio {

struct Sound {
    std::uint32_t sample_rate = 0;
    std::vector<std::vector<float>> channels; // all of one length
    std::uint64_t nonfinite_samples = 0;      // how many were made 0

    std::size_t frames() const { return channels.empty() ? 0 : channels.front().size(); }
};

using ReadResult = std::variant<Sound, FileError>;

ReadResult read_sound(std::span<const std::byte> file);
ReadResult read_sound_file(const std::string &path);

} // namespace tactus::audio
