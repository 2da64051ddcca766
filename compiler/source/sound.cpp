#include "compiler/source/sound.h"

#include <fmt/format.h>

#include "runtime/audio/read_file.h"

namespace tactus::source {

std::variant<Sound, std::string> read_sound(const std::filesystem::path &path) {
    audio::ReadResult result = audio::read_sound_file(path.string());
    if (const auto *error = std::get_if<audio::FileError>(&result)) {
        const std::string detail = error->detail.empty() ? std::string{} : " (" + error->detail + ")";
        return audio::explain(error->problem) + detail;
    }
    auto &read = std::get<audio::Sound>(result);
    if (read.frames() == 0) {
        return std::string{"the sound file has no samples"};
    }
    if (read.nonfinite_samples > 0) {
        return fmt::format("{} of its samples are not finite numbers", read.nonfinite_samples);
    }
    return Sound{read.sample_rate, std::move(read.channels)};
}

} // namespace tactus::source
