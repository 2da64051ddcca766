// POSIX files, and memory for what cannot be replaced in one step.
#include "runtime/audio/output_target.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tactus::audio {

namespace {

// Writes all of it, whatever pieces the system takes it in.
bool write_all(int descriptor, const std::byte *data, std::size_t count) {
    while (count > 0) {
        const ssize_t done = ::write(descriptor, data, count);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return false;
        }
        data += done;
        count -= static_cast<std::size_t>(done);
    }
    return true;
}

// Links are followed, so that the file they lead to is replaced and not the link.
std::string resolved(const std::string &path) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(path, error);
    return error ? path : real.string();
}

} // namespace

bool OutputTarget::fail() {
    if (error_ == 0) {
        error_ = errno;
    }
    return false;
}

std::string OutputTarget::reason() const { return error_ == 0 ? std::string() : std::strerror(error_); }

bool OutputTarget::open(const std::string &path) {
    to_standard_output_ = path == "-";
    if (to_standard_output_) {
        return true;
    }
    if (path.empty()) {
        errno = ENOENT;
        return fail();
    }
    path_ = resolved(path);
    struct stat status{};
    const bool exists = ::stat(path_.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return fail();
    }
    if (exists && ::access(path_.c_str(), W_OK) != 0) {
        return fail();
    }
    return (exists && !S_ISREG(status.st_mode)) || open_beside(path_);
}

bool OutputTarget::open_beside(const std::string &path) {
    static std::atomic<unsigned> counter{0};
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
    constexpr int attempts = 100; // a hidden file of the same name may be left from a killed process
    for (int attempt = 0; attempt < attempts; ++attempt) {
        temporary_path_ = folder + ".tactus-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".part";
        descriptor_ = ::open(temporary_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ >= 0) {
            return true;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    temporary_path_.clear();
    return fail();
}

bool OutputTarget::commit() {
    if (error_ != 0) {
        return false;
    }
    if (to_standard_output_) {
        return write_memory_to(STDOUT_FILENO);
    }
    if (temporary_path_.empty()) {
        const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) {
            return fail();
        }
        const bool written = write_memory_to(descriptor);
        return (::close(descriptor) == 0 || fail()) && written;
    }
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 || std::rename(temporary_path_.c_str(), path_.c_str()) != 0) {
        return fail();
    }
    temporary_path_.clear();
    return true;
}

bool OutputTarget::write_memory_to(int descriptor) {
    return write_all(descriptor, memory_.data(), memory_.size()) || fail();
}

void OutputTarget::discard() {
    if (descriptor_ >= 0) {
        ::close(std::exchange(descriptor_, -1));
    }
    if (!temporary_path_.empty()) {
        ::unlink(temporary_path_.c_str());
        temporary_path_.clear();
    }
}

sf_count_t OutputTarget::length() { return static_cast<sf_count_t>(size_); }

sf_count_t OutputTarget::seek(sf_count_t offset, int whence) {
    const std::size_t base = whence == SEEK_CUR ? position_ : whence == SEEK_END ? size_ : 0;
    position_ = static_cast<std::size_t>(std::max<sf_count_t>(0, static_cast<sf_count_t>(base) + offset));
    return static_cast<sf_count_t>(position_);
}

sf_count_t OutputTarget::write(const void *data, sf_count_t count) {
    const auto *bytes = static_cast<const std::byte *>(data);
    const auto byte_count = static_cast<std::size_t>(std::max<sf_count_t>(0, count));
    if (!(temporary_path_.empty() ? store_in_memory(bytes, byte_count) : store_in_file(bytes, byte_count))) {
        fail();
        return 0;
    }
    position_ += byte_count;
    size_ = std::max(size_, position_);
    return count;
}

bool OutputTarget::store_in_memory(const std::byte *data, std::size_t count) {
    try { // this is called from C code, through which nothing may be thrown
        memory_.resize(std::max(memory_.size(), position_ + count));
    } catch (const std::exception &) {
        errno = ENOMEM;
        return false;
    }
    std::copy_n(data, count, memory_.begin() + static_cast<std::ptrdiff_t>(position_));
    return true;
}

bool OutputTarget::store_in_file(const std::byte *data, std::size_t count) {
    return ::lseek(descriptor_, static_cast<off_t>(position_), SEEK_SET) >= 0 && write_all(descriptor_, data, count);
}

SF_VIRTUAL_IO OutputTarget::access() {
    return {[](void *user) { return static_cast<OutputTarget *>(user)->length(); },
            [](sf_count_t offset, int whence, void *user) {
                return static_cast<OutputTarget *>(user)->seek(offset, whence);
            },
            [](void *, sf_count_t, void *) { return sf_count_t{0}; },
            [](const void *data, sf_count_t count, void *user) {
                return static_cast<OutputTarget *>(user)->write(data, count);
            },
            [](void *user) { return static_cast<sf_count_t>(static_cast<OutputTarget *>(user)->position_); }};
}

} // namespace tactus::audio
