// The backend of code: the elementary functions of compiler/math run with it and leave instructions behind. In: a
// builder that stands where the code shall be, and the number of lanes (1: scalar types). Assumes a builder without
// fast-math flags.
#pragma once

#include <cstdint>

#include <llvm/IR/IRBuilder.h>

#include "compiler/math/arithmetic.h"

namespace tactus::lower {

[[nodiscard]] inline llvm::Type *widen(llvm::Type *element, unsigned lanes) {
    return lanes == 1 ? element : llvm::FixedVectorType::get(element, lanes);
}

class IrArithmetic {
  public:
    using Real = llvm::Value *;
    using Integer = llvm::Value *;
    using Boolean = llvm::Value *;

    IrArithmetic(llvm::IRBuilderBase &builder, unsigned lanes)
        : builder_(&builder), real_(widen(builder.getFloatTy(), lanes)), integer_(widen(builder.getInt32Ty(), lanes)),
          wide_(widen(builder.getInt64Ty(), lanes)), boolean_(widen(builder.getInt1Ty(), lanes)) {}

    llvm::Value *real_constant(float number) { return llvm::ConstantFP::get(real_, static_cast<double>(number)); }
    llvm::Value *integer_constant(std::int32_t whole) {
        return llvm::ConstantInt::get(integer_, static_cast<std::uint64_t>(static_cast<std::uint32_t>(whole)));
    }
    llvm::Value *boolean_constant(bool truth) { return llvm::ConstantInt::get(boolean_, truth ? 1 : 0); }

    llvm::Value *add(llvm::Value *x, llvm::Value *y) { return builder_->CreateFAdd(x, y); }
    llvm::Value *subtract(llvm::Value *x, llvm::Value *y) { return builder_->CreateFSub(x, y); }
    llvm::Value *multiply(llvm::Value *x, llvm::Value *y) { return builder_->CreateFMul(x, y); }
    llvm::Value *divide(llvm::Value *x, llvm::Value *y) { return builder_->CreateFDiv(x, y); }
    llvm::Value *negate(llvm::Value *x) { return builder_->CreateFNeg(x); }
    llvm::Value *absolute(llvm::Value *x) { return builder_->CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x); }
    llvm::Value *square_root(llvm::Value *x) { return builder_->CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, x); }

    llvm::Value *less(llvm::Value *x, llvm::Value *y) { return builder_->CreateFCmpOLT(x, y); }
    llvm::Value *less_equal(llvm::Value *x, llvm::Value *y) { return builder_->CreateFCmpOLE(x, y); }
    llvm::Value *equal(llvm::Value *x, llvm::Value *y) { return builder_->CreateFCmpOEQ(x, y); }

    llvm::Value *boolean_and(llvm::Value *b, llvm::Value *c) { return builder_->CreateAnd(b, c); }
    llvm::Value *boolean_or(llvm::Value *b, llvm::Value *c) { return builder_->CreateOr(b, c); }
    llvm::Value *boolean_not(llvm::Value *b) { return builder_->CreateNot(b); }
    llvm::Value *select(llvm::Value *b, llvm::Value *x, llvm::Value *y) { return builder_->CreateSelect(b, x, y); }

    llvm::Value *integer_add(llvm::Value *i, llvm::Value *j) { return builder_->CreateAdd(i, j); }
    llvm::Value *integer_subtract(llvm::Value *i, llvm::Value *j) { return builder_->CreateSub(i, j); }
    llvm::Value *integer_multiply(llvm::Value *i, llvm::Value *j) { return builder_->CreateMul(i, j); }
    llvm::Value *unsigned_multiply_high(llvm::Value *i, llvm::Value *j) {
        llvm::Value *product = builder_->CreateMul(builder_->CreateZExt(i, wide_), builder_->CreateZExt(j, wide_));
        return builder_->CreateTrunc(builder_->CreateLShr(product, 32), integer_);
    }
    llvm::Value *integer_and(llvm::Value *i, llvm::Value *j) { return builder_->CreateAnd(i, j); }
    llvm::Value *integer_equal(llvm::Value *i, llvm::Value *j) { return builder_->CreateICmpEQ(i, j); }
    llvm::Value *integer_xor(llvm::Value *i, llvm::Value *j) { return builder_->CreateXor(i, j); }
    llvm::Value *shift_left(llvm::Value *i, unsigned count) { return builder_->CreateShl(i, count); }
    llvm::Value *shift_right_logical(llvm::Value *i, unsigned count) { return builder_->CreateLShr(i, count); }
    llvm::Value *shift_right_arithmetic(llvm::Value *i, unsigned count) { return builder_->CreateAShr(i, count); }

    llvm::Value *to_real(llvm::Value *i) { return builder_->CreateSIToFP(i, real_); }
    llvm::Value *truncate_to_integer(llvm::Value *x) { return builder_->CreateFPToSI(x, integer_); }
    llvm::Value *bits_to_real(llvm::Value *i) { return builder_->CreateBitCast(i, real_); }
    llvm::Value *real_to_bits(llvm::Value *x) { return builder_->CreateBitCast(x, integer_); }

  private:
    llvm::IRBuilderBase *builder_;
    llvm::Type *real_;
    llvm::Type *integer_;
    llvm::Type *wide_;
    llvm::Type *boolean_;
};

static_assert(math::Arithmetic<IrArithmetic>);

} // namespace tactus::lower
