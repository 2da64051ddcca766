// Rows to columns in registers. In: as many vectors as a pack has nodes (a power of two), which together hold one
// number for each node and each of some frames; all vectors as wide as the frames are many. Out: the same numbers the
// other way round. Every step is a perfect shuffle, which turns the bits of a number's place by one.
#pragma once

#include <vector>

#include <llvm/IR/IRBuilder.h>

namespace tactus::lower {

// Frame by frame, each with its nodes → node by node, each with its frames.
[[nodiscard]] std::vector<llvm::Value *> frames_to_lanes(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows);
// Node by node → frame by frame.
[[nodiscard]] std::vector<llvm::Value *> lanes_to_frames(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows);

// Of each frame 16 partials: their sums, p[k] + p[k + 8] first, then 4, 2, 1; one lane for each frame.
[[nodiscard]] llvm::Value *add_partials(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows);

} // namespace tactus::lower
