// WAV reading through libsndfile, from memory: the library sees only bytes that are there, and only files that begin
// like WAV.
#include "runtime/audio/read_file.h"

#include "runtime/rt/file_bytes.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sndfile.h>

namespace tactus::audio {

namespace {

struct Memory {
    std::span<const std::byte> bytes;
    sf_count_t position = 0;

    sf_count_t size() const { return static_cast<sf_count_t>(bytes.size()); }
};

sf_count_t memory_length(void *user) { return static_cast<Memory *>(user)->size(); }

sf_count_t memory_tell(void *user) { return static_cast<Memory *>(user)->position; }

sf_count_t memory_seek(sf_count_t offset, int whence, void *user) {
    Memory &memory = *static_cast<Memory *>(user);
    const sf_count_t base = whence == SEEK_CUR ? memory.position : whence == SEEK_END ? memory.size() : 0;
    // Sizes in the file may lie by any amount: stay within it, whatever the sum would be.
    const sf_count_t limited = std::clamp(offset, -memory.size(), memory.size());
    memory.position = std::clamp<sf_count_t>(base + limited, 0, memory.size());
    return memory.position;
}

sf_count_t memory_read(void *target, sf_count_t count, void *user) {
    Memory &memory = *static_cast<Memory *>(user);
    const sf_count_t take = std::clamp<sf_count_t>(count, 0, memory.size() - memory.position);
    if (take > 0) {
        std::memcpy(target, memory.bytes.data() + memory.position, static_cast<std::size_t>(take));
    }
    memory.position += take;
    return take;
}

sf_count_t memory_write(const void *, sf_count_t, void *) { return 0; }

struct CloseSound {
    void operator()(SNDFILE *file) const { sf_close(file); }
};
using SoundHandle = std::unique_ptr<SNDFILE, CloseSound>;

bool begins_like_wav(std::span<const std::byte> file) {
    const auto stands_at = [&](std::size_t offset, const char *tag) {
        return std::memcmp(file.data() + offset, tag, 4) == 0;
    };
    return file.size() >= 12 && stands_at(8, "WAVE") &&
           (stands_at(0, "RIFF") || stands_at(0, "RIFX") || stands_at(0, "RF64"));
}

bool coding_is_known(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_FLOAT:
    case SF_FORMAT_DOUBLE:
        return true;
    default:
        return false;
    }
}

std::uint32_t little_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[i - 1]);
    }
    return value;
}

// Why the library has refused a file: its own words are not for users ("SF_INFO struct incomplete" for a rate of 0), so
// the chunk of the format is looked at here.
FileProblem reason_of_refusal(std::span<const std::byte> file) {
    std::size_t at = 12; // after RIFF, the size, WAVE
    while (file.size() - at >= 24) {
        const std::span<const std::byte> chunk = file.subspan(at);
        if (std::memcmp(chunk.data(), "fmt ", 4) == 0) {
            const std::uint32_t tag = little_endian(chunk.subspan(8, 2));
            const std::uint32_t channels = little_endian(chunk.subspan(10, 2));
            const std::uint32_t rate = little_endian(chunk.subspan(12, 4));
            if (channels == 0 || channels > maximum_file_channels) {
                return FileProblem::channel_count;
            }
            if (rate == 0 || rate > maximum_file_rate) {
                return FileProblem::sample_rate;
            }
            const bool known = tag == 1 || tag == 3 || tag == 0xFFFE; // PCM, floats, extensible
            return known ? FileProblem::broken : FileProblem::unsupported;
        }
        const std::size_t length = little_endian(chunk.subspan(4, 4));
        const std::size_t next = 8 + length + length % 2;
        if (next > chunk.size()) {
            break;
        }
        at += next;
    }
    return FileProblem::broken;
}

std::optional<FileError> check(const SF_INFO &info) {
    if (info.channels < 1 || info.channels > static_cast<int>(maximum_file_channels)) {
        return FileError{FileProblem::channel_count, {}};
    }
    if (info.samplerate < 1 || info.samplerate > static_cast<int>(maximum_file_rate)) {
        return FileError{FileProblem::sample_rate, {}};
    }
    if (!coding_is_known(info.format)) {
        return FileError{FileProblem::unsupported, {}};
    }
    return std::nullopt;
}

// The frame count in the header is not believed: blocks are read until there are no more.
bool read_samples(SNDFILE *file, std::size_t channel_count, Sound &sound) {
    constexpr std::size_t block_samples = 16'384;
    const std::size_t block_frames = block_samples / channel_count;
    const std::size_t maximum_frames = maximum_read_samples / channel_count;
    std::vector<float> block(block_frames * channel_count);
    sound.channels.resize(channel_count);
    while (true) {
        const sf_count_t got = sf_readf_float(file, block.data(), static_cast<sf_count_t>(block_frames));
        if (got <= 0) {
            return true;
        }
        const auto frames = static_cast<std::size_t>(got);
        if (frames > maximum_frames - sound.frames()) {
            return false;
        }
        for (float &sample : std::span(block).first(frames * channel_count)) {
            if (!std::isfinite(sample)) {
                sample = 0;
                ++sound.nonfinite_samples;
            }
        }
        for (std::size_t channel = 0; channel < channel_count; ++channel) {
            std::vector<float> &samples = sound.channels[channel];
            for (std::size_t frame = 0; frame < frames; ++frame) {
                samples.push_back(block[frame * channel_count + channel]);
            }
        }
    }
}

} // namespace

ReadResult read_sound(std::span<const std::byte> bytes) {
    if (bytes.size() > maximum_read_bytes) {
        return FileError{FileProblem::too_large, {}};
    }
    if (!begins_like_wav(bytes)) {
        return FileError{FileProblem::not_wav, {}};
    }
    Memory memory{bytes};
    SF_VIRTUAL_IO access{memory_length, memory_seek, memory_read, memory_write, memory_tell};
    SF_INFO info{};
    const SoundHandle file(sf_open_virtual(&access, SFM_READ, &info, &memory));
    if (!file) {
        const FileProblem problem = reason_of_refusal(bytes);
        return FileError{problem, problem == FileProblem::broken ? sf_strerror(nullptr) : ""};
    }
    if (std::optional<FileError> error = check(info)) {
        return *error;
    }
    Sound sound;
    sound.sample_rate = static_cast<std::uint32_t>(info.samplerate);
    if (!read_samples(file.get(), static_cast<std::size_t>(info.channels), sound)) {
        return FileError{FileProblem::too_large, {}};
    }
    return sound;
}

ReadResult read_sound_file(const std::string &path) {
    const rt::FileBytes file = rt::read_file_bytes(path, maximum_read_bytes);
    switch (file.problem) {
    case rt::FileProblem::none:
        return read_sound(file.bytes);
    case rt::FileProblem::too_large:
        return FileError{FileProblem::too_large, {}};
    case rt::FileProblem::cannot_open:
        return FileError{FileProblem::cannot_open, std::strerror(errno)};
    default:
        return FileError{FileProblem::cannot_read, {}};
    }
}

} // namespace tactus::audio
