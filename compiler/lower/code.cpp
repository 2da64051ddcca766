#include "compiler/lower/code.h"

#include <algorithm>

#include "compiler/lower/ops.h"

namespace tactus::lower {

using graph::Op;
using graph::Rate;

Abi::Abi(llvm::LLVMContext &context) {
    llvm::Type *pointer = llvm::PointerType::getUnqual(context);
    llvm::Type *word = llvm::Type::getInt32Ty(context);
    llvm::Type *wide = llvm::Type::getInt64Ty(context);
    llvm::Type *real = llvm::Type::getFloatTy(context);
    const auto array = [](llvm::Type *type, std::uint64_t count) { return llvm::ArrayType::get(type, count); };
    memory =
        llvm::StructType::create(context, {pointer, pointer, pointer, pointer, pointer, pointer, pointer}, "memory");
    call = llvm::StructType::create(context, {wide, pointer, pointer, wide, wide, real, word}, "call");
    voices = llvm::StructType::create(
        context, {array(pointer, graph::note_field_count), pointer, pointer, pointer, pointer, pointer, pointer, word},
        "voices");
    note_line = llvm::StructType::create(
        context, {array(real, graph::tick_frames), array(real, graph::tick_frames), array(word, graph::tick_frames)},
        "note_line");
}

Kernel::Kernel(const graph::Graph &graph_, const schedule::Schedule &schedule_, const Target &target_,
               llvm::Module &module_)
    : graph(graph_), schedule(schedule_), target(target_), module(module_), abi(module_.getContext()) {
    for (const graph::Table &table : graph.tables)
        tables.push_back(constant_floats(table.values, "table"));
}

llvm::GlobalVariable *Kernel::constant_floats(const std::vector<float> &values, const char *name) {
    llvm::Constant *data = llvm::ConstantDataArray::get(module.getContext(), values);
    auto *made = new llvm::GlobalVariable(module, data->getType(), true, llvm::GlobalValue::PrivateLinkage, data, name);
    made->setAlignment(llvm::Align(64));
    return made;
}

llvm::Function *Kernel::function(const std::string &name, unsigned pointers, unsigned words, bool cold) {
    llvm::LLVMContext &context = module.getContext();
    std::vector<llvm::Type *> types(pointers, llvm::PointerType::getUnqual(context));
    types.insert(types.end(), words, llvm::Type::getInt32Ty(context));
    auto *type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), types, false);
    // Nothing but the table's function is seen from outside; the others are reached through the table.
    auto *f = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, name, module);
    f->setDoesNotThrow();
    f->addFnAttr("denormal-fp-math", "ieee,ieee");
    f->addFnAttr("no-builtins");
    const std::string bits = std::to_string(32 * std::max(4u, schedule.options.lanes));
    f->addFnAttr("prefer-vector-width", bits);
    f->addFnAttr("min-legal-vector-width", bits);
    f->addFnAttr(llvm::Attribute::NoInline);
    if (trace)
        trace->add(f, line);
    if (cold)
        f->addFnAttr(
            llvm::Attribute::OptimizeNone); // long straight code that runs where something starts: made fast, not fast
    for (unsigned i = 0; i < pointers; ++i)
        f->addParamAttr(i, llvm::Attribute::NonNull);
    return f;
}

Code::Code(Kernel &kernel_, llvm::Function *function)
    : kernel(kernel_), graph(kernel_.graph), schedule(kernel_.schedule), builder(kernel_.module.getContext()),
      memory_(function->getArg(0)) {
    if (function->arg_size() > 1 && function->getArg(1)->getType()->isPointerTy())
        call_ = function->getArg(1);
    auto *entry = llvm::BasicBlock::Create(builder.getContext(), "entry", function);
    auto *body = llvm::BasicBlock::Create(builder.getContext(), "body", function);
    patch.head = llvm::BranchInst::Create(body, entry);
    builder.SetInsertPoint(body);
    frame = builder.getInt32(0);
    for (const NodeId id : schedule.constants)
        if (!graph::info(node(id).op).operands.empty())
            define(id, at_entry([&] { return lower_op(*this, id); }));
}

