// Delay lines and tables in memory. A line without a clock lies at the absolute frame, the same for all lanes, so a
// fixed distance is one load; a line with a clock has a count for each lane. Voice lines are never cleared: samples
// from before a voice's start are told by its age and read as the line's `value`.
#include "compiler/lower/access.h"
#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"

namespace tactus::lower {

namespace {

// A line as the place sees it.
class LineAccess : Access {
  public:
    LineAccess(Code &code, NodeId id) : Access(code, id) {}

    // Where sample number `number` lies, in words from the line's base for the lanes of the group.
    llvm::Value *index_of(llvm::Value *number) {
        IrArithmetic arithmetic = code_.arithmetic();
        llvm::Value *wrapped =
            builder_.CreateAnd(number, arithmetic.integer_constant(static_cast<std::int32_t>(line_.frames - 1)));
        return word_of_entry(wrapped);
    }

    // The number of the sample that this frame writes: one for all lanes (no clock), or one for each.
    bool is_uniform() const { return !node_.clock.valid(); }
    llvm::Value *uniform_address(llvm::Value *number) {
        llvm::Value *wrapped = builder_.CreateAnd(number, builder_.getInt32(line_.frames - 1));
        const std::uint32_t lanes = of_voice_ ? line_.lanes : 1;
        llvm::Value *offset = builder_.CreateMul(builder_.CreateZExt(wrapped, builder_.getInt64Ty()),
                                                 builder_.getInt64(4 * std::uint64_t{lanes}));
        return builder_.CreateGEP(builder_.getInt8Ty(), base(), offset);
    }
    llvm::Value *count() {
        if (of_voice_ || code_.here == &code_.patch)
            return code_.here->memory[id_.index];
        return code_.spread(code_.patch.memory[id_.index]);
    }

    void write(llvm::Value *x) {
        if (is_uniform())
            write_uniform(x);
        else // off its clock it writes where nothing reads: the next sample's place
            scatter(code_, base(), index_of(count()), x);
    }

    llvm::Value *read(llvm::Value *distance, std::uint32_t least) {
        IrArithmetic arithmetic = code_.arithmetic();
        llvm::Value *since_start = nullptr;
        llvm::Value *sample = nullptr;
        llvm::Value *same = llvm::isa<llvm::Constant>(distance) ? same_in_all(distance) : nullptr;
        if (is_uniform() && same != nullptr) {
            sample = load_uniform(builder_.CreateSub(code_.sample_index(), same));
        } else if (is_uniform()) {
            sample = gather(code_, base(), index_of(builder_.CreateSub(code_.samples_of_lanes(), distance)));
        } else {
            if (least == 0)
                distance = off_clock_at_least_one(distance);
            sample = gather(code_, base(), index_of(builder_.CreateSub(count(), distance)));
            since_start = count();
        }
        if (!of_voice_)
            return sample;
        if (since_start == nullptr)
            since_start = age(code_);
        llvm::Value *written = builder_.CreateICmpULE(distance, since_start);
        return builder_.CreateSelect(written, sample, arithmetic.real_constant(node_.value));
    }

  private:
    // Of a line that is read in whole ticks the first one stands behind the end, too.
    void write_uniform(llvm::Value *x) {
        const llvm::Align align(4 * std::uint64_t{code_.here->lanes});
        llvm::Value *number = code_.sample_index();
        builder_.CreateAlignedStore(x, uniform_address(number), align);
        if (!line_.mirrored)
            return;
        llvm::Value *wrapped = builder_.CreateAnd(number, builder_.getInt32(line_.frames - 1));
        llvm::Value *first = builder_.CreateICmpULT(wrapped, builder_.getInt32(graph::tick_frames));
        llvm::Value *again = builder_.CreateAdd(wrapped, builder_.getInt32(line_.frames));
        llvm::Value *offset = builder_.CreateMul(builder_.CreateSelect(first, again, wrapped), builder_.getInt32(4));
        builder_.CreateAlignedStore(x, code_.byte_offset(base(), offset), align);
    }

    // Off its clock the line stands still: its last sample is 1 ago, and 0 ago is the same.
    llvm::Value *off_clock_at_least_one(llvm::Value *distance) {
        llvm::Value *one = code_.arithmetic().integer_constant(1);
        llvm::Value *at_least_one = builder_.CreateSelect(builder_.CreateICmpSLT(distance, one), one, distance);
        return builder_.CreateSelect(code_.value(node_.clock), distance, at_least_one);
    }

    llvm::Value *same_in_all(llvm::Value *distance) {
        if (code_.here->lanes == 1)
            return distance;
        return llvm::cast<llvm::Constant>(distance)->getSplatValue();
    }

    llvm::Value *load_uniform(llvm::Value *number) {
        if (of_voice_)
            return builder_.CreateAlignedLoad(code_.real(), uniform_address(number),
                                              llvm::Align(4 * std::uint64_t{line_.lanes}));
        llvm::Type *type = code_.here->across != nullptr ? code_.real() : builder_.getFloatTy();
        llvm::Value *sample = builder_.CreateAlignedLoad(type, uniform_address(number), llvm::Align(4));
        return code_.here->across != nullptr ? sample : code_.spread(sample);
    }
};

} // namespace

llvm::Value *lower_line(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    llvm::Value *x = math::calm(arithmetic, code.operand(id, 0));
    if (!code.here->packed)
        LineAccess(code, id).write(x);
    else
        code.lane_by_lane(id, [&](NodeId line, unsigned lane) -> llvm::Value * {
            LineAccess(code, line).write(code.builder.CreateExtractElement(x, lane));
            return nullptr;
        });
    return x;
}

llvm::Value *line_sample(Code &code, NodeId tap, llvm::Value *distance) {
    const auto sample = [&](NodeId one, llvm::Value *ago) {
        return LineAccess(code, code.graph.input(one, 0)).read(ago, code.node(one).a);
    };
    if (!code.here->packed)
        return sample(tap, distance);
    return code.lane_by_lane(
        tap, [&](NodeId one, unsigned lane) { return sample(one, code.builder.CreateExtractElement(distance, lane)); });
}

llvm::Value *lower_table(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    const std::uint32_t table = code.node(id).a;
    const auto entries = static_cast<float>(code.graph.tables[table].values.size() - 1);
    llvm::Value *x =
        math::clamp(arithmetic, code.operand(id, 0), arithmetic.real_constant(0.0f), arithmetic.real_constant(entries));
    return gather(code, code.kernel.tables[table], arithmetic.truncate_to_integer(x));
}

} // namespace tactus::lower
