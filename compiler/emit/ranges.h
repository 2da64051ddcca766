// Kernel → which line of the trace each piece of its code comes from (compiler/lower/traced.h).
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/emit/emit.h"

namespace tactus::emit {

// From `begin` to the byte before `end`; line 0: of none.
struct CodeRange {
    std::uintptr_t begin = 0, end = 0;
    std::uint32_t line = 0;
};

// Ascending; empty where the code was not traced.
[[nodiscard]] Result<std::vector<CodeRange>> code_ranges(const Kernel &kernel);

} // namespace tactus::emit