llvm::Value *Code::at_head(const Place &place, llvm::function_ref<llvm::Value *()> make) {
    if (place.head == nullptr)
        return make();
    const llvm::IRBuilderBase::InsertPointGuard guard(builder);
    const llvm::DebugLoc from = builder.getCurrentDebugLocation();
    builder.SetInsertPoint(place.head);
    builder.SetCurrentDebugLocation(from);
    return make();
}

llvm::Value *Code::spread(llvm::Value *scalar) {
    return here->lanes == 1 ? scalar : builder.CreateVectorSplat(here->lanes, scalar);
}

llvm::Value *Code::value(NodeId id) {
    if (const auto found = here->values.find(id.index); found != here->values.end())
        return found->second;
    if (here->across != nullptr)
        return here->values[id.index] = value_across(id);
    const graph::Node &n = node(id);
    if (here == &patch || (n.scope != graph::patch_scope && !here->packed)) {
        llvm::Value *made = missing(id, *here);
        return here->values[id.index] = made;
    }
    // A value of the patch for the lanes: known here, or the same on every frame, or from the buffer of a loop before.
    llvm::Value *scalar = nullptr;
    if (const auto found = patch.values.find(id.index); found != patch.values.end())
        scalar = found->second;
    else if (n.rate == Rate::Audio && here == &voice)
        scalar = missing(id, patch); // not remembered: it stands inside the loop over groups
    else
        scalar = patch.values[id.index] = missing(id, patch);
    const bool everywhere = llvm::isa<llvm::Constant>(scalar) || n.rate != Rate::Audio;
    llvm::Value *wide = everywhere ? at_entry([&] { return spread(scalar); }) : spread(scalar);
    return here->values[id.index] = wide;
}

// A value that nothing in this function has computed.
llvm::Value *Code::missing(NodeId id, Place &place) {
    Place *const before = here;
    here = &place;
    const graph::Node &n = node(id);
    llvm::Value *made = nullptr;
    if (n.op == Op::constant)
        made = arithmetic().real_constant(n.value);
    else if (n.op == Op::truth_constant)
        made = arithmetic().boolean_constant(n.a != 0);
    else if (n.op == Op::phase_constant)
        made = arithmetic().integer_constant(static_cast<std::int32_t>(n.a));
    else if (const auto pack = schedule.pack_of[id.index]; pack != none && pack_values_.contains(pack)) {
        const std::vector<NodeId> &nodes = schedule.packs[pack].nodes;
        const auto lane = std::find(nodes.begin(), nodes.end(), id) - nodes.begin();
        made = builder.CreateExtractElement(pack_values_[pack], static_cast<std::uint64_t>(lane));
    } else if (n.rate != Rate::Audio)
        made = at_head(place, [&] { return load_field(schedule.value_field_of[id.index]); });
    else {
        llvm::Type *type = n.type == graph::Type::Real ? real() : integer();
        made = place.across != nullptr && pack != none
                   ? frames_of_pack(pack, id)
                   : builder.CreateAlignedLoad(type, buffer_address(id, place), whole(place.lanes));
        if (n.type == graph::Type::Boolean)
            made = builder.CreateICmpNE(made, arithmetic().integer_constant(0));
    }
    here = before;
    return made;
}

llvm::Value *Code::buffer_address(NodeId id, const Place &place) {
    const schedule::Buffer &buffer = schedule.buffers[schedule.buffer_of[id.index]];
    llvm::Value *base = memory_pointer(Abi::scratch);
    llvm::Value *index = frame;
    if (place.group != nullptr)
        index = builder.CreateAdd(builder.CreateMul(place.group, builder.getInt32(graph::tick_frames)), frame);
    llvm::Value *offset = builder.CreateAdd(builder.CreateMul(index, builder.getInt32(4 * buffer.lanes)),
                                            builder.getInt32(buffer.offset));
    return byte_offset(base, offset);
}

void Code::store_buffer(NodeId id, llvm::Value *value) {
    if (node(id).type == graph::Type::Boolean)
        value = builder.CreateZExt(value, integer());
    builder.CreateAlignedStore(value, buffer_address(id, *here), whole(here->lanes));
}

llvm::Value *Code::byte_offset(llvm::Value *pointer, llvm::Value *bytes) {
    return builder.CreateGEP(builder.getInt8Ty(), pointer, builder.CreateZExt(bytes, builder.getInt64Ty()));
}

