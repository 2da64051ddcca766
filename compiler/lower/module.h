// What a lower::Module holds: for lower and emit only.
#pragma once

#include <memory>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/lower/lower.h"

namespace tactus::lower {

struct Module::Content {
    std::unique_ptr<llvm::LLVMContext> context;
    std::unique_ptr<llvm::Module> module; // goes before its context
    Target target;
};

} // namespace tactus::lower
