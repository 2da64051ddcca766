// The samples of a WAV file, decoded by libsndfile from memory: it sees the bytes of the samples and nothing else of
// the file.
#include "runtime/audio/read_file.h"

#include "runtime/audio/wav_contents.h"
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

int library_format(const WavContents &contents) {
    const int order = contents.big_endian ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE;
    switch (contents.coding) {
    case WavCoding::u8:
        return SF_FORMAT_RAW | SF_FORMAT_PCM_U8;
    case WavCoding::s16:
        return SF_FORMAT_RAW | SF_FORMAT_PCM_16 | order;
    case WavCoding::s24:
        return SF_FORMAT_RAW | SF_FORMAT_PCM_24 | order;
    case WavCoding::s32:
        return SF_FORMAT_RAW | SF_FORMAT_PCM_32 | order;
    case WavCoding::f32:
        return SF_FORMAT_RAW | SF_FORMAT_FLOAT | order;
    case WavCoding::f64:
        return SF_FORMAT_RAW | SF_FORMAT_DOUBLE | order;
    }
    return 0;
}

void read_samples(SNDFILE *file, std::size_t channel_count, Sound &sound) {
    constexpr std::size_t block_samples = 16'384;
    const std::size_t block_frames = block_samples / channel_count;
    std::vector<float> block(block_frames * channel_count);
    while (true) {
        const sf_count_t got = sf_readf_float(file, block.data(), static_cast<sf_count_t>(block_frames));
        if (got <= 0) {
            return;
        }
        const auto frames = static_cast<std::size_t>(got);
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
    const auto found = find_wav_contents(bytes);
    if (const auto *error = std::get_if<FileError>(&found)) {
        return *error;
    }
    const WavContents &contents = std::get<WavContents>(found);
    if (contents.frames * contents.channels > maximum_read_samples) {
        return FileError{FileProblem::too_large, {}};
    }
    Memory memory{contents.samples};
    SF_VIRTUAL_IO access{memory_length, memory_seek, memory_read, memory_write, memory_tell};
    SF_INFO info{};
    info.channels = static_cast<int>(contents.channels);
    info.samplerate = static_cast<int>(contents.sample_rate);
    info.format = library_format(contents);
    Sound sound;
    sound.sample_rate = contents.sample_rate;
    sound.channels.resize(contents.channels);
    for (std::vector<float> &channel : sound.channels) {
        channel.reserve(contents.frames);
    }
    if (contents.samples.empty()) {
        return sound;
    }
    const SoundHandle file(sf_open_virtual(&access, SFM_READ, &info, &memory));
    if (!file) {
        return FileError{FileProblem::broken, sf_strerror(nullptr)};
    }
    read_samples(file.get(), contents.channels, sound);
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
