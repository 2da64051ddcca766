// The functions beside the frames: init, start, tick, refresh, tile. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

struct TickFunctions {
    llvm::Function *init, *start, *tick, *refresh, *tile;
};

// `part` is what tile runs after the tick.
TickFunctions lower_ticks(Kernel &kernel, llvm::Function *part);

} // namespace tactus::lower
