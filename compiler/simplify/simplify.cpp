#include "compiler/simplify/simplify.h"

#include <array>

#ifdef TACTUS_CHECKING
#include <cstdio>
#include <cstdlib>

#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#endif

namespace tactus::simplify {

namespace {

constexpr std::array passes{fold_constants, apply_identities, share_equals, remove_dead};
constexpr int most_rounds = 8; // two or three do in practice

// In checking builds a pass that breaks the graph ends the program with the graph as it left it.
void check([[maybe_unused]] const graph::Graph &graph) {
#ifdef TACTUS_CHECKING
    const auto problems = graph::verify(graph);
    if (problems.empty())
        return;
    std::fprintf(stderr, "simplify broke the graph: %s\n%s", problems[0].c_str(), graph::print(graph).c_str());
    std::abort();
#endif
}

} // namespace

graph::Graph simplify(graph::Graph graph) {
    bool changed = true;
    for (int round = 0; changed && round < most_rounds; ++round) {
        changed = false;
        for (const auto &pass : passes) {
            Pass result = pass(std::move(graph));
            graph = std::move(result.graph);
            changed = changed || result.changed;
            check(graph);
        }
    }
    return graph;
}

} // namespace tactus::simplify
