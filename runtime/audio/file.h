// What writing and reading of sound files share: the form of a file, its limits, and what can go wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tactus::audio {

inline constexpr std::uint32_t maximum_file_channels = 64;
inline constexpr std::uint32_t maximum_file_rate = 768'000;
// A WAV file counts its bytes in 32 bits, header included; headerless files have no limit of ours.
inline constexpr std::uint64_t maximum_wav_data_bytes = 0xFFFF'FFFFu - 4096;
// Reading: the file, and what it decodes to (256 MiB of floats as well).
inline constexpr std::size_t maximum_read_bytes = std::size_t{256} * 1024 * 1024;
inline constexpr std::uint64_t maximum_read_samples = std::uint64_t{64} * 1024 * 1024;

// How a sample x is stored. f32: as it is, values beyond ±1 included. The integer forms of n bits: x × 2^(n-1), rounded
// to the nearest integer (halves away from zero), clipped to what n bits hold; NaN becomes 0; no dither. u8 is stored
// with an offset of 128. All little-endian.
enum class SampleFormat : std::uint8_t { f32, s24, s16, u8 };

// By the name that the command line uses.
std::optional<SampleFormat> sample_format(std::string_view name);
unsigned bytes_of(SampleFormat format);

struct FileFormat {
    std::uint32_t sample_rate = 48'000; // 1..maximum_file_rate
    std::uint32_t channels = 2;         // 1..maximum_file_channels
    SampleFormat samples = SampleFormat::f32;
    bool raw = false; // no header: interleaved samples and nothing else
};

enum class FileProblem : std::uint8_t {
    cannot_create,
    cannot_write,
    too_long, // more than a WAV file can hold
    cannot_open,
    cannot_read,
    too_large,     // more than maximum_read_bytes or maximum_read_samples
    not_wav,       // it does not begin like a WAV file
    broken,        // it begins like one, but its chunks contradict themselves
    truncated,     // it says it has more samples than it has
    unsupported,   // a WAV file with a coding other than PCM and floats
    channel_count, // 0 or more than maximum_file_channels
    sample_rate,   // 0 or more than maximum_file_rate
};

// A whole sentence without a full stop, in plain words for the user.
const char *explain(FileProblem problem);

struct FileError {
    FileProblem problem = FileProblem::cannot_open;
    std::string detail; // what the system or the library said; may be empty
};

} // namespace tactus::audio
