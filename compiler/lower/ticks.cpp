#include "compiler/lower/ticks.h"

#include <fmt/format.h>

#include "compiler/graph/describe.h"
#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"

namespace tactus::lower {

namespace {

using schedule::ScopePlan;

// Runs `body` for every vector of a row of fields, with its distance from the row's first word.
void each_vector(Code &code, std::uint32_t fields, const char *name, llvm::function_ref<void(llvm::Value *)> body) {
    if (fields == 0)
        return;
    const std::uint32_t lanes = code.here->lanes == 1 ? code.schedule.options.lanes : code.here->lanes;
    const std::uint32_t count = code.here->lanes == 1 ? fields / lanes : fields;
    code.count_to(code.builder.getInt32(count), name, [&](llvm::Value *i) {
        const unsigned before = code.here->lanes;
        code.here->lanes = lanes;
        body(code.builder.CreateMul(i, code.builder.getInt32(4 * lanes)));
        code.here->lanes = before;
    });
}

llvm::Value *row_address(Code &code, std::uint32_t offset, llvm::Value *bytes) {
    llvm::Value *base = code.here == &code.patch ? code.memory_pointer(Abi::state) : code.here->group_state;
    return code.byte_offset(base, code.builder.CreateAdd(bytes, code.builder.getInt32(offset)));
}

void calm_memories(Code &code, const ScopePlan &plan) {
    each_vector(code, plan.calm_fields, "calm", [&](llvm::Value *bytes) {
        IrArithmetic arithmetic = code.arithmetic();
        const llvm::Align align(4 * std::uint64_t{code.here->lanes});
        llvm::Value *address = row_address(code, plan.calm_offset, bytes);
        llvm::Value *calm = math::calm(arithmetic, code.builder.CreateAlignedLoad(code.real(), address, align));
        code.builder.CreateAlignedStore(calm, address, align);
    });
}

void move_ramps(Code &code, const ScopePlan &plan) {
    each_vector(code, plan.ramp_fields, "ramps", [&](llvm::Value *bytes) {
        const llvm::Align align(4 * std::uint64_t{code.here->lanes});
        llvm::Value *reached =
            code.builder.CreateAlignedLoad(code.real(), row_address(code, plan.to_offset, bytes), align);
        code.builder.CreateAlignedStore(reached, row_address(code, plan.from_offset, bytes), align);
    });
}

// {value, target, step, remaining} of one parameter moves by one tick. The ticks that remain are counted in a real, as
// its three neighbours are: a small integer among them would be a subnormal number to who takes the four as one vector.
void move_parameter(Code &code, std::uint32_t index) {
    llvm::IRBuilder<> &builder = code.builder;
    IrArithmetic a = code.arithmetic();
    const std::uint32_t first = code.schedule.find(Role::ParameterValue, index);
    const std::uint32_t ticks = code.graph.parameters[index].smooth_ticks;
    llvm::Value *address = code.byte_offset(code.memory_pointer(Abi::params), 4 * std::uint64_t{index});
    llvm::Value *asked = builder.CreateAlignedLoad(builder.getFloatTy(), address, llvm::Align(4));
    llvm::Value *value = code.load_field(first), *target = code.load_field(first + 1);
    llvm::Value *changed = builder.CreateFCmpUNE(asked, target);
    llvm::Value *fresh_step = a.divide(a.subtract(asked, value), a.real_constant(static_cast<float>(ticks)));
    llvm::Value *step = builder.CreateSelect(changed, fresh_step, code.load_field(first + 2));
    llvm::Value *left =
        builder.CreateSelect(changed, a.real_constant(static_cast<float>(ticks)), code.load_field(first + 3));
    target = builder.CreateSelect(changed, asked, target);
    llvm::Value *moving = a.less(a.real_constant(0.0f), left);
    llvm::Value *less = a.subtract(left, a.real_constant(1.0f));
    llvm::Value *arrived = builder.CreateFCmpOEQ(less, a.real_constant(0.0f));
    llvm::Value *moved = builder.CreateSelect(arrived, target, a.add(value, step));
    code.store_field(first, builder.CreateSelect(moving, moved, value));
    code.store_field(first + 1, target);
    code.store_field(first + 2, step);
    code.store_field(first + 3, builder.CreateSelect(moving, less, left));
}

// How many lanes are true, as one number.
llvm::Value *count_true(Code &code, llvm::Value *truths) {
    llvm::IRBuilder<> &builder = code.builder;
    llvm::Value *counts = builder.CreateZExt(truths, code.integer());
    if (code.here->lanes == 1)
        return counts;
    llvm::Value *count = builder.CreateExtractElement(counts, std::uint64_t{0});
    for (unsigned lane = 1; lane < code.here->lanes; ++lane)
        count = builder.CreateAdd(count, builder.CreateExtractElement(counts, lane));
    return count;
}

// Levels, and which voices of the group fall asleep; gives those that stay awake.
llvm::Value *decide_idle(Code &code, std::uint32_t index) {
    llvm::IRBuilder<> &builder = code.builder;
    IrArithmetic a = code.arithmetic();
    const graph::Poly &poly = code.graph.polys[index];
    const auto field = [&](Role role) { return code.schedule.find(role, index); };
    llvm::Value *awake = code.note(Abi::awake);
    llvm::Value *peak = code.load_field(field(Role::Peak));
    llvm::Value *levels = code.note_word(Abi::level);
    llvm::Value *level = builder.CreateAlignedLoad(code.real(), levels, llvm::Align(4));
    builder.CreateAlignedStore(a.select(awake, peak, level), levels, llvm::Align(4));
    llvm::Value *sleeps = nullptr;
    if (poly.idle.valid()) {
        sleeps = code.load_field(field(Role::Idle));
    } else {
        llvm::Value *silent =
            builder.CreateAnd(a.boolean_not(code.note(Abi::gate)), a.less(peak, a.real_constant(graph::silent_level)));
        llvm::Value *longer = builder.CreateAdd(code.load_field(field(Role::Quiet)), a.integer_constant(1));
        llvm::Value *quiet = builder.CreateSelect(silent, longer, a.integer_constant(0));
        code.store_field(field(Role::Quiet), quiet);
        const auto ticks = static_cast<std::int32_t>(graph::quiet_ticks(code.graph, poly));
        sleeps = builder.CreateICmpUGE(quiet, a.integer_constant(ticks));
    }
    llvm::Value *faded = builder.CreateICmpEQ(code.load_field(field(Role::Remaining)), a.integer_constant(0));
    sleeps = builder.CreateOr(sleeps, builder.CreateAnd(code.note(Abi::stolen), faded));
    sleeps = builder.CreateAnd(sleeps, a.boolean_not(code.note(Abi::start)));
    llvm::Value *stays = builder.CreateAnd(awake, a.boolean_not(sleeps));
    builder.CreateAlignedStore(builder.CreateZExt(stays, code.integer()), code.note_word(Abi::awake), llvm::Align(4));
    code.store_field(field(Role::Peak), a.real_constant(0.0f));
    return stays;
}

void advance_voices(Code &code, std::uint32_t poly) {
    const std::uint32_t active = code.schedule.find(Role::Active, poly);
    if (active != none) { // the queue moves on; the groups add up its new end
        code.store_field(active, code.load_field(active + 4));
        for (std::uint32_t i = 4; i > 1; --i)
            code.store_field(active + i, code.load_field(active + i - 1));
        code.store_field(active + 1, code.builder.getInt32(0));
    }
    const ScopePlan &plan = code.schedule.scopes[1 + poly];
    code.each_awake_group(poly, [&] {
        llvm::Value *stays = decide_idle(code, poly);
        calm_memories(code, plan);
        move_ramps(code, plan);
        if (active == none)
            return;
        llvm::Value *count = count_true(code, stays);
        Place *const voice = code.here;
        code.here = &code.patch;
        code.store_field(active + 1, code.builder.CreateAdd(code.load_field(active + 1), count));
        code.here = voice;
    });
}

llvm::Function *lower_advance(Kernel &kernel) {
    llvm::Function *function = kernel.function("advance", 2, 0);
    Code code(kernel, function);
    for (std::uint32_t poly = 0; poly < kernel.graph.polys.size(); ++poly)
        advance_voices(code, poly);
    for (const std::uint32_t p : kernel.schedule.parameters)
        if (!kernel.graph.parameters[p].stepped)
            move_parameter(code, p);
    calm_memories(code, kernel.schedule.scopes[0]);
    move_ramps(code, kernel.schedule.scopes[0]);
    code.finish();
    return function;
}

// Computes nodes in order and stores those that later code reads.
void compute(Code &code, const std::vector<NodeId> &nodes) {
    for (const NodeId id : nodes) {
        const From from(code, id);
        llvm::Value *value = lower_op(code, id);
        code.define(id, value);
        if (const std::uint32_t field = code.schedule.value_field_of[id.index]; field != none)
            code.store_field(field, value);
    }
}

void refresh_voices(Code &code, std::uint32_t poly) {
    const ScopePlan &plan = code.schedule.scopes[1 + poly];
    if (plan.tick.empty() && plan.ramps.empty())
        return;
    code.each_awake_group(poly, [&] {
        compute(code, plan.tick);
        for (const NodeId id : plan.ramps) {
            const From from(code, id);
            const std::uint32_t field = code.schedule.field_of[id.index];
            llvm::Value *x = code.operand(id, 0);
            code.store_field(code.schedule.to_field_of[id.index], x);
            code.store_field(field, code.builder.CreateSelect(code.note(Abi::start), x, code.load_field(field)));
        }
    });
}

llvm::Function *lower_refresh(Kernel &kernel) {
    llvm::Function *function = kernel.function("refresh", 2, 0);
    Code code(kernel, function);
    const ScopePlan &plan = kernel.schedule.scopes[0];
    code.at_entry([&]() -> llvm::Value * { // before the voices, which spread these values at the entry
        compute(code, plan.tick);
        for (const NodeId id : plan.ramps)
            code.store_field(kernel.schedule.to_field_of[id.index], code.operand(id, 0));
        return nullptr;
    });
    for (std::uint32_t poly = 0; poly < kernel.graph.polys.size(); ++poly)
        refresh_voices(code, poly);
    code.finish();
    return function;
}

// Initial values and memories of the place's instance.
void start_instance(Code &code, const ScopePlan &plan) {
    compute(code, plan.initial);
    for (const NodeId id : plan.memories) {
        const From from(code, id);
        code.store_field(code.schedule.field_of[id.index], start_value(code, id));
    }
    for (const NodeId id : plan.buffers) {
        const std::uint32_t starts = code.schedule.field_of[id.index];
        code.store_field(starts, code.builder.CreateAdd(code.load_field(starts), code.builder.getInt32(1)));
    }
}

void fill_lines(Code &code) {
    llvm::IRBuilder<> &builder = code.builder;
    for (std::uint32_t i = 0; i < code.schedule.lines.size(); ++i) {
        const schedule::Line &line = code.schedule.lines[i];
        if (line.init == 0.0f || code.node(line.node).scope != graph::patch_scope)
            continue; // memory comes zeroed; a voice's line is told by its age
        llvm::Type *block = widen(builder.getFloatTy(), 16);
        llvm::Value *base = code.line_pointer(i);
        code.count_to(builder.getInt32(line.frames / 16 + 1), "fill", [&](llvm::Value *k) {
            llvm::Value *address = code.byte_offset(base, builder.CreateMul(k, builder.getInt32(64)));
            builder.CreateAlignedStore(llvm::ConstantFP::get(block, static_cast<double>(line.init)), address,
                                       llvm::Align(64));
        });
    }
}

llvm::Function *lower_init(Kernel &kernel, llvm::Function *refresh) {
    llvm::Function *function = kernel.function("init", 2, 0, true);
    Code code(kernel, function);
    llvm::IRBuilder<> &builder = code.builder;
    const ScopePlan &plan = kernel.schedule.scopes[0];
    start_instance(code, plan);
    for (const std::uint32_t p : kernel.schedule.parameters) {
        if (kernel.graph.parameters[p].stepped)
            continue;
        const std::uint32_t first = kernel.schedule.find(Role::ParameterValue, p);
        llvm::Value *address = code.byte_offset(code.memory_pointer(Abi::params), 4 * std::uint64_t{p});
        llvm::Value *asked = builder.CreateAlignedLoad(builder.getFloatTy(), address, llvm::Align(4));
        code.store_field(first, asked);
        code.store_field(first + 1, asked);
    }
    fill_lines(code);
    builder.CreateCall(refresh, {function->getArg(0), function->getArg(1)});
    move_ramps(code, plan);
    code.finish();
    return function;
}

// void start_k(memory, slot): one lane, in scalars.
llvm::Function *lower_start_of(Kernel &kernel, std::uint32_t poly) {
    llvm::Function *function = kernel.function(fmt::format("start_{}", poly), 1, 1, true);
    Code code(kernel, function);
    llvm::IRBuilder<> &builder = code.builder;
    const ScopePlan &plan = kernel.schedule.scopes[1 + poly];
    const std::uint32_t lanes = plan.lanes;
    llvm::Value *slot = function->getArg(1);
    llvm::Value *group = builder.CreateUDiv(slot, builder.getInt32(lanes));
    llvm::Value *lane = builder.CreateURem(slot, builder.getInt32(lanes));
    llvm::Value *offset = builder.CreateAdd(builder.CreateMul(group, builder.getInt32(plan.group_stride)),
                                            builder.CreateMul(lane, builder.getInt32(4)));
    code.voice.scope = ScopeId{1 + poly};
    code.voice.slot = slot;
    code.voice.group_state = code.byte_offset(code.memory_pointer(Abi::state), offset);
    code.here = &code.voice;
    start_instance(code, plan);
    const auto set = [&](Role role, llvm::Value *value) {
        if (const std::uint32_t field = kernel.schedule.find(role, poly); field != none)
            code.store_field(field, value);
    };
    set(Role::Remaining, builder.getInt32(graph::fade_frames(kernel.graph)));
    set(Role::Age, builder.getInt32(0));
    set(Role::Quiet, builder.getInt32(0));
    set(Role::Peak, llvm::ConstantFP::get(builder.getFloatTy(), 0.0));
    set(Role::Idle, builder.getFalse());
    code.finish();
    return function;
}

llvm::Function *lower_start(Kernel &kernel) {
    std::vector<llvm::Function *> starts;
    for (std::uint32_t poly = 0; poly < kernel.graph.polys.size(); ++poly)
        starts.push_back(lower_start_of(kernel, poly));
    llvm::Function *function = kernel.function("start", 1, 2);
    Code code(kernel, function);
    llvm::IRBuilder<> &builder = code.builder;
    for (std::uint32_t poly = 0; poly < starts.size(); ++poly) {
        auto *then = llvm::BasicBlock::Create(builder.getContext(), "start", function);
        auto *next = llvm::BasicBlock::Create(builder.getContext(), "next", function);
        builder.CreateCondBr(builder.CreateICmpEQ(function->getArg(1), builder.getInt32(poly)), then, next);
        builder.SetInsertPoint(then);
        builder.CreateCall(starts[poly], {function->getArg(0), function->getArg(2)});
        builder.CreateBr(next);
        builder.SetInsertPoint(next);
    }
    code.finish();
    return function;
}

} // namespace

TickFunctions lower_ticks(Kernel &kernel, llvm::Function *part) {
    TickFunctions functions{};
    kernel.come_from("(ticks)");
    llvm::Function *advance = lower_advance(kernel);
    functions.refresh = lower_refresh(kernel);
    kernel.come_from("(starts)");
    functions.init = lower_init(kernel, functions.refresh);
    functions.start = lower_start(kernel);
    kernel.come_from("(ticks)");
    const auto in_order = [&](const char *name, llvm::ArrayRef<llvm::Function *> called, llvm::Function *last) {
        llvm::Function *function = kernel.function(name, 2, 0);
        Code code(kernel, function);
        llvm::Value *memory = function->getArg(0), *call = function->getArg(1);
        for (llvm::Function *f : called)
            code.builder.CreateCall(f, {memory, call});
        if (last != nullptr)
            code.builder.CreateCall(last, {memory, call, code.builder.getInt32(graph::tick_frames)});
        code.finish();
        return function;
    };
    functions.tick = in_order("tick", {advance, functions.refresh}, nullptr);
    functions.tile = in_order("tile", {functions.tick}, part);
    return functions;
}

} // namespace tactus::lower
