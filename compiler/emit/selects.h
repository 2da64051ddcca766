// x86 has no conditional move for scalar numbers: its code generator makes branches of a `select` whose condition is no
// plain comparison of numbers. Bounded code wants none, and thousands of them in one block take quadratic time. Used
// inside this stage only.
#pragma once

#include <llvm/IR/Module.h>

namespace tactus::emit {

// Writes such selects as bit masks: (x & m) | (y & ~m). The last thing before code generation, as other passes would
// write them back.
void make_selects_branchless(llvm::Module &module);

} // namespace tactus::emit
