// The kernel's table as constant data, and the function tactus_kernel_1 that gives it. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"
#include "compiler/lower/ticks.h"

namespace tactus::lower {

void lower_table(Kernel &kernel, const TickFunctions &functions, llvm::Function *part);

} // namespace tactus::lower
