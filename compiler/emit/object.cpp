// Module → object file or assembly: two short passes that undo what straight lowering repeats, then LLVM's code
// generator. The bytes are looked through: a symbol that is not in them would be a call out.
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>

#include "compiler/emit/selects.h"
#include "compiler/emit/target.h"
#include "compiler/lower/module.h"
#include "compiler/lower/verify_ir.h"

namespace tactus::emit {

namespace {

// No pass over loops, no vectoriser, no call of its own: the shape of the code is the schedule's.
void tidy(llvm::Module &module, llvm::TargetMachine &machine) {
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager components;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder builder(&machine);
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(components);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, components, modules);
    llvm::FunctionPassManager passes;
    passes.addPass(llvm::EarlyCSEPass(true));
    passes.addPass(llvm::InstCombinePass());
    for (llvm::Function &function : module)
        if (!function.isDeclaration())
            passes.run(function, functions);
}

// The work of the code generator grows with the square of a block's length: so much is done within some 5 seconds, or
// within a minute where the best code is asked for.
double most_work(Level level) { return level == Level::Best ? 1e9 : 1e8; }
constexpr unsigned short_block = 512;

double work_of(const llvm::Module &module) {
    double work = 0.0;
    for (const llvm::Function &function : module)
        for (const llvm::BasicBlock &block : function)
            work += static_cast<double>(block.size()) * static_cast<double>(block.size());
    return work;
}

void shorten_blocks(llvm::Module &module) {
    for (llvm::Function &function : module)
        for (llvm::BasicBlock &block : function) { // those that are made here follow and are met next
            auto place = block.getFirstInsertionPt();
            for (unsigned i = 0; i < short_block && place != block.end(); ++i)
                ++place;
            if (place != block.end() && !place->isTerminator())
                block.splitBasicBlock(place);
        }
}

using Bytes = llvm::SmallVector<char, 0>;

Result<Bytes> generate(const lower::Module &module, Level level, llvm::CodeGenFileType type) {
    llvm::Module &content = *module.content().module;
    const bool large = work_of(content) > most_work(level);
    if (large) {
        level = Level::Instant; // before a patch takes minutes to compile, its code is the plainest
        shorten_blocks(content);
    }
    const std::unique_ptr<llvm::TargetMachine> machine = make_machine(module.content().target, level);
    if (machine == nullptr)
        return Error{"no such target: " + module.content().target.triple};
    if (level != Level::Instant)
        tidy(content, *machine);
    if (machine->getTargetTriple().isX86())
        make_selects_branchless(content);
    Bytes bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    if (machine->addPassesToEmitFile(passes, stream, nullptr, type))
        return Error{"this target gives no such file"};
    passes.run(content);
    return bytes;
}

// The name of a symbol that the object wants from elsewhere; empty when there is none.
std::string wanted_symbol(const Bytes &bytes) {
    const llvm::MemoryBufferRef buffer(llvm::StringRef(bytes.data(), bytes.size()), "kernel");
    auto file = llvm::object::ObjectFile::createObjectFile(buffer);
    if (!file)
        return llvm::toString(file.takeError());
    for (const llvm::object::SymbolRef &symbol : (*file)->symbols()) {
        const auto flags = llvm::cantFail(symbol.getFlags());
        const auto name = llvm::cantFail(symbol.getName());
        if ((flags & llvm::object::SymbolRef::SF_Undefined) != 0 &&
            (flags & llvm::object::SymbolRef::SF_FormatSpecific) == 0 && !name.empty())
            return name.str();
    }
    return {};
}

} // namespace

Result<std::vector<std::uint8_t>> object(lower::Module module, Level level) {
    Result<Bytes> generated = generate(module, level, llvm::CodeGenFileType::ObjectFile);
    if (const Error *error = std::get_if<Error>(&generated))
        return *error;
    const Bytes &bytes = std::get<Bytes>(generated);
    if (const std::string wanted = wanted_symbol(bytes); !wanted.empty())
        return Error{"the code generator calls out: " + wanted};
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

Result<std::string> assembly(lower::Module module, Level level) {
    Result<Bytes> generated = generate(module, level, llvm::CodeGenFileType::AssemblyFile);
    if (const Error *error = std::get_if<Error>(&generated))
        return *error;
    const Bytes &bytes = std::get<Bytes>(generated);
    return std::string(bytes.begin(), bytes.end());
}

std::string llvm_text(const lower::Module &module) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << *module.content().module;
    return text;
}

} // namespace tactus::emit
