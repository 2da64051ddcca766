// Sound files as data of a patch. In: a path. Out: planar samples that are all finite, or a sentence that says why
// there are none. The bytes are read by the one reader of WAV files that the project has (runtime/audio).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace tactus::source {

struct Sound {
    std::uint32_t sample_rate = 0;            // the file's own
    std::vector<std::vector<float>> channels; // at least one, all of one length, which is not 0

    [[nodiscard]] std::size_t frames() const { return channels.front().size(); }
};

[[nodiscard]] std::variant<Sound, std::string> read_sound(const std::filesystem::path &path);

} // namespace tactus::source
