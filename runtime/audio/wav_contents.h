// Finds the samples in a WAV file: the bytes of the file in; their form and the span that holds them out. Any bytes may
// come in, and one pass over the heads of the chunks is all the time it takes. libsndfile then decodes the samples, but
// does not read the header: a list chunk that lies about its size keeps version 1.2.0 busy for hours.
#pragma once

#include "runtime/audio/file.h"

#include <span>
#include <variant>

namespace tactus::audio {

enum class WavCoding : std::uint8_t { u8, s16, s24, s32, f32, f64 };

struct WavContents {
    WavCoding coding = WavCoding::s16;
    bool big_endian = false; // RIFX
    std::uint32_t channels = 0;
    std::uint32_t sample_rate = 0;
    std::size_t frames = 0;
    std::span<const std::byte> samples; // interleaved; whole frames
};

std::variant<WavContents, FileError> find_wav_contents(std::span<const std::byte> file);

} // namespace tactus::audio
