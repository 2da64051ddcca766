// The rules of the op table as functions: from a node's operation and operands to its type, rate, scope and whether it
// is stepped. In: a graph whose earlier nodes are right. The builder fills nodes with them, the verifier compares with
// them.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/graph/graph.h"

namespace tactus::graph {

// The op of a name in the textual graph.
[[nodiscard]] std::optional<Op> find_op(std::string_view name);
[[nodiscard]] std::string_view type_name(Type type);
[[nodiscard]] std::string_view rate_name(Rate rate);

// The letter of operand i in the op table ('r' for every operand of a `*`), or 0 when the op has no such operand.
[[nodiscard]] char operand_letter(Op op, std::uint32_t operand);
// The type a letter stands for; nothing for 'a'.
[[nodiscard]] std::optional<Type> type_of_letter(char letter);

// Result type by the table; operands that are not connected yet (invalid) are passed over.
[[nodiscard]] Type result_type(const Graph &graph, Op op, std::span<const NodeId> operands);
[[nodiscard]] Rate result_rate(const Graph &graph, Op op, std::span<const NodeId> operands);
// Stepped tick values go to audio without a ramp. `a` as in Node: the parameter or the note field.
[[nodiscard]] bool result_stepped(const Graph &graph, Op op, std::span<const NodeId> operands, std::uint32_t a);

enum class ScopeRule : std::uint8_t {
    patch,    // always the patch: constants, parameters, transport, inputs, voice_sum
    voice,    // always a voice: note fields
    place,    // where it stands in the program: memories, random, ramps
    operands, // the voice of an operand when there is one, else the patch
};
[[nodiscard]] ScopeRule scope_rule(Op op);
// The scope of the operands' voice, or the patch's. Operands of two polys never meet in a right graph.
[[nodiscard]] ScopeId operand_scope(const Graph &graph, std::span<const NodeId> operands);

// True for a value that an audio op may use as it is: everything but a tick value that is not stepped (which needs a
// ramp).
[[nodiscard]] bool ready_for_audio(const Node &node);
// True when a node of `scope` may use a node of `used`.
[[nodiscard]] constexpr bool visible_from(ScopeId scope, ScopeId used) { return used == patch_scope || used == scope; }
[[nodiscard]] bool is_tap(Op op);
[[nodiscard]] bool reads_transform(Op op);
// Memories that keep their value where a clock is false; the others run on every frame.
[[nodiscard]] bool runs_on_clock(Op op);
// Taps whose distance is a signal, limited to `a`..`b`.
[[nodiscard]] bool is_moving_tap(Op op);

} // namespace tactus::graph
