// LLVM's machine for a target. Used inside this stage only.
#pragma once

#include <memory>

#include <llvm/Target/TargetMachine.h>

#include "compiler/emit/emit.h"

namespace tactus::emit {

[[nodiscard]] std::unique_ptr<llvm::TargetMachine> make_machine(const lower::Target &target, Level level);

} // namespace tactus::emit
