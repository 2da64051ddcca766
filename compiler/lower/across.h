// Stages of whole ticks whose lanes are frames. In: a stage without recurrences (but for phases that add up), a
// function to fill. Out: its code for the 16 frames of a tick, as many at once as vectors have lanes.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

void lower_across(Kernel &kernel, const schedule::Stage &stage, llvm::Function *function);

} // namespace tactus::lower
