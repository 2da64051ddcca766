// The work of one compilation: what each stage made so far. In: what is known at the start (a file, or a graph that is
// already there). Out: the values of all stages up to the one asked for. Inside compiler/ only; others include
// tactus.h.
#pragma once

#include <optional>

#include "compiler/interp/interpreter.h"
#include "compiler/lower/lower.h"
#include "compiler/schedule/schedule.h"
#include "compiler/syntax/tree.h"
#include "compiler/tactus.h"

namespace tactus {

enum class Last : std::uint8_t { Tree, Graph, Schedule, Module, Kernel };

struct Work {
    source::SourceSet *sources = nullptr;
    FileId file;
    const Options &options;
    diag::Report &report;
    CompileTimes times;

    std::optional<syntax::Tree> tree;
    std::optional<graph::Graph> graph;
    std::optional<schedule::Schedule> schedule;
    std::optional<lower::Module> module;
    std::optional<emit::Kernel> kernel;

    bool traced = false;                  // asked for: code that knows where it comes from
    std::vector<std::string> addresses{}; // of its lines
};

// False, and diagnostics in the report, when a stage had to refuse.
[[nodiscard]] bool run_pipeline(Work &work, Last last);

// Refuses a schedule whose lines need more memory than the limit allows, pointing at the longest.
[[nodiscard]] bool delays_fit(Work &work);

// An error that is ours, not the patch's.
void report_fault(diag::Report &report, const std::string &text);

} // namespace tactus
