// Arbitrary bytes as the text of a graph: read, checked, printed and read again. One that is right and small is
// simplified and plays a few ticks in the interpreter.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compiler/graph/hash.h"
#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "compiler/simplify/simplify.h"
#include "tests/meaning/player.h"

using namespace tactus;

namespace {

void expect(bool holds) {
    if (!holds)
        std::abort();
}

// Work and memory of an interpreter: nodes of every slot, samples of every line.
bool is_small(const graph::Graph &graph) {
    std::uint64_t cost = 0;
    for (const graph::Node &node : graph.nodes) {
        const std::uint64_t slots = node.scope.index == 0 ? 1 : graph.polys[node.scope.index - 1].slots();
        cost += slots * (std::uint64_t{1} + (node.op == graph::Op::line || node.op == graph::Op::buffer ? node.b : 0) +
                         node.input_count);
    }
    for (const graph::Poly &poly : graph.polys)
        cost += poly.slots();
    return cost < 20000 && graph.input_ports.size() + graph.output_ports.size() < 64;
}

void play(const graph::Graph &graph) {
    interp::Interpreter interpreter(graph);
    meaning::Script script;
    script.frames = 40;
    script.blocks = {13};
    script.inputs.assign(graph.input_ports.size(), std::vector<float>(script.frames, 0.5f));
    if (!graph.polys.empty())
        script.actions.push_back({5, meaning::ActionKind::strike, 0, 0, 0, 0.0f, {440, 69, 1, 0, 1, 0, 0, 0}});
    (void)meaning::Player(interpreter.kernel()).play(script);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const graph::Reading reading = graph::read({reinterpret_cast<const char *>(data), size});
    if (!reading.error.empty() || !graph::verify(reading.graph).empty())
        return 0;
    const std::string text = graph::print(reading.graph);
    const graph::Reading again = graph::read(text);
    expect(again.error.empty() && graph::print(again.graph) == text);
    expect(graph::graph_hash(again.graph) == graph::graph_hash(reading.graph));
    if (!is_small(reading.graph))
        return 0;
    play(reading.graph);
    const graph::Graph simple = simplify::simplify(reading.graph);
    expect(graph::verify(simple).empty());
    play(simple);
    return 0;
}
