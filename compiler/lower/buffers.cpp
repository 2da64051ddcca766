// Buffers: memory that is read and written anywhere. The reads of a frame come before its write by the schedule's
// order. Entries of a voice's buffer carry the number of the start in which they were written: a note that begins finds
// all of them empty without anything being cleared.
#include "compiler/lower/access.h"
#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"

namespace tactus::lower {

namespace {

class BufferAccess : Access {
  public:
    BufferAccess(Code &code, NodeId id) : Access(code, id) {}

    llvm::Value *read(llvm::Value *x) {
        llvm::Value *word = word_of(x);
        llvm::Value *entry = gather(code_, base(), word);
        if (!of_voice_)
            return entry;
        llvm::Value *written = builder_.CreateICmpEQ(stamp(word), starts());
        return builder_.CreateSelect(written, entry, code_.arithmetic().real_constant(0.0f));
    }

    // Off its clock an entry is written as it was.
    void write(llvm::Value *x, llvm::Value *value) {
        llvm::Value *clock = code_.clock(id_);
        llvm::Value *word = word_of(x);
        if (clock != nullptr)
            value = builder_.CreateSelect(clock, value, gather(code_, base(), word));
        if (of_voice_) {
            llvm::Value *now = clock == nullptr ? starts() : builder_.CreateSelect(clock, starts(), stamp(word));
            scatter(code_, base(), stamp_word(word), builder_.CreateBitCast(now, code_.real()));
        }
        scatter(code_, base(), word, value);
    }

  private:
    // Where the entry lies, in words from the base for the lanes of the group.
    llvm::Value *word_of(llvm::Value *x) {
        IrArithmetic arithmetic = code_.arithmetic();
        const auto last = static_cast<float>(node_.b - 1);
        llvm::Value *entry = arithmetic.truncate_to_integer(
            math::clamp(arithmetic, x, arithmetic.real_constant(0.0f), arithmetic.real_constant(last)));
        return word_of_entry(entry);
    }

    llvm::Value *stamp_word(llvm::Value *word) {
        const auto rows = static_cast<std::int32_t>(node_.b * line_.lanes);
        return builder_.CreateAdd(word, code_.arithmetic().integer_constant(rows));
    }
    llvm::Value *stamp(llvm::Value *word) {
        return builder_.CreateBitCast(gather(code_, base(), stamp_word(word)), code_.integer());
    }

    llvm::Value *starts() {
        return code_.at_head(*code_.here, [&] { return code_.load_field(code_.schedule.field_of[id_.index]); });
    }
};

} // namespace

llvm::Value *lower_buffer(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    llvm::Value *x = math::calm(arithmetic, code.operand(id, 0));
    BufferAccess(code, id).write(code.operand(id, 1), x);
    return x;
}

llvm::Value *lower_entry(Code &code, NodeId id) {
    return BufferAccess(code, code.graph.input(id, 0)).read(code.operand(id, 1));
}

} // namespace tactus::lower
