// Targets by name, and the machine of this process. Triples are normalised: otherwise LLVM reads vendor and system from
// the wrong place.
#include "compiler/emit/target.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/SubtargetFeature.h>
#include <llvm/TargetParser/Triple.h>

#include "compiler/emit/paths.h"

namespace tactus::emit {

namespace {

void initialise_llvm() {
    static std::once_flag once;
    std::call_once(once, [] {
        llvm::InitializeAllTargetInfos();
        llvm::InitializeAllTargets();
        llvm::InitializeAllTargetMCs();
        llvm::InitializeAllAsmPrinters();
        llvm::InitializeAllAsmParsers();
    });
}

llvm::TargetOptions strict_options() {
    llvm::TargetOptions options;
    options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
    options.UnsafeFPMath = options.NoInfsFPMath = options.NoNaNsFPMath = options.NoSignedZerosFPMath = false;
    options.ExceptionModel = llvm::ExceptionHandling::None;
    return options;
}

std::uint32_t lanes_of(std::string_view cpu) { return cpu == "x86-64-v4" ? 16 : cpu == "x86-64-v3" ? 8 : 4; }

lower::Target make_host() {
    initialise_llvm();
    lower::Target target;
    target.triple = llvm::Triple::normalize(llvm::sys::getProcessTriple());
    target.cpu = llvm::sys::getHostCPUName().str();
    const llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
    llvm::SubtargetFeatures list;
    for (const auto &feature : features)
        list.AddFeature(feature.getKey(), feature.getValue());
    std::vector<std::string> sorted = list.getFeatures();
    std::sort(sorted.begin(), sorted.end());
    target.features = llvm::SubtargetFeatures(llvm::join(sorted, ",")).getString();
    target.lanes = cpu_paths_with(target.features).back().lanes;
    target.data_layout = make_machine(target, Level::Normal)->createDataLayout().getStringRepresentation();
    return target;
}

} // namespace

std::unique_ptr<llvm::TargetMachine> make_machine(const lower::Target &target, Level level) {
    initialise_llvm();
    std::string ignored;
    const llvm::Target *found = llvm::TargetRegistry::lookupTarget(target.triple, ignored);
    if (found == nullptr)
        return nullptr;
    const auto codegen = static_cast<llvm::CodeGenOptLevel>(level);
    return std::unique_ptr<llvm::TargetMachine>(found->createTargetMachine(target.triple, target.cpu, target.features,
                                                                           strict_options(), llvm::Reloc::PIC_,
                                                                           llvm::CodeModel::Small, codegen));
}

const lower::Target &host_target() {
    static const lower::Target host = make_host();
    return host;
}

Result<lower::Target> find_target(std::string_view name) {
    if (name == "host")
        return host_target();
    lower::Target target;
    for (const CpuPath &path : cpu_paths()) {
        if (path.name == name) {
            target = host_target();
            target.cpu = path.cpu;
            target.features.clear();
            target.lanes = path.lanes;
            return target;
        }
    }
    const std::size_t colon = name.find(':');
    std::string triple(name.substr(0, colon));
    target.cpu = colon == std::string_view::npos ? "generic" : std::string(name.substr(colon + 1));
    if (triple.starts_with("x86-64-v")) {
        target.cpu = triple;
        triple = "x86_64-pc-linux-gnu";
    }
    target.triple = llvm::Triple::normalize(triple);
    // LLVM complains on the terminal about a processor it does not know: ask a machine without one.
    const std::string cpu = std::exchange(target.cpu, "");
    const std::unique_ptr<llvm::TargetMachine> machine = make_machine(target, Level::Normal);
    if (machine == nullptr || !machine->getMCSubtargetInfo()->isCPUStringValid(cpu))
        return Error{"no such target: " + std::string(name)};
    target.cpu = cpu;
    target.lanes = lanes_of(target.cpu);
    target.data_layout = machine->createDataLayout().getStringRepresentation();
    return target;
}

} // namespace tactus::emit
