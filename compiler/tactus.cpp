// The public functions of the compiler over the one pipeline.
#include "compiler/tactus.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "compiler/elaborate/tests.h"
#include "compiler/graph/text.h"
#include "compiler/limits.h"
#include "compiler/pipeline.h"
#include "compiler/syntax/parse.h"
#include "compiler/traced.h"

namespace tactus {

struct Instrument::Content {
    graph::Graph graph;
    std::unique_ptr<interp::Interpreter> interpreter;
    std::optional<emit::Kernel> compiled;
};

void report_fault(diag::Report &report, const std::string &text) {
    report.add(diag::Kind::InternalFault, Span{}, text);
}

// The memory of all lines is known only when they are laid out. The place shown is that of the largest of all.
bool delays_fit(Work &work) {
    const graph::Graph &graph = *work.graph;
    std::uint64_t bytes = work.schedule->line_bytes;
    for (const graph::Table &table : graph.tables) {
        bytes += sizeof(float) * table.values.size();
    }
    if (bytes <= limits::delay_bytes) {
        return true;
    }
    const auto length = [&](const graph::Node &node) -> std::size_t {
        if (node.op == graph::Op::table) {
            return graph.tables[node.a].values.size();
        }
        return node.op == graph::Op::line || node.op == graph::Op::buffer ? node.b : 0;
    };
    const auto longest =
        std::max_element(graph.nodes.begin(), graph.nodes.end(),
                         [&](const graph::Node &a, const graph::Node &b) { return length(a) < length(b); });
    constexpr double mebibyte = 1024.0 * 1024.0;
    work.report.add(diag::Kind::DelayMemoryTooLarge, longest->span,
                    std::ceil(10.0 * static_cast<double>(bytes) / mebibyte) / 10.0,
                    static_cast<double>(limits::delay_bytes) / mebibyte);
    return false;
}

namespace {

template <typename T> std::optional<T> take(emit::Result<T> result, diag::Report &report) {
    if (auto *error = std::get_if<emit::Error>(&result)) {
        report_fault(report, error->message);
        return std::nullopt;
    }
    return std::move(std::get<T>(result));
}

std::optional<Instrument> finish(Work &work, CompileTimes *times) {
    const bool interpreted = work.options.runner == Runner::Interpreted;
    const bool made = run_pipeline(work, interpreted ? Last::Schedule : Last::Kernel);
    if (times != nullptr) {
        *times = work.times;
    }
    if (!made) {
        return std::nullopt;
    }
    auto content = std::make_shared<Instrument::Content>();
    content->graph = std::move(*work.graph);
    content->compiled = work.kernel;
    if (interpreted) {
        content->interpreter = std::make_unique<interp::Interpreter>(content->graph);
    }
    return Instrument(std::move(content));
}

} // namespace

Instrument::Instrument(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
const tactus_kernel *Instrument::kernel() const {
    return content_->interpreter ? content_->interpreter->kernel() : content_->compiled->get();
}
const graph::Graph &Instrument::graph() const { return content_->graph; }

std::optional<Instrument> compile(source::SourceSet &sources, FileId file, const Options &options, diag::Report &report,
                                  CompileTimes *times) {
    Work work{&sources, file, options, report, {}, {}, {}, {}, {}, {}};
    return finish(work, times);
}

std::optional<Traced> compile_traced(source::SourceSet &sources, FileId file, const Options &options,
                                     diag::Report &report) {
    Work work{&sources, file, options, report, {}, {}, {}, {}, {}, {}};
    work.traced = true;
    auto instrument = finish(work, nullptr);
    if (!instrument) {
        return std::nullopt;
    }
    auto ranges = take(emit::code_ranges(*work.kernel), report);
    return ranges ? std::optional(Traced{std::move(*instrument), std::move(*ranges), std::move(work.addresses)})
                  : std::nullopt;
}

std::optional<Instrument> compile_graph(graph::Graph graph, const Options &options, diag::Report &report,
                                        CompileTimes *times) {
    Work work{nullptr, {}, options, report, {}, {}, std::move(graph), {}, {}, {}};
    return finish(work, times);
}

std::optional<std::string> emit_stage(source::SourceSet &sources, FileId file, Stage stage, const Options &options,
                                      diag::Report &report) {
    if (stage == Stage::Tokens) {
        auto text = syntax::print_tokens(sources, file, report);
        return report.has_errors() ? std::nullopt : std::optional(std::move(text));
    }
    const Last last = stage == Stage::Tree       ? Last::Tree
                      : stage == Stage::Graph    ? Last::Graph
                      : stage == Stage::Schedule ? Last::Schedule
                                                 : Last::Module;
    Work work{&sources, file, options, report, {}, {}, {}, {}, {}, {}};
    if (!run_pipeline(work, last)) {
        return std::nullopt;
    }
    switch (stage) {
    case Stage::Tokens:
        break;
    case Stage::Tree:
        return syntax::print_tree(sources, *work.tree);
    case Stage::Graph:
        return graph::print(*work.graph);
    case Stage::Schedule:
        return schedule::print(*work.schedule, *work.graph);
    case Stage::Llvm:
        return emit::llvm_text(*work.module);
    case Stage::Assembly:
        return take(emit::assembly(std::move(*work.module), options.level), report);
    case Stage::Object:
        if (const auto bytes = take(emit::object(std::move(*work.module), options.level), report)) {
            return std::string(bytes->begin(), bytes->end());
        }
    }
    return std::nullopt;
}

bool check(source::SourceSet &sources, FileId file, const Options &options, diag::Report &report) {
    const auto tree = syntax::parse(sources, file, report);
    if (!tree || !elaborate::check(sources, *tree, options.language, report)) {
        return false;
    }
    for (const syntax::TreeId test : elaborate::tests_of(*tree)) {
        (void)elaborate::elaborate_test(sources, *tree, test, options.language, nullptr, report);
    }
    if (report.has_errors()) {
        return false;
    }
    // The memory of delays is known when they are laid out. A file without a patch has nothing to lay out, which is no
    // mistake.
    diag::Report unused;
    if (auto graph = elaborate::elaborate(sources, *tree, options.language, unused)) {
        Work work{nullptr, {}, options, report, {}, {}, std::move(graph), {}, {}, {}};
        return run_pipeline(work, Last::Schedule);
    }
    return true;
}

} // namespace tactus
