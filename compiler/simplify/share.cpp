// Nodes that always have the same value become one: the same op with the same operands, and the same look at the same
// source. Memories stay apart, also where they look alike: their state is theirs.
#include <algorithm>
#include <bit>
#include <map>

#include "compiler/graph/order.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::simplify {

namespace {

using graph::NodeId;
using graph::Op;

bool is_shareable(Op op) { return graph::info(op).state != graph::StateRule::memory && op != Op::random_start; }

bool is_commutative(Op op) {
    switch (op) {
    case Op::add:
    case Op::multiply:
    case Op::equal:
    case Op::not_equal:
    case Op::logical_and:
    case Op::logical_or:
    case Op::phase_add:
        return true;
    default:
        return false;
    }
}

// Everything that decides the value of a shareable node.
std::vector<std::uint32_t> key_of(const Rewrite &rewrite, NodeId id) {
    const graph::Node &node = rewrite.graph()[id];
    std::vector<std::uint32_t> key{static_cast<std::uint32_t>(node.op), node.a, node.b,
                                   std::bit_cast<std::uint32_t>(node.value), node.scope.index};
    for (std::uint32_t i = 0; i < node.input_count; ++i)
        key.push_back(rewrite.input(id, i).index);
    if (is_commutative(node.op))
        std::sort(key.end() - node.input_count, key.end());
    return key;
}

} // namespace

Pass share_equals(graph::Graph graph) {
    const graph::Order order = graph::frame_order(graph);
    Rewrite rewrite(std::move(graph));
    std::map<std::vector<std::uint32_t>, NodeId> seen;
    for (const NodeId id : order.nodes) {
        if (!is_shareable(rewrite.graph()[id].op))
            continue;
        const auto [first, is_new] = seen.try_emplace(key_of(rewrite, id), id);
        if (!is_new)
            rewrite.replace(id, first->second);
    }
    return std::move(rewrite).finish();
}

} // namespace tactus::simplify
