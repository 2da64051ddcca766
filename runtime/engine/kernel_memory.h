// All memory of one instance of a kernel: state, scratch, delay lines, note lines, in one aligned block that is taken
// at construction.
#pragma once

#include "runtime/kernel.h"
#include "runtime/rt/aligned_block.h"

#include <vector>

namespace tactus::engine {

class KernelMemory {
  public:
    // An instance whose ok() is false when there is not that much memory.
    explicit KernelMemory(const tactus_kernel &kernel);

    [[nodiscard]] bool ok() const { return block_.data() != nullptr; }
    // Points state, scratch, lines and note_lines of `memory` here.
    void describe(tactus_memory &memory);
    void clear() { block_.clear(); }
    [[nodiscard]] std::size_t bytes() const { return block_.bytes(); }

  private:
    rt::AlignedBlock block_;
    std::size_t scratch_offset_ = 0, note_line_offset_ = 0;
    std::vector<float *> lines_;
};

} // namespace tactus::engine
