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

// Of voices that fill the vectors, so many frames go at once: their chains of operations overlap.
constexpr unsigned frames_at_once = 4;

class AcrossCode {
  public:
    AcrossCode(Kernel &kernel, const schedule::Stage &stage, llvm::Function *function)
        : code_(kernel, function), builder_(code_.builder), stage_(stage) {
        for (const NodeId id : stage.segment.commits)
            kept_.push_back({id});
    }

    void make() {
        const graph::ScopeId scope = stage_.segment.scope;
        if (scope == graph::patch_scope)
            over_tick(code_.schedule.options.lanes);
        else
            code_.each_awake_group(scope.index - 1, [&] {
                const unsigned most = graph::tick_frames * code_.voice.lanes;
                over_tick(std::min(most, frames_at_once * code_.schedule.options.lanes));
            });
        code_.finish();
    }

  private:
    // The 16 frames, `lanes` values at once.
    void over_tick(unsigned lanes) {
        below_ = code_.here;
        const unsigned vectors = graph::tick_frames * below_->lanes / lanes;
        place_ = Place{};
        place_.lanes = lanes;
        place_.across = below_;
        place_.scope = below_->scope;
        place_.group = below_->group;
        place_.group_state = below_->group_state;
        place_.head = below_->head;
        for (Kept &kept : kept_)
            kept.now = code_.load_field(field(kept.id));
        if (vectors == 1)
            vector_from(builder_.getInt32(0));
        else
            each_vector(vectors);
        for (const Kept &kept : kept_) {
            const From from(code_, kept.id);
            code_.store_field(field(kept.id), kept.next);
        }
    }

    void each_vector(unsigned vectors) {
        llvm::BasicBlock *before = builder_.GetInsertBlock();
        code_.count_to(builder_.getInt32(vectors), "frames", [&](llvm::Value *i) {
            if (below_ == &code_.voice)
                place_.head = below_->head = before->getTerminator();
            std::vector<llvm::PHINode *> carried;
            for (Kept &kept : kept_) {
                carried.push_back(builder_.CreatePHI(kept.now->getType(), 2));
                carried.back()->addIncoming(kept.now, before);
                kept.now = carried.back();
            }
            vector_from(builder_.CreateMul(i, builder_.getInt32(place_.lanes / below_->lanes)));
            for (std::size_t k = 0; k < kept_.size(); ++k)
                carried[k]->addIncoming(kept_[k].next, builder_.GetInsertBlock());
        });
        if (below_ == &code_.voice)
            below_->head = nullptr;
    }

    [[nodiscard]] std::uint32_t field(NodeId id) const { return code_.schedule.field_of[id.index]; }
    [[nodiscard]] int lanes() const { return static_cast<int>(place_.lanes); }

    void vector_from(llvm::Value *frame) {
        code_.frame = frame;
        code_.here = &place_;
        for (const Step &step : stage_.segment.steps)
            run(step);
        code_.here = below_;
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
        kept.next = last_frame(x);
    }

    [[nodiscard]] int width() const { return static_cast<int>(below_->lanes); }

    // A vector `by` frames later; `before` is what was there before the first one.
    llvm::Value *shifted(llvm::Value *x, llvm::Value *before, int by) {
        std::vector<int> whole, from;
        for (int lane = 0; lane < lanes(); ++lane) {
            whole.push_back(lane % width());
            from.push_back(lane < by * width() ? lanes() + lane : lane - by * width());
        }
        if (!before->getType()->isVectorTy())
            before = builder_.CreateInsertElement(
                llvm::PoisonValue::get(llvm::FixedVectorType::get(before->getType(), 1)), before, std::uint64_t{0});
        return builder_.CreateShuffleVector(x, builder_.CreateShuffleVector(before, whole), from);
    }

    llvm::Value *last_frame(llvm::Value *x) {
        if (width() == 1)
            return builder_.CreateExtractElement(x, place_.lanes - 1);
        std::vector<int> from;
        for (int lane = 0; lane < width(); ++lane)
            from.push_back(lanes() - width() + lane);
        return builder_.CreateShuffleVector(x, from);
    }

    // A phase and the memory in its ring: sums of the increments so far.
    void add_up(Kept &kept, NodeId sum) {
        const NodeId increment = code_.graph.input(sum, code_.graph.input(sum, 0) == kept.id ? 1 : 0);
        llvm::Value *steps = code_.value(increment);
        llvm::Value *added = steps;
        if (code_.node(increment).rate != graph::Rate::Audio) {
            std::vector<llvm::Constant *> counts;
            for (unsigned lane = 0; lane < place_.lanes; ++lane)
                counts.push_back(builder_.getInt32(lane / below_->lanes + 1));
            added = code_.at_head(place_, [&] { return builder_.CreateMul(steps, llvm::ConstantVector::get(counts)); });
        } else {
            llvm::Value *zero = llvm::Constant::getNullValue(kept.now->getType());
            for (int by = 1; by < lanes() / width(); by *= 2)
                added = builder_.CreateAdd(added, shifted(added, zero, by));
        }
        std::vector<int> whole;
        for (int lane = 0; lane < lanes(); ++lane)
            whole.push_back(lane % width());
        llvm::Value *start = width() == 1 ? code_.spread(kept.now) : builder_.CreateShuffleVector(kept.now, whole);
        llvm::Value *phase = builder_.CreateAdd(start, added);
        code_.define(sum, phase);
        code_.define(kept.id, builder_.CreateSub(phase, steps));
        kept.next = last_frame(phase);
    }

    Code code_;
    llvm::IRBuilder<> &builder_;
    const schedule::Stage &stage_;
    Place place_;
    Place *below_ = nullptr;
    std::vector<Kept> kept_;
};

} // namespace

void lower_across(Kernel &kernel, const schedule::Stage &stage, llvm::Function *function) {
    AcrossCode(kernel, stage, function).make();
}

} // namespace tactus::lower
