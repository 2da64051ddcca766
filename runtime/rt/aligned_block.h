// One block of zeroed, page-touched memory, aligned to a cache line, and a planner that lays several regions into it.
// Made and freed on a thread that may wait; its owner hands out pointers that stay.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tactus::rt {

inline constexpr std::size_t block_alignment = 64;

class AlignedBlock {
  public:
    AlignedBlock() = default;
    ~AlignedBlock();
    AlignedBlock(AlignedBlock &&other) noexcept;
    AlignedBlock &operator=(AlignedBlock &&other) noexcept;

    // Zeroed memory; an empty block (data() is null) when there is none of that size.
    static AlignedBlock allocate(std::size_t bytes);

    [[nodiscard]] std::uint8_t *data() const { return data_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

    void clear(); // every byte 0 again

  private:
    std::uint8_t *data_ = nullptr;
    std::size_t bytes_ = 0;
};

// Offsets of regions one after another, each on a cache line of its own.
class BlockPlan {
  public:
    // The offset of a region of that many bytes.
    std::size_t add(std::size_t bytes);

    // The same for delay lines: the cache line at which line k begins is 5·k modulo 64 (5 is odd), so that lines whose
    // sizes are powers of two do not all fall into the same sets of the cache, where a reverb's heads would push each
    // other out.
    std::size_t add_line(std::size_t bytes);

    // Bytes of the whole; saturates, so a plan that is too large is refused by the allocation.
    [[nodiscard]] std::size_t bytes() const { return end_; }

  private:
    std::size_t end_ = 0;
    std::size_t line_count_ = 0;
};

} // namespace tactus::rt
