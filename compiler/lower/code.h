// One function of the kernel under construction. In: the graph, its schedule and a function to fill. It knows where the
// builder stands (in the patch or in a group of lanes, in a frame or outside) and finds the value of any node from
// there: in a register, in the state, in a scratch buffer, spread over the lanes. Used inside this stage only.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/graph/graph.h"
#include "compiler/lower/arithmetic.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/trace.h"
#include "compiler/schedule/schedule.h"

namespace tactus::lower {

using graph::NodeId;
using graph::ScopeId;
using schedule::none;
using schedule::Role;

// The structs of runtime/kernel.h as LLVM types; members are named by their index there.
struct Abi {
    explicit Abi(llvm::LLVMContext &context);
    llvm::StructType *memory, *call, *voices, *note_line;

    enum Memory : unsigned { kernel, state, scratch, lines, memory_voices, params, note_lines };
    enum Call : unsigned { frame, in, out, beat, beat_step, tempo, status };
    enum Voices : unsigned {
        field,
        gate,
        start,
        stolen,
        awake,
        level,
        awake_groups,
        awake_group_count,
        first_field = 100
    };
};

// A function that works on whole blocks, and how many instructions of the intermediate code one call of it takes.
struct BlockFunction {
    llvm::Function *function = nullptr;
    std::uint64_t instructions = 0;
};

// What all functions of one kernel share.
struct Kernel {
    const graph::Graph &graph;
    const schedule::Schedule &schedule;
    const Target &target;
    llvm::Module &module;
    Abi abi;
    std::vector<llvm::GlobalVariable *> tables;
    std::vector<std::uint32_t> frame_instructions;               // by node
    std::unordered_map<std::uint64_t, BlockFunction> transforms; // by number of points, and by line where traced
    std::optional<Trace> trace;
    std::uint32_t line = 0; // of the code that is being made; 0: not traced

    Kernel(const graph::Graph &graph_, const schedule::Schedule &schedule_, const Target &target_,
           llvm::Module &module_);
    // A function void(pointer…, i32…) with the attributes of strict numbers; `words` counts the i32 after the pointers.
    llvm::Function *function(const std::string &name, unsigned pointers, unsigned words, bool cold = false);
    // An array that nothing writes, 64-aligned.
    llvm::GlobalVariable *constant_floats(const std::vector<float> &values, const char *name);
    // Functions made from now on come from this part of the kernel.
    void come_from(std::string_view part);
    [[nodiscard]] std::uint32_t fade_frames() const;
};

// The values of one scope, as far as they are known where the builder stands.
struct Place {
    unsigned lanes = 1;
    bool packed = false;     // the lanes are nodes of a pack, each named by its first
    Place *across = nullptr; // the lanes are frames, from the running one on; in each all lanes of this place
    ScopeId scope = graph::patch_scope;
    llvm::Instruction *head = nullptr;  // where values that do not change from frame to frame are fetched; null: here
    llvm::Value *group = nullptr;       // index of the lane group
    llvm::Value *group_state = nullptr; // its state: a field lies at + offset
    llvm::Value *slot = nullptr;        // in `start` only
    std::unordered_map<std::uint32_t, llvm::Value *> values, memory, next, outputs; // by node
    std::unordered_map<std::uint32_t, llvm::Value *> notes; // gate, start, stolen, awake, by Abi::Voices
    llvm::Value *ramp_position = nullptr, *fade = nullptr, *age = nullptr;
};

// A value that goes from frame to frame in a register.
struct Carried {
    llvm::Value *initial = nullptr;
    llvm::PHINode *now = nullptr;
    llvm::Value *next = nullptr; // set by the body
};

// Runs `body` for 0 .. count - 1, at least once; the builder stands behind the loop afterwards.
void count_to(llvm::IRBuilder<> &builder, llvm::Value *count, const char *name,
              llvm::function_ref<void(llvm::Value *)> body);
// Runs `body` where the condition holds; it leaves no values.
void only_if(llvm::IRBuilder<> &builder, llvm::Value *condition, llvm::function_ref<void()> body);

class Code {
  public:
    Code(Kernel &kernel, llvm::Function *function);

    Kernel &kernel;
    const graph::Graph &graph;
    const schedule::Schedule &schedule;
    llvm::IRBuilder<> builder;
    Place patch, voice;
    Place *here = &patch;
    llvm::Value *frames = nullptr; // frames of this call, at most 16
    llvm::Value *frame = nullptr;  // the running one
    bool whole_tick = false;       // this function is called for whole ticks only

    [[nodiscard]] const graph::Node &node(NodeId id) const { return graph[id]; }
    [[nodiscard]] IrArithmetic arithmetic() { return {builder, here->lanes}; }
    llvm::Type *real() { return widen(builder.getFloatTy(), here->lanes); }
    llvm::Type *integer() { return widen(builder.getInt32Ty(), here->lanes); }

