#include "compiler/lower/lower.h"

#include "compiler/lower/code.h"
#include "compiler/lower/frames.h"
#include "compiler/lower/module.h"
#include "compiler/lower/table.h"
#include "compiler/lower/ticks.h"
#include "compiler/lower/verify_ir.h"

namespace tactus::lower {

Module::Module(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Module::Module(Module &&) noexcept = default;
Module &Module::operator=(Module &&) noexcept = default;
Module::~Module() = default;

Lowered lower(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target) {
    auto content = std::make_unique<Module::Content>();
    content->target = target;
    content->context = std::make_unique<llvm::LLVMContext>();
    content->module = std::make_unique<llvm::Module>(graph.patch, *content->context);
    content->module->setTargetTriple(target.triple);
    content->module->setDataLayout(target.data_layout);
    Kernel kernel(graph, schedule, target, *content->module);
    llvm::Function *part = lower_part(kernel);
    const TickFunctions ticks = lower_ticks(kernel, part);
    lower_table(kernel, ticks, part);
    std::string problem = verify_ir(*content->module);
    if (!problem.empty())
        return {std::nullopt, std::move(problem), {}};
    return {Module(std::move(content)), {}, std::move(kernel.frame_instructions)};
}

} // namespace tactus::lower
