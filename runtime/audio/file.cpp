// Names and sentences for sound files.
#include "runtime/audio/file.h"

namespace tactus::audio {

std::optional<SampleFormat> sample_format(std::string_view name) {
    if (name == "f32") {
        return SampleFormat::f32;
    }
    if (name == "s24") {
        return SampleFormat::s24;
    }
    if (name == "s16") {
        return SampleFormat::s16;
    }
    if (name == "u8") {
        return SampleFormat::u8;
    }
    return std::nullopt;
}

unsigned bytes_of(SampleFormat format) {
    switch (format) {
    case SampleFormat::f32:
        return 4;
    case SampleFormat::s24:
        return 3;
    case SampleFormat::s16:
        return 2;
    case SampleFormat::u8:
        return 1;
    }
    return 4;
}

const char *explain(FileProblem problem) {
    switch (problem) {
    case FileProblem::cannot_create:
        return "the sound file cannot be created";
    case FileProblem::cannot_write:
        return "the sound file cannot be written";
    case FileProblem::too_long:
        return "the sound is longer than a WAV file can hold (4 GiB)";
    case FileProblem::cannot_open:
        return "the sound file cannot be opened";
    case FileProblem::cannot_read:
        return "the sound file cannot be read";
    case FileProblem::too_large:
        return "the sound file is larger than 256 MiB, or decodes to more";
    case FileProblem::not_wav:
        return "this is not a WAV file";
    case FileProblem::broken:
        return "the WAV file is broken";
    case FileProblem::truncated:
        return "the WAV file is cut short";
    case FileProblem::unsupported:
        return "the WAV file is coded in a way other than PCM and floats";
    case FileProblem::channel_count:
        return "a sound file has 1 to 64 channels";
    case FileProblem::sample_rate:
        return "a sound file has a rate of 1 to 768000 Hz";
    }
    return "";
}

} // namespace tactus::audio