    // The value of a node where the builder stands.
    llvm::Value *value(NodeId id);
    llvm::Value *operand(NodeId id, std::uint32_t i);
    // All values of a pack, one in a lane.
    llvm::Value *pack_value(std::uint32_t pack);
    void define_pack(std::uint32_t pack, llvm::Value *value) { pack_values_[pack] = value; }
    // Runs `make` where the node is computed: in its pack's lanes, or right here.
    void in_place_of(NodeId id, llvm::function_ref<void()> make);
    // The same in the patch, for one lane at a time; puts the results together.
    llvm::Value *lane_by_lane(NodeId first, llvm::function_ref<llvm::Value *(NodeId, unsigned)> make);
    // The clock of a memory, or null when it runs on every sample.
    llvm::Value *clock(NodeId id) { return node(id).clock.valid() ? value(node(id).clock) : nullptr; }
    void define(NodeId id, llvm::Value *value) { here->values[id.index] = value; }

    // The same number in all lanes.
    llvm::Value *spread(llvm::Value *scalar);
    // Runs `make` with the builder at the head of the place (outside the loop over frames).
    llvm::Value *at_head(const Place &place, llvm::function_ref<llvm::Value *()> make);
    llvm::Value *at_entry(llvm::function_ref<llvm::Value *()> make) { return at_head(patch, make); }

    llvm::Value *load_field(std::uint32_t field);
    void store_field(std::uint32_t field, llvm::Value *value);
    // Pointers that do not change in a call are fetched once, at the entry.
    llvm::Value *memory_pointer(Abi::Memory member);
    llvm::Value *call_value(Abi::Call member);
    llvm::Value *voices_value(std::uint32_t poly, unsigned member);
    llvm::Value *line_pointer(std::uint32_t line) { return pointer_in(5, memory_pointer(Abi::lines), line); }
    llvm::Value *input_pointer(std::uint32_t port) { return pointer_in(6, call_value(Abi::in), port); }
    llvm::Value *output_pointer(std::uint32_t port) { return pointer_in(7, call_value(Abi::out), port); }
    llvm::Value *note(unsigned member);      // gate, start, stolen, awake as truths of the lanes
    llvm::Value *note_word(unsigned member); // where the words of the lanes lie in an array of tactus_voices
    llvm::Value *byte_offset(llvm::Value *pointer, llvm::Value *bytes);
    llvm::Value *byte_offset(llvm::Value *pointer, std::uint64_t bytes);

    void store_buffer(NodeId id, llvm::Value *value);
    llvm::Value *frame_low(); // the low word of the absolute frame
    llvm::Value *sample_index() { return builder.CreateAdd(frame_low(), frame); }
    // The running frame of each lane, and its low word of the absolute one.
    llvm::Value *frames_of_lanes() { return with_lane(frame); }
    llvm::Value *samples_of_lanes() { return with_lane(sample_index()); }
    // Across frames: runs `make` in the place below, and gives what it made to every frame.
    llvm::Value *on_every_frame(llvm::function_ref<llvm::Value *()> make);

    // Loops. The builder stands in the body while `body` runs and behind the loop afterwards.
    void each_awake_group(std::uint32_t poly, llvm::function_ref<void()> body);
    void each_frame(std::vector<Carried> &carried, llvm::function_ref<void()> body);
    void count_to(llvm::Value *count, const char *name, llvm::function_ref<void(llvm::Value *)> body);
    void finish() { builder.CreateRetVoid(); }

  private:
    llvm::Value *with_lane(llvm::Value *first);
    llvm::Value *pointer_in(std::uint64_t kind, llvm::Value *array, std::uint32_t index);
    llvm::Value *packed_operand(NodeId id, std::uint32_t i);
    [[nodiscard]] llvm::Align align() const { return llvm::Align(here->packed ? 4 : 4 * std::uint64_t{here->lanes}); }
    [[nodiscard]] static llvm::Align whole(unsigned lanes) {
        return llvm::Align(std::min<std::uint64_t>(64, 4 * std::uint64_t{lanes}));
    }
    llvm::Value *missing(NodeId id, Place &place);
    llvm::Value *value_across(NodeId id);
    llvm::Value *patch_across(NodeId id);
    llvm::Value *frames_of_pack(std::uint32_t pack, NodeId id);
    llvm::Value *gathered(std::uint32_t gather, const std::vector<NodeId> &operands);
    llvm::Value *buffer_address(NodeId id, const Place &place);
    llvm::Value *field_address(std::uint32_t field);

    llvm::Value *memory_, *call_ = nullptr;
    std::unordered_map<std::uint64_t, llvm::Value *> pointers_;
    std::unordered_map<std::uint32_t, llvm::Value *> pack_values_;
    std::unordered_map<unsigned, Place> pack_places_; // by number of lanes
    std::unordered_map<std::uint32_t, std::vector<llvm::Value *>> frames_of_packs_;
    std::set<std::uint32_t> gathered_; // what was turned already
};

} // namespace tactus::lower
