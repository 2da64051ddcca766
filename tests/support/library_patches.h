// One patch per node of the standard library, made from its header: every node is played without anyone having to
// remember to add it.
#pragma once

#include <string>
#include <vector>

namespace tactus::test {

struct Program {
    std::string name; // "library/ladder", "examples/organ"
    std::string text;
};

// A patch for each node and word of the library (one more per alternative of a choice): the node once in the patch, and
// once in the voices of a poly.
[[nodiscard]] std::vector<Program> library_patches();

// Every .tac file of examples/.
[[nodiscard]] std::vector<Program> example_programs();

} // namespace tactus::test
