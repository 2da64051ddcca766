#include "compiler/lower/frames.h"

#include <iterator>

#include <fmt/format.h>

#include "compiler/lower/across.h"
#include "compiler/lower/ops.h"
#include "compiler/lower/voices.h"

namespace tactus::lower {

namespace {

using schedule::Loop;
using schedule::Segment;
using schedule::Step;
using schedule::StepKind;

// Where code is about to go; afterwards, how many instructions went there.
class Mark {
  public:
    explicit Mark(const llvm::IRBuilder<> &builder)
        : block_(builder.GetInsertBlock()), last_(block_->empty() ? nullptr : &block_->back()) {}
    [[nodiscard]] std::uint32_t instructions() const {
        auto count = std::distance(last_ == nullptr ? block_->begin() : std::next(last_->getIterator()), block_->end());
        for (auto it = std::next(block_->getIterator()); it != block_->getParent()->end(); ++it)
            count += static_cast<std::ptrdiff_t>(it->size());
        return static_cast<std::uint32_t>(count);
    }

  private:
    const llvm::BasicBlock *block_;
    const llvm::Instruction *last_;
};

class LoopCode {
  public:
    // For as many frames as are asked for.
    LoopCode(Kernel &kernel, const Loop &loop, llvm::Function *function)
        : code_(kernel, function), builder_(code_.builder), loop_(&loop), counted_(true) {
        llvm::Value *asked = function->getArg(2);
        code_.frames = code_.at_entry([&]() -> llvm::Value * {
            return builder_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, asked, builder_.getInt32(graph::tick_frames));
        });
    }

    // For a whole tick.
    LoopCode(Kernel &kernel, llvm::Function *function) : code_(kernel, function), builder_(code_.builder) {
        code_.frames = builder_.getInt32(graph::tick_frames);
        code_.whole_tick = true;
    }

    void make() {
        if (loop_->fused)
            fused();
        else if (loop_->segments[0].scope == graph::patch_scope)
            over_frames(loop_->segments[0]);
        else
            over_voices(loop_->segments[0]);
        code_.finish();
    }
    void make_stage(const Segment &segment) {
        if (segment.scope == graph::patch_scope)
            over_frames(segment);
        else
            over_voices(segment);
        code_.finish();
    }

  private:
    // A segment whose memories stay in registers from frame to frame.
    void over_frames(const Segment &segment) {
        const std::vector<NodeId> &memories = segment.commits;
        std::vector<Carried> carried;
        for (const NodeId id : memories)
            carried.push_back(loaded(id));
        const Step *watched = nullptr;
        for (const Step &step : segment.steps)
            if (step.kind == StepKind::Watch)
                watched = &step;
        Watch watch(code_, watched == nullptr ? 0 : watched->index);
        if (watched != nullptr)
            watch.carry(carried);
        code_.each_frame(carried, [&] {
            remember(memories, carried);
            for (const Step &step : segment.steps)
                if (step.kind == StepKind::Watch)
                    watch.move(carried.back());
                else
                    run(step);
            commit(memories, carried);
        });
        store(memories, carried);
        if (watched != nullptr)
            watch.keep(carried.back());
    }

    void over_voices(const Segment &segment) {
        std::vector<NodeId> sums;
        for (const Step &step : segment.steps)
            if (step.kind == StepKind::Accumulate)
                sums.emplace_back(step.index);
        if (!sums.empty()) {
            std::vector<Carried> none_carried;
            code_.each_frame(none_carried, [&] {
                for (const NodeId id : sums)
                    zero_partials(code_, id);
            });
        }
        code_.each_awake_group(segment.scope.index - 1, [&] { over_frames(segment); });
    }

    // Frames outermost: the patch's memories stay in registers, those of voices in the state.
    void fused() {
        std::vector<NodeId> memories;
        std::vector<Carried> carried;
        for (const Segment &segment : loop_->segments)
            if (segment.scope == graph::patch_scope)
                for (const NodeId id : segment.commits) {
                    memories.push_back(id);
                    carried.push_back(loaded(id));
                }
        code_.each_frame(carried, [&] {
            remember(memories, carried);
            for (const Segment &segment : loop_->segments)
                if (segment.scope == graph::patch_scope)
                    for (const Step &step : segment.steps)
                        run(step);
                else
                    fused_voices(segment);
            commit(memories, carried);
        });
        store(memories, carried);
    }

    void fused_voices(const Segment &segment) {
        for (const Step &step : segment.steps)
            if (step.kind == StepKind::Accumulate)
                zero_partials(code_, NodeId{step.index});
        code_.each_awake_group(segment.scope.index - 1, [&] {
            load_memories(segment.scope);
            for (const Step &step : segment.steps)
                run(step);
            for (const NodeId id : segment.commits) {
                const From from(code_, id);
                code_.store_field(field(id), committed_value(code_, id));
            }
        });
    }

