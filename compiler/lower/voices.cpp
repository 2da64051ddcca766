#include "compiler/lower/voices.h"

#include "compiler/graph/describe.h"
#include "compiler/lower/ops.h"

namespace tactus::lower {

namespace {

constexpr std::int32_t oldest_age = 1 << 30; // beyond every delay

// Frames of the fade that are left after `frames` more of them.
llvm::Value *remaining_after(Code &code, llvm::Value *remaining, llvm::Value *frames) {
    llvm::IRBuilder<> &builder = code.builder;
    llvm::Value *zero = code.arithmetic().integer_constant(0);
    llvm::Value *less = builder.CreateSub(remaining, code.spread(frames));
    llvm::Value *left = builder.CreateSelect(builder.CreateICmpSLT(less, zero), zero, less);
    return builder.CreateSelect(code.note(Abi::stolen), left, remaining);
}

llvm::Value *scope_field(Code &code, Role role) {
    return code.load_field(code.schedule.find(role, code.here->scope.index - 1));
}

// 1, or where the voice was stolen t^2 (3 - 2 t).
llvm::Value *fade(Code &code) {
    if (code.here->fade != nullptr)
        return code.here->fade;
    llvm::IRBuilder<> &builder = code.builder;
    IrArithmetic a = code.arithmetic();
    llvm::Value *before = code.at_head(*code.here, [&] { return scope_field(code, Role::Remaining); });
    llvm::Value *stolen = code.note(Abi::stolen);
    llvm::Value *remaining = remaining_after(code, before, builder.CreateAdd(code.frame, builder.getInt32(1)));
    const float reciprocal = 1.0f / static_cast<float>(graph::fade_frames(code.graph));
    llvm::Value *t = a.multiply(a.to_real(remaining), a.real_constant(reciprocal));
    llvm::Value *curve = a.subtract(a.real_constant(3.0f), a.multiply(a.real_constant(2.0f), t));
    llvm::Value *square = a.multiply(t, t);
    return code.here->fade = a.select(stolen, a.multiply(square, curve), a.real_constant(1.0f));
}

// What the voice gives: its value with the fade, +0 when it sleeps.
llvm::Value *output_of(Code &code, NodeId id) {
    llvm::Value *&output = code.here->outputs[id.index];
    if (output == nullptr) {
        IrArithmetic a = code.arithmetic();
        llvm::Value *y = code.value(id);
        llvm::Value *faded = a.multiply(y, fade(code));
        output = a.select(code.note(Abi::awake), faded, a.real_constant(0.0f));
    }
    return output;
}

} // namespace

llvm::Value *age(Code &code) {
    if (code.here->age == nullptr) {
        llvm::Value *before = code.at_head(*code.here, [&] { return scope_field(code, Role::Age); });
        code.here->age = code.builder.CreateAdd(before, code.spread(code.frame));
    }
    return code.here->age;
}

llvm::Value *partials_address(Code &code, NodeId id) {
    const schedule::Partials &partials = code.schedule.partials[code.schedule.partials_of[id.index]];
    llvm::IRBuilder<> &builder = code.builder;
    llvm::Value *offset =
        builder.CreateAdd(builder.CreateMul(code.frame, builder.getInt32(64)), builder.getInt32(partials.offset));
    return code.byte_offset(code.memory_pointer(Abi::scratch), offset);
}

void zero_partials(Code &code, NodeId id) {
    llvm::Value *zero = llvm::Constant::getNullValue(widen(code.builder.getFloatTy(), 16));
    code.builder.CreateAlignedStore(zero, partials_address(code, id), llvm::Align(64));
}

// Slot i adds to partial i mod 16: with L lanes, group g to the L partials from (g mod 16 / L) L on.
void accumulate(Code &code, NodeId id) {
    llvm::IRBuilder<> &builder = code.builder;
    const unsigned lanes = code.here->lanes;
    llvm::Value *output = output_of(code, code.graph.input(id, 0));
    llvm::Value *part = code.at_head(*code.here, [&] {
        llvm::Value *turn = builder.CreateAnd(code.here->group, builder.getInt32(16 / lanes - 1));
        return builder.CreateMul(turn, builder.getInt32(4 * lanes));
    });
    llvm::Value *address = code.byte_offset(partials_address(code, id), part);
    const llvm::Align align(4 * std::uint64_t{lanes});
    llvm::Value *sum = builder.CreateFAdd(builder.CreateAlignedLoad(code.real(), address, align), output);
    builder.CreateAlignedStore(sum, address, align);
}

void write_output(Code &code, std::uint32_t port) {
    llvm::Value *y = code.value(code.graph.output_ports[port].node);
    llvm::Value *address =
        code.byte_offset(code.output_pointer(port), code.builder.CreateMul(code.frame, code.builder.getInt32(4)));
    code.builder.CreateAlignedStore(y, address, llvm::Align(4));
}

void write_notes(Code &code, std::uint32_t index) {
    llvm::IRBuilder<> &builder = code.builder;
    const graph::NoteLine &line = code.graph.note_lines[index];
    llvm::StructType *type = code.kernel.abi.note_line;
    llvm::Value *target = builder.CreateConstInBoundsGEP1_64(type, code.memory_pointer(Abi::note_lines), index);
    llvm::Value *in_tick = builder.CreateAnd(code.sample_index(), builder.getInt32(graph::tick_frames - 1));
    const auto store = [&](unsigned member, llvm::Value *value) {
        llvm::Value *address =
            builder.CreateInBoundsGEP(type, target, {builder.getInt32(0), builder.getInt32(member), in_tick});
        builder.CreateAlignedStore(value, address, llvm::Align(4));
    };
    store(0, code.value(line.freq));
    store(1, code.value(line.velocity));
    store(2, builder.CreateZExt(code.value(line.gate), builder.getInt32Ty()));
}

Watch::Watch(Code &code, std::uint32_t poly) : code_(code), poly_(poly) {}

void Watch::carry(std::vector<Carried> &carried) {
    const From from(code_, "(voices)");
    carried.push_back({scope_field(code_, Role::Peak), nullptr, nullptr});
}

void Watch::move(Carried &peak) {
    const From from(code_, "(voices)");
    IrArithmetic a = code_.arithmetic();
    llvm::Value *highest = peak.now;
    for (const NodeId output : code_.graph.polys[poly_].outputs) {
        llvm::Value *size = a.absolute(output_of(code_, output));
        highest = a.select(a.less(highest, size), size, highest);
    }
    peak.next = highest;
    if (const NodeId idle = code_.graph.polys[poly_].idle; idle.valid())
        idle_ = code_.value(idle);
}

void Watch::keep(const Carried &peak) {
    const From from(code_, "(voices)");
    llvm::IRBuilder<> &builder = code_.builder;
    const schedule::Schedule &schedule = code_.schedule;
    code_.store_field(schedule.find(Role::Peak, poly_), peak.next);
    if (idle_ != nullptr)
        code_.store_field(schedule.find(Role::Idle, poly_), idle_);
    llvm::Value *remaining = scope_field(code_, Role::Remaining);
    code_.store_field(schedule.find(Role::Remaining, poly_), remaining_after(code_, remaining, code_.frames));
    llvm::Value *older = builder.CreateAdd(scope_field(code_, Role::Age), code_.spread(code_.frames));
    llvm::Value *most = code_.arithmetic().integer_constant(oldest_age);
    code_.store_field(schedule.find(Role::Age, poly_),
                      builder.CreateSelect(builder.CreateICmpSLT(older, most), older, most));
}

} // namespace tactus::lower
