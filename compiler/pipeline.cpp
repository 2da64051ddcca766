// The whole way of the data, stage by stage: source → tree → graph → schedule → LLVM IR → kernel. Whoever reads
// run_pipeline has understood the compiler.
#include "compiler/pipeline.h"

#include <chrono>
#include <variant>

#include "compiler/graph/verify.h"
#include "compiler/lower/traced.h"
#include "compiler/simplify/simplify.h"
#include "compiler/syntax/parse.h"

namespace tactus {

namespace {

// Runs one stage and adds the milliseconds it took to a figure.
template <typename Stage> auto timed(double &milliseconds, const Stage &stage) {
    const auto start = std::chrono::steady_clock::now();
    auto made = stage();
    milliseconds += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return made;
}

// tree → graph as written, then simplified where it is compiled: the interpreter runs what was written.
std::optional<graph::Graph> meaning(Work &work) {
    auto graph = elaborate::elaborate(*work.sources, *work.tree, work.options.language, work.report);
    if (graph && work.options.runner == Runner::Compiled) {
        graph = simplify::simplify(std::move(*graph));
    }
#ifdef TACTUS_CHECKING
    for (const std::string &problem : graph ? graph::verify(*graph) : std::vector<std::string>{}) {
        report_fault(work.report, problem);
    }
#endif
    return work.report.has_errors() ? std::nullopt : std::move(graph);
}

} // namespace

bool run_pipeline(Work &work, Last last) {
    const Options &options = work.options;
    diag::Report &report = work.report;
    const auto target = emit::find_target(options.target);
    if (const auto *error = std::get_if<emit::Error>(&target)) {
        report.add(diag::Kind::UnknownTarget, Span{}, options.target, error->message);
        return false;
    }
    const auto &machine = std::get<lower::Target>(target);

    if (!work.graph) {
        work.tree = timed(work.times.parse, [&] { return syntax::parse(*work.sources, work.file, report); });
        if (!work.tree || last == Last::Tree) {
            return work.tree.has_value();
        }
        work.graph = timed(work.times.graph, [&] { return meaning(work); });
    }
    if (!work.graph || last == Last::Graph) {
        return work.graph.has_value();
    }
    const std::uint32_t lanes = options.lanes != 0 ? options.lanes : machine.lanes;
    work.schedule = timed(work.times.lower, [&] { return schedule::schedule(*work.graph, {.lanes = lanes}); });
    if (!delays_fit(work) || last == Last::Schedule) {
        return !report.has_errors();
    }
    auto [lowered, addresses] = timed(work.times.lower, [&] {
        return work.traced ? lower::lower_traced(*work.graph, *work.schedule, machine)
                           : lower::Traced{lower::lower(*work.graph, *work.schedule, machine), {}};
    });
    if (!lowered.module) {
        report_fault(report, lowered.problem);
        return false;
    }
    work.module = std::move(lowered.module);
    work.addresses = std::move(addresses);
    if (last == Last::Module) {
        return true;
    }
    auto code = timed(work.times.emit, [&] { return emit::jit(std::move(*work.module), options.level); });
    if (const auto *error = std::get_if<emit::Error>(&code)) {
        report_fault(report, error->message);
        return false;
    }
    work.kernel = std::get<emit::Kernel>(std::move(code));
    return true;
}

} // namespace tactus
