// The order of things at each frame; docs/explanation/graph.md, "What the runtime does". Controllers, bend, pressure,
// tempo and smooth parameters are noted when they are met and reach the kernel at the next tick, so a flood of them
// cuts nothing.
#include "runtime/engine/engine.h"

#include "runtime/rt/float_mode.h"

#include <algorithm>

namespace tactus::engine {

namespace {

constexpr std::uint64_t group_list_frames = 16 * TACTUS_TICK;

bool is_playable(const tactus_kernel *kernel) {
    return kernel != nullptr && kernel->abi == TACTUS_KERNEL_ABI && kernel->bytes == sizeof(tactus_kernel) &&
           kernel->tile_frames == TACTUS_TICK && kernel->sample_rate > 0;
}

} // namespace

const char *explain(EngineProblem problem) {
    switch (problem) {
    case EngineProblem::none:
        return "nothing is wrong";
    case EngineProblem::kernel_unknown:
        return "the kernel was made for another version of the runtime";
    case EngineProblem::no_memory:
        return "there is not enough memory for the patch's delay lines and state";
    }
    return "unknown problem";
}

std::unique_ptr<Engine> Engine::create(const tactus_kernel *kernel, const EngineOptions &options,
                                       EngineProblem *problem) {
    EngineProblem found = EngineProblem::kernel_unknown;
    std::unique_ptr<Engine> engine;
    if (is_playable(kernel)) {
        KernelMemory memory(*kernel);
        found = memory.ok() ? EngineProblem::none : EngineProblem::no_memory;
        if (memory.ok()) {
            engine.reset(new Engine(*kernel, options, std::move(memory)));
            engine->reset();
        }
    }
    if (problem != nullptr) {
        *problem = found;
    }
    return engine;
}

Engine::Engine(const tactus_kernel &kernel, const EngineOptions &options, KernelMemory memory)
    : kernel_(&kernel), options_(options), block_(std::move(memory)), shared_voices_(kernel.poly_count),
      parameters_(kernel), note_lines_(kernel.note_line_count, kernel.tuning),
      transport_(kernel.sample_rate, options.microseconds_per_quarter), guard_(kernel.out_count, options.guard),
      in_(kernel.in_count), out_(kernel.out_count) {
    polys_.reserve(kernel.poly_count);
    for (std::uint32_t i = 0; i < kernel.poly_count; ++i) {
        polys_.emplace_back(kernel, i, shared_voices_[i]);
        takes_notes_ = takes_notes_ || kernel.polys[i].generated == 0;
    }
    memory_.kernel = kernel_;
    memory_.voices = shared_voices_.data();
    memory_.params = parameters_.targets();
    block_.describe(memory_);
}

void Engine::reset() {
    block_.clear();
    for (Voices &voices : polys_) {
        voices.sleep_all();
    }
    channels_.fill(Channel{});
    parameters_.publish();
    note_lines_.clear();
    guard_.clear();
    transport_ = Transport(kernel_->sample_rate, options_.microseconds_per_quarter);
    frame_ = options_.first_frame - options_.first_frame % TACTUS_TICK;
    counters_ = {};
    const rt::StrictFloatMode mode;
    const tactus_call call{
        frame_, in_.data(), out_.data(), transport_.beat(), transport_.beat_step(), transport_.tempo(), 0};
    kernel_->init(&memory_, &call);
}

std::size_t Engine::process(const float *const *in, float *const *out, std::uint32_t frames,
                            std::span<const Event> events) {
    const rt::StrictFloatMode mode;
    Block block{in, out, frame_, frame_ + frames, events};
    status_ = 0;
    while (frame_ < block.end_frame) {
        step(block);
    }
    apply_events(block, block.end_frame); // what is left of this block waits for the next tick: it is noted now
    // Judged before the guard, which looks at the kernel's numbers whatever they are.
    counters_.subnormal_calls += mode.subnormal_seen() || (status_ & TACTUS_SUBNORMAL) != 0 ? 1u : 0u;
    counters_.nonfinite_calls += (status_ & TACTUS_NONFINITE) != 0 ? 1u : 0u;
    for (std::uint32_t channel = 0; channel < kernel_->out_count; ++channel) {
        guard_.apply(channel, out[channel], frames);
    }
    counters_.frames += frames;
    return block.taken;
}

// From this frame to the next event, tick, or end of the block.
void Engine::step(Block &block) {
    const auto offset = static_cast<std::uint32_t>(frame_ % TACTUS_TICK);
    const bool at_tick = offset == 0;
    if (at_tick) {
        read_generated();
    }
    bool applied = apply_events(block, frame_ + 1);
    applied = apply_generated(offset) || applied;
    if (at_tick) {
        publish_controls();
    }
    const std::uint64_t tick_end = frame_ - offset + TACTUS_TICK;
    const std::uint64_t generated = frame_ - offset + note_lines_.next_offset(offset + 1);
    const std::uint64_t end = std::min({block.end_frame, tick_end, generated, next_cut(block)});
    run(block, static_cast<std::uint32_t>(end - frame_), at_tick, applied);
}

void Engine::run(Block &block, std::uint32_t frames, bool at_tick, bool applied) {
    const std::uint64_t done = frame_ - block.first_frame;
    for (std::uint32_t i = 0; i < kernel_->in_count; ++i) {
        in_[i] = block.in[i] + done;
    }
    for (std::uint32_t i = 0; i < kernel_->out_count; ++i) {
        out_[i] = block.out[i] + done;
    }
    // The list may hold groups that have fallen asleep since, so it need not be made at every tick.
    if (applied || frame_ % group_list_frames == 0) {
        for (Voices &voices : polys_) {
            voices.list_awake_groups();
        }
    }
    tactus_call call{frame_, in_.data(), out_.data(), transport_.beat(), transport_.beat_step(), transport_.tempo(), 0};
    if (at_tick && frames == kernel_->tile_frames) {
        kernel_->tile(&memory_, &call);
    } else {
        if (at_tick) {
            kernel_->tick(&memory_, &call);
        } else if (applied) {
            kernel_->refresh(&memory_, &call);
        }
        kernel_->part(&memory_, &call, frames);
    }
    status_ |= call.status;
    frame_ += frames;
    transport_.advance(frames);
    for (Voices &voices : polys_) {
        voices.clear_starts();
    }
}

std::uint32_t Engine::awake_voices() const {
    std::uint32_t count = 0;
    for (const Voices &voices : polys_) {
        count += voices.awake_count();
    }
    return count;
}

Counters Engine::counters() const {
    Counters counters = counters_;
    counters.guard = guard_.counts();
    for (const Voices &voices : polys_) {
        counters.steals += voices.steal_count();
    }
    return counters;
}

float Engine::take_peak(std::uint32_t channel) { return guard_.take_peak(channel); }

} // namespace tactus::engine
