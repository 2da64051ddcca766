#include "compiler/graph/rules.h"

#include <algorithm>
#include <array>

namespace tactus::graph {

namespace {

constexpr std::array op_table{
#define OP(name, text, operands, result, rate, state, meaning)                                                         \
    OpInfo{text, operands, #result[0], RateRule::rate, StateRule::state, meaning},
#include "compiler/graph/ops.def"
#undef OP
};

constexpr std::array<std::string_view, 5> type_names{"real", "phase", "boolean", "line", "buffer"};
constexpr std::array<std::string_view, 4> rate_names{"constant", "initial", "tick", "audio"};

} // namespace

const OpInfo &info(Op op) { return op_table[static_cast<std::size_t>(op)]; }
std::span<const OpInfo> all_ops() { return op_table; }

std::optional<Op> find_op(std::string_view name) {
    for (std::size_t i = 0; i < op_table.size(); ++i)
        if (op_table[i].name == name)
            return static_cast<Op>(i);
    return std::nullopt;
}

std::string_view type_name(Type type) { return type_names[static_cast<std::size_t>(type)]; }
std::string_view rate_name(Rate rate) { return rate_names[static_cast<std::size_t>(rate)]; }

char operand_letter(Op op, std::uint32_t operand) {
    const std::string_view letters = info(op).operands;
    if (letters == "*")
        return 'r';
    return operand < letters.size() ? letters[operand] : '\0';
}

std::optional<Type> type_of_letter(char letter) {
    switch (letter) {
    case 'r':
        return Type::Real;
    case 'p':
        return Type::Phase;
    case 'b':
        return Type::Boolean;
    case 'l':
        return Type::Line;
    case 'u':
        return Type::Buffer;
    default:
        return std::nullopt;
    }
}

Type result_type(const Graph &graph, Op op, std::span<const NodeId> operands) {
    if (const auto type = type_of_letter(info(op).result))
        return *type;
    for (std::uint32_t i = 0; i < operands.size(); ++i)
        if (operand_letter(op, i) == 'a' && operands[i].valid())
            return graph[operands[i]].type;
    return Type::Real;
}

Rate result_rate(const Graph &graph, Op op, std::span<const NodeId> operands) {
    switch (info(op).rate) {
    case RateRule::constant:
        return Rate::Constant;
    case RateRule::initial:
        return Rate::Initial;
    case RateRule::tick:
        return Rate::Tick;
    case RateRule::audio:
        return Rate::Audio;
    case RateRule::join:
        break;
    }
    Rate rate = Rate::Constant;
    for (const NodeId id : operands)
        if (id.valid())
            rate = std::max(rate, graph[id].rate);
    return rate;
}

bool result_stepped(const Graph &graph, Op op, std::span<const NodeId> operands, std::uint32_t a) {
    if (result_rate(graph, op, operands) != Rate::Tick)
        return false;
    if (result_type(graph, op, operands) != Type::Real)
        return true;
    switch (op) {
    case Op::parameter:
        return a < graph.parameters.size() && graph.parameters[a].stepped;
    case Op::note_value:
        return a < note_field_count && is_stepped(static_cast<NoteField>(a));
    case Op::tempo:
    case Op::active:
        return true;
    default:
        break;
    }
    return std::all_of(operands.begin(), operands.end(),
                       [&](NodeId id) { return !id.valid() || graph[id].rate < Rate::Tick || graph[id].stepped; });
}

ScopeRule scope_rule(Op op) {
    switch (op) {
    case Op::constant:
    case Op::truth_constant:
    case Op::phase_constant:
    case Op::parameter:
    case Op::voice_input:
    case Op::tempo:
    case Op::beat_phase:
    case Op::active:
    case Op::voice_sum:
    case Op::block_position:
    case Op::convolve:
    case Op::transform:
        return ScopeRule::patch;
    case Op::note_value:
    case Op::note_gate:
    case Op::note_on:
        return ScopeRule::voice;
    case Op::random:
    case Op::random_start:
    case Op::delay1:
    case Op::hold:
    case Op::line:
    case Op::buffer:
    case Op::tap_allpass:
    case Op::ramp:
        return ScopeRule::place;
    default:
        return ScopeRule::operands;
    }
}

ScopeId operand_scope(const Graph &graph, std::span<const NodeId> operands) {
    for (const NodeId id : operands)
        if (id.valid() && graph[id].scope != patch_scope)
            return graph[id].scope;
    return patch_scope;
}

bool ready_for_audio(const Node &node) { return node.rate != Rate::Tick || node.stepped; }

bool is_moving_tap(Op op) {
    return op == Op::tap_nearest || op == Op::tap_linear || op == Op::tap_cubic || op == Op::tap_allpass;
}

bool is_tap(Op op) { return op == Op::tap || is_moving_tap(op); }

bool reads_transform(Op op) { return op == Op::transform_real || op == Op::transform_imaginary; }

bool runs_on_clock(Op op) { return info(op).state == StateRule::memory && op != Op::convolve && op != Op::transform; }

bool is_delayed_edge(const Graph &graph, NodeId node, std::uint32_t operand) {
    return edge_delay_frames(graph, node, operand) > 0;
}

std::uint32_t edge_delay_frames(const Graph &graph, NodeId node, std::uint32_t operand) {
    const Node &n = graph[node];
    if (operand != 0)
        return 0;
    if (n.op == Op::delay1 || n.op == Op::entry)
        return 1;
    if (reads_transform(n.op))
        return tick_frames; // what it reads was whole when the block, and so the tick, began
    return is_tap(n.op) ? n.a : 0;
}

} // namespace tactus::graph
