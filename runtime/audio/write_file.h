// Planar samples in, a sound file out. The target appears at finish() and whole: until then the samples lie in a hidden
// file beside it, which is renamed over the target at the end and removed when anything fails. "-" means the standard
// output; it and targets that are not regular files (a pipe, a device) get everything at finish(), from memory. Equal
// samples give equal bytes. Not for the audio thread: it allocates and blocks.
#pragma once

#include "runtime/audio/file.h"

#include <memory>
#include <span>
#include <vector>

namespace tactus::audio {

class FileWriter {
  public:
    FileWriter();
    ~FileWriter(); // without finish(): nothing is left behind, an older target stays as it was
    FileWriter(const FileWriter &) = delete;
    FileWriter &operator=(const FileWriter &) = delete;

    // Once, first. An error makes every later call fail as well.
    std::optional<FileError> open(const std::string &path, const FileFormat &format);

    // One pointer a channel (as many as the format has), each to `frames` samples.
    std::optional<FileError> write(std::span<const float *const> channels, std::size_t frames);

    std::optional<FileError> finish();

    std::uint64_t frames_written() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// The whole of it in one call; all channels are of one length.
std::optional<FileError> write_file(const std::string &path, const FileFormat &format,
                                    std::span<const std::vector<float>> channels);

// Bytes of any kind as they are, in the same way: whole or not at all.
std::optional<FileError> write_bytes(const std::string &path, std::span<const std::byte> bytes);

} // namespace tactus::audio
