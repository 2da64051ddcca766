// Operations on constants become constants: the interpreter's own functions give the value. What is no number stays an
// operation, because a constant is a number.
#include <cmath>

#include "compiler/graph/order.h"
#include "compiler/interp/evaluate.h"
#include "compiler/simplify/rewrite.h"

namespace tactus::simplify {

using graph::NodeId;

Pass fold_constants(graph::Graph graph) {
    const graph::Order order = graph::frame_order(graph);
    Rewrite rewrite(std::move(graph));
    std::vector<interp::Word> values(rewrite.graph().nodes.size());
    std::vector<bool> known(values.size(), false);
    std::vector<interp::Word> operands;
    for (const NodeId id : order.nodes) {
        const graph::Node node = rewrite.graph()[id];
        if (!interp::is_pure(node.op))
            continue;
        operands.clear();
        bool all_known = true;
        for (const NodeId operand : rewrite.graph().inputs_of(id)) {
            operands.push_back(values[operand.index]);
            all_known = all_known && known[operand.index];
        }
        if (!all_known)
            continue;
        const interp::Word word = interp::evaluate(rewrite.graph(), node, operands);
        if (node.type == graph::Type::Real && std::isnan(interp::real_of(word)))
            continue;
        values[id.index] = word;
        known[id.index] = true;
        if (node.input_count > 0)
            rewrite.make_constant(id, word);
    }
    return std::move(rewrite).finish();
}

} // namespace tactus::simplify
