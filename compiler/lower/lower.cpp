#include "compiler/lower/lower.h"

#include "compiler/lower/code.h"
#include "compiler/lower/frames.h"
#include "compiler/lower/module.h"
#include "compiler/lower/table.h"
#include "compiler/lower/ticks.h"
#include "compiler/lower/traced.h"
#include "compiler/lower/verify_ir.h"

namespace tactus::lower {

Module::Module(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Module::Module(Module &&) noexcept = default;
Module &Module::operator=(Module &&) noexcept = default;
Module::~Module() = default;

namespace {

Traced lower_module(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target, bool traced) {
    auto content = std::make_unique<Module::Content>();
    content->target = target;
    content->context = std::make_unique<llvm::LLVMContext>();
    content->module = std::make_unique<llvm::Module>(graph.patch, *content->context);
    content->module->setTargetTriple(target.triple);
    content->module->setDataLayout(target.data_layout);
    Kernel kernel(graph, schedule, target, *content->module);
    if (traced)
        kernel.trace.emplace(*content->module);
    kernel.come_from("(loops)");
    llvm::Function *part = lower_part(kernel);
    const TickFunctions ticks = lower_ticks(kernel, part);
    lower_table(kernel, ticks, part);
    std::vector<std::string> addresses = kernel.trace ? kernel.trace->finish() : std::vector<std::string>{};
    std::string problem = verify_ir(*content->module);
    if (!problem.empty())
        return {{std::nullopt, std::move(problem), {}}, {}};
    return {{Module(std::move(content)), {}, std::move(kernel.frame_instructions)}, std::move(addresses)};
}

} // namespace

Lowered lower(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target) {
    return lower_module(graph, schedule, target, false).lowered;
}

Traced lower_traced(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target) {
    return lower_module(graph, schedule, target, true);
}

} // namespace tactus::lower