llvm::Value *Code::byte_offset(llvm::Value *pointer, std::uint64_t bytes) {
    return builder.CreateGEP(builder.getInt8Ty(), pointer, builder.getInt64(bytes));
}

llvm::Value *Code::field_address(std::uint32_t field) {
    const schedule::Field &f = schedule.fields[field];
    llvm::Value *base = f.scope == graph::patch_scope ? memory_pointer(Abi::state) : here->group_state;
    return byte_offset(base, std::uint64_t{f.offset});
}

llvm::Value *Code::load_field(std::uint32_t field) {
    const schedule::Field &f = schedule.fields[field];
    llvm::Value *address = field_address(field);
    if (f.type == schedule::FieldType::Real)
        return builder.CreateAlignedLoad(real(), address, align());
    llvm::Value *word = builder.CreateAlignedLoad(integer(), address, align());
    return f.type == schedule::FieldType::Boolean ? builder.CreateICmpNE(word, arithmetic().integer_constant(0)) : word;
}

void Code::store_field(std::uint32_t field, llvm::Value *value) {
    if (schedule.fields[field].type == schedule::FieldType::Boolean)
        value = builder.CreateZExt(value, integer());
    builder.CreateAlignedStore(value, field_address(field), align());
}

llvm::Value *Code::memory_pointer(Abi::Memory member) {
    llvm::Value *&pointer = pointers_[member];
    if (pointer == nullptr)
        pointer = at_entry([&] {
            return builder.CreateLoad(builder.getPtrTy(), builder.CreateStructGEP(kernel.abi.memory, memory_, member),
                                      "memory");
        });
    return pointer;
}

llvm::Value *Code::call_value(Abi::Call member) {
    llvm::Value *&value = pointers_[(std::uint64_t{1} << 32) + member];
    if (value == nullptr)
        value = at_entry([&] {
            llvm::Value *address = builder.CreateStructGEP(kernel.abi.call, call_, member);
            return builder.CreateLoad(kernel.abi.call->getElementType(member), address, "call");
        });
    return value;
}

llvm::Value *Code::voices_value(std::uint32_t poly, unsigned member) {
    // Members from first_field on are the note fields, one after the other.
    const std::uint64_t key = (std::uint64_t{2} << 32) + (std::uint64_t{poly} << 8) + member;
    if (const auto found = pointers_.find(key); found != pointers_.end())
        return found->second;
    llvm::Value *array = memory_pointer(Abi::memory_voices);
    return pointers_[key] = at_entry([&]() -> llvm::Value * {
               llvm::Value *voices = builder.CreateConstInBoundsGEP1_64(kernel.abi.voices, array, poly);
               if (member >= Abi::first_field) {
                   llvm::Value *address = builder.CreateInBoundsGEP(kernel.abi.voices, voices,
                                                                    {builder.getInt32(0), builder.getInt32(Abi::field),
                                                                     builder.getInt32(member - Abi::first_field)});
                   return builder.CreateLoad(builder.getPtrTy(), address, "field");
               }
               llvm::Value *address = builder.CreateStructGEP(kernel.abi.voices, voices, member);
               return builder.CreateLoad(kernel.abi.voices->getElementType(member), address, "voices");
           });
}

llvm::Value *Code::pointer_in(std::uint64_t kind, llvm::Value *array, std::uint32_t index) {
    llvm::Value *&pointer = pointers_[(kind << 32) + index];
    if (pointer == nullptr)
        pointer = at_entry([&] {
            return builder.CreateLoad(builder.getPtrTy(),
                                      builder.CreateConstInBoundsGEP1_64(builder.getPtrTy(), array, index), "array");
        });
    return pointer;
}

llvm::Value *Code::note_word(unsigned member) {
    llvm::Value *array = voices_value(here->scope.index - 1, member);
    return byte_offset(array, builder.CreateMul(here->group, builder.getInt32(4 * here->lanes)));
}

llvm::Value *Code::note(unsigned member) {
    llvm::Value *&truth = here->notes[member];
    if (truth == nullptr)
        truth = at_head(*here, [&] {
            llvm::Value *words = builder.CreateAlignedLoad(integer(), note_word(member), llvm::Align(4));
            return builder.CreateICmpNE(words, arithmetic().integer_constant(0));
        });
    return truth;
}

