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
    // Where the machine has no such instruction this becomes a load for each lane.
    const unsigned lanes = code.here->lanes;
    llvm::Value *wide = builder.CreateZExt(index, widen(builder.getInt64Ty(), lanes));
    llvm::Value *addresses = builder.CreateGEP(builder.getFloatTy(), base, wide);
    return builder.CreateMaskedGather(code.real(), addresses, llvm::Align(4),
                                      llvm::Constant::getAllOnesValue(widen(builder.getInt1Ty(), lanes)));
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

namespace {

// Lane 0, 1, 2 … of the place.
llvm::Value *lane_numbers(Code &code) {
    std::vector<llvm::Constant *> numbers;
    for (unsigned lane = 0; lane < code.here->lanes; ++lane)
        numbers.push_back(code.builder.getInt32(lane));
    return code.here->lanes == 1 ? static_cast<llvm::Value *>(numbers[0]) : llvm::ConstantVector::get(numbers);
}

} // namespace

llvm::Value *Access::base() {
    llvm::Value *pointer = code_.line_pointer(code_.schedule.line_of[id_.index]);
    if (!of_voice_)
        return pointer;
    return code_.at_head(*code_.here, [&] {
        llvm::Value *group = builder_.CreateZExt(code_.here->group, builder_.getInt64Ty());
        const std::uint64_t bytes = std::uint64_t{4} * line_.frames * line_.lanes;
        return code_.byte_offset(pointer, builder_.CreateMul(group, builder_.getInt64(bytes)));
    });
}

llvm::Value *Access::word_of_entry(llvm::Value *entry) {
    if (!of_voice_ || line_.lanes == 1)
        return entry;
    llvm::Value *lanes = code_.arithmetic().integer_constant(static_cast<std::int32_t>(line_.lanes));
    return builder_.CreateAdd(builder_.CreateMul(entry, lanes), lane_numbers(code_));
}

} // namespace tactus::lower
