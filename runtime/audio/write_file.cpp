// Sound files through libsndfile. Integer samples are made here and handed over as the upper bits of 32-bit integers,
// which the library stores unchanged: the rule of rounding and clipping is ours.
#include "runtime/audio/write_file.h"

#include "runtime/audio/output_target.h"

#include <algorithm>
#include <cmath>
#include <sndfile.h>

namespace tactus::audio {

namespace {

int library_format(const FileFormat &format) {
    const int container = format.raw ? SF_FORMAT_RAW | SF_ENDIAN_LITTLE : SF_FORMAT_WAV;
    switch (format.samples) {
    case SampleFormat::f32:
        return container | SF_FORMAT_FLOAT;
    case SampleFormat::s24:
        return container | SF_FORMAT_PCM_24;
    case SampleFormat::s16:
        return container | SF_FORMAT_PCM_16;
    case SampleFormat::u8:
        return container | SF_FORMAT_PCM_U8;
    }
    return container | SF_FORMAT_FLOAT;
}

// The integer of `bits` bits, in the upper bits of 32.
int quantise(float sample, int bits) {
    if (std::isnan(sample)) {
        return 0;
    }
    const double full_scale = std::ldexp(1.0, bits - 1);
    const double level = std::clamp(std::round(static_cast<double>(sample) * full_scale), -full_scale, full_scale - 1);
    return static_cast<int>(level) * (1 << (32 - bits));
}

constexpr std::size_t block_samples = 16'384;

} // namespace

struct FileWriter::State {
    FileFormat format;
    OutputTarget target;
    SNDFILE *file = nullptr;
    std::uint64_t frames = 0;
    std::vector<float> floats;
    std::vector<int> integers;

    ~State() { close(); }

    void close() {
        if (file != nullptr) {
            sf_close(file);
            file = nullptr;
        }
    }

    // Interleaves the frames first … first + count and writes them.
    bool write_block(std::span<const float *const> channels, std::size_t first, std::size_t count) {
        const int bits = static_cast<int>(8 * bytes_of(format.samples));
        const auto frame_count = static_cast<sf_count_t>(count);
        floats.clear();
        for (std::size_t frame = first; frame < first + count; ++frame) {
            for (const float *channel : channels) {
                floats.push_back(channel[frame]);
            }
        }
        if (format.samples == SampleFormat::f32) {
            return sf_writef_float(file, floats.data(), frame_count) == frame_count;
        }
        integers.resize(floats.size());
        std::transform(floats.begin(), floats.end(), integers.begin(), [&](float x) { return quantise(x, bits); });
        return sf_writef_int(file, integers.data(), frame_count) == frame_count;
    }

    // Nothing more can be done with this file.
    FileError give_up(FileProblem problem, std::string detail) {
        close();
        target.discard();
        return FileError{problem, std::move(detail)};
    }
};

FileWriter::FileWriter() = default;
FileWriter::~FileWriter() = default;

std::uint64_t FileWriter::frames_written() const { return state_ ? state_->frames : 0; }

std::optional<FileError> FileWriter::open(const std::string &path, const FileFormat &format) {
    if (format.channels < 1 || format.channels > maximum_file_channels) {
        return FileError{FileProblem::channel_count, {}};
    }
    if (format.sample_rate < 1 || format.sample_rate > maximum_file_rate) {
        return FileError{FileProblem::sample_rate, {}};
    }
    state_ = std::make_unique<State>();
    state_->format = format;
    if (!state_->target.open(path)) {
        return FileError{FileProblem::cannot_create, state_->target.reason()};
    }
    SF_INFO info{};
    info.samplerate = static_cast<int>(format.sample_rate);
    info.channels = static_cast<int>(format.channels);
    info.format = library_format(format);
    SF_VIRTUAL_IO access = OutputTarget::access();
    state_->file = sf_open_virtual(&access, SFM_WRITE, &info, &state_->target);
    if (state_->file == nullptr) {
        return state_->give_up(FileProblem::cannot_create, sf_strerror(nullptr));
    }
    // The chunk of peaks holds the time of writing: equal samples would not give equal bytes.
    sf_command(state_->file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    return std::nullopt;
}

std::optional<FileError> FileWriter::write(std::span<const float *const> channels, std::size_t frames) {
    if (!state_ || state_->file == nullptr) {
        return FileError{FileProblem::cannot_write, "the file is not open"};
    }
    const FileFormat &format = state_->format;
    if (channels.size() != format.channels) {
        return state_->give_up(FileProblem::channel_count, "not the number of channels the file was opened with");
    }
    const std::uint64_t frame_bytes = std::uint64_t{format.channels} * bytes_of(format.samples);
    if (!format.raw && frames > maximum_wav_data_bytes / frame_bytes - state_->frames) {
        return state_->give_up(FileProblem::too_long, {});
    }
    const std::size_t block_frames = block_samples / format.channels;
    for (std::size_t first = 0; first < frames; first += block_frames) {
        if (!state_->write_block(channels, first, std::min(block_frames, frames - first))) {
            return state_->give_up(FileProblem::cannot_write, state_->target.reason());
        }
    }
    state_->frames += frames;
    return std::nullopt;
}

std::optional<FileError> FileWriter::finish() {
    if (!state_ || state_->file == nullptr) {
        return FileError{FileProblem::cannot_write, "the file is not open"};
    }
    state_->close(); // writes the header once more, with the sizes
    if (!state_->target.commit()) {
        return state_->give_up(FileProblem::cannot_write, state_->target.reason());
    }
    return std::nullopt;
}

std::optional<FileError> write_file(const std::string &path, const FileFormat &format,
                                    std::span<const std::vector<float>> channels) {
    std::vector<const float *> pointers;
    for (const std::vector<float> &channel : channels) {
        pointers.push_back(channel.data());
    }
    FileWriter writer;
    if (std::optional<FileError> error = writer.open(path, format)) {
        return error;
    }
    if (std::optional<FileError> error = writer.write(pointers, channels.empty() ? 0 : channels.front().size())) {
        return error;
    }
    return writer.finish();
}

std::optional<FileError> write_bytes(const std::string &path, std::span<const std::byte> bytes) {
    OutputTarget target;
    if (!target.open(path)) {
        return FileError{FileProblem::cannot_create, target.reason()};
    }
    SF_VIRTUAL_IO access = OutputTarget::access();
    access.write(bytes.data(), static_cast<sf_count_t>(bytes.size()), &target);
    if (!target.commit()) {
        FileError error{FileProblem::cannot_write, target.reason()};
        target.discard();
        return error;
    }
    return std::nullopt;
}

} // namespace tactus::audio
