// Words in memory at places that differ from lane to lane. In: a base and an integer of the place's lanes that counts
// words from it. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// One word for each lane from base + 4 * index.
llvm::Value *gather(Code &code, llvm::Value *base, llvm::Value *index);
void scatter(Code &code, llvm::Value *base, llvm::Value *index, llvm::Value *x);
// Lane 0, 1, 2 … of the place.
llvm::Value *lane_numbers(Code &code);

} // namespace tactus::lower