    // Memories that go from frame to frame in registers; of a pack all at once.
    Carried loaded(NodeId id) {
        Carried carried;
        const From from(code_, id);
        code_.in_place_of(id, [&] { carried.initial = code_.load_field(field(id)); });
        return carried;
    }
    void remember(const std::vector<NodeId> &memories, const std::vector<Carried> &carried) {
        for (std::size_t i = 0; i < memories.size(); ++i)
            code_.in_place_of(memories[i], [&] { code_.here->memory[memories[i].index] = carried[i].now; });
    }
    void commit(const std::vector<NodeId> &memories, std::vector<Carried> &carried) {
        for (std::size_t i = 0; i < memories.size(); ++i) {
            const Mark mark(builder_);
            const From from(code_, memories[i]);
            code_.in_place_of(memories[i], [&] { carried[i].next = committed_value(code_, memories[i]); });
            count(memories[i], mark);
        }
    }
    void store(const std::vector<NodeId> &memories, const std::vector<Carried> &carried) {
        for (std::size_t i = 0; i < memories.size(); ++i) {
            const From from(code_, memories[i]);
            code_.in_place_of(memories[i], [&] { code_.store_field(field(memories[i]), carried[i].next); });
        }
    }

    // Those of the whole loop's scope: a line's count is read by taps of other segments.
    void load_memories(ScopeId scope) {
        for (const Segment &segment : loop_->segments)
            if (segment.scope == scope)
                for (const NodeId id : segment.commits) {
                    const From from(code_, id);
                    code_.here->memory[id.index] = code_.load_field(field(id));
                }
    }

    void run(const Step &step) {
        const NodeId id{step.index};
        const Mark mark(builder_);
        switch (step.kind) {
        case StepKind::Evaluate: {
            const From from(code_, id);
            llvm::Value *value = lower_op(code_, id);
            code_.define(id, value);
            if (is_stored(id))
                code_.store_buffer(id, value);
            count(id, mark);
            break;
        }
        case StepKind::Pack: {
            const NodeId first = code_.schedule.packs[step.index].nodes.front();
            const From from(code_, first);
            code_.in_place_of(first, [&] {
                llvm::Value *values = lower_op(code_, first);
                code_.define_pack(step.index, values);
                if (is_stored(first))
                    code_.store_buffer(first, values);
            });
            count(first, mark);
            break;
        }
        case StepKind::Accumulate: {
            const From from(code_, "(voices)");
            accumulate(code_, id);
            break;
        }
        case StepKind::Output: {
            const From from(code_, "(outputs)");
            write_output(code_, step.index);
            break;
        }
        case StepKind::WriteNotes: {
            const From from(code_, "(outputs)");
            write_notes(code_, step.index);
            break;
        }
        case StepKind::Watch:
            break; // moved by over_frames; never in a fused loop
        }
    }

    bool is_stored(NodeId id) const {
        const std::uint32_t buffer = code_.schedule.buffer_of[id.index];
        return buffer != none && (code_.whole_tick || code_.schedule.buffers[buffer].of_parts);
    }
    void count(NodeId id, const Mark &mark) {
        if (counted_)
            code_.kernel.frame_instructions[id.index] += mark.instructions();
    }
    std::uint32_t field(NodeId id) const { return code_.schedule.field_of[id.index]; }

    Code code_;
    llvm::IRBuilder<> &builder_;
    const Loop *loop_ = nullptr;
    bool counted_ = false;
};

} // namespace

namespace {

// A loop, and what does its work where a call is a whole tick.
struct LoopFunctions {
    llvm::Function *any = nullptr;
    std::vector<llvm::Function *> stages;
};

LoopFunctions lower_loop(Kernel &kernel, const Loop &loop, std::size_t number) {
    LoopFunctions made;
    made.any = kernel.function(fmt::format("loop_{}", number), 2, 1);
    LoopCode(kernel, loop, made.any).make();
    for (const schedule::Stage &stage : loop.stages) {
        made.stages.push_back(kernel.function(fmt::format("loop_{}_stage_{}", number, made.stages.size()), 2, 0));
        if (stage.across)
            lower_across(kernel, stage, made.stages.back());
        else
            LoopCode(kernel, made.stages.back()).make_stage(stage.segment);
    }
    return made;
}

} // namespace

llvm::Function *lower_part(Kernel &kernel) {
    kernel.frame_instructions.assign(kernel.graph.nodes.size(), 0);
    std::vector<LoopFunctions> loops;
    for (const Loop &loop : kernel.schedule.loops)
        loops.push_back(lower_loop(kernel, loop, loops.size()));
    llvm::Function *part = kernel.function("part", 2, 1);
    Code code(kernel, part);
    llvm::Value *memory = part->getArg(0), *call = part->getArg(1), *frames = part->getArg(2);
    llvm::Value *whole = code.builder.CreateICmpEQ(frames, code.builder.getInt32(graph::tick_frames));
    for (const LoopFunctions &loop : loops) {
        if (loop.stages.empty()) {
            code.builder.CreateCall(loop.any, {memory, call, frames});
            continue;
        }
        only_if(code.builder, whole, [&] {
            for (llvm::Function *stage : loop.stages)
                code.builder.CreateCall(stage, {memory, call});
        });
        only_if(code.builder, code.builder.CreateNot(whole),
                [&] { code.builder.CreateCall(loop.any, {memory, call, frames}); });
    }
    code.finish();
    return part;
}

} // namespace tactus::lower
