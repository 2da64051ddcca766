// The instruction sets that TACTUS_CPU names, least first, and what a processor needs for each of them.
#include "compiler/emit/paths.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

namespace tactus::emit {

namespace {

struct Entry {
    CpuPath path;
    const char *needs; // in LLVM's words, beyond those of the entry before
};

// The levels of the x86-64 psABI: https://gitlab.com/x86-psABIs/x86-64-ABI, "Micro-architecture levels".
constexpr std::array x86_entries{Entry{{"baseline", "x86-64", 4}, ""},
                                 Entry{{"sse4", "x86-64-v2", 4}, "cx16 popcnt sahf sse3 ssse3 sse4.1 sse4.2"},
                                 Entry{{"avx2", "x86-64-v3", 8}, "avx avx2 bmi bmi2 f16c fma lzcnt movbe"},
                                 Entry{{"avx512", "x86-64-v4", 16}, "avx512bw avx512cd avx512dq avx512f avx512vl"}};
constexpr std::array other_entries{Entry{{"baseline", "generic", 4}, ""}};

std::span<const Entry> entries() {
    if (llvm::Triple(llvm::sys::getProcessTriple()).isX86())
        return x86_entries;
    return other_entries;
}

bool has_all(const std::string &features, llvm::StringRef needs) {
    llvm::SmallVector<llvm::StringRef> words;
    needs.split(words, ' ', -1, false);
    return std::all_of(words.begin(), words.end(), [&](llvm::StringRef word) {
        return ("," + features + ",").find("," + ("+" + word).str() + ",") != std::string::npos;
    });
}

} // namespace

std::vector<CpuPath> cpu_paths() {
    std::vector<CpuPath> made;
    for (const Entry &entry : entries())
        made.push_back(entry.path);
    return made;
}

std::vector<CpuPath> cpu_paths_with(const std::string &features) {
    std::vector<CpuPath> made;
    for (const Entry &entry : entries()) {
        if (!has_all(features, entry.needs))
            break;
        made.push_back(entry.path);
    }
    return made;
}

Result<CpuPath> find_cpu_path(std::string_view name, const std::string &features) {
    const std::vector<CpuPath> there = cpu_paths_with(features), all = cpu_paths();
    const auto named = [name](const CpuPath &path) { return path.name == name; };
    if (const auto found = std::find_if(there.begin(), there.end(), named); found != there.end())
        return *found;
    std::vector<std::string> names;
    for (const CpuPath &path : there)
        names.emplace_back(path.name);
    const bool known = std::any_of(all.begin(), all.end(), named);
    const std::string list = llvm::join(names, ", ");
    return Error{known ? fmt::format("this machine has no `{}`, only {}", name, list)
                       : fmt::format("there is no instruction set `{}`; this machine has {}", name, list)};
}

} // namespace tactus::emit
