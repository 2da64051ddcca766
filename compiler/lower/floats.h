// Indices into arrays of floats, loads and stores, for code that works on whole blocks. Used inside this stage only.
#pragma once

#include <bit>
#include <cstdint>

#include <llvm/IR/IRBuilder.h>

#include "compiler/lower/arithmetic.h"

namespace tactus::lower {

[[nodiscard]] inline unsigned log2_of(std::uint32_t power) { return static_cast<unsigned>(std::countr_zero(power)); }

class Floats {
  public:
    explicit Floats(llvm::IRBuilder<> &builder) : b_(builder) {}

    llvm::Value *at(llvm::Value *base, llvm::Value *index) {
        return b_.CreateGEP(b_.getFloatTy(), base, b_.CreateZExt(index, b_.getInt64Ty()));
    }
    llvm::Value *at(llvm::Value *base, std::uint32_t index) {
        return b_.CreateGEP(b_.getFloatTy(), base, b_.getInt64(index));
    }
    // So many at once: the index is a multiple of their number, the base 64-aligned.
    llvm::Value *load(llvm::Value *base, llvm::Value *index, unsigned lanes = 1) {
        return b_.CreateAlignedLoad(widen(b_.getFloatTy(), lanes), at(base, index), llvm::Align(4 * lanes));
    }
    void store(llvm::Value *base, llvm::Value *index, llvm::Value *x) {
        const auto *vector = llvm::dyn_cast<llvm::FixedVectorType>(x->getType());
        b_.CreateAlignedStore(x, at(base, index), llvm::Align(vector == nullptr ? 4 : 4 * vector->getNumElements()));
    }
    llvm::Value *load_word(llvm::Value *base, llvm::Value *index) {
        llvm::Value *address = b_.CreateGEP(b_.getInt32Ty(), base, b_.CreateZExt(index, b_.getInt64Ty()));
        return b_.CreateAlignedLoad(b_.getInt32Ty(), address, llvm::Align(4));
    }
    llvm::Constant *real(float x) { return llvm::ConstantFP::get(b_.getFloatTy(), static_cast<double>(x)); }

  private:
    llvm::IRBuilder<> &b_;
};

} // namespace tactus::lower
