// The same code, which knows where it comes from: for profiles. The debug locations of its instructions are lines that
// stand for addresses in the patch.
#pragma once

#include "compiler/lower/lower.h"

namespace tactus::lower {

struct Traced {
    Lowered lowered;
    // Code of line n comes from addresses[n - 1]: an address in the patch ("organ/voices/voice/ladder"), or a part of
    // the kernel in brackets ("(ticks)").
    std::vector<std::string> addresses;
};

[[nodiscard]] Traced lower_traced(const graph::Graph &graph, const schedule::Schedule &schedule, const Target &target);

} // namespace tactus::lower
