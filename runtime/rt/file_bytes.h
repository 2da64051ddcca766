// The bytes of a regular file that is not larger than a limit, in memory. Not for the audio thread: it allocates and
// blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tactus::rt {

enum class FileProblem : std::uint8_t { none, cannot_open, not_a_file, too_large, cannot_read };

struct FileBytes {
    std::vector<std::byte> bytes;
    FileProblem problem = FileProblem::none;
};

FileBytes read_file_bytes(const std::string &path, std::size_t maximum_bytes);

} // namespace tactus::rt
