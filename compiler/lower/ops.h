// One lowering function per operation of the table: lower_add, lower_delay1, … In: the code under construction and a
// node whose operands have values there. Out: the node's value; memories also leave their next value in place.next. An
// op without its function does not link or compile: the switch of lower_op has every op and no default.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

#define OP(name, text, operands, result, rate, state, meaning) llvm::Value *lower_##name(Code &code, NodeId id);
#include "compiler/graph/ops.def"
#undef OP

llvm::Value *lower_op(Code &code, NodeId id);

// What a memory holds where its instance starts.
llvm::Value *start_value(Code &code, NodeId memory);
// The next value of a memory that is known only at the end of the frame: of a delay1 and of a clocked line's count.
llvm::Value *committed_value(Code &code, NodeId memory);
// The state that a random source starts with.
llvm::Value *seed_of(Code &code, NodeId random);
// Where the 16 partials of a voice_sum lie for the running frame.
llvm::Value *partials_address(Code &code, NodeId voice_sum);
// Adds the upper half of a vector to its lower half until one number is left.
llvm::Value *add_halves(Code &code, llvm::Value *sum);
// Frames since the start of each voice, up to the running frame.
llvm::Value *age(Code &code);
// What the tap finds in its line `distance` (integers of the place's lanes, at least its `a`) activations ago.
llvm::Value *line_sample(Code &code, NodeId tap, llvm::Value *distance);

// What else happens in frames: steps of the schedule that are no nodes.
void zero_partials(Code &code, NodeId voice_sum); // of the running frame
void accumulate(Code &code, NodeId voice_sum);
void write_output(Code &code, std::uint32_t port);
void write_notes(Code &code, std::uint32_t note_line);

} // namespace tactus::lower
