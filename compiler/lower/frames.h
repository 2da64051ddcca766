// The functions that run frames: one per loop of the schedule, and part, which calls them in order. Used inside this
// stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// void part(memory, call, frames)
llvm::Function *lower_part(Kernel &kernel);

} // namespace tactus::lower
