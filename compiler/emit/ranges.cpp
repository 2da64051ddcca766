// The line table of the object, moved to where the code lies in memory.
#include "compiler/emit/ranges.h"

#include <algorithm>

#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/Object/ObjectFile.h>

namespace tactus::emit {

namespace {

using llvm::DWARFDebugLine;

struct Found {
    std::uint64_t address = 0, section = 0;
};

// Where the symbol lies in the object.
llvm::Expected<Found> find(const llvm::object::ObjectFile &file, llvm::StringRef wanted) {
    for (const llvm::object::SymbolRef &symbol : file.symbols()) {
        auto name = symbol.getName();
        if (!name)
            return name.takeError();
        if (*name != wanted)
            continue;
        auto address = symbol.getAddress();
        auto section = symbol.getSection();
        if (!address)
            return address.takeError();
        if (!section)
            return section.takeError();
        return Found{*address, (*section)->getIndex()};
    }
    return llvm::createStringError("no such symbol: " + wanted);
}

} // namespace

Result<std::vector<CodeRange>> code_ranges(const Kernel &kernel) {
    const std::vector<std::uint8_t> &object = kernel.object();
    const llvm::StringRef bytes(reinterpret_cast<const char *>(object.data()), object.size());
    auto file = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(bytes, "kernel"));
    if (!file)
        return Error{llvm::toString(file.takeError())};
    auto known = find(**file, "part"); // one function whose place in memory is known
    if (!known)
        return Error{llvm::toString(known.takeError())};
    const std::uintptr_t base = reinterpret_cast<std::uintptr_t>(kernel->part) - known->address;
    std::vector<CodeRange> ranges;
    const auto context = llvm::DWARFContext::create(**file);
    for (const auto &unit : context->compile_units()) {
        const DWARFDebugLine::LineTable *table = context->getLineTableForUnit(unit.get());
        if (table == nullptr)
            continue;
        for (std::size_t i = 0; i + 1 < table->Rows.size(); ++i) {
            const DWARFDebugLine::Row &row = table->Rows[i], &next = table->Rows[i + 1];
            const std::uint64_t begin = row.Address.Address, end = next.Address.Address;
            if (row.EndSequence == 0 && begin < end && row.Address.SectionIndex == known->section)
                ranges.push_back({base + begin, base + end, row.Line});
        }
    }
    std::sort(ranges.begin(), ranges.end(), [](const CodeRange &a, const CodeRange &b) { return a.begin < b.begin; });
    return ranges;
}

} // namespace tactus::emit
