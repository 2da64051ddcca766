// How values get into lanes: the nodes of a pack, and the frames of a tick.
#include <algorithm>

#include "compiler/lower/code.h"
#include "compiler/lower/transpose.h"

namespace tactus::lower {

using graph::Rate;

llvm::Value *Code::on_every_frame(llvm::function_ref<llvm::Value *()> make) {
    Place *const frames_place = here;
    here = here->across;
    const unsigned lanes = here->lanes;
    llvm::Value *made = make();
    here = frames_place;
    return at_head(*here, [&]() -> llvm::Value * {
        if (lanes == 1)
            return spread(made);
        std::vector<int> again;
        for (unsigned lane = 0; lane < here->lanes; ++lane)
            again.push_back(static_cast<int>(lane % lanes));
        return builder.CreateShuffleVector(made, again);
    });
}

// A value that the lanes of frames have not: made in another stage, or the same on every frame.
llvm::Value *Code::value_across(NodeId id) {
    const graph::Node &n = node(id);
    if (n.rate != Rate::Audio)
        return on_every_frame([&] { return value(id); });
    return n.scope == graph::patch_scope && here->across != &patch ? patch_across(id) : missing(id, *here);
}

// Frames of the patch for all voices of each.
llvm::Value *Code::patch_across(NodeId id) {
    const schedule::Buffer &buffer = schedule.buffers[schedule.buffer_of[id.index]];
    const unsigned voices = here->across->lanes, count = here->lanes / voices;
    llvm::Type *element = node(id).type == graph::Type::Real ? builder.getFloatTy() : builder.getInt32Ty();
    llvm::Value *address = buffer_address(id, patch);
    llvm::Value *all = llvm::PoisonValue::get(widen(element, here->lanes));
    for (unsigned k = 0; k < count; ++k) {
        llvm::Value *one = byte_offset(address, std::uint64_t{4} * buffer.lanes * k);
        all = builder.CreateInsertElement(all, builder.CreateAlignedLoad(element, one, llvm::Align(4)), k * voices);
    }
    std::vector<int> again;
    for (unsigned lane = 0; lane < here->lanes; ++lane)
        again.push_back(static_cast<int>(lane / voices * voices));
    llvm::Value *frames_of_all = voices == 1 ? all : builder.CreateShuffleVector(all, again);
    return node(id).type == graph::Type::Boolean ? builder.CreateICmpNE(frames_of_all, arithmetic().integer_constant(0))
                                                 : frames_of_all;
}

llvm::Value *Code::with_lane(llvm::Value *first) {
    if (here->across == nullptr)
        return spread(first);
    std::vector<llvm::Constant *> numbers;
    for (unsigned lane = 0; lane < here->lanes; ++lane)
        numbers.push_back(builder.getInt32(lane / here->across->lanes));
    return builder.CreateAdd(spread(first), llvm::ConstantVector::get(numbers));
}

llvm::Value *Code::operand(NodeId id, std::uint32_t i) {
    return here->packed ? packed_operand(id, i) : value(graph.input(id, i));
}

llvm::Value *Code::packed_operand(NodeId id, std::uint32_t i) {
    std::vector<NodeId> operands;
    bool slow = true;
    for (const NodeId member : schedule.packs[schedule.pack_of[id.index]].nodes) {
        operands.push_back(graph.input(member, i));
        slow = slow && node(operands.back()).rate != Rate::Audio;
    }
    if (std::all_of(operands.begin(), operands.end(), [&](NodeId o) { return o == operands.front(); }))
        return value(operands.front());
    const std::uint32_t pack = schedule.pack_of[operands.front().index];
    if (pack != none && schedule.packs[pack].nodes == operands)
        return pack_value(pack);
    if (const std::uint32_t gather = schedule.find_gather(schedule.pack_of[id.index], i); whole_tick && gather != none)
        return gathered(gather, operands);
    const auto put_together = [&] {
        return lane_by_lane(id, [&](NodeId, unsigned lane) { return value(operands[lane]); });
    };
    return slow ? at_entry(put_together) : put_together();
}

llvm::Value *Code::lane_by_lane(NodeId first, llvm::function_ref<llvm::Value *(NodeId, unsigned)> make) {
    const std::vector<NodeId> &nodes = schedule.packs[schedule.pack_of[first.index]].nodes;
    Place *const place = here;
    llvm::Value *all = nullptr;
    for (unsigned lane = 0; lane < nodes.size(); ++lane) {
        here = &patch;
        llvm::Value *one = make(nodes[lane], lane);
        here = place;
        if (one == nullptr)
            continue; // done for its effect
        if (all == nullptr)
            all = llvm::PoisonValue::get(widen(one->getType(), place->lanes));
        all = builder.CreateInsertElement(all, one, lane);
    }
    return all;
}

llvm::Value *Code::pack_value(std::uint32_t pack) {
    if (const auto found = pack_values_.find(pack); found != pack_values_.end())
        return found->second;
    llvm::Value *loaded = nullptr;
    const NodeId first = schedule.packs[pack].nodes.front();
    in_place_of(first, [&] {
        llvm::Type *type = node(first).type == graph::Type::Real ? real() : integer();
        loaded =
            builder.CreateAlignedLoad(type, buffer_address(first, *here), llvm::Align(4 * std::uint64_t{here->lanes}));
        if (node(first).type == graph::Type::Boolean)
            loaded = builder.CreateICmpNE(loaded, arithmetic().integer_constant(0));
    });
    return pack_values_[pack] = loaded;
}

void Code::in_place_of(NodeId id, llvm::function_ref<void()> make) {
    const std::uint32_t pack = schedule.pack_of[id.index];
    if (pack == none)
        return make();
    const auto lanes = static_cast<unsigned>(schedule.packs[pack].nodes.size());
    Place &place = pack_places_[lanes];
    place.lanes = lanes;
    place.packed = true;
    place.head = patch.head;
    Place *const before = here;
    here = &place;
    make();
    here = before;
}

// The frames of a pack's node, from a buffer that holds its nodes frame by frame; all of them are turned at once.
llvm::Value *Code::frames_of_pack(std::uint32_t pack, NodeId id) {
    const std::vector<NodeId> &nodes = schedule.packs[pack].nodes;
    llvm::Type *type = node(id).type == graph::Type::Real ? real() : integer();
    std::vector<llvm::Value *> &turned = frames_of_packs_[pack];
    if (turned.empty()) {
        llvm::Value *address = buffer_address(nodes.front(), *here);
        const llvm::Align align(4 * std::uint64_t{here->lanes});
        for (std::size_t row = 0; row < nodes.size(); ++row)
            turned.push_back(builder.CreateAlignedLoad(type, byte_offset(address, 4 * row * here->lanes), align));
        turned = frames_to_lanes(builder, std::move(turned));
    }
    return turned[static_cast<std::size_t>(std::find(nodes.begin(), nodes.end(), id) - nodes.begin())];
}

// What nodes of the patch gave on all frames of a tick, turned before the loop so that each frame finds its lanes in
// one place.
llvm::Value *Code::gathered(std::uint32_t gather, const std::vector<NodeId> &operands) {
    const bool truth = node(operands.front()).type == graph::Type::Boolean;
    llvm::Type *element =
        node(operands.front()).type == graph::Type::Real ? builder.getFloatTy() : builder.getInt32Ty();
    llvm::Value *base = memory_pointer(Abi::scratch);
    const std::uint32_t offset = schedule.gathers[gather].offset;
    if (gathered_.insert(gather).second)
        (void)at_entry([&]() -> llvm::Value * {
            const auto width = static_cast<unsigned>(operands.size());
            const llvm::Align align(4 * std::uint64_t{width});
            for (unsigned first = 0; first < graph::tick_frames; first += width) {
                std::vector<llvm::Value *> rows;
                for (const NodeId id : operands) {
                    const std::uint32_t from = schedule.buffers[schedule.buffer_of[id.index]].offset + 4 * first;
                    rows.push_back(builder.CreateAlignedLoad(widen(element, width),
                                                             byte_offset(base, std::uint64_t{from}), align));
                }
                rows = lanes_to_frames(builder, std::move(rows));
                for (unsigned row = 0; row < width; ++row)
                    builder.CreateAlignedStore(
                        rows[row], byte_offset(base, offset + std::uint64_t{4} * width * (first + row)), align);
            }
            return nullptr;
        });
    llvm::Value *address = byte_offset(
        base, builder.CreateAdd(builder.CreateMul(frame, builder.getInt32(4 * here->lanes)), builder.getInt32(offset)));
    llvm::Value *loaded =
        builder.CreateAlignedLoad(widen(element, here->lanes), address, llvm::Align(4 * std::uint64_t{here->lanes}));
    return truth ? builder.CreateICmpNE(loaded, arithmetic().integer_constant(0)) : loaded;
}

} // namespace tactus::lower
