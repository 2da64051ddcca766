// Where the bytes of an output file go before it is complete: a hidden file beside the target, or memory when the
// target is the standard output, a pipe or a device. commit() makes it real in one step. The first failing call of the
// system is remembered.
#pragma once

#include <cstddef>
#include <sndfile.h>
#include <string>
#include <vector>

namespace tactus::audio {

class OutputTarget {
  public:
    OutputTarget() = default;
    ~OutputTarget() { discard(); }
    OutputTarget(const OutputTarget &) = delete;
    OutputTarget &operator=(const OutputTarget &) = delete;

    // path "-": the standard output.
    bool open(const std::string &path);

    // Renames the hidden file over the target, or writes the memory out. False also when an earlier write has failed.
    bool commit();

    // Removes what was written; the target stays as it was.
    void discard();

    // What the system said, for the user.
    std::string reason() const;

    // The functions through which libsndfile writes; the user pointer is an OutputTarget*.
    static SF_VIRTUAL_IO access();

  private:
    bool open_beside(const std::string &path);
    bool write_memory_to(int descriptor);
    bool fail();
    sf_count_t length();
    sf_count_t seek(sf_count_t offset, int whence);
    sf_count_t write(const void *data, sf_count_t count);
    bool store_in_memory(const std::byte *data, std::size_t count);
    bool store_in_file(const std::byte *data, std::size_t count);

    std::string path_; // the target
    bool to_standard_output_ = false;
    std::string temporary_path_; // the hidden file, while there is one
    int descriptor_ = -1;        // of the hidden file
    std::vector<std::byte> memory_;
    std::size_t position_ = 0;
    std::size_t size_ = 0;
    int error_ = 0; // errno of the first failure
};

} // namespace tactus::audio
