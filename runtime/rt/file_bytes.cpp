// Whole files into memory.
#include "runtime/rt/file_bytes.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tactus::rt {

namespace {

// Reads until the end or until one byte more than the limit is there.
FileProblem read_all(int descriptor, std::size_t maximum_bytes, std::vector<std::byte> &bytes) {
    constexpr std::size_t piece_bytes = 1u << 18;
    while (true) {
        const std::size_t have = bytes.size();
        bytes.resize(have + piece_bytes);
        const ssize_t got = ::read(descriptor, bytes.data() + have, piece_bytes);
        if (got < 0 && errno == EINTR) {
            bytes.resize(have);
            continue;
        }
        bytes.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0) {
            return FileProblem::cannot_read;
        }
        if (bytes.size() > maximum_bytes) {
            return FileProblem::too_large;
        }
        if (got == 0) {
            return FileProblem::none;
        }
    }
}

FileProblem read_descriptor(int descriptor, std::size_t maximum_bytes, std::vector<std::byte> &bytes) {
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
        return FileProblem::cannot_read;
    }
    if (!S_ISREG(status.st_mode)) {
        return FileProblem::not_a_file;
    }
    if (static_cast<std::uintmax_t>(status.st_size) > maximum_bytes) {
        return FileProblem::too_large;
    }
    bytes.reserve(static_cast<std::size_t>(status.st_size));
    return read_all(descriptor, maximum_bytes, bytes);
}

} // namespace

FileBytes read_file_bytes(const std::string &path, std::size_t maximum_bytes) {
    FileBytes result;
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        result.problem = FileProblem::cannot_open;
        return result;
    }
    result.problem = read_descriptor(descriptor, maximum_bytes, result.bytes);
    ::close(descriptor);
    if (result.problem != FileProblem::none) {
        result.bytes.clear();
    }
    return result;
}

} // namespace tactus::rt
