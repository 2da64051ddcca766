// Lays out and hands over the memory of one kernel instance.
#include "runtime/engine/kernel_memory.h"

#include <cstddef>
#include <limits>

namespace tactus::engine {

namespace {

// Saturates, so that what cannot be is refused by the allocation.
std::size_t line_bytes(const tactus_line &line) {
    const std::size_t lanes = line.lanes == 0 ? 1 : line.lanes;
    const std::size_t width = (line.voices + lanes - 1) / lanes * lanes;
    const std::size_t row_bytes = std::size_t{line.frames} * sizeof(float);
    constexpr std::size_t again = TACTUS_TICK * sizeof(float);
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max() - again;
    return (row_bytes != 0 && width > most / row_bytes ? most : width * row_bytes) + again;
}

} // namespace

KernelMemory::KernelMemory(const tactus_kernel &kernel) : lines_(kernel.line_count) {
    rt::BlockPlan plan;
    plan.add(kernel.state_bytes);
    scratch_offset_ = plan.add(kernel.scratch_bytes);
    note_line_offset_ = plan.add(std::size_t{kernel.note_line_count} * sizeof(tactus_note_line));
    std::vector<std::size_t> offsets(kernel.line_count);
    for (std::uint32_t i = 0; i < kernel.line_count; ++i) {
        offsets[i] = plan.add_line(line_bytes(kernel.lines[i]));
    }
    block_ = rt::AlignedBlock::allocate(plan.bytes());
    for (std::uint32_t i = 0; ok() && i < kernel.line_count; ++i) {
        lines_[i] = reinterpret_cast<float *>(block_.data() + offsets[i]);
    }
}

void KernelMemory::describe(tactus_memory &memory) {
    memory.state = block_.data();
    memory.scratch = block_.data() + scratch_offset_;
    memory.lines = lines_.data();
    memory.note_lines = reinterpret_cast<tactus_note_line *>(block_.data() + note_line_offset_);
}

} // namespace tactus::engine
