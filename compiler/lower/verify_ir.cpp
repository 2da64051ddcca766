#include "compiler/lower/verify_ir.h"

#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Operator.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

namespace tactus::lower {

namespace {

using llvm::Instruction;

bool is_allowed_call(const llvm::CallInst &call) {
    const llvm::Function *called = call.getCalledFunction();
    if (called == nullptr)
        return false;
    switch (called->getIntrinsicID()) {
    case llvm::Intrinsic::not_intrinsic:
        return !called->isDeclaration();
    case llvm::Intrinsic::fabs:
    case llvm::Intrinsic::sqrt:
    case llvm::Intrinsic::umin:
    case llvm::Intrinsic::bitreverse:
        return true;
    case llvm::Intrinsic::masked_gather: { // of all lanes: no branches
        const auto *mask = llvm::dyn_cast<llvm::Constant>(call.getArgOperand(2));
        return mask != nullptr && mask->isAllOnesValue();
    }
    default:
        return false;
    }
}

bool is_allowed(const Instruction &instruction) {
    if (llvm::isa<llvm::FPMathOperator>(instruction) && instruction.getFastMathFlags().any())
        return false;
    switch (instruction.getOpcode()) {
    case Instruction::FAdd:
    case Instruction::FSub:
    case Instruction::FMul:
    case Instruction::FDiv:
    case Instruction::FNeg:
    case Instruction::FCmp:
    case Instruction::Select:
    case Instruction::Add:
    case Instruction::Sub:
    case Instruction::Mul:
    case Instruction::And:
    case Instruction::Or:
    case Instruction::Xor:
    case Instruction::Shl:
    case Instruction::LShr:
    case Instruction::AShr:
    case Instruction::ICmp:
    case Instruction::ZExt:
    case Instruction::Trunc:
    case Instruction::SIToFP:
    case Instruction::FPToSI:
    case Instruction::BitCast:
    case Instruction::ShuffleVector:
    case Instruction::InsertElement:
    case Instruction::ExtractElement:
    case Instruction::Load:
    case Instruction::Store:
    case Instruction::GetElementPtr:
    case Instruction::PHI:
    case Instruction::Br:
    case Instruction::Ret:
        return true;
    case Instruction::UDiv:
    case Instruction::URem:
        return llvm::isa<llvm::Constant>(instruction.getOperand(1));
    case Instruction::Call:
        return is_allowed_call(llvm::cast<llvm::CallInst>(instruction));
    default:
        return false;
    }
}

// Numbers are single precision: a double would be the work of a conversion nobody asked for.
bool has_double(const Instruction &instruction) {
    if (instruction.getType()->getScalarType()->isDoubleTy())
        return true;
    for (const llvm::Use &operand : instruction.operands())
        if (operand->getType()->getScalarType()->isDoubleTy())
            return true;
    return false;
}

std::string text_of(const Instruction &instruction) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << "not on the list of instructions:" << instruction << " in " << instruction.getFunction()->getName();
    return text;
}

} // namespace

std::string verify_ir(const llvm::Module &module) {
    for (const llvm::Function &function : module) {
        if (function.isDeclaration() && !function.isIntrinsic())
            return "calls out: " + function.getName().str();
        for (const llvm::BasicBlock &block : function)
            for (const Instruction &instruction : block)
                if (!is_allowed(instruction) || has_double(instruction))
                    return text_of(instruction);
    }
#ifdef TACTUS_CHECKING
    std::string problems;
    llvm::raw_string_ostream stream(problems);
    if (llvm::verifyModule(module, &stream))
        return problems;
#endif
    return {};
}

} // namespace tactus::lower
