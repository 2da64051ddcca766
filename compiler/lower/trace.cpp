#include "compiler/lower/trace.h"

#include <algorithm>
#include <utility>

#include <llvm/BinaryFormat/Dwarf.h>

#include "compiler/lower/code.h"

namespace tactus::lower {

Trace::Trace(llvm::Module &module) : builder_(module), file_(builder_.createFile(module.getName(), "")) {
    builder_.createCompileUnit(llvm::dwarf::DW_LANG_C, file_, "tactus", true, "", 0, "",
                               llvm::DICompileUnit::LineTablesOnly);
    module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
}

std::uint32_t Trace::line_of(const std::string &address) {
    const auto [found, is_new] = lines_.try_emplace(address, static_cast<std::uint32_t>(addresses_.size() + 1));
    if (is_new)
        addresses_.push_back(address);
    return found->second;
}

void Trace::add(llvm::Function *function, std::uint32_t line) {
    llvm::DISubroutineType *type = builder_.createSubroutineType(builder_.getOrCreateTypeArray({}));
    function->setSubprogram(
        builder_.createFunction(file_, function->getName(), "", file_, line, type, line, llvm::DINode::FlagZero,
                                llvm::DISubprogram::SPFlagDefinition | llvm::DISubprogram::SPFlagLocalToUnit));
    functions_.push_back(function);
}

llvm::DebugLoc Trace::location(const llvm::Function *function, std::uint32_t line) {
    llvm::DISubprogram *subprogram = function->getSubprogram();
    return llvm::DILocation::get(subprogram->getContext(), line, 0, subprogram);
}

std::vector<std::string> Trace::finish() {
    for (llvm::Function *function : functions_) {
        const llvm::DebugLoc own = location(function, function->getSubprogram()->getLine());
        for (llvm::BasicBlock &block : *function)
            for (llvm::Instruction &instruction : block)
                if (!instruction.getDebugLoc())
                    instruction.setDebugLoc(own);
    }
    builder_.finalize();
    return std::move(addresses_);
}

namespace {

// The address of a node; of a pack what the addresses of its nodes have in common.
std::string address_of(const Code &code, NodeId id) {
    const auto named = [&](NodeId node) -> std::string_view {
        const graph::NameId name = code.node(node).name;
        return name.valid() ? std::string_view(code.graph.names[name.index]) : std::string_view(code.graph.patch);
    };
    const std::uint32_t pack = code.schedule.pack_of[id.index];
    std::string_view common = named(id);
    for (const NodeId other : pack == none ? std::vector<NodeId>{} : code.schedule.packs[pack].nodes) {
        const std::string_view name = named(other);
        const auto end = std::mismatch(common.begin(), common.end(), name.begin(), name.end());
        const bool whole =
            (end.first == common.end() || *end.first == '/') && (end.second == name.end() || *end.second == '/');
        const std::string_view shared = common.substr(0, static_cast<std::size_t>(end.first - common.begin()));
        common = whole ? shared : shared.substr(0, std::min(shared.rfind('/'), shared.size()));
    }
    return std::string(common);
}

} // namespace

From::From(Code &code, NodeId id) : code_(code) {
    if (code.kernel.trace)
        enter(code.kernel.trace->line_of(address_of(code, id)));
}

From::From(Code &code, std::string_view part) : code_(code) {
    if (code.kernel.trace)
        enter(code.kernel.trace->line_of(std::string(part)));
}

void From::enter(std::uint32_t line) {
    line_before_ = std::exchange(code_.kernel.line, line);
    before_ = code_.builder.getCurrentDebugLocation();
    code_.builder.SetCurrentDebugLocation(Trace::location(code_.builder.GetInsertBlock()->getParent(), line));
}

From::~From() {
    if (!code_.kernel.trace)
        return;
    code_.kernel.line = line_before_;
    code_.builder.SetCurrentDebugLocation(before_);
}

void Kernel::come_from(std::string_view part) {
    if (trace)
        line = trace->line_of(std::string(part));
}

} // namespace tactus::lower
