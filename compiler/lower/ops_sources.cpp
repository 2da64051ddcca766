// Operations that read what the runtime hands in, and ramps. Note fields, gates and tick values do not change from
// frame to frame: they are fetched at the head of their place.
#include "compiler/graph/hash.h"
#include "compiler/lower/ops.h"
#include "compiler/lower/transpose.h"
#include "compiler/math/functions.h"

namespace tactus::lower {

llvm::Value *lower_parameter(Code &code, NodeId id) {
    const std::uint32_t index = code.node(id).a;
    if (!code.graph.parameters[index].stepped)
        return code.load_field(code.schedule.find(Role::ParameterValue, index));
    llvm::Value *params = code.memory_pointer(Abi::params);
    return code.builder.CreateAlignedLoad(code.real(), code.byte_offset(params, 4 * std::uint64_t{index}),
                                          llvm::Align(4));
}

llvm::Value *lower_note_value(Code &code, NodeId id) {
    return code.builder.CreateAlignedLoad(code.real(), code.note_word(Abi::first_field + code.node(id).a),
                                          llvm::Align(4));
}

llvm::Value *lower_note_gate(Code &code, NodeId) {
    const auto gate = [&] { return code.note(Abi::gate); };
    return code.here->across != nullptr ? code.on_every_frame(gate) : gate();
}

llvm::Value *lower_note_on(Code &code, NodeId) {
    llvm::Value *first = code.builder.CreateICmpEQ(code.frame, code.builder.getInt32(0));
    return code.builder.CreateAnd(code.note(Abi::start), code.spread(first));
}

llvm::Value *lower_voice_input(Code &code, NodeId id) {
    llvm::Value *port = code.input_pointer(code.node(id).a);
    llvm::Value *address = code.byte_offset(port, code.builder.CreateMul(code.frame, code.builder.getInt32(4)));
    IrArithmetic arithmetic = code.arithmetic();
    return math::calm(arithmetic, code.builder.CreateAlignedLoad(code.real(), address, llvm::Align(4)));
}

llvm::Value *lower_tempo(Code &code, NodeId) { return code.call_value(Abi::tempo); }

// The low word of beat + f beat_step: the fraction of a 32.32 number.
llvm::Value *lower_beat_phase(Code &code, NodeId) {
    llvm::Type *word = code.builder.getInt32Ty();
    llvm::Value *beat = code.builder.CreateTrunc(code.call_value(Abi::beat), word);
    llvm::Value *step = code.builder.CreateTrunc(code.call_value(Abi::beat_step), word);
    return code.builder.CreateAdd(code.spread(beat), code.builder.CreateMul(code.frames_of_lanes(), code.spread(step)));
}

llvm::Value *lower_active(Code &code, NodeId id) {
    return code.arithmetic().to_real(code.load_field(code.schedule.find(Role::Active, code.node(id).a)));
}

// Upper half to lower half until one is left.
llvm::Value *add_halves(Code &code, llvm::Value *sum) {
    llvm::IRBuilder<> &builder = code.builder;
    for (int half = static_cast<int>(llvm::cast<llvm::FixedVectorType>(sum->getType())->getNumElements()) / 2; half > 0;
         half /= 2) {
        std::vector<int> low, high;
        for (int k = 0; k < half; ++k) {
            low.push_back(k);
            high.push_back(k + half);
        }
        llvm::Value *lower_half = builder.CreateShuffleVector(sum, low);
        sum = builder.CreateFAdd(lower_half, builder.CreateShuffleVector(sum, high));
    }
    return builder.CreateExtractElement(sum, std::uint64_t{0});
}

// Partials p[0..15] of this frame: p[k] += p[k + 8] for k < 8, then 4, 2, 1.
llvm::Value *lower_voice_sum(Code &code, NodeId id) {
    llvm::Type *partials = widen(code.builder.getFloatTy(), 16);
    llvm::Value *address = partials_address(code, id);
    if (code.here->across == nullptr)
        return add_halves(code, code.builder.CreateAlignedLoad(partials, address, llvm::Align(64)));
    std::vector<llvm::Value *> frames;
    for (unsigned lane = 0; lane < code.here->lanes; ++lane)
        frames.push_back(code.builder.CreateAlignedLoad(partials, code.byte_offset(address, std::uint64_t{64} * lane),
                                                        llvm::Align(64)));
    return add_partials(code.builder, std::move(frames));
}

// The state a random source starts with: the key of its name, and the graph's seed with the number of the slot.
llvm::Value *seed_of(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    const graph::NameId name = code.node(id).name;
    const std::uint64_t key = graph::fnv1a(name.valid() ? code.graph.names[name.index] : std::string());
    const auto word = [&](std::uint64_t bits) {
        return arithmetic.integer_constant(static_cast<std::int32_t>(static_cast<std::uint32_t>(bits)));
    };
    llvm::Value *seed = word(code.graph.seed);
    if (code.here->slot != nullptr)
        seed = code.builder.CreateAdd(seed, code.here->slot);
    return math::hash3(arithmetic, word(key), word(key >> 32), seed);
}

llvm::Value *lower_random_start(Code &code, NodeId id) {
    IrArithmetic arithmetic = code.arithmetic();
    return math::random_value(arithmetic, math::random_step(arithmetic, seed_of(code, id)));
}

llvm::Value *lower_ramp(Code &code, NodeId id) {
    Place &place = *code.here;
    llvm::IRBuilder<> &builder = code.builder;
    const auto end = [&](std::uint32_t field) {
        const auto load = [&] { return code.at_head(*code.here, [&] { return code.load_field(field); }); };
        return place.across != nullptr ? code.on_every_frame(load) : load();
    };
    llvm::Value *from = end(code.schedule.field_of[id.index]);
    llvm::Value *to = end(code.schedule.to_field_of[id.index]);
    llvm::Value *way = code.at_head(place, [&] { return builder.CreateFSub(to, from); });
    if (place.ramp_position == nullptr) {
        IrArithmetic a = code.arithmetic();
        llvm::Value *in_tick = builder.CreateAnd(code.samples_of_lanes(), a.integer_constant(graph::tick_frames - 1));
        place.ramp_position = a.multiply(a.to_real(in_tick), a.real_constant(0.0625f));
    }
    return builder.CreateFAdd(from, builder.CreateFMul(way, place.ramp_position));
}

} // namespace tactus::lower
