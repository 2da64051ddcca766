// Any bytes as a WAV file: either a sound of finite samples within the limits, or an error with a sentence.
#include "runtime/audio/read_file.h"

#include <cmath>
#include <cstdlib>

using namespace tactus::audio;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const ReadResult result = read_sound(std::as_bytes(std::span(data, size)));
    if (const auto *error = std::get_if<FileError>(&result)) {
        require(*explain(error->problem) != 0);
        return 0;
    }
    const Sound &sound = std::get<Sound>(result);
    require(sound.sample_rate >= 1 && sound.sample_rate <= maximum_file_rate);
    require(!sound.channels.empty() && sound.channels.size() <= maximum_file_channels);
    require(sound.frames() * sound.channels.size() <= size); // no form has less than a byte a sample
    for (const auto &channel : sound.channels) {
        require(channel.size() == sound.frames());
        for (const float sample : channel) {
            require(std::isfinite(sample));
        }
    }
    return 0;
}
