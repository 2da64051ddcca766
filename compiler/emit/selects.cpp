#include "compiler/emit/selects.h"

#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>

namespace tactus::emit {

namespace {

bool makes_a_branch(const llvm::SelectInst &select) {
    if (!select.getType()->isFloatTy())
        return false;
    const auto *compare = llvm::dyn_cast<llvm::FCmpInst>(select.getCondition());
    if (compare == nullptr || compare->getParent() != select.getParent())
        return true;
    // One comparison of the machine each, but for these two.
    return compare->getPredicate() == llvm::CmpInst::FCMP_ONE || compare->getPredicate() == llvm::CmpInst::FCMP_UEQ;
}

bool is_zero(const llvm::Value *value) {
    const auto *constant = llvm::dyn_cast<llvm::Constant>(value);
    return constant != nullptr && constant->isNullValue();
}

llvm::Value *masked(llvm::SelectInst &select) {
    llvm::IRBuilder<> builder(&select);
    llvm::Type *word = builder.getInt32Ty();
    llvm::Value *mask = builder.CreateSExt(select.getCondition(), word);
    llvm::Value *bits = nullptr;
    if (!is_zero(select.getTrueValue()))
        bits = builder.CreateAnd(builder.CreateBitCast(select.getTrueValue(), word), mask);
    if (!is_zero(select.getFalseValue())) {
        llvm::Value *other =
            builder.CreateAnd(builder.CreateBitCast(select.getFalseValue(), word), builder.CreateNot(mask));
        bits = bits == nullptr ? other : builder.CreateOr(bits, other);
    }
    if (bits == nullptr)
        return select.getTrueValue();
    return builder.CreateBitCast(bits, select.getType());
}

} // namespace

void make_selects_branchless(llvm::Module &module) {
    std::vector<llvm::SelectInst *> found;
    for (llvm::Function &function : module)
        for (llvm::BasicBlock &block : function)
            for (llvm::Instruction &instruction : block)
                if (auto *select = llvm::dyn_cast<llvm::SelectInst>(&instruction);
                    select != nullptr && makes_a_branch(*select))
                    found.push_back(select);
    for (llvm::SelectInst *select : found) {
        select->replaceAllUsesWith(masked(*select));
        select->eraseFromParent();
    }
}

} // namespace tactus::emit
