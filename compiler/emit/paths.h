// The instruction sets that kernels of this process may be compiled for, under the names of TACTUS_CPU. A name is also
// one of find_target.
#pragma once

#include "compiler/emit/emit.h"

namespace tactus::emit {

struct CpuPath {
    std::string_view name, cpu; // as users and as LLVM call it: "avx2", "x86-64-v3"
    std::uint32_t lanes = 4;    // that suit it
};

// All of this architecture, each containing the one before: baseline, sse4, avx2, avx512; on AArch64 baseline.
[[nodiscard]] std::vector<CpuPath> cpu_paths();
// Those that a processor with these features ("+sse4.2,-avx2", as in a target) can run; always the baseline.
[[nodiscard]] std::vector<CpuPath> cpu_paths_with(const std::string &features);
// One of them by its name; an error says which there are.
[[nodiscard]] Result<CpuPath> find_cpu_path(std::string_view name, const std::string &features);

} // namespace tactus::emit
