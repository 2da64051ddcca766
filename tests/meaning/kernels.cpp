#include "tests/meaning/kernels.h"

#include <array>

#include <doctest/doctest.h>

#include "compiler/lower/lower.h"
#include "compiler/schedule/schedule.h"
#include "compiler/simplify/simplify.h"
#include "tests/meaning/random.h"

namespace tactus::meaning {

std::string text_of(const Build &build) {
    return "lanes " + std::to_string(build.lanes) + ", level " + std::to_string(static_cast<int>(build.level)) +
           (build.simplified ? ", simplified" : ", as generated");
}

Build build_of(std::uint64_t seed) {
    Random random(seed ^ 0x6a09e667f3bcc908u);
    constexpr std::array<std::uint32_t, 4> lanes{1, 4, 8, 16};
    constexpr std::array levels{emit::Level::Instant, emit::Level::Normal, emit::Level::Normal, emit::Level::Best};
    return {random.pick(lanes), random.pick(levels), random.percent(70)};
}

Side compiled(const graph::Graph &graph, const Build &build) {
    const graph::Graph g = build.simplified ? simplify::simplify(graph) : graph;
    lower::Target target = emit::host_target();
    target.lanes = build.lanes;
    const schedule::Schedule plan = schedule::schedule(g, {.lanes = build.lanes});
    lower::Lowered lowered = lower::lower(g, plan, target);
    REQUIRE_MESSAGE(lowered.module.has_value(), lowered.problem);
    auto result = emit::jit(std::move(*lowered.module), build.level);
    const auto *error = std::get_if<emit::Error>(&result);
    REQUIRE_MESSAGE(error == nullptr, (error != nullptr ? error->message : ""));
    const auto kernel = std::make_shared<emit::Kernel>(std::get<emit::Kernel>(std::move(result)));
    return {kernel, kernel->get()};
}

} // namespace tactus::meaning
