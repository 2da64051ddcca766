#include "compiler/lower/access.h"

namespace tactus::lower {

llvm::Value *gather(Code &code, llvm::Value *base, llvm::Value *index) {
    llvm::IRBuilder<> &builder = code.builder;
    const auto load = [&](llvm::Value *i) {
        llvm::Value *address =
            builder.CreateGEP(builder.getFloatTy(), base, builder.CreateZExt(i, builder.getInt64Ty()));
        return builder.CreateAlignedLoad(builder.getFloatTy(), address, llvm::Align(4));
    };
    if (code.here->lanes == 1)
        return load(index);
    llvm::Value *all = llvm::PoisonValue::get(code.real());
    for (unsigned lane = 0; lane < code.here->lanes; ++lane)
        all = builder.CreateInsertElement(all, load(builder.CreateExtractElement(index, lane)), lane);
    return all;
}

void scatter(Code &code, llvm::Value *base, llvm::Value *index, llvm::Value *x) {
    llvm::IRBuilder<> &builder = code.builder;
    const auto store = [&](llvm::Value *i, llvm::Value *one) {
        llvm::Value *address =
            builder.CreateGEP(builder.getFloatTy(), base, builder.CreateZExt(i, builder.getInt64Ty()));
        builder.CreateAlignedStore(one, address, llvm::Align(4));
    };
    if (code.here->lanes == 1)
        return store(index, x);
    for (unsigned lane = 0; lane < code.here->lanes; ++lane)
        store(builder.CreateExtractElement(index, lane), builder.CreateExtractElement(x, lane));
}

llvm::Value *lane_numbers(Code &code) {
    std::vector<llvm::Constant *> numbers;
    for (unsigned lane = 0; lane < code.here->lanes; ++lane)
        numbers.push_back(code.builder.getInt32(lane));
    return code.here->lanes == 1 ? static_cast<llvm::Value *>(numbers[0]) : llvm::ConstantVector::get(numbers);
}

} // namespace tactus::lower
