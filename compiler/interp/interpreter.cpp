#include "compiler/interp/interpreter.h"

#include <algorithm>

#include "compiler/graph/hash.h"
#include "compiler/interp/machine.h"

namespace tactus::interp {

namespace {

Machine &machine_of(tactus_memory *memory) {
    // The context is the machine that the kernel was made with; the ABI has it const because compiled kernels are.
    return *static_cast<Machine *>(const_cast<void *>(memory->kernel->context));
}

void init(tactus_memory *memory, const tactus_call *call) { machine_of(memory).init(*memory, *call); }
void start(tactus_memory *memory, std::uint32_t poly, std::uint32_t slot) {
    machine_of(memory).start(*memory, poly, slot);
}
void tick(tactus_memory *memory, const tactus_call *call) { machine_of(memory).tick(*memory, *call); }
void refresh(tactus_memory *memory, const tactus_call *call) { machine_of(memory).refresh(*memory, *call); }
void part(tactus_memory *memory, tactus_call *call, std::uint32_t frames) {
    machine_of(memory).part(*memory, *call, frames);
}
void tile(tactus_memory *memory, tactus_call *call) {
    machine_of(memory).tick(*memory, *call);
    machine_of(memory).part(*memory, *call, TACTUS_TICK);
}

std::uint32_t longest_delay(const graph::Graph &graph) {
    std::uint32_t longest = 0;
    for (const graph::Node &node : graph.nodes)
        if (node.op == graph::Op::line || node.op == graph::Op::buffer)
            longest = std::max(longest, node.b);
    return longest;
}

} // namespace

Interpreter::Interpreter(graph::Graph graph) : machine_(std::make_unique<Machine>(std::move(graph))) {
    const graph::Graph &g = machine_->graph();
    const graph::Descriptors &d = machine_->descriptors();
    tactus_kernel &k = kernel_;
    k.abi = TACTUS_KERNEL_ABI;
    k.bytes = sizeof(tactus_kernel);
    const graph::Hash hash = graph::graph_hash(g);
    std::copy(hash.begin(), hash.end(), k.graph_hash);
    const graph::Hash layout = graph::hash_bytes("interpreter");
    std::copy(layout.begin(), layout.end(), k.layout_hash);
    k.target = "interpreter";
    k.sample_rate = g.sample_rate;
    k.lanes = 1;
    k.tile_frames = TACTUS_TICK;
    k.seed = g.seed;
    k.tuning = g.tuning;
    k.state_bytes = 64; // nothing is kept there, but a runtime may want an address
    k.scratch_bytes = 64;
    k.longest_delay = longest_delay(g);
    k.param_count = static_cast<std::uint32_t>(d.params.size());
    k.poly_count = static_cast<std::uint32_t>(d.polys.size());
    k.in_count = static_cast<std::uint32_t>(d.in.size());
    k.out_count = static_cast<std::uint32_t>(d.out.size());
    k.note_line_count = static_cast<std::uint32_t>(g.note_lines.size());
    k.params = d.params.data();
    k.polys = d.polys.data();
    k.in = d.in.data();
    k.out = d.out.data();
    k.names = d.names.c_str();
    k.context = machine_.get();
    k.init = init;
    k.start = start;
    k.tick = tick;
    k.refresh = refresh;
    k.tile = tile;
    k.part = part;
}

Interpreter::~Interpreter() = default;

} // namespace tactus::interp
