// Allocates with the aligned operator new that returns null, and writes zeros to every byte: so the pages are there
// before sound runs.
#include "runtime/rt/aligned_block.h"

#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace tactus::rt {

namespace {

constexpr std::size_t most_bytes = std::numeric_limits<std::size_t>::max() / 2;
constexpr std::size_t line_spacing = 5; // cache lines; odd, so that 64 lines in a row begin in 64 different sets
constexpr std::size_t cache_sets = 64;

std::size_t add_saturated(std::size_t a, std::size_t b) { return a > most_bytes - b ? most_bytes : a + b; }

} // namespace

AlignedBlock AlignedBlock::allocate(std::size_t bytes) {
    AlignedBlock block;
    if (bytes >= most_bytes) {
        return block;
    }
    const std::size_t size = bytes == 0 ? block_alignment : bytes;
    block.data_ = static_cast<std::uint8_t *>(::operator new(size, std::align_val_t{block_alignment}, std::nothrow));
    if (block.data_ != nullptr) {
        block.bytes_ = size;
        block.clear();
    }
    return block;
}

AlignedBlock::~AlignedBlock() { ::operator delete(data_, std::align_val_t{block_alignment}); }

AlignedBlock::AlignedBlock(AlignedBlock &&other) noexcept
    : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

AlignedBlock &AlignedBlock::operator=(AlignedBlock &&other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
}

void AlignedBlock::clear() {
    if (data_ != nullptr) {
        std::memset(data_, 0, bytes_);
    }
}

std::size_t BlockPlan::add(std::size_t bytes) {
    const std::size_t offset = add_saturated(end_, (block_alignment - end_ % block_alignment) % block_alignment);
    end_ = add_saturated(offset, bytes < most_bytes ? bytes : most_bytes);
    return offset;
}

std::size_t BlockPlan::add_line(std::size_t bytes) {
    const std::size_t wanted = line_count_++ * line_spacing % cache_sets;
    const std::size_t next = add(0) / block_alignment % cache_sets;
    end_ = add_saturated(end_, (wanted + cache_sets - next) % cache_sets * block_alignment);
    return add(bytes);
}

} // namespace tactus::rt