llvm::Value *Code::frame_low() {
    llvm::Value *&low = pointers_[std::uint64_t{4} << 32];
    if (low == nullptr) {
        llvm::Value *absolute = call_value(Abi::frame);
        low = at_entry([&] { return builder.CreateTrunc(absolute, builder.getInt32Ty(), "frame_low"); });
    }
    return low;
}

void Code::count_to(llvm::Value *count, const char *name, llvm::function_ref<void(llvm::Value *)> body) {
    lower::count_to(builder, count, name, body);
}

void count_to(llvm::IRBuilder<> &builder, llvm::Value *count, const char *name,
              llvm::function_ref<void(llvm::Value *)> body) {
    llvm::Function *function = builder.GetInsertBlock()->getParent();
    llvm::BasicBlock *before = builder.GetInsertBlock();
    auto *loop = llvm::BasicBlock::Create(builder.getContext(), name, function);
    auto *after = llvm::BasicBlock::Create(builder.getContext(), std::string(name) + "_end", function);
    builder.CreateBr(loop);
    builder.SetInsertPoint(loop);
    llvm::PHINode *i = builder.CreatePHI(builder.getInt32Ty(), 2);
    i->addIncoming(builder.getInt32(0), before);
    body(i);
    llvm::Value *next = builder.CreateAdd(i, builder.getInt32(1), "", true, true);
    i->addIncoming(next, builder.GetInsertBlock());
    builder.CreateCondBr(builder.CreateICmpULT(next, count), loop, after);
    builder.SetInsertPoint(after);
}

void only_if(llvm::IRBuilder<> &builder, llvm::Value *condition, llvm::function_ref<void()> body) {
    llvm::Function *function = builder.GetInsertBlock()->getParent();
    auto *inside = llvm::BasicBlock::Create(builder.getContext(), "only_if", function);
    auto *after = llvm::BasicBlock::Create(builder.getContext(), "only_if_end", function);
    builder.CreateCondBr(condition, inside, after);
    builder.SetInsertPoint(inside);
    body();
    builder.CreateBr(after);
    builder.SetInsertPoint(after);
}

void Code::each_awake_group(std::uint32_t poly, llvm::function_ref<void()> body) {
    const ScopeId scope{1 + poly};
    const schedule::ScopePlan &plan = schedule.scopes[scope.index];
    llvm::Value *groups = voices_value(poly, Abi::awake_groups);
    llvm::Value *awake = voices_value(poly, Abi::awake_group_count);
    llvm::Value *count = builder.CreateBinaryIntrinsic(llvm::Intrinsic::umin, awake, builder.getInt32(plan.groups));
    llvm::Function *function = builder.GetInsertBlock()->getParent();
    auto *some = llvm::BasicBlock::Create(builder.getContext(), "some_awake", function);
    auto *after = llvm::BasicBlock::Create(builder.getContext(), "after_voices", function);
    builder.CreateCondBr(builder.CreateICmpNE(count, builder.getInt32(0)), some, after);
    builder.SetInsertPoint(some);
    Place *const before = here;
    count_to(count, "group", [&](llvm::Value *i) {
        voice = Place{};
        voice.lanes = plan.lanes;
        voice.scope = scope;
        llvm::Value *address = byte_offset(groups, builder.CreateMul(i, builder.getInt32(4)));
        voice.group = builder.CreateLoad(builder.getInt32Ty(), address, "group");
        voice.group_state = byte_offset(memory_pointer(Abi::state),
                                        builder.CreateMul(voice.group, builder.getInt32(plan.group_stride)));
        here = &voice;
        body();
        here = before;
    });
    builder.CreateBr(after);
    builder.SetInsertPoint(after);
}

void Code::each_frame(std::vector<Carried> &carried, llvm::function_ref<void()> body) {
    llvm::BasicBlock *before = builder.GetInsertBlock();
    Place *const place = here;
    count_to(frames, "frame", [&](llvm::Value *i) {
        if (place == &voice)
            voice.head = before->getTerminator();
        frame = i;
        for (Carried &c : carried) {
            c.now = builder.CreatePHI(c.initial->getType(), 2);
            c.now->addIncoming(c.initial, before);
        }
        body();
        for (const Carried &c : carried)
            c.now->addIncoming(c.next, builder.GetInsertBlock());
    });
    if (place == &voice)
        voice.head = nullptr;
    frame = builder.getInt32(0);
}

} // namespace tactus::lower
