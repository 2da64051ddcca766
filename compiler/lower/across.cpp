#include "compiler/lower/across.h"

#include "compiler/lower/ops.h"

namespace tactus::lower {

namespace {

using graph::Op;
using schedule::Step;
using schedule::StepKind;

// A memory: what it held on the frame before the vector's first.
struct Kept {
    NodeId id;
    llvm::Value *now = nullptr, *next = nullptr;
};

class AcrossCode {
  public:
    AcrossCode(Kernel &kernel, const schedule::Stage &stage, llvm::Function *function)
        : code_(kernel, function), builder_(code_.builder), stage_(stage) {
        place_.lanes = kernel.schedule.options.lanes;
        place_.across = true;
        place_.head = code_.patch.head;
        for (const NodeId id : stage.segment.commits)
            kept_.push_back({id});
    }

    void make() {
        for (Kept &kept : kept_)
            kept.now = code_.load_field(field(kept.id));
        const unsigned vectors = graph::tick_frames / place_.lanes;
        if (vectors == 1) {
            vector_from(builder_.getInt32(0));
        } else {
            llvm::BasicBlock *before = builder_.GetInsertBlock();
            code_.count_to(builder_.getInt32(vectors), "frames", [&](llvm::Value *i) {
                std::vector<llvm::PHINode *> carried;
                for (Kept &kept : kept_) {
                    carried.push_back(builder_.CreatePHI(kept.now->getType(), 2));
                    carried.back()->addIncoming(kept.now, before);
                    kept.now = carried.back();
                }
                vector_from(builder_.CreateMul(i, builder_.getInt32(place_.lanes)));
                for (std::size_t k = 0; k < kept_.size(); ++k)
                    carried[k]->addIncoming(kept_[k].next, builder_.GetInsertBlock());
            });
        }
        for (const Kept &kept : kept_) {
            const From from(code_, kept.id);
            code_.store_field(field(kept.id), kept.next);
        }
        code_.finish();
    }

  private:
    [[nodiscard]] std::uint32_t field(NodeId id) const { return code_.schedule.field_of[id.index]; }
    [[nodiscard]] int lanes() const { return static_cast<int>(place_.lanes); }

    void vector_from(llvm::Value *frame) {
        code_.frame = frame;
        code_.here = &place_;
        for (const Step &step : stage_.segment.steps)
            run(step);
        code_.here = &code_.patch;
    }

    void run(const Step &step) {
        if (step.kind == StepKind::Output) {
            const From from(code_, "(outputs)");
            write_output(code_, step.index);
            return;
        }
        const NodeId id{step.index};
        const From from(code_, id);
        if (code_.node(id).op == Op::delay1)
            remember(id);
        else if (!place_.values.contains(id.index))
            code_.define(id, lower_op(code_, id));
        if (code_.schedule.buffer_of[id.index] != none)
            code_.store_buffer(id, place_.values.at(id.index));
    }

    void remember(NodeId id) {
        Kept &kept = *std::find_if(kept_.begin(), kept_.end(), [&](const Kept &k) { return k.id == id; });
        const NodeId input = code_.graph.input(id, 0);
        const auto &steps = stage_.segment.steps;
        const bool later =
            !place_.values.contains(input.index) && std::any_of(steps.begin(), steps.end(), [&](const Step &s) {
                return s.kind == StepKind::Evaluate && s.index == input.index;
            });
        if (later)
            return add_up(kept, input);
        llvm::Value *x = code_.value(input);
        code_.define(id, shifted(x, kept.now, 1));
        kept.next = builder_.CreateExtractElement(x, place_.lanes - 1);
    }

    // A vector `by` frames later; what was there before the first lane is the same number everywhere.
    llvm::Value *shifted(llvm::Value *x, llvm::Value *before, int by) {
        std::vector<int> from;
        for (int lane = 0; lane < lanes(); ++lane)
            from.push_back(lane < by ? lanes() : lane - by);
        llvm::Value *first =
            builder_.CreateInsertElement(llvm::PoisonValue::get(x->getType()), before, std::uint64_t{0});
        return builder_.CreateShuffleVector(x, first, from);
    }

    // A phase and the memory in its ring: sums of the increments so far.
    void add_up(Kept &kept, NodeId sum) {
        const NodeId increment = code_.graph.input(sum, code_.graph.input(sum, 0) == kept.id ? 1 : 0);
        llvm::Value *steps = code_.value(increment);
        llvm::Value *added = steps;
        llvm::Value *zero = builder_.getInt32(0);
        if (code_.node(increment).rate != graph::Rate::Audio) {
            std::vector<llvm::Constant *> counts;
            for (unsigned lane = 0; lane < place_.lanes; ++lane)
                counts.push_back(builder_.getInt32(lane + 1));
            added = builder_.CreateMul(steps, llvm::ConstantVector::get(counts));
        } else {
            for (int by = 1; by < lanes(); by *= 2)
                added = builder_.CreateAdd(added, shifted(added, zero, by));
        }
        llvm::Value *phase = builder_.CreateAdd(code_.spread(kept.now), added);
        code_.define(sum, phase);
        code_.define(kept.id, builder_.CreateSub(phase, steps));
        kept.next = builder_.CreateExtractElement(phase, place_.lanes - 1);
    }

    Code code_;
    llvm::IRBuilder<> &builder_;
    const schedule::Stage &stage_;
    Place place_;
    std::vector<Kept> kept_;
};

} // namespace

void lower_across(Kernel &kernel, const schedule::Stage &stage, llvm::Function *function) {
    AcrossCode(kernel, stage, function).make();
}

} // namespace tactus::lower
