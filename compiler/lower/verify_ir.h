// The allow-list of instructions. In: the module before code generation. Out: the first thing in it that is not on the
// list, as text; empty when all is. What is refused here never reaches the code generator, which may call a library or
// end the process on it.
#pragma once

#include <string>

#include <llvm/IR/Module.h>

namespace tactus::lower {

[[nodiscard]] std::string verify_ir(const llvm::Module &module);

} // namespace tactus::lower
